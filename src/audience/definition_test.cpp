// Tests of the grammar: what is accepted, and how what is not is told.
// SPDX-License-Identifier: Apache-2.0
#include "audience/definition.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace regulars::audience {
namespace {

std::string with(std::string_view conditions) {
    return fmt::format(R"({{"condition_groups":[{{"conditions":[{}]}}]}})", conditions);
}

Condition only(std::string_view condition) {
    auto definition = definition_from(with(condition));
    EXPECT_TRUE(definition) << definition.error().text();
    return definition ? definition->groups.at(0).at(0) : Condition();
}

TEST(Definition, ReadsWhatKlaviyoWrites) {
    auto condition = only(R"({"type":"profile-metric","metric_id":"UWvzRw","measurement":"count",
        "measurement_filter":{"type":"numeric","operator":"greater-than-or-equal","value":1},
        "timeframe_filter":{"type":"date","operator":"alltime"},
        "metric_filters":[{"property":"Party Size","filter":{"type":"numeric","operator":"equals","value":2}}]})");
    EXPECT_EQ(condition,
              Condition(MetricCondition{"UWvzRw",
                                        Measurement::count,
                                        "",
                                        {NumberOperator::greater_than_or_equal, 1},
                                        AllTime{},
                                        {{"Party Size", NumberTest{NumberOperator::equals, 2}}}}));
    EXPECT_EQ(
        only(
            R"({"type":"profile-group-membership","is_member":false,"group_ids":["Y6nRLr"],"timeframe_filter":null})"),
        Condition(GroupCondition{false, {"Y6nRLr"}, std::nullopt}));
}

TEST(Definition, AnEmptyListOfGroupsIsEverybody) {
    EXPECT_TRUE(definition_from(R"({"condition_groups":[]})")->groups.empty());
}

struct Fault {
    const char *name, *condition, *where, *message;
};

TEST(Definition, TellsWhereAndWhatWasExpected) {
    const Fault faults[] = {
        {"unknown type", R"({"type":"profile-shoe-size"})", "/type",
         "expected one of profile-metric,"},
        {"no measurement", R"({"type":"profile-metric","metric_id":"a"})", "/measurement",
         "expected one of count, sum, regulars-sum, regulars-average, not nothing"},
        {"an unknown member",
         R"({"type":"profile-region","in_region":true,"region":"united_states","a/b":1})", "/a~1b",
         "only type, in_region, region"},
        {"a month of Klaviyo's",
         R"({"type":"profile-property","property":"created","filter":{"type":"date","operator":"in-the-last","unit":"month","quantity":1}})",
         "/filter/unit", "expected one of hour, day, week, regulars-month, not \"month\""},
        {"dates in events",
         R"({"type":"profile-metric","metric_id":"a","measurement":"count","measurement_filter":{"type":"numeric","operator":"equals","value":0},
          "timeframe_filter":{"type":"date","operator":"alltime"},"metric_filters":[{"property":"p","filter":{"type":"date","operator":"anniversary"}}]})",
         "/metric_filters/0/filter/type", "regulars-date, not \"date\""},
        {"month thirteen",
         R"({"type":"profile-property","property":"birthday","filter":{"type":"date","operator":"calendar-month","value":13}})",
         "/filter/value", "expected a whole number from 1 to 12, not 13"},
        {"a day that is none",
         R"({"type":"profile-property","property":"created","filter":{"type":"date","operator":"before","date":"2026-02-30"}})",
         "/filter/date", "not \"2026-02-30\""},
        {"when somebody was not added",
         R"({"type":"profile-group-membership","is_member":false,"group_ids":["a"],"timeframe_filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":1}})",
         "/timeframe_filter", "no timeframe"},
        {"text messages to people who never agreed",
         R"({"type":"profile-marketing-consent","consent":{"channel":"sms","can_receive_marketing":true,"consent_status":{"subscription":"any"}}})",
         "/consent/consent_status/subscription", "expected one of subscribed, not \"any\""},
        {"another subscription's filter",
         R"({"type":"profile-marketing-consent","consent":{"channel":"email","can_receive_marketing":false,"consent_status":{"subscription":"unsubscribed",
          "filters":[{"field":"method","method":"form"}]}}})",
         "/consent/consent_status/filters/0/method", "not \"form\""},
        {"filters of two kinds",
         R"({"type":"profile-marketing-consent","consent":{"channel":"email","can_receive_marketing":false,"consent_status":{"subscription":"unsubscribed",
          "filters":[{"field":"bounce_date","filter":{"type":"existence","operator":"is-set"}},{"field":"method","method":"sftp"}]}}})",
         "/consent/consent_status/filters/1/method", "one of bounce_date"},
        {"an integration that nobody knows",
         R"({"type":"profile-marketing-consent","consent":{"channel":"email","can_receive_marketing":true,"consent_status":{"subscription":"subscribed",
          "filters":[{"field":"method","method":"integration","filter":{"type":"string","operator":"in","value":["toast"]}}]}}})",
         "/consent/consent_status/filters/0/filter/value", "regulars-opentable"},
        {"a gender",
         R"({"type":"profile-predictive-analytics","dimension":"predicted_gender","filter":{"type":"string","operator":"equals","value":"male"}})",
         "/filter/value", "one of likely_female, likely_male, uncertain"},
        {"a distance that equals",
         R"({"type":"profile-postal-code-distance","country_code":"US","postal_code":"1","unit":"miles","filter":{"type":"numeric","operator":"equals","value":1}})",
         "/filter/operator", "one of greater-than, less-than"},
        {"a sum without property",
         R"({"type":"profile-metric","metric_id":"a","measurement":"regulars-sum"})",
         "/regulars_property", "expected a text"},
    };
    for (auto& fault : faults) {
        auto definition = definition_from(with(fault.condition));
        ASSERT_FALSE(definition) << fault.name;
        EXPECT_EQ(definition.error().kind, ErrorKind::invalid) << fault.name;
        EXPECT_EQ(definition.error().where,
                  std::string("/condition_groups/0/conditions/0") + fault.where)
            << fault.name;
        EXPECT_NE(definition.error().message.find(fault.message), std::string::npos)
            << fault.name << ": " << definition.error().message;
    }
}

TEST(Definition, IsWrittenAsItWasReadWithAPropertyWithoutAName) {
    auto text = with(
        R"({"type":"profile-metric","metric_id":"a","measurement":"regulars-sum","regulars_property":"","measurement_filter":{"type":"numeric","operator":"equals","value":0},"timeframe_filter":{"type":"date","operator":"alltime"},"metric_filters":null})");
    auto definition = definition_from(text);
    ASSERT_TRUE(definition) << definition.error().text();
    JsonWriter out;
    write(out, *definition);
    auto written = out.take();
    auto again = definition_from(written);
    ASSERT_TRUE(again) << written << ": " << again.error().text();
    EXPECT_EQ(*again, *definition);
}

std::string repeated(std::string_view text, int n) {
    std::string out;
    for (int i = 0; i < n; i++) out += (i ? "," : "") + std::string(text);
    return out;
}

TEST(Definition, KeepsItsLimits) {
    constexpr std::string_view region =
        R"({"type":"profile-region","in_region":true,"region":"united_states"})";
    EXPECT_TRUE(definition_from(with(repeated(region, 100))));
    EXPECT_EQ(definition_from(with(repeated(region, 101))).error().kind, ErrorKind::exhausted);
    auto two_groups =
        fmt::format(R"({{"condition_groups":[{{"conditions":[{0}]}},{{"conditions":[{0}]}}]}})",
                    repeated(region, 51));
    EXPECT_EQ(definition_from(two_groups).error(),
              (Error{ErrorKind::exhausted, "a segment has at most 100 conditions",
                     "/condition_groups/1/conditions/49"}));
    auto metric = [](int filters) {
        return with(fmt::format(
            R"({{"type":"profile-metric","metric_id":"a","measurement":"count","measurement_filter":{{"type":"numeric","operator":"equals","value":0}},
            "timeframe_filter":{{"type":"date","operator":"alltime"}},"metric_filters":[{}]}})",
            repeated(R"({"property":"p","filter":null})", filters)));
    };
    EXPECT_TRUE(definition_from(metric(10)));
    EXPECT_EQ(definition_from(metric(11)).error().where,
              "/condition_groups/0/conditions/0/metric_filters");
    auto zips = [](int n) {
        return with(fmt::format(
            R"({{"type":"profile-property","property":"location.zip","filter":{{"type":"string","operator":"in","value":[{}]}}}})",
            repeated("\"02108\"", n)));
    };
    EXPECT_TRUE(definition_from(zips(500)));
    EXPECT_EQ(definition_from(zips(501)).error().kind, ErrorKind::exhausted);
    EXPECT_EQ(definition_from(with(std::string(1 << 20, ' '))).error().kind, ErrorKind::exhausted);
    EXPECT_EQ(definition_from(std::string(40, '[') + std::string(40, ']')).error().kind,
              ErrorKind::invalid);
}

}  // namespace
}  // namespace regulars::audience
