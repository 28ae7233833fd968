// Tests of reading JSON within limits and of writing it.
// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace regulars {
namespace {

JsonDocument parsed(std::string_view text) {
    auto document = JsonDocument::parse(text);
    if (!document) throw std::runtime_error("not JSON: " + std::string(text));
    return std::move(*document);
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonRead, KnowsEveryKind) {
    struct {
        std::string_view text;
        JsonKind kind;
        std::string_view name;
    } cases[] = {
        {"null", JsonKind::null, "null"},
        {"true", JsonKind::boolean, "a boolean"},
        {"-1", JsonKind::integer, "a number"},
        {"1.5", JsonKind::number, "a number"},
        {"\"x\"", JsonKind::string, "a string"},
        {"[]", JsonKind::array, "an array"},
        {"{}", JsonKind::object, "an object"},
        {"18446744073709551615", JsonKind::integer, "a number"},
    };
    for (const auto& c : cases) {
        auto document = parsed(c.text);
        EXPECT_EQ(document.root().kind(), c.kind) << c.text;
        EXPECT_EQ(name_of(document.root().kind()), c.name) << c.text;
    }
}

TEST(JsonRead, AnswersNothingForTheWrongKind) {
    // Which of boolean, integer, number, string, elements, members each value answers.
    struct {
        std::string_view text, answers;
    } cases[] = {{"null", "------"}, {"false", "b-----"},     {"7", "-in---"},
                 {"7.0", "-in---"},  {"7.5", "--n---"},       {"\"7\"", "---s--"},
                 {"[7]", "----e-"},  {"{\"a\":7}", "-----m"}, {"\"\"", "---s--"},
                 {"[]", "------"},   {"{}", "------"}};
    for (const auto& c : cases) {
        auto document = parsed(c.text);
        auto node = document.root();
        std::string answers = "------";
        if (node.boolean()) answers[0] = 'b';
        if (node.integer()) answers[1] = 'i';
        if (node.number()) answers[2] = 'n';
        if (node.string()) answers[3] = 's';
        node.each([&](JsonNode) { answers[4] = 'e'; });
        node.each_member([&](std::string_view, JsonNode) { answers[5] = 'm'; });
        EXPECT_EQ(answers, c.answers) << c.text;
    }
}

TEST(JsonRead, MissingAnswersNothingToEverything) {
    auto document = parsed(R"({"a":null,"b":[1,2],"c":"text"})");
    auto root = document.root();
    for (JsonNode node : {root["x"], root["a"]["x"], root["b"]["0"], root["c"]["x"],
                          root["x"]["y"]["z"], JsonNode()}) {
        EXPECT_EQ(node.kind(), JsonKind::missing);
        EXPECT_TRUE(node.is_missing() && node.is_nothing());
        EXPECT_FALSE(node.boolean() || node.integer() || node.number() || node.string());
        EXPECT_EQ(node.size(), 0u);
        EXPECT_EQ(node.text(), "null");
        node.each([](JsonNode) { ADD_FAILURE(); });
        node.each_member([](std::string_view, JsonNode) { ADD_FAILURE(); });
    }
    EXPECT_FALSE(root["a"].is_missing());
    EXPECT_TRUE(root["a"].is_nothing());
    EXPECT_FALSE(root["b"].is_nothing());
}

TEST(JsonRead, IntegersAreExactOrNothing) {
    struct {
        std::string_view text;
        std::optional<std::int64_t> expected;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
        {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
        {"9223372036854775808", {}},
        {"18446744073709551615", {}},
        {"1e3", 1'000},
        {"1.50", {}},
        {"1e300", {}},
        {"\"1\"", {}},
        {"true", {}},
    };
    for (const auto& c : cases) EXPECT_EQ(parsed(c.text).root().integer(), c.expected) << c.text;
}

TEST(JsonRead, WalksInOrder) {
    auto document = parsed(R"({"z":1,"a":[3,1,2],"m":{}})");
    std::string keys, elements;
    document.root().each_member([&](std::string_view key, JsonNode) { keys += key; });
    document.root()["a"].each([&](JsonNode node) { elements += node.text(); });
    EXPECT_EQ(keys, "zam");
    EXPECT_EQ(elements, "312");
    EXPECT_EQ(document.root().size(), 3u);
    EXPECT_EQ(document.root()["a"].size(), 3u);
    EXPECT_EQ(document.root().text(), R"({"z":1,"a":[3,1,2],"m":{}})");
}

TEST(JsonRead, UnescapesStringsAndKeys) {
    struct {
        std::string_view json, expected;
    } cases[] = {
        {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
        {R"("\u00e9")", "é"},
        {R"("\ud83c\udf5c")", "🍜"},
        {R"("é")", "é"},
        {R"("a\u0000b")", std::string_view("a\0b", 3)},
    };
    for (const auto& c : cases) EXPECT_EQ(parsed(c.json).root().string(), c.expected) << c.json;
    EXPECT_EQ(parsed(R"({"\u0061b":1})").root()["ab"].integer(), 1);
}

TEST(JsonRead, RefusesWhatIsNotJson) {
    using namespace std::string_view_literals;
    for (std::string_view text :
         {""sv,         " "sv,      "{"sv,   "[1,]"sv,  "{\"a\"}"sv, "{'a':1}"sv, "[1] 2"sv,
          "nul"sv,      "01"sv,     "1."sv,  "+1"sv,    "\"\n\""sv,  "\"\\x\""sv, "\"\\ud83c\""sv,
          "\"\xff\""sv, "\"open"sv, "NaN"sv, "[1]\0"sv, "1e999"sv,   "//"sv}) {
        auto document = JsonDocument::parse(text);
        ASSERT_FALSE(document) << text;
        EXPECT_EQ(document.error().kind, ErrorKind::invalid) << text;
    }
}

TEST(JsonRead, RefusesWhatIsTooDeep) {
    for (std::size_t limit : {1u, 2u, 10u, 64u}) {
        EXPECT_TRUE(JsonDocument::parse(nested(limit), {.max_depth = limit})) << limit;
        auto deeper = JsonDocument::parse(nested(limit + 1), {.max_depth = limit});
        ASSERT_FALSE(deeper) << limit;
        EXPECT_EQ(deeper.error().kind, ErrorKind::invalid);
    }
    EXPECT_FALSE(JsonDocument::parse(nested(100'000)));
}

TEST(JsonRead, RefusesWhatIsTooLarge) {
    EXPECT_TRUE(JsonDocument::parse("[1,2,3]", {.max_bytes = 7}));
    auto larger = JsonDocument::parse("[1,2,3] ", {.max_bytes = 7});
    ASSERT_FALSE(larger);
    EXPECT_EQ(larger.error().kind, ErrorKind::exhausted);
}

TEST(JsonRead, NodesSurviveAMovedDocument) {
    auto first = parsed(R"({"a":"text"})");
    auto node = first.root()["a"];
    auto second = std::move(first);
    EXPECT_EQ(node.string(), "text");
}

TEST(JsonWrite, PlacesCommas) {
    JsonWriter out;
    out.begin_object()
        .member("a", 1)
        .key("b")
        .begin_array()
        .value("x")
        .value(nullptr)
        .begin_object()
        .end_object();
    out.begin_array()
        .end_array()
        .end_array()
        .member("c", true)
        .key("d")
        .raw("[1]")
        .member("e", "f")
        .end_object();
    EXPECT_EQ(out.text(), R"({"a":1,"b":["x",null,{},[]],"c":true,"d":[1],"e":"f"})");
    out.clear();
    EXPECT_EQ(out.value(std::vector<std::string>{"a", "b"}).take(), R"(["a","b"])");
}

TEST(JsonWrite, WritesNumbers) {
    auto text = [](auto n) { return JsonWriter().value(n).take(); };
    EXPECT_EQ(text(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(text(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
    EXPECT_EQ(text(0.1), "0.1");
    EXPECT_EQ(text(1e300), "1e+300");
    EXPECT_EQ(text(std::nan("")), "null");
    EXPECT_EQ(text(std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(text(std::optional<int>()), "null");
    EXPECT_EQ(text(std::optional<int>(7)), "7");
}

TEST(JsonWrite, EscapesWhatJsonForbids) {
    struct {
        std::string_view text, json;
    } cases[] = {
        {"\"\\/", R"("\"\\/")"},
        {"\n\r\t", R"("\n\r\t")"},
        {std::string_view("\0\x1f\b", 3), R"("\u0000\u001f\u0008")"},
        {"caf\xc3\xa9", "\"caf\xc3\xa9\""},
        {"\x7f", "\"\x7f\""},
        {"", R"("")"},
    };
    for (const auto& c : cases) EXPECT_EQ(JsonWriter().value(c.text).take(), c.json);
}

/// Text of ASCII (control characters included) and letters of two, three and four bytes.
rc::Gen<std::string> any_text() {
    auto letter = rc::gen::oneOf(
        rc::gen::map(rc::gen::inRange(0, 128), [](int c) { return std::string(1, char(c)); }),
        rc::gen::element<std::string>("é", "한", "🍜", "\u2028", "\xef\xbb\xbf"));
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(letter),
                        [](const std::vector<std::string>& letters) {
                            std::string text;
                            for (const auto& one : letters) text += one;
                            return text;
                        });
}

RC_GTEST_PROP(JsonRoundTrip, Strings, ()) {
    auto key = *any_text(), text = *any_text();
    auto document = parsed(JsonWriter().begin_object().member(key, text).end_object().take());
    RC_ASSERT(document.root()[key].string() == text);
    RC_ASSERT(document.root().size() == 1u);
}

RC_GTEST_PROP(JsonRoundTrip, Integers, (std::int64_t n)) {
    RC_ASSERT(parsed(JsonWriter().value(n).take()).root().integer() == n);
}

RC_GTEST_PROP(JsonRoundTrip, Doubles, (std::int64_t bits)) {
    double n = std::bit_cast<double>(bits);
    RC_PRE(std::isfinite(n));
    RC_ASSERT(parsed(JsonWriter().value(n).take()).root().number() == n);
}

RC_GTEST_PROP(JsonRoundTrip, AnyBytesAreReadOrRefused, (const std::string& bytes)) {
    auto document = JsonDocument::parse(bytes);
    if (document)
        RC_ASSERT(!document->root().is_missing());
    else
        RC_ASSERT(document.error().kind == ErrorKind::invalid);
}

}  // namespace
}  // namespace regulars
