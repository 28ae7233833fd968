// Tests which settings and credentials are accepted, and what is said of the others.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/settings.hpp"

#include <gtest/gtest.h>

namespace regulars::sources::lightspeed {
namespace {

TEST(LightspeedSettings, HasDefaults) {
    auto settings = settings_from(R"({"account":120645})");
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->auth_url, "https://cloud.lightspeedapp.com");
    EXPECT_EQ(settings->api_url, "https://api.lightspeedapp.com");
    EXPECT_EQ(settings->account_path(), "/API/V3/Account/120645/");
    EXPECT_EQ(settings->history_since, std::nullopt);
    EXPECT_EQ(settings->interval_minutes, 60);
    EXPECT_EQ(settings->page_size, 100);
    EXPECT_EQ(settings->currency.code(), "USD");
    EXPECT_FALSE(settings->include_zero_value || settings->include_no_email ||
                 settings->start_welcome_flow);
}

TEST(LightspeedSettings, ReadsEveryField) {
    auto settings = settings_from(
        R"({"auth_url":"http://127.0.0.1:1/","api_url":"http://127.0.0.1:2","account":"77","history_since":"2024-01-31",)"
        R"("interval_minutes":5,"include_zero_value":true,"include_no_email":true,"start_welcome_flow":true,"country":"ca",)"
        R"("currency":"cad","page_size":20})");
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_EQ(settings->auth_url, "http://127.0.0.1:1");
    EXPECT_EQ(format_iso(*settings->history_since), "2024-01-31T00:00:00Z");
    EXPECT_TRUE(settings->include_zero_value && settings->include_no_email &&
                settings->start_welcome_flow);
    EXPECT_EQ(settings->country, "CA");
    EXPECT_EQ(settings->currency.code(), "CAD");
    EXPECT_EQ(settings->page_size, 20);
}

TEST(LightspeedSettings, NamesTheFieldThatIsWrong) {
    struct Case {
        const char *json, *where;
    } cases[] = {{R"({})", "/account"},
                 {R"({"account":"12a"})", "/account"},
                 {R"({"account":"1234567890123456789"})", "/account"},
                 {R"({"account":1,"api_url":"ftp://x"})", "/api_url"},
                 {R"({"account":1,"history_since":"yesterday"})", "/history_since"},
                 {R"({"account":1,"interval_minutes":0})", "/interval_minutes"},
                 {R"({"account":1,"include_zero_value":"yes"})", "/include_zero_value"},
                 {R"({"account":1,"currency":"dollars"})", "/currency"},
                 {R"({"account":1,"page_size":101})", "/page_size"}};
    for (auto& test : cases) {
        auto settings = settings_from(test.json);
        ASSERT_FALSE(settings) << test.json;
        EXPECT_EQ(settings.error().where, test.where);
    }
}

TEST(LightspeedSettings, CredentialsSurviveWriting) {
    auto credentials =
        credentials_from(R"({"client_id":"me","client_secret":"s\"x","refresh_token":"def50"})");
    ASSERT_TRUE(credentials);
    auto again = credentials_from(to_json(*credentials));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->client_secret, "s\"x");
    EXPECT_EQ(again->refresh_token, "def50");
    EXPECT_EQ(credentials_from(R"({"client_id":"me","client_secret":"s"})").error().where,
              "/refresh_token");
}

}  // namespace
}  // namespace regulars::sources::lightspeed
