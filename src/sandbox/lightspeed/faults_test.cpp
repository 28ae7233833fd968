// Limits and faults, and a steady client who gets through.
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "sandbox/lightspeed/visitor_test.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

TEST(LightspeedLimits, TheBucketOverflowsOnceThenRefusesAndLeaks) {
    SandboxOptions options = small_options();
    options.lightspeed.has_limits = true;
    Visitor v(options);
    v.sign_in();
    std::string costly = "Sale.json?limit=1&load_relations=all";  // 1 + 20 · 0.2
    net::HttpResponse answer;
    double level = 0;
    int passed = 0;
    while (passed < 100) {
        answer = v.get(costly);
        if (answer.status != 200) break;
        ++passed;
        std::string shown(*net::header(answer.headers, "x-ls-api-bucket-level"));
        level = std::stod(shown);
        EXPECT_TRUE(shown.ends_with("/110")) << shown;
        EXPECT_EQ(net::header(answer.headers, "X-LS-Api-Drip-Rate"), "2");
        EXPECT_EQ(net::header(answer.headers, "X-LS-Api-Request-Cost"), "5");
        if (passed % 10 == 0) v.clock.advance(1s);
    }
    EXPECT_GE(level, 110) << "the request that overflows it still passes";
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(net::header(answer.headers, "X-LS-API-RateLimit-Type"), "api-leaky-bucket");
    auto wait = net::header(answer.headers, "Retry-After");
    ASSERT_TRUE(wait);
    v.clock.advance(std::chrono::seconds(std::stoi(std::string(*wait))));
    EXPECT_EQ(v.get(costly).status, 200);
}

TEST(LightspeedLimits, TooManyInASecondAreRefused) {
    SandboxOptions options = small_options();
    options.lightspeed.has_limits = true;
    Visitor v(options);
    int refused = 0;
    for (int i = 0; i < 25; ++i) {
        auto answer = v.get("Shop.json");
        if (answer.status != 429) continue;
        ++refused;
        EXPECT_EQ(net::header(answer.headers, "X-LS-API-RateLimit-Type"), "api-burst-limiter");
        EXPECT_EQ(net::header(answer.headers, "X-LS-Api-Burst-Level"), "20/20");
    }
    EXPECT_EQ(refused, 5);
    v.clock.advance(1s);
    EXPECT_EQ(v.get("Shop.json").status, 200);
}

TEST(LightspeedFaults, EveryKindHappensAndASteadyClientGetsThrough) {
    Visitor v(small_options());
    v.sandbox.set_faults(Faults::heavy);
    std::map<std::string, int> odd;
    std::string origin = "http://127.0.0.1:8090";
    for (std::string name : {"lost", "cut short", "cut off", "later", "429", "html", "looping",
                             "foreign", "older attributes", "number", "updateTime", "array of one",
                             "null", "old 401", "revoked", "doubted"}) {
        odd[name] = 0;
    }
    std::set<std::string> seen;
    std::string start =
        v.base + "Sale.json?archived=true&limit=25&load_relations=" + encoded(R"(["SaleLines"])");
    auto token = [&] {
        for (int i = 0; i < 50; ++i) {
            auto answer = v.refresh(v.sandbox.lightspeed().oauth().grant(v.clock.now()));
            v.clock.advance(4s);
            if (answer.status == 200 && answer.delivery == net::Delivery::whole)
                return Visitor::member(answer, "access_token");
        }
        return std::string();
    };
    v.token = token();
    for (int round = 0; round < 8; ++round) {
        std::string target = start;
        int in_a_row = 0;
        while (!target.empty()) {
            ASSERT_LE(++in_a_row, 9) << target;
            auto answer = v.get(target);
            odd["lost"] += answer.delivery == net::Delivery::lost;
            odd["cut short"] += answer.delivery == net::Delivery::cut_short;
            odd["later"] += answer.status == 400 &&
                            answer.body.find("Please try again later.") != std::string::npos;
            odd["429"] += answer.status == 429;
            odd["html"] += answer.status >= 500 && answer.body.find("<html") != std::string::npos;
            if (answer.status == 401) {
                odd["old 401"] +=
                    answer.body.find("Invalid username/password or API key.") != std::string::npos;
                odd["revoked"] +=
                    Visitor::member(answer, "hint") == "Access token has been revoked";
                odd["doubted"] +=
                    Visitor::member(answer, "hint") == "Access token could not be verified";
                v.token = token();
            }
            auto body = JsonDocument::parse(answer.body);
            bool whole = answer.status == 200 && answer.delivery == net::Delivery::whole;
            odd["cut off"] += whole && !body;
            if (!whole || !body) continue;
            std::string next = text(body->root()["@attributes"]["next"]);
            odd["older attributes"] += !body->root()["@attributes"]["limit"].is_missing();
            if (next == origin + target || next == target) {
                ++odd["looping"];
                continue;
            }
            if (!next.empty() && !next.starts_with(origin)) {
                ++odd["foreign"];
                continue;
            }
            Visitor::each(body->root()["Sale"], [&](JsonNode sale) {
                seen.insert(sale["saleID"].string() ? text(sale["saleID"]) : sale["saleID"].text());
                odd["number"] +=
                    sale["saleID"].integer().has_value() && sale["completed"].boolean().has_value();
                odd["updateTime"] += !sale["updateTime"].is_missing();
                odd["array of one"] += sale["SaleLines"]["SaleLine"].is_array() &&
                                       sale["SaleLines"]["SaleLine"].size() == 1;
                odd["null"] +=
                    !sale["completeTime"].is_missing() && sale["completeTime"].is_nothing();
            });
            target = next;
            in_a_row = 0;
        }
    }
    std::size_t expected = 0;
    for (const Sale& s : v.world().sales()) expected += s.is_visible(Seconds(test_day.seconds()));
    EXPECT_GE(seen.size(), expected);
    for (auto& [what, count] : odd) EXPECT_GT(count, 0) << what;
}

}  // namespace
}  // namespace regulars::sandbox::lightspeed
