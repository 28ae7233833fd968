// Tests of postal codes: the table, the forms people write, and distances.
// SPDX-License-Identifier: Apache-2.0
#include "audience/postal_codes.hpp"

#include <gtest/gtest.h>

namespace regulars::audience {
namespace {

TEST(PostalCodes, AreFoundInTheFormsPeopleWrite) {
    auto codes = PostalCodes::from_csv(
        "US,02108,42.357,-71.065\nCA,M5V,43.6404,-79.3995\r\nGB,SW1A,51.501,-0.142\nGB,SW1A1AA,51."
        "5011,-0.1419\n\nNL,1012,52.373,4.894\n");
    ASSERT_TRUE(codes);
    EXPECT_EQ(codes->size(), 5u);
    for (auto* text : {"02108", "02108-1234", " 02108 ", "021081234"})
        EXPECT_TRUE(codes->find("US", text)) << text;
    EXPECT_TRUE(codes->find("ca", "m5v 2t6"));
    EXPECT_EQ(codes->find("GB", "SW1A 2AA"), (Position{51.501, -0.142}));
    EXPECT_EQ(codes->find("GB", "SW1A 1AA"), (Position{51.5011, -0.1419}));
    EXPECT_FALSE(codes->find("CA", "02108"));
    EXPECT_FALSE(codes->find("US", ""));
    EXPECT_TRUE(codes->find("NL", "1012 AB"));
}

TEST(PostalCodes, AreRefusedWithTheLine) {
    for (auto* text :
         {"US,02108,42.357", "US,02108,91,0", "US,02108,x,0", "US,02108,1,2,3", "US,02108,nan,0"}) {
        auto codes = PostalCodes::from_csv(std::string("US,10001,40.7,-74\n") + text);
        ASSERT_FALSE(codes) << text;
        EXPECT_EQ(codes.error().where, "line 2") << text;
    }
}

TEST(Distance, IsOnTheGreatCircle) {
    EXPECT_NEAR(kilometers_between({0, 0}, {0, 180}), 20015.1, 0.1);
    EXPECT_NEAR(kilometers_between({42.357, -71.065}, {40.7506, -73.9972}), 304,
                3);  // Boston, New York
    EXPECT_NEAR(kilometers_between({52.5, 13.4}, {52.5, 13.4}), 0, 1e-9);
    EXPECT_NEAR(kilometers_between({10, 179.9}, {10, -179.9}), 21.9, 0.1);
}

}  // namespace
}  // namespace regulars::audience
