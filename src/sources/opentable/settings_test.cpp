// Tests that settings and credentials are read, and that errors name the field.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/settings.hpp"

#include <gtest/gtest.h>

namespace regulars::sources::opentable {
namespace {

TEST(OpenTableSettings, FillsInWhatIsNotSaid) {
    auto settings = settings_from(
        R"({"rid":"1234567","restaurant_name":"Downtown","time_zone":"America/Chicago","country":"us"})");
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_EQ(settings->oauth_url, "https://oauth.opentable.com");
    EXPECT_EQ(settings->api_url, "https://platform.opentable.com");
    EXPECT_EQ(settings->rid, "1234567");
    EXPECT_EQ(settings->country, "US");
    EXPECT_FALSE(settings->currency);
    EXPECT_EQ(settings->interval_minutes, 30);
    EXPECT_EQ(settings->max_requests_per_second, 2);
    EXPECT_EQ(settings->page_size, 2000);
}

TEST(OpenTableSettings, NamesTheFieldThatIsWrong) {
    struct Case {
        const char* json;
        const char* where;
    } cases[] = {
        {R"({"restaurant_name":"D","time_zone":"UTC"})", "/rid"},
        {R"({"rid":"12a","restaurant_name":"D","time_zone":"UTC"})", "/rid"},
        {R"({"rid":-5,"restaurant_name":"D","time_zone":"UTC"})", "/rid"},
        {R"({"rid":1,"time_zone":"UTC"})", "/restaurant_name"},
        {R"({"rid":1,"restaurant_name":7,"time_zone":"UTC"})", "/restaurant_name"},
        {R"({"rid":1,"restaurant_name":"D"})", "/time_zone"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"Mars/Base"})", "/time_zone"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","country":"USA"})", "/country"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","currency":"dollars"})", "/currency"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","oauth_url":"ftp://x"})",
         "/oauth_url"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","api_url":"https://"})", "/api_url"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","api_url":"https://user@host"})",
         "/api_url"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","interval_minutes":0})",
         "/interval_minutes"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","max_requests_per_second":-1})",
         "/max_requests_per_second"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","page_size":2001})", "/page_size"},
        {R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","page_size":"many"})", "/page_size"},
    };
    for (auto& c : cases) {
        auto settings = settings_from(c.json);
        ASSERT_FALSE(settings) << c.json;
        EXPECT_EQ(settings.error().kind, ErrorKind::invalid);
        EXPECT_EQ(settings.error().where, c.where) << c.json;
    }
    EXPECT_FALSE(settings_from("[]"));
    EXPECT_FALSE(settings_from("{"));
}

TEST(OpenTableSettings, NeverShowsCredentials) {
    EXPECT_TRUE(credentials_from(R"({"client_id":"a","client_secret":"b"})"));
    auto wrong = credentials_from(R"({"client_id":"hush","client_secret":12345})");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().text(), "/client_secret: is a text, not a number");
    EXPECT_EQ(credentials_from(R"({"client_secret":"b"})").error().where, "/client_id");
}

}  // namespace
}  // namespace regulars::sources::opentable
