// The sandbox's own endpoints, its faults, and its speed.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sandbox.hpp"

#include <map>
#include <set>
#include <thread>

#include "sandbox/opentable/visitor_test.hpp"

namespace regulars::sandbox {
namespace {

using opentable::Visitor;

TEST(Sandbox, SaysWhatIsHereAndHowToGetIn) {
    Visitor v(opentable::small_options());
    EXPECT_NE(v.ask("GET", "/sandbox/").body.find("/sandbox/credentials"), std::string::npos);
    auto answer = v.ask("GET", "/sandbox/credentials", {{"Host", "127.0.0.1:9999"}});
    auto body = *JsonDocument::parse(answer.body);
    JsonNode opentable = body.root()["opentable"];
    EXPECT_EQ(body.root()["now"].string(), format_iso(opentable::test_day));
    EXPECT_EQ(opentable["oauth_url"].string(), "http://127.0.0.1:9999");
    EXPECT_EQ(opentable["api_url"].string(), "http://127.0.0.1:9999");
    EXPECT_EQ(opentable["client_secret"].string(), v.sandbox.client_secret());
    std::vector<std::string> tiers;
    opentable["locations"].each(
        [&](JsonNode location) { tiers.emplace_back(*location["tier"].string()); });
    EXPECT_EQ(tiers, (std::vector<std::string>{"Gold", "Platinum", "Gold"}));
    EXPECT_EQ(v.ask("GET", "/sandbox/other").status, 404);
}

TEST(Sandbox, TimePassesWhenTold) {
    Visitor v(opentable::small_options());
    std::string newest =
        "/sync/v2/reservations?limit=1&updated_after=" + format_iso(opentable::test_day) +
        "&rid=" + v.rid(0);
    EXPECT_EQ(v.page(newest).root()["items"].size(), 0u);
    EXPECT_EQ(v.ask("POST", "/sandbox/advance", {}, R"({"seconds":86400})").status, 200);
    EXPECT_EQ(v.sandbox.now(), opentable::test_day + days(1));
    EXPECT_EQ(v.page(newest).root()["items"].size(), 1u);
    EXPECT_EQ(v.ask("POST", "/sandbox/advance?seconds=60").status, 200);
    EXPECT_EQ(v.ask("POST", "/sandbox/advance?to=2026-03-20T00:00:00Z").status, 200);
    EXPECT_EQ(v.sandbox.now(), *parse_instant("2026-03-20T00:00:00Z"));
    for (std::string bad :
         {"?seconds=-1", "?seconds=x", "?to=2026-03-01T00:00:00Z", "?to=later", ""}) {
        EXPECT_EQ(v.ask("POST", "/sandbox/advance" + bad).status, 400) << bad;
    }
    EXPECT_EQ(v.ask("GET", "/sandbox/advance?seconds=60").status, 405);
    v.clock.advance(days(200));
    v.token.clear();
    EXPECT_GT(v.page(newest).root()["items"].size(), 0u);
}

TEST(Sandbox, AccessComesAndGoes) {
    Visitor v(opentable::small_options());
    std::string target = "/sync/v2/guests?limit=1&rid=" + v.rid(1);
    EXPECT_EQ(v.ask("POST", "/sandbox/access", {}, R"({"rid":)" + v.rid(1) + R"(,"granted":false})")
                  .status,
              200);
    EXPECT_EQ(v.get(target).status, 403);
    EXPECT_EQ(v.get("/sync/v2/guests?limit=1&rid=" + v.rid(0)).status, 200);
    EXPECT_EQ(v.ask("POST", "/sandbox/access", {}, R"({"rid":)" + v.rid(1) + R"(,"granted":true})")
                  .status,
              200);
    EXPECT_EQ(v.get(target).status, 200);
    EXPECT_EQ(v.ask("POST", "/sandbox/access", {}, R"({"rid":1,"granted":true})").status, 404);
}

TEST(SandboxFaults, APatientClientGetsEverything) {
    Visitor v(opentable::small_options());
    EXPECT_EQ(v.ask("POST", "/sandbox/faults", {}, R"({"level":"heavy"})").status, 200);
    EXPECT_EQ(v.ask("POST", "/sandbox/faults", {}, R"({"level":"biblical"})").status, 400);
    std::set<std::string> seen;
    std::map<std::string, int> odd;
    std::int64_t offset = 0;
    bool more = true;
    int refusals_in_a_row = 0, requests = 0;
    while (more) {
        ASSERT_LT(++requests, 3000);
        auto answer = v.get("/sync/v2/reservations?limit=30&rid=" + v.rid(0) +
                            "&offset=" + std::to_string(offset));
        auto body = JsonDocument::parse(answer.body);
        odd["lost"] += answer.delivery == net::Delivery::lost;
        odd["cut short"] += answer.delivery == net::Delivery::cut_short;
        odd["status " + std::to_string(answer.status)]++;
        odd["empty"] += answer.body.empty();
        odd["html"] += answer.body.starts_with("<html>");
        odd["429 without Retry-After"] +=
            answer.status == 429 && !net::header(answer.headers, "Retry-After");
        if (answer.status == 401) v.token.clear();
        bool whole = answer.status == 200 && answer.delivery == net::Delivery::whole;
        odd["truncated"] += whole && !body;
        bool good = whole && body && body->root()["offset"].integer() == offset;
        odd["stale"] += whole && body && !good;
        if (!good) {
            ASSERT_LE(++refusals_in_a_row, 6);
            continue;
        }
        refusals_in_a_row = 0;
        more = *body->root()["hasNextPage"].boolean();
        odd["next not named"] += more && body->root()["nextPageUrl"].is_nothing();
        odd["empty page promised"] += offset > 0 && body->root()["items"].size() == 0;
        body->root()["items"].each([&](JsonNode row) {
            seen.emplace(*row["id"].string());
            odd["without Z"] += !row["updated_at_utc"].string()->ends_with('Z');
            odd["number as text"] += row["party_size"].kind() == JsonKind::string;
            odd["unknown key"] += !row["loyalty_context"].is_missing();
            odd["key gone"] += row["venue_notes"].is_missing();
            odd["strange state"] += *row["state"].string() == opentable::strange_state_name;
        });
        offset += 30;
    }
    EXPECT_EQ(seen.size(), v.sandbox.world().restaurants()[0].by_schedule.size());
    for (std::string what : {"cut short", "status 401", "status 429", "truncated", "without Z",
                             "number as text", "unknown key", "key gone"}) {
        EXPECT_GT(odd[what], 0) << what;
    }
    v.sandbox.set_faults(Faults::none);
    v.token.clear();
    for (int i = 0; i < 200; ++i)
        EXPECT_EQ(v.get("/sync/v2/guests?limit=1&rid=" + v.rid(2)).status, 200);
}

TEST(SandboxFaults, EveryKindHappens) {
    Visitor v(opentable::small_options());
    v.sandbox.set_faults(Faults::heavy);
    std::map<std::string, int> odd;
    for (int i = 0; i < 1500; ++i) {
        auto answer = v.get("/sync/v2/guests?limit=20&offset=" + std::to_string(i % 7 * 20) +
                            "&rid=" + v.rid(2));
        if (answer.status == 401) v.token.clear();
        odd["lost"] += answer.delivery == net::Delivery::lost;
        odd["status " + std::to_string(answer.status)]++;
        odd["empty"] += answer.body.empty();
        odd["html"] += answer.body.starts_with("<html>");
        odd["429 with Retry-After"] +=
            answer.status == 429 && net::header(answer.headers, "Retry-After");
        odd["429 without Retry-After"] +=
            answer.status == 429 && !net::header(answer.headers, "Retry-After");
        auto body = JsonDocument::parse(answer.body);
        if (!body) continue;
        odd["timestamp as number"] += body->root()["timestamp"].integer().has_value();
        odd["error without message"] +=
            answer.status == 429 && body->root()["message"].is_missing();
        odd["next not named"] += body->root()["hasNextPage"].boolean().value_or(false) &&
                                 body->root()["nextPageUrl"].is_nothing();
        odd["stale"] += answer.status == 200 && body->root()["offset"].integer() != i % 7 * 20;
        body->root()["items"].each([&](JsonNode row) {
            odd["email absent"] += row["email"].is_missing();
            odd["email empty"] += row["email"].string() == "";
            odd["email null"] += row["email"].kind() == JsonKind::null;
            row["phone_numbers"].each([&](JsonNode phone) {
                odd["calling code 0"] += phone["country_code"].string() == "0";
                odd["calling code 999"] += phone["country_code"].string() == "999";
            });
        });
    }
    for (auto& [what, count] : odd) EXPECT_GT(count, 0) << what;
    for (std::string status : {"401", "429", "500", "502", "503"})
        EXPECT_GT(odd["status " + status], 0) << status;
}

TEST(Sandbox, ServesWhileTimePasses) {
    RealClock clock(opentable::test_day, 20'000);
    SandboxOptions options = opentable::small_options();
    Sandbox sandbox(options, clock);
    auto token = [&] {
        auto answer = sandbox.handle(
            {.method = "POST",
             .target = "/api/v2/oauth/token?grant_type=client_credentials",
             .headers = {{"Authorization",
                          "Basic " + base64(sandbox.client_id() + ":" + sandbox.client_secret())}},
             .body = {},
             .peer = {}});
        return std::string(*JsonDocument::parse(answer.body)->root()["access_token"].string());
    }();
    std::string rid = std::to_string(sandbox.world().restaurants()[0].number);
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> readers;
        for (int reader = 0; reader < 3; ++reader) {
            readers.emplace_back([&] {
                for (int i = 0; i < 60; ++i) {
                    auto answer =
                        sandbox.handle({.method = "GET",
                                        .target = "/sync/v2/reservations?limit=300&rid=" + rid,
                                        .headers = {{"Authorization", "Bearer " + token}},
                                        .body = {},
                                        .peer = {}});
                    good += answer.status == 200 && JsonDocument::parse(answer.body).has_value();
                }
            });
        }
    }
    EXPECT_EQ(good, 180);
}

TEST(Sandbox, IsTheSameAfterARestartWithAFixedOrigin) {
    SandboxOptions options = opentable::small_options();
    options.origin = opentable::test_day;
    Visitor one(options), other(options, opentable::test_day + days(5));
    one.clock.advance(days(5));
    std::string target = "/sync/v2/reservations?limit=2000&rid=" + one.rid(1);
    EXPECT_EQ(one.get(target).body, other.get(target).body);
}

}  // namespace
}  // namespace regulars::sandbox
