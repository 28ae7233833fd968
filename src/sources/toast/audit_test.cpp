// What an audit says of Toast's days, and how events lead back to them.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/toast/imposter_test.hpp"

namespace regulars::sources::toast {
namespace {

constexpr const char* refunded_payment = "11111111-0000-4000-8000-000000000001";
constexpr const char* other_payment = "11111111-0000-4000-8000-000000000002";

Audited audit(World& world, LocalDate from, LocalDate to) {
    auto found = world.runner->audit(world.connection, from, to);
    EXPECT_TRUE(found) << found.error().text();
    return found ? std::move(*found) : Audited{{}, Zone::utc(), {}};
}
std::map<std::string, model::VendorRow> by_record(const Audited& audited) {
    std::map<std::string, model::VendorRow> rows;
    for (auto& row : audited.rows) rows[row.record] = row;
    EXPECT_EQ(rows.size(), audited.rows.size()) << "each record stands there once";
    return rows;
}
model::Tracer tracer(World& world) { return Toast().tracer(world.connection).value(); }
/// As the memory of a test keeps it, as a store would.
model::Event held(World& world, const std::string& unique_id) {
    auto& event = world.memory.events.at(unique_id);
    return {.unique_id = unique_id,
            .time = event.time,
            .value = event.value,
            .properties = event.properties};
}

TEST(ToastAudit, TellsEveryOrderOfItsDays) {
    World world(2, "", {bistro, diner});
    world.vendor.restaurants[diner];
    for (int i = 0; i < 5; ++i)
        world.add(fmt::format("o-{}", i), fmt::format("2026-11-2{}T18:00:00Z", i / 3));
    world.add("gone", "2026-11-20T18:00:00Z").more = R"(,"voided":true)";
    world.add("d", "2026-11-20T18:00:00Z", diner);
    ASSERT_EQ(world.sync().error, "");
    auto rows = audit(world, {2026, 11, 20}, {2026, 11, 20}).rows;
    ASSERT_EQ(rows.size(), 5u);
    for (auto& row : rows) {
        auto record = world.memory.records.find(row.record);
        ASSERT_NE(record, world.memory.records.end());
        auto event = world.memory.events.find(row.unique_id);
        EXPECT_EQ(event != world.memory.events.end(), record->second.exclusion.empty());
        EXPECT_TRUE(event == world.memory.events.end() || event->second.value == row.value);
        EXPECT_EQ(row.day, (LocalDate{2026, 11, 20}));
        EXPECT_EQ(row.label, "Order 12");
        EXPECT_EQ(row.place, row.record == "order/d" ? "Diner" : "Bistro - Downtown");
    }
    EXPECT_EQ(audit(world, {2026, 11, 20}, {2026, 11, 21}).rows.size(), 7u);
    EXPECT_EQ(audit(world, {2026, 11, 22}, {2026, 11, 21}).rows.size(), 0u);
}

TEST(ToastAudit, NamesThoseWhoseTheOrderMayBe) {
    World world;
    auto add = [&](const char* guid, std::vector<std::string> customers) {
        auto& order = world.add(guid, "2026-11-20T18:00:00Z");
        order.checks.assign(customers.size(), {});
        for (std::size_t i = 0; i < customers.size(); ++i) order.checks[i].customer = customers[i];
    };
    add("known", {R"({"guid":"c-1","email":"ada@example.com"})"});
    add("bare", {R"({"guid":"c-1"})"});
    add("several", {R"({"guid":"c-2","phone":"2125550142"})", R"({"guid":"c-3"})",
                    R"({"email":"Zoe@example.com"})", R"({"guid":"c-4","email":"x@example.com"})"});
    add("nobody", {"null"});
    auto rows = by_record(audit(world, {2026, 11, 20}, {2026, 11, 20}));
    using Keys = std::vector<std::string>;
    EXPECT_EQ(rows.at("order/known").persons, Keys{"toast:c-1"});
    EXPECT_EQ(rows.at("order/bare").persons, Keys{"toast:c-1"})
        << "a guest known by GUID alone may have been erased too";
    EXPECT_EQ(rows.at("order/several").persons,
              (Keys{"toast:c-2", "toast:c-3", "toast:email:zoe@example.com"}))
        << "up to the one with an email";
    EXPECT_TRUE(rows.at("order/nobody").persons.empty());
}

TEST(ToastAudit, RefundsStandOnTheirOwnDayWhicheverOrderTheyAreOf) {
    World world;
    world.clock.advance(days(3));
    world.add("today", "2026-11-22T18:00:00Z").checks[0].payments =
        payment(other_payment, "CREDIT", "1.00");
    auto& old = world.add("old", "2026-11-01T18:00:00Z");
    old.checks[0].payments = payment(refunded_payment, "CREDIT", "2.00");
    world.add("plain", "2026-11-22T18:00:00Z");
    world.vendor.refunded[std::string(bistro) + " 20261122"] = {refunded_payment, other_payment};
    world.vendor.payments[refunded_payment] = fmt::format(
        R"({{"guid":"{}","orderGuid":"old","refundStatus":"PARTIAL"}})", refunded_payment);
    ASSERT_EQ(world.sync().error, "");
    auto rows = by_record(audit(world, {2026, 11, 22}, {2026, 11, 22}));
    ASSERT_EQ(rows.size(), 4u) << "two orders, two refunds";
    auto& refund = rows.at(std::string("refund/") + refunded_payment);
    EXPECT_EQ(refund.unique_id,
              fmt::format("toast:{}:old:refunded:{}:200", bistro, refunded_payment));
    EXPECT_EQ(refund.value->minor, -200) << "it takes away";
    EXPECT_EQ(refund.day, (LocalDate{2026, 11, 22}));
    EXPECT_EQ(refund.part_of, "order/old") << "excluded where its order is";
    EXPECT_EQ(refund.persons, std::vector<std::string>{"toast:c-old"});
    EXPECT_EQ(tracer(world).trace(held(world, refund.unique_id))->value, refund.value);
    auto earlier = by_record(audit(world, {2026, 11, 1}, {2026, 11, 1}));
    EXPECT_EQ(earlier.size(), 1u) << "the order's own day has the order alone";

    // What is refunded again adds up.
    old.checks[0].payments = payment(refunded_payment, "CREDIT", "5.00");
    old.modified = "2026-11-25T11:00:00.000+0000";
    world.clock.advance(days(1));
    ASSERT_EQ(world.sync().error, "");
    auto trace = tracer(world).trace(
        held(world, fmt::format("toast:{}:old:refunded:{}:500", bistro, refunded_payment)));
    EXPECT_EQ(trace->value->minor, -300);
    EXPECT_EQ(trace->adds_to, refund.unique_id);
    EXPECT_EQ(trace->record, refund.record);
    EXPECT_EQ(tracer(world).recall(world.memory.records.at(refund.record)).day,
              (LocalDate{2026, 11, 22}));
}

TEST(ToastAudit, ExpectsAFulfilmentThatIsBeyondDoubt) {
    World world;
    world.add("closed", "2026-11-20T18:00:00Z");  // at a table: closed; taken out: not ready
    auto ready = [&](const char* guid) {
        world.add(guid, "2026-11-20T18:00:00Z").checks[0].lines[0].more =
            R"(,"fulfillmentStatus":"READY")";
    };
    ready("ready");
    world.vendor.restaurants[bistro].at("ready").option = take_out;
    ASSERT_EQ(world.sync().error, "");
    auto rows = by_record(audit(world, {2026, 11, 20}, {2026, 11, 20}));
    EXPECT_TRUE(rows.at("order/closed").also.empty());
    ASSERT_EQ(rows.at("order/ready").also.size(), 1u);
    auto& fulfilled = rows.at("order/ready").also[0];
    EXPECT_TRUE(world.has("ready", "fulfilled"));
    EXPECT_EQ(fulfilled.unique_id, fmt::format("toast:{}:ready:fulfilled", bistro));
    EXPECT_EQ(fulfilled.value, rows.at("order/ready").value);
}

TEST(ToastAudit, WhatWasPlacedBeforeTheHistoryWasNeverToBeRead) {
    World world;
    world.connection.integration.history_since = at("2026-11-20T18:00:00Z");
    world.add("before", "2026-11-20T17:59:59Z");
    world.add("since", "2026-11-20T18:00:00Z");
    auto rows = by_record(audit(world, {2026, 11, 20}, {2026, 11, 20}));
    EXPECT_EQ(rows.at("order/before").exclusion, "before_history");
    EXPECT_EQ(rows.at("order/since").exclusion, "");
}

TEST(ToastAudit, ARefusedRestaurantIsToldAndTheOthersAreRead) {
    World world(10, "", {diner, bistro});
    world.add("o", "2026-11-20T18:00:00Z");
    auto found = audit(world, {2026, 11, 20}, {2026, 11, 20});
    ASSERT_EQ(found.rows.size(), 1u);
    EXPECT_EQ(found.rows[0].place, "Bistro - Downtown");
    ASSERT_EQ(found.unread.size(), 1u);
    EXPECT_EQ(found.unread[0].id, diner);
    EXPECT_NE(found.unread[0].why.find("403"), std::string::npos) << found.unread[0].why;
    auto trace = tracer(world).trace({.unique_id = fmt::format("toast:{}:x:placed", diner)});
    EXPECT_EQ(trace->place, found.unread[0].id) << "so that its events are not looked for";
    world.vendor.restaurants.erase(bistro);
    EXPECT_EQ(world.runner->audit(world.connection, {2026, 11, 20}, {2026, 11, 20}).error().kind,
              ErrorKind::unauthorized);
}

TEST(ToastAudit, EventsOfARestaurantThatWasRemovedAreNobodysToCompare) {
    World world(10, "", {bistro, diner});
    world.vendor.restaurants[diner];
    world.add("d", "2026-11-20T18:00:00Z", diner);
    ASSERT_EQ(world.sync().error, "");
    auto event = held(world, fmt::format("toast:{}:d:placed", diner));
    EXPECT_TRUE(tracer(world).trace(event));
    world.use({bistro});
    EXPECT_FALSE(tracer(world).trace(event));
}

TEST(ToastAudit, AnOrderForLaterCountsOnTheDayThatToastCountsItOn) {
    World world;
    world.add("catering", "2026-11-05T18:00:00Z").business_day = 20261120;
    ASSERT_EQ(world.sync().error, "");
    auto traced = tracer(world).trace(held(world, fmt::format("toast:{}:catering:placed", bistro)));
    EXPECT_EQ(traced->record, "order/catering");
    EXPECT_EQ(tracer(world).recall(world.memory.records.at(traced->record)).day,
              (LocalDate{2026, 11, 20}))
        << "and not on the 5th, when it was placed";
    EXPECT_GE(tracer(world).before, days(15)) << "where the 20th finds it";
}

TEST(ToastSync, ReadsAgainWhatDiffered) {
    World world;
    world.add("missed", "2026-10-01T18:00:00Z");
    ASSERT_EQ(world.sync().error, "");
    auto& order = world.vendor.restaurants[bistro].at("missed");
    order.checks[0].amount = "9.50";  // and nothing says so
    world.clock.advance(days(1));
    ASSERT_EQ(world.sync().error, "");
    auto id = fmt::format("toast:{}:missed:placed", bistro);
    EXPECT_EQ(world.memory.events.at(id).value->minor, 500);
    ingest::Batch batch;
    model::Difference difference{.record = "order/missed", .unique_id = id};
    batch.cursors = Toast().reread(world.memory.cursors({}, {}).value(), {2026, 10, 1},
                                   {2026, 10, 1}, std::span(&difference, 1));
    ASSERT_EQ(batch.cursors.size(), 1u);
    ASSERT_TRUE(world.memory.apply(std::span(&batch, 1)).has_value());
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.events.at(id).value->minor, 1'000);
    int asked = world.vendor.count("/orders/v2/orders/missed");
    EXPECT_EQ(asked, 1);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.count("/orders/v2/orders/missed"), asked) << "once is enough";
}

}  // namespace
}  // namespace regulars::sources::toast
