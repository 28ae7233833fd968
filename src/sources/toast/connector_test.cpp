// Tests the whole way from a scripted Toast to Batches: windows, restaurants, look-ups, refusals.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/toast/imposter_test.hpp"

namespace regulars::sources::toast {
namespace {

std::string stamp(Instant at) {
    std::string iso = format_iso_ms(at);
    iso.pop_back();
    return iso + "+0000";
}

TEST(ToastSync, BackfillsEverythingOnce) {
    World world;
    world.populate(120);
    auto run = world.sync();
    ASSERT_EQ(run.error, "");
    EXPECT_EQ(run.kind, model::RunKind::backfill);
    EXPECT_EQ(run.done, 1);
    EXPECT_EQ(world.placed(), 120);
    EXPECT_EQ(world.memory.events.size(), 360u) << "placed, one product, fulfilled";
    EXPECT_EQ(world.memory.refused_unknown, 0);
    EXPECT_EQ(world.vendor.logins, 1);
    auto before = world.memory.picture();
    world.clock.advance(30min);
    auto again = world.sync();
    EXPECT_EQ(again.kind, model::RunKind::scheduled);
    EXPECT_EQ(world.memory.picture(), before);
    EXPECT_EQ(world.vendor.logins, 1) << "the token is kept between runs";
}

TEST(ToastSync, SignsInOnceThroughRestarts) {
    World world;
    world.populate(10);
    for (int start = 0; start < 3; ++start) {
        ASSERT_EQ(world.sync().error, "");
        world.clock.advance(5min);
        world.restart();
    }
    EXPECT_EQ(world.vendor.logins, 1);
    world.clock.advance(25h);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.logins, 2) << "its time is over";
}

TEST(ToastSync, AKeptTokenThatIsRefusedIsRenewedOnce) {  // T1
    World world;
    world.populate(10);
    world.keeper.kept = Token{"revoked", world.clock.now() + 5h, {}};
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.logins, 1);
    EXPECT_EQ(world.keeper.kept->value, world.vendor.token);
}

TEST(ToastSync, WaitsForTheSignInOfAnotherOfItsClient) {
    World first, world;
    world.populate(10);
    ASSERT_EQ(first.sync().error, "");
    world.vendor.token = first.vendor.token;
    int looks = 0;
    world.keeper.while_taken = [&] {
        if (++looks == 3) world.keeper.kept = first.keeper.kept;
        return true;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.logins, 0);
    EXPECT_EQ(looks, 3);
}

TEST(ToastSync, ReadsNewestFirst) {
    World world;
    world.populate(40);
    ASSERT_EQ(world.sync().error, "");
    std::string last = "z";
    int windows = 0;
    for (auto& line : world.vendor.log) {
        auto from = line.find("startDate=");
        if (from == std::string::npos || line.find("page=1") == std::string::npos ||
            line.find("endDate=2026-11-21T12") != std::string::npos)
            continue;
        EXPECT_LT(line.substr(from), last);
        last = line.substr(from);
        ++windows;
    }
    EXPECT_GT(windows, 3);
    EXPECT_LT(windows, 40) << "quiet weeks are read in one window";
}

TEST(ToastSync, PollsWhatChangedSinceAndTheLastMinute) {  // T20
    World world;
    world.populate(30);
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(30min);
    auto& order = world.vendor.restaurants[bistro]["o-0007"];
    order.modified = stamp(world.clock.now() - 10min), order.checks[0].amount = "7.00";
    world.add("fresh", format_iso(world.clock.now() - 5s));
    world.add("ahead", format_iso((world.clock.now() + 90s).floor_seconds()));
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.events.at(fmt::format("toast:{}:o-0007:placed", bistro)).value->minor,
              750);
    EXPECT_TRUE(world.has("fresh")) << "a hint finds what it hints at";
    EXPECT_TRUE(world.has("ahead")) << "the vendor's clock may run ahead";
    // Something that shows late, with a time long gone by the watermark.
    world.clock.advance(4min);
    world.add("late", format_iso(world.clock.now() - 6min));
    world.clock.advance(26min);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.has("late"));
}

TEST(ToastSync, LosesNothingWhenRowsLeaveWhileItReads) {  // T6
    World world(10);
    for (int i = 0; i < 95; ++i)
        world.add(fmt::format("o-{:04}", i),
                  format_iso(at("2026-11-20T18:00:00Z") + std::chrono::seconds(i)));
    world.vendor.after = [&, touched = 0](int) mutable {
        if (world.vendor.log.back().find("page=") == std::string::npos || touched >= 40) return;
        auto& order = world.vendor.restaurants[bistro][fmt::format("o-{:04}", touched++)];
        order.modified = stamp(world.clock.now()), order.checks[0].amount = "8.00";
    };
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(10min);
    world.vendor.after = nullptr;
    world.clock.advance(30min);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 95);
    for (int i = 0; i < 40; ++i)
        EXPECT_EQ(
            world.memory.events.at(fmt::format("toast:{}:o-{:04}:placed", bistro, i)).value->minor,
            850)
            << i;
}

TEST(ToastSync, ReadsLinksInBothFormsAndWithout) {  // T4
    for (int form = 0; form < 4; ++form) {
        World world(10);
        for (int i = 0; i < 40; ++i) world.add(fmt::format("o-{:04}", i), "2026-11-20T18:00:00Z");
        world.vendor.joins_links = form == 1;
        world.vendor.hides_next = form == 2;
        world.vendor.links_to_an_empty_page = form == 3;
        ASSERT_EQ(world.sync().error, "") << form;
        EXPECT_EQ(world.placed(), 40) << form;
    }
}

TEST(ToastSync, AskedDatesAreWellFormed) {  // T5
    World world;
    world.populate(5);
    ASSERT_EQ(world.sync().error, "");
    for (auto& line : world.vendor.log) EXPECT_EQ(line.find('+'), std::string::npos) << line;
}

TEST(ToastSync, ARestaurantAddedLaterIsReadBackAlone) {
    World world(100);
    world.vendor.restaurants[diner];
    world.populate(30);
    world.populate(30, diner, "d");
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 30);
    world.clock.advance(30min);
    world.use({bistro, diner});
    world.vendor.log.clear();
    auto run = world.sync();
    ASSERT_EQ(run.error, "");
    EXPECT_EQ(run.kind, model::RunKind::backfill);
    EXPECT_EQ(world.placed(), 60);
    EXPECT_EQ(run.records, 30) << "nothing of the first is read again";
    EXPECT_TRUE(world.has("d-0001", "placed", diner));
}

TEST(ToastSync, OneRefusedRestaurantStopsNoOther) {  // T2
    World world(10, "", {diner, bistro});
    world.populate(20);
    auto run = world.sync();
    ASSERT_EQ(run.error, "");
    EXPECT_EQ(world.placed(), 20);
    EXPECT_NE(world.memory.notice.find(diner), std::string::npos) << world.memory.notice;
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::active);
    world.populate(20, diner, "d");
    world.clock.advance(30min);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 40);
    EXPECT_EQ(world.memory.notice, "");
}

TEST(ToastSync, RefusedByAllItWaitsAWhileAndStops) {  // T2
    World world;
    world.populate(20);
    auto orders = std::exchange(world.vendor.restaurants, {});
    EXPECT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::active) << "connected just now";
    world.clock.advance(15min);
    world.vendor.restaurants = orders;
    EXPECT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 20);
    world.vendor.restaurants.clear();
    for (int i = 0; i < 2; ++i) {
        world.clock.advance(30min);
        EXPECT_EQ(world.sync().error, "");
    }
    world.clock.advance(30min);
    EXPECT_NE(world.sync().error, "");
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::stopped);
    EXPECT_NE(world.memory.notice.find("refuses every restaurant"), std::string::npos)
        << world.memory.notice;
}

TEST(ToastSync, ADroppedTokenCostsOneLogin) {  // T1
    World world;
    world.vendor.renews_tokens = true;
    world.populate(10);
    world.vendor.after = [&](int number) {
        if (number == 12) world.vendor.token = "another";
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.logins, 2);
    EXPECT_EQ(world.placed(), 10);
}

TEST(ToastSync, ATokenThatNeverWorksCostsFewLogins) {  // T1
    World world;
    world.vendor.intercept =
        [](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
        return request.method == "POST" ? std::nullopt
                                        : std::optional<Imposter::Answer>(Imposter::error(401));
    };
    EXPECT_NE(world.sync().error, "");
    EXPECT_LE(world.vendor.logins, 2);
}

TEST(ToastSync, ShortLivedTokensAreRenewedOnlyAtTheirEnd) {  // T1
    World world(10, R"(,"interval_minutes":30)");
    world.vendor.token_life_s = 3'600;
    for (int i = 0; i < 8; ++i) {
        ASSERT_EQ(world.sync().error, "");
        world.clock.advance(30min);
    }
    EXPECT_LE(world.vendor.logins, 4);
}

TEST(ToastSync, WaitsAsTheVendorSays) {  // T3
    World world;
    world.populate(3);
    bool refused = false;
    world.vendor.intercept =
        [&](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
        if (refused || request.path() != "/orders/v2/ordersBulk") return std::nullopt;
        refused = true;
        auto answer = Imposter::error(429);
        answer.headers = {
            {"X-Toast-RateLimit-By", "API"},
            {"X-Toast-RateLimit-Remaining", "0"},
            {"X-Toast-RateLimit-Reset", std::to_string((world.clock.now() + 90s).seconds())}};
        return answer;
    };
    Instant began = world.clock.now();
    ASSERT_EQ(world.sync().error, "");
    EXPECT_GE(world.clock.now() - began, 89s) << "without Retry-After the reset counts";
    EXPECT_EQ(world.placed(), 3);

    World zero;  // none remaining on a success is no error, and concerns that endpoint alone
    zero.populate(3);
    zero.vendor.intercept =
        [&](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
        if (request.path() != "/menus/v2/menus") return std::nullopt;
        return Imposter::json(
            200, menus_text,
            {{"X-Toast-RateLimit-By", "ENDPOINT"},
             {"X-Toast-RateLimit-Remaining", "0"},
             {"X-Toast-RateLimit-Reset", std::to_string((zero.clock.now() + 600s).seconds())}});
    };
    began = zero.clock.now();
    ASSERT_EQ(zero.sync().error, "");
    EXPECT_LT(zero.clock.now() - began, 60s);
}

TEST(ToastSync, SurvivesSickAnswers) {  // T18
    World healthy, sick;
    healthy.populate(60), sick.populate(60);
    ASSERT_EQ(healthy.sync().error, "");
    sick.vendor.intercept = [&](int number,
                                const net::HttpRequest&) -> std::optional<Imposter::Answer> {
        switch (number % 9) {
            case 3:
                return Imposter::json(502, "<html>bad gateway</html>", {{"CF-RAY", "1"}});
            case 5:
                return Imposter::json(200, R"([{"guid":"cut)");
            case 6:
                return Imposter::json(403, "<html>are you human?</html>");
            case 8:
                return fail(ErrorKind::unavailable, "connection reset");
            default:
                return std::nullopt;
        }
    };
    ASSERT_EQ(sick.sync().error, "");
    EXPECT_EQ(sick.placed(), 60);
    EXPECT_EQ(sick.memory.events, healthy.memory.events);
}

TEST(ToastSync, LooksUnknownNamesUpAndConfigurationAgainAfterAConflict) {  // T17
    World world;
    auto& order = world.add("o-1", "2026-11-20T18:00:00Z");
    order.option = "bbbbbbbb-0000-4000-8000-000000000009";
    world.add("o-2", "2026-11-20T19:00:00Z").option = "gone";
    int conflicts = 0;
    world.vendor.intercept =
        [&](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
        if (request.path() == "/config/v2/revenueCenters") {
            if (!request.parameter("pageToken"))
                return Imposter::json(200, R"([{"guid":"r-1","name":"Bar"}])",
                                      {{"Toast-Next-Page-Token", "a/b"}});
            if (conflicts++ == 0) return Imposter::error(409);
            return Imposter::json(200, "[]");
        }
        if (request.path() == "/config/v2/diningOptions/bbbbbbbb-0000-4000-8000-000000000009")
            return Imposter::json(
                200,
                R"({"guid":"bbbbbbbb-0000-4000-8000-000000000009","name":"Curbside","behavior":"TAKE_OUT"})");
        return std::nullopt;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(conflicts, 2);
    EXPECT_NE(world.memory.events.at(fmt::format("toast:{}:o-1:placed", bistro))
                  .properties.find(R"("Fulfillment Method Name":"Curbside")"),
              std::string::npos);
    EXPECT_NE(world.memory.events.at(fmt::format("toast:{}:o-2:placed", bistro))
                  .properties.find(R"("Fulfillment Method Name":null)"),
              std::string::npos);
    EXPECT_EQ(world.vendor.count("/config/v2/diningOptions/gone"), 1) << "not asked for again";
}

TEST(ToastSync, OrdersAreReadWithoutTheScopesForNames) {
    World world;
    world.populate(5);
    world.vendor.intercept =
        [&](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
        bool is_name = request.path().starts_with("/restaurants") ||
                       request.path().starts_with("/config") ||
                       request.path().starts_with("/menus");
        return is_name ? std::optional<Imposter::Answer>(Imposter::error(403)) : std::nullopt;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 5);
}

TEST(ToastSync, ReadsRecentDaysAgainAndCrossChecksRefunds) {
    World world;
    world.populate(5);
    ASSERT_EQ(world.sync().error, "");
    // Two changes that move no time of change: nothing but looking again finds them.
    world.vendor.restaurants[bistro]["o-0000"].checks[0].payments =
        payment("11111111-0000-4000-8000-000000000001", "CREDIT", "2.00");
    world.vendor.refunded[std::string(bistro) + " 20261122"] = {
        "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"};
    world.vendor.payments["11111111-0000-4000-8000-000000000001"] =
        R"({"guid":"11111111-0000-4000-8000-000000000001","orderGuid":"o-0000"})";
    world.add("silent", "2026-11-21T10:00:00Z");
    world.clock.advance(days(1));
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.has("silent"));
    EXPECT_TRUE(world.has("o-0000", "refunded:11111111-0000-4000-8000-000000000001:200"));
    EXPECT_EQ(world.vendor.count("/orders/v2/payments/"), 2);
    int asked = world.vendor.count("businessDate=");
    world.clock.advance(1h);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.count("businessDate="), asked) << "once a business day";
}

TEST(ToastSync, PromisesAreKeptInTime) {
    World world;
    auto& order = world.add("o-1", "2026-11-21T11:00:00Z");
    order.option = take_out, order.promised = "2026-11-21T12:20:00.000+0000";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_FALSE(world.has("o-1", "fulfilled"));
    world.clock.advance(30min);
    world.restart();
    ASSERT_EQ(world.sync().error, "");
    ASSERT_TRUE(world.has("o-1", "fulfilled"));
    EXPECT_EQ(world.memory.events.at(fmt::format("toast:{}:o-1:fulfilled", bistro)).time,
              at("2026-11-21T12:20:00Z"));
}

TEST(ToastSync, AGuestLearnedElsewhereBringsOrdersOfBothRestaurants) {  // T10
    World world(10, "", {bistro, diner});
    world.vendor.restaurants[diner];
    world.add("early", "2026-09-01T18:00:00Z", diner).checks[0].customer = R"({"guid":"c-1"})";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 0);
    world.clock.advance(30min);
    world.add("later", "2026-11-21T12:10:00Z").checks[0].customer =
        R"({"guid":"c-1","email":"a@example.com"})";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.has("later"));
    EXPECT_TRUE(world.has("early", "placed", diner));
    EXPECT_EQ(world.memory.refused_unknown, 0);
}

TEST(ToastSync, SaysWhenGuestsAreHidden) {
    World world;
    world.vendor.shows_guests = false;
    world.populate(2);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_NE(world.memory.notice.find("guest.pi:read"), std::string::npos);
}

TEST(ToastSync, AsksForSmallerPagesWhereOneIsTooLarge) {  // T14
    World world(80);
    for (int i = 0; i < 60; ++i) world.add(fmt::format("o-{:04}", i), "2026-11-20T18:00:00Z");
    world.vendor.intercept =
        [&](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
        if (std::stoll(request.parameter("pageSize").value_or("0")) <= 20) return std::nullopt;
        return fail(ErrorKind::exhausted, "larger than its limit");
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 60);
}

TEST(ToastSync, ComesToTheSameEndWhereverItCrashes) {
    World calm;
    calm.populate(40);
    ASSERT_EQ(calm.sync().error, "");
    auto picture = calm.memory.events;
    for (int crash = 1; crash < 14; ++crash)
        for (bool after : {false, true}) {
            World world(10, "", {bistro}, crash % 2 ? Applying::at_once : Applying::late);
            world.populate(40);
            (after ? world.memory.fail_after : world.memory.fail_before) = crash;
            static_cast<void>(world.runner->sync_once(world.connection, model::RunKind::scheduled));
            world.restart();
            ASSERT_EQ(world.sync().error, "");
            EXPECT_EQ(world.memory.events, picture) << crash << after;
        }
}

TEST(ToastSync, HistoryIsReadPolitely) {
    World world;
    world.populate(30);
    world.connection.integration.settings =
        fmt::format(R"({{"api_url":"http://127.0.0.1:2","restaurants":["{}"]}})", bistro);
    ASSERT_EQ(world.sync().error, "");
    std::optional<Instant> last;
    int pages = 0;
    for (std::size_t i = 0; i < world.vendor.log.size(); ++i) {
        if (world.vendor.log[i].find("startDate=") == std::string::npos || ++pages > 4) continue;
        EXPECT_TRUE(!last || world.vendor.sent[i] - *last >= 4900ms);
        last = world.vendor.sent[i];
    }
    EXPECT_GT(pages, 4);
}

TEST(ToastTrial, NamesTheStepThatFails) {
    struct Case {
        const char* code;
        std::function<void(World&)> bend;
    };
    for (auto& c : std::initializer_list<Case>{
             {"ok", [](World&) {}},
             {"unreachable",
              [](World& w) {
                  w.vendor.intercept =
                      [](int, const net::HttpRequest&) -> std::optional<Imposter::Answer> {
                      return fail(ErrorKind::unavailable, "no connection");
                  };
              }},
             {"unreachable",
              [](World& w) {
                  w.vendor.intercept =
                      [](int, const net::HttpRequest&) -> std::optional<Imposter::Answer> {
                      return Imposter::json(502, "<html>");
                  };
              }},
             {"credentials_wrong",
              [](World& w) {
                  w.vendor.intercept =
                      [](int, const net::HttpRequest&) -> std::optional<Imposter::Answer> {
                      return Imposter::error(401);
                  };
              }},
             {"restaurant_not_granted", [](World& w) { w.vendor.restaurants.clear(); }},
             {"no_email_at_tier", [](World& w) { w.vendor.shows_guests = false; }}}) {
        World world;
        c.bend(world);
        auto trial =
            Toast().try_connection(world.connection.integration.settings,
                                   world.connection.credentials, world.vendor, world.clock, {});
        ASSERT_TRUE(trial) << trial.error().text();
        EXPECT_EQ(trial->code, c.code);
        EXPECT_EQ(trial->steps.size(), 4u) << c.code;
        EXPECT_EQ(trial->is_ok(),
                  c.code == std::string("ok") || c.code == std::string("no_email_at_tier"))
            << c.code;
    }
    World world;
    // Two sign-ins an hour: trying once more is no trouble with the connection.
    world.vendor.intercept = [](int, const net::HttpRequest&) -> std::optional<Imposter::Answer> {
        return Imposter::error(429);
    };
    auto busy = Toast().try_connection(world.connection.integration.settings,
                                       world.connection.credentials, world.vendor, world.clock, {});
    ASSERT_TRUE(busy && busy->steps.size() == 4);
    EXPECT_EQ(busy->code, "rate_limited");
    EXPECT_TRUE(busy->is_ok());
    EXPECT_EQ(busy->steps[0].outcome, Trial::Outcome::passed);
    EXPECT_EQ(busy->steps[1].outcome, Trial::Outcome::skipped);
    EXPECT_NE(busy->steps[1].detail.find("two sign-ins an hour"), std::string::npos);
    EXPECT_EQ(Toast()
                  .try_connection("{}", world.connection.credentials, world.vendor, world.clock, {})
                  .error()
                  .where,
              "/restaurants");
}

}  // namespace
}  // namespace regulars::sources::toast
