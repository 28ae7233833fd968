// Emails and phones as restaurants' guest books hold them.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/contact.hpp"

#include <gtest/gtest.h>

namespace regulars::ingest {
namespace {

TEST(Email, IsMatchedTrimmedAndLowered) {
    EXPECT_EQ(normalized_email("  John.Doe@Email.COM "), "john.doe@email.com");
    for (auto* bad : {"", "john", "@x.test", "john@", "a@b@c", "a b@c.test", "a\n@c.test"})
        EXPECT_EQ(normalized_email(bad), std::nullopt) << bad;
    EXPECT_EQ(normalized_email(std::string(250, 'a') + "@x.test"), std::nullopt);
}

TEST(Phone, IsReadNationallyAndInternationally) {
    struct Case {
        const char *text, *country, *expected;
    };
    for (auto& [text, country, expected] :
         {Case{"2125555555", "US", "+12125555555"}, Case{"+1 212 555 5555", "GB", "+12125555555"},
          Case{"(212) 555-5555", "US", "+12125555555"},
          Case{"020 7946 0018", "GB", "+442079460018"},
          Case{"+33 1 42 68 53 00", "US", "+33142685300"}})
        EXPECT_EQ(normalized_phone(text, country), expected) << text;
    for (auto* bad : {"", "12", "0000000000", "99921255", "not a number", "+999 2125555555"})
        EXPECT_EQ(normalized_phone(bad, "US"), std::nullopt) << bad;
}

TEST(Phone, IsReadByItsOwnCountryEachTime) {
    for (int again = 0; again < 2; ++again) {
        EXPECT_EQ(normalized_phone("2125555555", "US"), "+12125555555");
        EXPECT_NE(normalized_phone("2125555555", "GB"), "+12125555555");
        EXPECT_EQ(normalized_phone("99921255", "US"), std::nullopt);
    }
}

TEST(Phone, TheFirstValidCandidateWins) {
    std::string candidates[] = {"+9992125555555", "", "2125555555", "2125555556"};
    EXPECT_EQ(first_valid_phone(candidates, "US"), "+12125555555");
}

}  // namespace
}  // namespace regulars::ingest
