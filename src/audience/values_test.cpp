// Tests of values: each test on each type, as docs/segments.md tells.
// SPDX-License-Identifier: Apache-2.0
#include "audience/values.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace regulars::audience {
namespace {

using model::Property;
using Texts = std::vector<std::string>;
using std::string;

const Instant now = *parse_instant("2026-06-17T15:00:00Z");

bool holds(const ValueTest& test, std::optional<Property> value, const Zone& zone = Zone::utc()) {
    return matches(*CompiledTest::compile(test, ""), value ? &*value : nullptr, now, zone);
}

struct Case {
    const char* name;
    ValueTest test;
    std::vector<std::optional<Property>> in, out;
};

TEST(Values, EachTestOnEachType) {
    const std::nullopt_t unset = std::nullopt;
    const std::int64_t twelve = 12;
    using enum TextOperator;
    std::vector<Case> cases = {
        {"text equals",
         TextTest{equals, "Soup"},
         {string("Soup")},
         {string("soup"), string("Soup "), Texts{"Soup"}, unset}},
        {"text equals a number",
         TextTest{equals, "12"},
         {string("12"), twelve, 12.0},
         {string("12.0"), unset}},
        {"text equals a flag", TextTest{equals, "true"}, {true, string("true")}, {false}},
        {"text equals null", TextTest{equals, std::nullopt}, {}, {string(""), unset}},
        {"text not equals",
         TextTest{not_equals, "Soup"},
         {string("soup"), twelve, string("")},
         {string("Soup"), Texts{"x"}, unset}},
        {"text not equals null", TextTest{not_equals, std::nullopt}, {string("")}, {unset}},
        {"contains", TextTest{contains, "ou"}, {string("Soup")}, {string("SOUP"), unset}},
        {"contains nothing in particular", TextTest{contains, ""}, {string("")}, {unset}},
        {"not contains", TextTest{not_contains, "ou"}, {string("SOUP")}, {string("Soup"), unset}},
        {"starts with", TextTest{starts_with, "So"}, {string("Soup")}, {string("so"), unset}},
        {"not starts with",
         TextTest{not_starts_with, "So"},
         {string("so")},
         {string("Soup"), unset}},
        {"ends with", TextTest{ends_with, "up"}, {string("Soup")}, {string("upS"), unset}},
        {"not ends with", TextTest{not_ends_with, "up"}, {string("upS")}, {string("Soup"), unset}},
        {"pattern",
         TextTest{regex, "^S.*p$"},
         {string("Soup")},
         {string("a Soup"), unset, Texts{"Soup"}}},
        {"no pattern", TextTest{nregex, "^S.*p$"}, {string("a Soup")}, {string("Soup"), unset}},
        {"in",
         TextsTest{TextsOperator::in, {"02108", "12"}},
         {string("02108"), twelve},
         {string("2108"), unset}},
        {"not in",
         TextsTest{TextsOperator::not_in, {"02108"}},
         {string("2108")},
         {string("02108"), unset}},
        {"in nothing", TextsTest{TextsOperator::in, {}}, {}, {string("")}},
        {"country code",
         TextsTest{TextsOperator::phone_country_code_in, {"1", "+44"}},
         {string("+12125550100"), string("+442071838750")},
         {string("+33123456789"), string("12125550100"), unset}},
        {"other country codes",
         TextsTest{TextsOperator::phone_country_code_not_in, {"1"}},
         {string("+33123456789")},
         {string("+12125550100"), string("n/a"), unset}},
        {"number",
         NumberTest{NumberOperator::equals, 12},
         {twelve, 12.0, string("12"), string("12.0")},
         {string("12 "), string("twelve"), true, Texts{"12"}, unset}},
        {"another number",
         NumberTest{NumberOperator::not_equals, 12},
         {12.5, string("-1e3")},
         {twelve, string(""), unset}},
        {"at least",
         NumberTest{NumberOperator::greater_than_or_equal, 12},
         {twelve, 12.5},
         {11.99}},
        {"more", NumberTest{NumberOperator::greater_than, 12}, {12.5}, {twelve}},
        {"less", NumberTest{NumberOperator::less_than, 12}, {std::int64_t(-3)}, {twelve}},
        {"at most", NumberTest{NumberOperator::less_than_or_equal, 12}, {twelve}, {12.5}},
        {"is set", ExistenceTest{true}, {string(""), false, Texts{}}, {unset}},
        {"is not set", ExistenceTest{false}, {unset}, {string(""), false, Texts{}}},
        {"is true",
         BooleanTest{true},
         {true, string("True")},
         {false, string("yes"), std::int64_t(1), unset}},
        {"is false", BooleanTest{false}, {false, string("false")}, {true, std::int64_t(0), unset}},
        {"any of",
         ItemsTest{ItemsOperator::contains_any, {"a", "b"}},
         {Texts{"b", "c"}, string("a")},
         {Texts{"A"}, Texts{}, unset}},
        {"all of",
         ItemsTest{ItemsOperator::contains_all, {"a", "12"}},
         {Texts{"12", "a", "c"}},
         {Texts{"a"}, twelve, unset}},
        {"not any of",
         ItemsTest{ItemsOperator::not_contains_any, {"a"}},
         {Texts{"b"}, Texts{}},
         {Texts{"a"}, unset}},
        {"not all of",
         ItemsTest{ItemsOperator::not_contains_all, {"a", "b"}},
         {Texts{"b"}},
         {Texts{"a", "b"}, unset}},
        {"is empty",
         LengthTest{NumberOperator::equals, 0},
         {Texts{}},
         {Texts{"a"}, string(""), unset}},
        {"at least one item",
         LengthTest{NumberOperator::greater_than, 0},
         {Texts{"a"}, string("a"), twelve},
         {Texts{}, unset}},
        {"an item with a text",
         ItemTextTest{true, "ou"},
         {Texts{"x", "Soup"}, string("Soup")},
         {Texts{"x"}, Texts{}, unset}},
        {"no item with a text",
         ItemTextTest{false, "ou"},
         {Texts{"x"}, Texts{}},
         {Texts{"Soup"}, unset}},
        {"an item with null", ItemTextTest{true, std::nullopt}, {}, {Texts{""}, unset}},
        {"has", ItemTest{true, "a"}, {Texts{"a"}, string("a")}, {Texts{"ab"}, unset}},
        {"has a number",
         ItemTest{true, std::int64_t(12)},
         {Texts{"12"}, twelve},
         {Texts{"12.0"}, unset}},
        {"has not", ItemTest{false, "a"}, {Texts{"ab"}, Texts{}}, {Texts{"a"}, unset}},
        {"has null", ItemTest{true, {}}, {}, {Texts{""}, Texts{}, unset}},
        {"date",
         DateTest(RelativeDate{RelativeOperator::in_the_last, TimeUnit::day, 3}),
         {string("2026-06-14"), string("2026-06-17T10:00:00-05:00"), string("2026-06-15 12:00:00"),
          string("06/15/2026"), std::int64_t(1781600000)},
         {string("2026-06-13"), string("14/06/2026"), string(""), twelve, true, Texts{"2026-06-15"},
          unset}},
    };
    for (auto& c : cases) {
        for (std::size_t i = 0; i < c.in.size(); i++)
            EXPECT_TRUE(holds(c.test, c.in[i])) << c.name << ", in " << i;
        for (std::size_t i = 0; i < c.out.size(); i++)
            EXPECT_FALSE(holds(c.test, c.out[i])) << c.name << ", out " << i;
    }
}

TEST(Values, DatesWithoutOffsetAreOfTheZone) {
    auto zone = *Zone::find("America/New_York");
    EXPECT_EQ(date_in(string("2026-03-29"), zone), parse_instant("2026-03-29T04:00:00Z"));
    EXPECT_EQ(date_in(string("2026-03-29T19:30:00"), zone), parse_instant("2026-03-29T23:30:00Z"));
    EXPECT_EQ(date_in(string("2026-03-29 19:30:00.25"), zone),
              parse_instant("2026-03-29T23:30:00.25Z"));
    EXPECT_EQ(date_in(string("2026-03-29T19:30:00+02:00"), zone),
              parse_instant("2026-03-29T17:30:00Z"));
    EXPECT_EQ(date_in(string("2026-03-29T19:30:00Z"), zone), parse_instant("2026-03-29T19:30:00Z"));
    EXPECT_EQ(date_in(string("next week"), zone), std::nullopt);
}

TEST(Values, DatesMayBeWrittenWithTheMonthFirst) {
    auto zone = *Zone::find("America/New_York");
    struct {
        const char *text, *as;
    } dates[] = {{"03/29/2026", "2026-03-29"},
                 {"03/29/26", "2026-03-29"},
                 {"12/31/68", "2068-12-31"},
                 {"01/01/69", "1969-01-01"},
                 {"03/29/2026 19:30", "2026-03-29T19:30"},
                 {"03/29/26T19:30:00", "2026-03-29T19:30"},
                 {"03/29/2026 19:30:00.25", "2026-03-29T19:30:00.25"},
                 {"03/29/26 19:30:00+02:00", "2026-03-29T19:30:00+02:00"},
                 {"03/29/2026T19:30Z", "2026-03-29T19:30Z"}};
    for (auto [text, as] : dates) {
        ASSERT_TRUE(date_in(string(text), zone)) << text;
        EXPECT_EQ(date_in(string(text), zone), date_in(string(as), zone)) << text;
    }
    for (const char* none : {"29/03/2026", "13/01/26", "02/30/2026", "3/9/2026", "03/29/026",
                             "03/29/20260", "03/29", "03/29/", "03-29-2026", "03/29/26x"})
        EXPECT_EQ(date_in(string(none), zone), std::nullopt) << none;
}

TEST(Values, DatesMayBeUnixSeconds) {
    auto zone = *Zone::find("America/New_York");
    auto then = parse_instant("2023-11-14T22:13:20Z");
    EXPECT_EQ(date_in(std::int64_t(1'700'000'000), zone), then);
    EXPECT_EQ(date_in(1'700'000'000.5, zone), *then + 500ms);
    EXPECT_EQ(date_in(string("1700000000"), zone), then);
    EXPECT_EQ(date_in(string("100000000"), zone), parse_instant("1973-03-03T09:46:40Z"));
    for (model::Property none :
         {model::Property(std::int64_t(12)), model::Property(99'999'999.0),
          model::Property(std::int64_t(1'700'000'000'000)),
          model::Property(std::int64_t(-1'700'000'000)), model::Property(string("1.7e9")),
          model::Property(string("12")), model::Property(true)})
        EXPECT_EQ(date_in(none, zone), std::nullopt);
    // What a segment makes of it.
    auto later = *then + days(2);
    RelativeDate lately{RelativeOperator::in_the_last, TimeUnit::day, 3};
    auto test = CompiledTest::compile(DateTest{lately}, "").value();
    model::Property visited = std::int64_t(1'700'000'000);
    EXPECT_TRUE(matches(test, &visited, later, zone));
    EXPECT_EQ(next_change(test, &visited, later, zone), parse_instant("2023-11-18T05:00:00Z"));
}

TEST(Values, PatternsBuiltToExplodeAreRefusedOrHarmless) {
    for (const char* pattern : {"(", "a{1001}", "((a{100}){100}){100}", "(?=a)b", "\\1"}) {
        auto compiled = CompiledTest::compile(TextTest{TextOperator::regex, pattern}, "/p");
        ASSERT_FALSE(compiled) << pattern;
        EXPECT_EQ(compiled.error().where, "/p");
    }
    EXPECT_FALSE(CompiledTest::compile(TextTest{TextOperator::regex, string(1001, 'a')}, "/p"));
    auto begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(holds(TextTest{TextOperator::regex, "^(a+)+$"}, string(100'000, 'a') + "b"));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

TEST(Values, SumsAreComparedInThousandths) {
    EXPECT_TRUE(passes(NumberTest{NumberOperator::equals, 0.3}, Amount(300)));
    EXPECT_FALSE(passes(NumberTest{NumberOperator::greater_than, 19.99}, Amount(19'990)));
    EXPECT_TRUE(passes(NumberTest{NumberOperator::greater_than, 19.99}, Amount(19'991)));
}

}  // namespace
}  // namespace regulars::audience
