// Tests reading, adding and rounding decimals of any precision (L2, L18, L20).
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/decimal.hpp"

#include <gtest/gtest.h>

namespace regulars::sources::lightspeed {
namespace {

Currency currency(const char* code) { return *Currency::parse(code); }

TEST(LightspeedDecimal, ReadsAndWrites) {
    struct Case {
        const char *in, *out;
    } cases[] = {{"317.1", "317.1"},
                 {"0", "0"},
                 {"-0", "0"},
                 {"20", "20"},
                 {"11.4860025", "11.4860025"},
                 {"-34.48", "-34.48"},
                 {".5", "0.5"},
                 {"5.", "5"},
                 {"1e2", "100"},
                 {"1.25E-2", "0.0125"},
                 {"+7", "7"},
                 {"687386.70", "687386.7"},
                 {"000012.500", "12.5"},
                 {"999999999999999999", "999999999999999999"},
                 {"0.0000000000000019", "0.000000000000001"},
                 {"-0.5", "-0.5"},
                 {"0e30", "0"}};
    for (auto& test : cases) {
        auto decimal = Decimal::parse(test.in);
        ASSERT_TRUE(decimal) << test.in;
        EXPECT_EQ(decimal->text(), test.out) << test.in;
    }
    for (auto* wrong :
         {"", "-", ".", "1,5", "1e", "1e9999", "nan", "1.2.3", " 1", "1000000000000000000", "1e31"})
        EXPECT_FALSE(Decimal::parse(wrong)) << wrong;
}

TEST(LightspeedDecimal, RoundsHalfAwayFromZero) {
    struct Case {
        const char *in, *code;
        std::int64_t minor;
    } cases[] = {{"34.4810025", "USD", 3448},
                 {"0.005", "USD", 1},
                 {"-0.005", "USD", -1},
                 {"0.00499999999999999999", "USD", 0},
                 {"14.105", "USD", 1411},
                 {"14.5", "JPY", 15},
                 {"14.0005", "KWD", 14001},
                 {"687386.70", "USD", 68738670},
                 {"999999999999999999", "USD", INT64_MAX}};
    for (auto& test : cases)
        EXPECT_EQ(Decimal::parse(test.in)->money(currency(test.code)).minor, test.minor) << test.in;
}

TEST(LightspeedDecimal, RoundsASumOnlyAtItsEnd) {
    Decimal sum;
    for (auto* line : {"11.4860025", "22.995"}) sum += *Decimal::parse(line);
    EXPECT_EQ(sum.text(), "34.4810025");
    EXPECT_EQ(sum.money(currency("USD")).minor, 3448) << "each line alone would have given 34.49";
}

}  // namespace
}  // namespace regulars::sources::lightspeed
