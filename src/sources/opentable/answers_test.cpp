// Tests tokens, error sentences, the connection check, the webhook's hint, and real payloads.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/answers.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "sources/opentable/check.hpp"
#include "sources/opentable/imposter_test.hpp"
#include "sources/opentable/webhook.hpp"

namespace regulars::sources::opentable {
namespace {

using Answer = Imposter::Answer;

TEST(OpenTableAnswers, ReadsTokens) {
    Instant now = at("2026-11-21T00:00:00Z");
    auto token = token_from(
        {.body =
             R"({"access_token":"v2-1","scope":"DEFAULT","token_type":"Bearer","expires_in":1000})"},
        now);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->value, "v2-1");
    EXPECT_EQ(token->renew_at, now + 900s);
    for (auto* body : {"", "<html>", "{}", R"({"access_token":7})", R"({"access_token":""})",
                       "{\"access_token\":\"a\\r\\nX: y\"}"}) {
        auto odd = token_from({.body = body}, now);
        ASSERT_FALSE(odd) << body;
        EXPECT_EQ(odd.error().kind, ErrorKind::unavailable) << body;
    }
    for (auto life : {"-5", "\"soon\"", "1e300", "9223372036854775807", "null"})
        EXPECT_TRUE(token_from(
            {.body = fmt::format(R"({{"access_token":"a","expires_in":{}}})", life)}, now))
            << life;
    EXPECT_EQ(token_from({.status = 401}, now).error().kind, ErrorKind::unauthorized);
    EXPECT_EQ(token_from({.status = 503}, now).error().kind, ErrorKind::unavailable);
}

TEST(OpenTableAnswers, AsksForTokensWithBasicAndNoBody) {
    auto settings = *settings_from(
        R"({"rid":1,"restaurant_name":"D","time_zone":"UTC","oauth_url":"https://a.example/"})");
    auto request = token_request(settings, {"Aladdin", "open sesame"});
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "https://a.example/api/v2/oauth/token?grant_type=client_credentials");
    EXPECT_EQ(net::header(request.headers, "authorization"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_EQ(net::header(request.headers, "content-length"), "0");
    EXPECT_EQ(request.body, "");
}

TEST(OpenTableAnswers, ExplainsEveryShapeOfError) {
    struct Case {
        net::HttpResponse response;
        const char* expected;
    } cases[] = {
        {{.status = 401,
          .body =
              R"({"timestamp":"2024-10-15T04:49:44.787+0000","status":401,"error":"Unauthorized","requestId":"3b6f"})"},
         "OpenTable answered 401: Unauthorized (OT-RequestId 3b6f)"},
        {{.status = 403,
          .headers = {{"ot-requestid", "h1"}},
          .body =
              R"({"timestamp":1728,"error":"Forbidden","message":"no_rid_routing","requestId":"b1"})"},
         "OpenTable answered 403: no_rid_routing (OT-RequestId h1)"},
        {{.status = 401,
          .body = R"({"errors":[{"message":"invalid_token"}],"requestid":"1800b854"})"},
         "OpenTable answered 401: invalid_token (OT-RequestId 1800b854)"},
        {{.status = 502, .body = "  <!DOCTYPE html><h1>Bad gateway</h1>"},
         "OpenTable answered 502: a web page instead of data"},
        {{.status = 500, .body = ""}, "OpenTable answered 500: no explanation"},
        {{.status = 500, .body = "[]"}, "OpenTable answered 500: no explanation"},
        {{.status = 500, .body = "upstream gone"}, "OpenTable answered 500: text instead of data"},
    };
    for (auto& c : cases) EXPECT_EQ(explain(c.response), c.expected);
    EXPECT_LT(explain({.status = 500, .body = R"({"message":")" + std::string(9'000, 'x') + "\"}"})
                  .size(),
              300);
}

TEST(OpenTableCheck, SaysExactlyWhatIsWrong) {
    World world;
    auto check = [&] {
        return check_connection(world.connection.integration.settings, world.connection.credentials,
                                world.vendor, world.clock);
    };
    auto empty = check();
    ASSERT_TRUE(empty) << empty.error().text();
    EXPECT_EQ(empty->tier, Tier::unknown);
    world.populate(3);
    EXPECT_EQ(check()->tier, Tier::gold);
    for (auto& [id, guest] : world.vendor.guests) guest.copper = true;
    EXPECT_EQ(check()->tier, Tier::copper);

    auto answering = [&](std::string_view method, net::HttpResponse response) {
        world.vendor.intercept =
            [method, response](int, const net::HttpRequest& request) -> std::optional<Answer> {
            if (request.method == method) return response;
            return std::nullopt;
        };
        auto result = check();
        REGULARS_ASSERT(!result, "the check fails");
        return result.error();
    };
    auto credentials = answering("POST", {.status = 401});
    EXPECT_EQ(credentials.kind, ErrorKind::unauthorized);
    EXPECT_TRUE(credentials.message.starts_with("OpenTable refused the client id or secret"));
    auto rid = answering("GET", {.status = 403, .body = R"({"message":"no_rid_routing"})"});
    EXPECT_EQ(rid.where, "/rid");
    EXPECT_NE(rid.message.find("may not read restaurant 77"), std::string::npos);
    EXPECT_EQ(answering("GET", {.status = 503}).kind, ErrorKind::unavailable);
    EXPECT_EQ(answering("GET", {.status = 200, .body = "<html>"}).kind, ErrorKind::unavailable);
    EXPECT_EQ(check_connection("{}", "{}", world.vendor, world.clock).error().where, "/rid");
}

TEST(OpenTableWebhook, NamesTheRestaurant) {
    EXPECT_EQ(restaurant_hinted_by(R"({"sequence_id":1,"rid":6789,"id":"12345"})"), "6789");
    EXPECT_EQ(restaurant_hinted_by(R"({"rid":"6789"})"), "6789");
    for (auto* body :
         {"", "[]", "{}", R"({"rid":null})", R"({"rid":-1})", R"({"rid":{}})", "{\"rid\":1"})
        EXPECT_FALSE(restaurant_hinted_by(body)) << body;
}

/// The vendor's own payloads are not part of the project; where somebody has them, they must read
/// well.
TEST(OpenTableSamples, AreUnderstood) {
    const char* folder = std::getenv("REGULARS_SAMPLES");
    if (!folder) GTEST_SKIP() << "REGULARS_SAMPLES names no folder";
    Zone zone = Zone::utc();
    int read = 0;
    for (auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        std::string name = entry.path().filename().string();
        std::stringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        if (name.find("-guests-api") != std::string::npos && name.ends_with("-200.json")) {
            auto page = guests_from(text.str(), zone);
            ASSERT_TRUE(page) << name;
            ASSERT_FALSE(page->items.empty()) << name;
            for (auto& guest : page->items) {
                EXPECT_EQ(guest.fault, "") << name;
                EXPECT_EQ(guest.has_personal_keys, name.starts_with("gold")) << name;
                EXPECT_GT(guest.sequence, 0) << name;
            }
            ++read;
        } else if (name.find("-reservations-api") != std::string::npos &&
                   name.ends_with("-200.json")) {
            auto page = reservations_from(text.str(), zone);
            ASSERT_TRUE(page) << name;
            ASSERT_FALSE(page->items.empty()) << name;
            for (auto& r : page->items) {
                EXPECT_EQ(r.fault, "") << name;
                EXPECT_TRUE(r.created && r.scheduled && r.party_size && !r.guest_id.empty() &&
                            !r.state.empty())
                    << name;
                EXPECT_FALSE(r.pos_total) << name;
            }
            ++read;
        } else if (name.find("webhook") != std::string::npos && name.starts_with("gold")) {
            EXPECT_TRUE(restaurant_hinted_by(text.str())) << name;
            ++read;
        } else if (name.find("-401") != std::string::npos &&
                   entry.path().string().find("opentable") != std::string::npos) {
            EXPECT_EQ(explain({.status = 401, .body = text.str()}).find("no explanation"),
                      std::string::npos)
                << name;
            ++read;
        }
    }
    EXPECT_GT(read, 0) << folder;
}

}  // namespace
}  // namespace regulars::sources::opentable
