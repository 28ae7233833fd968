// Tests that webhooks reach their subscriber in time, and again when nobody answers.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/courier.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "net/loopback_client.hpp"
#include "sandbox/opentable/naming.hpp"

namespace regulars::sandbox {
namespace {

class CourierTest : public testing::Test {
  protected:
    net::HttpResponse subscribe(const std::string& url) {
        return sandbox.handle({.method = "POST",
                               .target = "/sandbox/toast/webhooks",
                               .headers = {},
                               .body = R"({"url":")" + url + R"("})"});
    }
    /// Lets time pass in steps of ten seconds.
    void live(Duration span) {
        for (Duration d{}; d < span; d += 10s) clock.advance(10s), courier.deliver();
    }
    struct Heard {
        Instant at;
        std::string guid, attempt, body, authorization;
    };

    VirtualClock clock{*parse_instant("2026-03-14T22:00:00Z")};
    Sandbox sandbox{{.seed = 5,
                     .guests = 400,
                     .days = 60,
                     .locations = 2,
                     .toast = {.orders = {.orders_per_guest = 10, .days = 60}}},
                    clock};
    int status = 204;
    std::vector<Heard> heard;
    net::LoopbackClient client{
        {{"http://regulars.test",
          [this](const net::HttpRequest& request) {
              auto guid = std::string(
                  JsonDocument::parse(request.body).value().root()["guid"].string().value_or(""));
              heard.push_back(
                  {clock.now(), guid,
                   std::string(net::header(request.headers, "Toast-Attempt-Number").value_or("")),
                   request.body,
                   std::string(net::header(request.headers, "Authorization").value_or(""))});
              return net::HttpResponse{.status = status};
          }}},
        &clock};
    Courier courier{sandbox, client};
};

TEST_F(CourierTest, BringsEachNoticeSoonAfterItsChange) {
    live(1h);
    EXPECT_TRUE(heard.empty()) << "nobody subscribed";
    EXPECT_EQ(subscribe("http://regulars.test/hook").status, 200);
    live(10s);
    Instant from = clock.now();
    live(12h);
    ASSERT_GT(heard.size(), 5u);
    auto due = *sandbox.toast_deliveries(from, clock.now());
    ASSERT_EQ(heard.size(), due.size());
    for (std::size_t i = 0; i < due.size(); ++i) {
        EXPECT_EQ(heard[i].body, due[i].body);
        EXPECT_LE(heard[i].at - due[i].due, Duration(10s));
    }
    EXPECT_EQ(subscribe("").status, 200);
    auto before = heard.size();
    live(12h);
    EXPECT_EQ(heard.size(), before) << "nobody subscribes any longer";
}

TEST_F(CourierTest, TriesThreeTimesWhereNobodyAnswersWell) {
    subscribe("http://regulars.test/hook");
    status = 503;
    live(12h);
    std::map<std::string, std::vector<Heard>> by_guid;
    for (auto& one : heard) by_guid[one.guid].push_back(one);
    int whole = 0;
    for (auto& [guid, attempts] : by_guid) {
        if (attempts.size() != 3 || attempts[0].attempt != "1" || attempts[1].attempt != "2")
            continue;
        ++whole;
        EXPECT_EQ(attempts[2].attempt, "3");
        EXPECT_GE(attempts[1].at - attempts[0].at, Duration(5min));
        EXPECT_GE(attempts[2].at - attempts[1].at, Duration(10min));
    }
    EXPECT_GT(whole, 5);
    for (auto& [guid, attempts] : by_guid)
        EXPECT_LE(attempts.size(), 6u) << "of one that came twice, three each";

    heard.clear();
    status = 401;
    live(1h);  // what waits is given up now
    heard.clear();
    live(12h);
    by_guid.clear();
    for (auto& one : heard) by_guid[one.guid].push_back(one);
    EXPECT_FALSE(heard.empty());
    for (auto& [guid, attempts] : by_guid)
        EXPECT_LE(attempts.size(), 2u) << "a refusal is not asked again";
}

TEST_F(CourierTest, TellsARestaurantsSubscriberOfEachNewStateOfItsReservations) {
    auto subscribe_to = [&](std::int64_t rid, const std::string& secret) {
        return sandbox
            .handle({.method = "POST",
                     .target = "/sandbox/opentable/webhooks",
                     .headers = {},
                     .body = fmt::format(
                         R"({{"rid":{},"url":"http://regulars.test/hook","secret":"{}"}})", rid,
                         secret)})
            .status;
    };
    auto& restaurant = sandbox.world().restaurants()[1];
    EXPECT_EQ(subscribe_to(5, "s"), 404);
    EXPECT_EQ(subscribe_to(restaurant.number, ""), 400) << "it sends a secret";
    EXPECT_EQ(subscribe_to(restaurant.number, "open sesame"), 200);
    live(10s);
    auto from = clock.now();
    std::map<std::string, std::set<std::string>> states;  // by reservation, seen every ten seconds
    for (int i = 0; i < 6 * 360; ++i) {
        live(10s);
        for (auto& v : restaurant.reservations)
            if (v.sequence != 0 && v.updated >= from.seconds())
                states[fmt::format("{}", v.confirmation)].insert(
                    std::string(opentable::name_of(v.state)));
    }
    live(30s);
    ASSERT_GT(heard.size(), 10u);
    std::map<std::string, std::set<std::string>> told;
    for (auto& one : heard) {
        auto body = JsonDocument::parse(one.body).value();
        EXPECT_EQ(one.authorization, "Bearer open sesame");
        EXPECT_EQ(body.root()["rid"].integer(), std::int64_t(restaurant.number));
        auto updated = parse_instant(body.root()["updated_at_utc"].string().value_or("")).value();
        EXPECT_LE(one.at - updated, Duration(20s));
        told[fmt::format("{}", body.root()["confirmation_id"].integer().value_or(0))].insert(
            std::string(body.root()["state"].string().value_or("")));
    }
    for (auto& [reservation, names] : told)
        for (auto& name : names)
            EXPECT_TRUE(states[reservation].contains(name)) << reservation << " " << name;
    EXPECT_GT(told.size(), states.size() * 2 / 3) << "the others changed in something else";

    heard.clear();
    status = 500;
    live(5min);
    std::map<std::string, int> tries;
    for (auto& one : heard) ++tries[one.body];
    EXPECT_TRUE(std::ranges::any_of(tries, [](auto& t) { return t.second == 3; }))
        << "three times where it goes wrong";
    EXPECT_TRUE(std::ranges::all_of(tries, [](auto& t) { return t.second <= 3; }));
}

TEST_F(CourierTest, RefusesWhatIsNoAddress) {
    EXPECT_EQ(sandbox
                  .handle({.method = "POST",
                           .target = "/sandbox/toast/webhooks",
                           .headers = {},
                           .body = "{}"})
                  .status,
              400);
    EXPECT_EQ(subscribe("ftp://x").status, 400);
}

}  // namespace
}  // namespace regulars::sandbox
