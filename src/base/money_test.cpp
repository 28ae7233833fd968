// Tests of currencies and exact amounts.
// SPDX-License-Identifier: Apache-2.0
#include "base/money.hpp"

#include <limits>
#include <optional>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace regulars {
namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

Currency currency(std::string_view code) { return Currency::parse(code).value(); }

TEST(Currencies, AreThreeLetters) {
    EXPECT_EQ(currency("usd").code(), "USD");
    EXPECT_EQ(currency("kRw").code(), "KRW");
    EXPECT_EQ(Currency().code(), "USD");
    for (std::string_view text : {"", "US", "USDX", "U1D", "US ", "€", "us\xc3"}) {
        auto parsed = Currency::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().kind, ErrorKind::invalid);
    }
}

TEST(Currencies, KnowTheirDigits) {
    struct {
        std::string_view code;
        int exponent;
    } cases[] = {{"USD", 2}, {"EUR", 2}, {"JPY", 0}, {"KRW", 0},
                 {"XPF", 0}, {"KWD", 3}, {"BHD", 3}, {"ZZZ", 2}};
    for (const auto& c : cases) EXPECT_EQ(currency(c.code).exponent(), c.exponent) << c.code;
}

TEST(MoneyFrom, IsExact) {
    struct {
        std::int64_t amount, denominator;
        std::string_view code;
        std::optional<std::int64_t> minor;  // nothing: the currency cannot hold it
    } cases[] = {
        {12'345, 100, "USD", 12'345},
        {12'345, 1'000, "KWD", 12'345},
        {12'340, 1'000, "USD", 1'234},
        {5, 1, "USD", 500},
        {1'050, 1, "JPY", 1'050},
        {105'000, 100, "JPY", 1'050},
        {1, 3, "USD", {}},
        {1, 1'000, "USD", {}},
        {1, 100, "JPY", {}},
        {0, 7, "USD", 0},
        {-250, 100, "USD", -250},
        {3, 3, "USD", 100},
        {most, 100, "USD", most},
        {least, 100, "USD", least},
    };
    for (const auto& c : cases) {
        auto money = money_from(c.amount, c.denominator, currency(c.code));
        ASSERT_EQ(money.has_value(), c.minor.has_value()) << c.amount << '/' << c.denominator;
        if (c.minor)
            EXPECT_EQ(*money, (Money{*c.minor, currency(c.code)}))
                << c.amount << '/' << c.denominator;
        else
            EXPECT_EQ(money.error().kind, ErrorKind::invalid) << c.amount << '/' << c.denominator;
    }
}

TEST(MoneyFrom, RefusesOverflowAndBadDenominators) {
    struct {
        std::int64_t amount, denominator;
        std::string_view code;
    } cases[] = {{most, 1, "USD"}, {least, 1, "USD"},  {most, 99, "KWD"},
                 {100, 0, "USD"},  {100, -100, "USD"}, {100, least, "USD"}};
    for (const auto& c : cases) {
        auto money = money_from(c.amount, c.denominator, currency(c.code));
        ASSERT_FALSE(money) << c.amount << '/' << c.denominator;
        EXPECT_EQ(money.error().kind, ErrorKind::invalid);
    }
}

TEST(MoneyText, IsWrittenInMajorUnits) {
    struct {
        std::int64_t minor;
        std::string_view code, text;
    } cases[] = {
        {1'250, "USD", "12.50"},
        {-300, "USD", "-3.00"},
        {5, "USD", "0.05"},
        {-5, "USD", "-0.05"},
        {0, "USD", "0.00"},
        {1'050, "JPY", "1050"},
        {-1, "JPY", "-1"},
        {1, "KWD", "0.001"},
        {-12'345, "KWD", "-12.345"},
        {most, "USD", "92233720368547758.07"},
        {least, "USD", "-92233720368547758.08"},
        {least, "JPY", "-9223372036854775808"},
    };
    for (const auto& c : cases) EXPECT_EQ(format_decimal({c.minor, currency(c.code)}), c.text);
}

TEST(MoneyText, IsReadIntoMinorUnits) {
    struct {
        std::string_view text, code;
        std::int64_t minor;
    } cases[] = {
        {"12.5", "USD", 1'250}, {"12.50", "USD", 1'250},   {"12.5000", "USD", 1'250},
        {"12", "USD", 1'200},   {".5", "USD", 50},         {"12.", "USD", 1'200},
        {"-0.05", "USD", -5},   {"-0", "USD", 0},          {"007", "USD", 700},
        {"1050", "JPY", 1'050}, {"1050.00", "JPY", 1'050}, {"1.234", "KWD", 1'234},
        {"1.2", "KWD", 1'200},
    };
    for (const auto& c : cases) {
        auto money = parse_decimal(c.text, currency(c.code));
        ASSERT_TRUE(money) << c.text;
        EXPECT_EQ(*money, (Money{c.minor, currency(c.code)})) << c.text;
    }
}

TEST(MoneyText, RefusesWhatIsNoAmount) {
    struct {
        std::string_view text, code;
    } cases[] = {
        {"", "USD"},
        {"-", "USD"},
        {".", "USD"},
        {"-.", "USD"},
        {"1.2.3", "USD"},
        {"1,50", "USD"},
        {"1e3", "USD"},
        {" 1", "USD"},
        {"1 ", "USD"},
        {"--1", "USD"},
        {"+1", "USD"},
        {"12.345", "USD"},
        {"1.5", "JPY"},
        {"0x10", "USD"},
        {"$5", "USD"},
        {"NaN", "USD"},
        {"1-", "USD"},
        {"1.2345", "KWD"},
        {"92233720368547758.08", "USD"},
        {"-92233720368547758.09", "USD"},
        {"92233720368547758070", "USD"},
        {"99999999999999999999999999999999999999999999999999", "USD"},
    };
    for (const auto& c : cases) {
        auto money = parse_decimal(c.text, currency(c.code));
        ASSERT_FALSE(money) << c.text;
        EXPECT_EQ(money.error().kind, ErrorKind::invalid);
    }
}

RC_GTEST_PROP(MoneyText, ReadsBackTheSame, (std::int64_t minor)) {
    Money money{minor, currency(*rc::gen::element<std::string>("USD", "JPY", "KWD"))};
    RC_ASSERT(parse_decimal(format_decimal(money), money.currency).value() == money);
}

TEST(MoneyText, ReadsBackTheExtremes) {
    for (std::int64_t minor : {least, least + 1, most, std::int64_t(0)})
        for (std::string_view code : {"USD", "JPY", "KWD"}) {
            Money money{minor, currency(code)};
            EXPECT_EQ(parse_decimal(format_decimal(money), money.currency), money);
        }
}

RC_GTEST_PROP(MoneyFrom, AgreesWithItsDenominator, (std::int32_t minor)) {
    RC_ASSERT(money_from(minor, 100, currency("USD")).value().minor == minor);
    RC_ASSERT(money_from(minor, 1, currency("KWD")).value().minor == std::int64_t(minor) * 1'000);
}

}  // namespace
}  // namespace regulars
