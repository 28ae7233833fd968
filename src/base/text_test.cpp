// Tests of the small operations on text.
// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace regulars {
namespace {

using namespace std::string_view_literals;

TEST(Trimmed, DropsAsciiSpaceAtBothEnds) {
    struct {
        std::string_view text, expected;
    } cases[] = {
        {"", ""}, {" \t\r\n\v\f", ""}, {" a b ", "a b"}, {"a", "a"}, {"\u00a0a", "\u00a0a"}};
    for (const auto& c : cases) EXPECT_EQ(trimmed(c.text), c.expected);
}

TEST(Lowered, ChangesAsciiOnly) {
    EXPECT_EQ(lowered("Ana.RUIZ@Example.COM"), "ana.ruiz@example.com");
    EXPECT_EQ(lowered("@[`{É"), "@[`{É");
    EXPECT_TRUE(equals_ignoring_case("Content-Type", "content-TYPE"));
    EXPECT_FALSE(equals_ignoring_case("abc", "abcd"));
    EXPECT_FALSE(equals_ignoring_case("a@", "a`"));
    EXPECT_FALSE(equals_ignoring_case("é", "É"));
}

TEST(IsUtf8, FollowsTheUnicodeTable) {
    struct {
        std::string_view what, bytes;
        bool expected;
    } cases[] = {
        {"nothing", "", true},
        {"NUL", "\0"sv, true},
        {"one byte", "\x7f", true},
        {"two bytes, least", "\xc2\x80", true},
        {"three bytes, least", "\xe0\xa0\x80", true},
        {"before the surrogates", "\xed\x9f\xbf", true},
        {"after the surrogates", "\xee\x80\x80", true},
        {"four bytes, least", "\xf0\x90\x80\x80", true},
        {"the last character", "\xf4\x8f\xbf\xbf", true},
        {"past the last character", "\xf4\x90\x80\x80", false},
        {"a surrogate", "\xed\xa0\x80", false},
        {"overlong slash", "\xc0\xaf", false},
        {"overlong of three", "\xe0\x9f\xbf", false},
        {"overlong of four", "\xf0\x8f\xbf\xbf", false},
        {"a lone continuation", "\x80", false},
        {"cut after one of two", "\xc3", false},
        {"cut after two of three", "a\xe2\x82", false},
        {"cut after three of four", "\xf0\x9f\x8d", false},
        {"two starts", "\xc3\xc3", false},
        {"five bytes", "\xf8\x88\x80\x80\x80", false},
        {"FF", "\xff", false},
    };
    for (const auto& c : cases) EXPECT_EQ(is_utf8(c.bytes), c.expected) << c.what;
}

TEST(Clipped, NeverEndsInsideACharacter) {
    struct {
        std::string_view text;
        std::size_t limit;
        std::string_view expected;
    } cases[] = {{"abc", 5, "abc"}, {"abc", 3, "abc"}, {"abc", 2, "ab"}, {"abc", 0, ""},
                 {"aé", 2, "a"},    {"aé", 3, "aé"},   {"🍜x", 3, ""},    {"🍜x", 4, "🍜"},
                 {"한국", 5, "한"}, {"", 0, ""}};
    for (const auto& c : cases)
        EXPECT_EQ(clipped(c.text, c.limit), c.expected) << c.text << ' ' << c.limit;
}

RC_GTEST_PROP(Clipped, KeepsUtf8AndTheLimit, ()) {
    auto letters = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("a", "é", "한", "🍜"));
    std::string text;
    for (const auto& letter : letters) text += letter;
    auto limit = *rc::gen::inRange<std::size_t>(0, text.size() + 3);
    auto front = clipped(text, limit);
    RC_ASSERT(front.size() <= limit);
    RC_ASSERT(front.size() + 3 >= std::min(limit, text.size()));
    RC_ASSERT(is_utf8(front) && text.starts_with(front));
}

TEST(Split, KeepsEmptyParts) {
    using Parts = std::vector<std::string_view>;
    EXPECT_EQ(split("", ','), (Parts{""}));
    EXPECT_EQ(split("a", ','), (Parts{"a"}));
    EXPECT_EQ(split(",a,,b,", ','), (Parts{"", "a", "", "b", ""}));
}

TEST(Percent, EncodesAllButUnreserved) {
    EXPECT_EQ(percent_encoded("AZaz09-._~"), "AZaz09-._~");
    EXPECT_EQ(percent_encoded("a b+c/d?e=f&g%é\0"sv), "a%20b%2Bc%2Fd%3Fe%3Df%26g%25%C3%A9%00");
}

TEST(Percent, DecodesAndLeavesWhatIsNoEscape) {
    struct {
        std::string_view text, expected;
    } cases[] = {
        {"a%20b+c", "a b c"}, {"%41%6a%6A", "Ajj"}, {"%", "%"},     {"%4", "%4"},    {"%4g", "%4g"},
        {"%%41", "%A"},       {"%C3%A9", "é"},      {"a%2", "a%2"}, {"%00", "\0"sv}, {"", ""}};
    for (const auto& c : cases) EXPECT_EQ(percent_decoded(c.text), c.expected) << c.text;
}

RC_GTEST_PROP(Percent, RoundTrips, (const std::string& bytes)) {
    auto encoded = percent_encoded(bytes);
    RC_ASSERT(percent_decoded(encoded) == bytes);
    RC_ASSERT(encoded.find_first_of("&=?#/+ ") == std::string::npos);
}

}  // namespace
}  // namespace regulars
