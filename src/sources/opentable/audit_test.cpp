// Tests what an audit says of the vendor's days, and how events lead back to it.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/opentable/audit.hpp"
#include "sources/opentable/imposter_test.hpp"

namespace regulars::sources::opentable {
namespace {

std::map<std::string, model::VendorRow> audit(World& world, LocalDate from, LocalDate to) {
    auto rows = world.runner->audit(world.connection, from, to);
    REGULARS_ASSERT(rows.has_value(), rows ? "" : rows.error().text().c_str());
    std::map<std::string, model::VendorRow> by_label;
    for (auto& row : rows->rows) by_label[row.label] = row;
    REGULARS_ASSERT(by_label.size() == rows->rows.size(), "each record stands there once");
    return by_label;
}

std::string event(std::string_view reservation, std::string_view metric) {
    return fmt::format("opentable:77:{}:{}", reservation, metric);
}

TEST(OpenTableAudit, SaysWhatEachReservationMakesByTheVendorsWordAlone) {
    World world;
    auto& all = world.vendor.reservations;
    auto add = [&](const char* id, auto change) {
        VendorReservation r{.id = id, .guest_id = "77-g"};
        change(r);
        all[id] = r;
    };
    add("booked", [](auto&) {});
    add("done",
        [](auto& r) { r.state = "Done", r.done = "2026-11-20T20:00:00Z", r.total = 12345; });
    add("cancelled", [](auto& r) { r.state = "Cancelled"; });
    add("confirmed", [](auto& r) { r.state = "Confirmed"; });
    add("no show", [](auto& r) { r.state = "NoShow"; });
    add("walk-in", [](auto& r) { r.guest_id = "", r.origin = "Walk-in", r.total = 700; });
    add("nobody", [](auto& r) { r.guest_id = ""; });
    add("old", [](auto& r) { r.created = "2026-01-01T10:00:00Z"; });
    add("old and done",
        [](auto& r) { r.created = "2026-01-01T10:00:00Z", r.done = "2026-11-20T20:00:00Z"; });
    add("the day after", [](auto& r) { r.scheduled = "2026-11-21T00:00:00Z"; });
    add("the day before", [](auto& r) { r.scheduled = "2026-11-19T23:59:59Z"; });
    auto rows = audit(world, {2026, 11, 20}, {2026, 11, 20});
    ASSERT_EQ(rows.size(), 9u);
    struct Case {
        const char* id;
        std::vector<std::string> events;  // the one that stands for it, then the others
        const char* exclusion;
    };
    for (auto& tested :
         {Case{"booked", {"Created Reservation"}, ""},
          Case{"done",
               {"Completed Reservation", "Created Reservation", "Completed Reservation Value"},
               ""},
          Case{"cancelled", {"Created Reservation", "Cancelled Reservation"}, ""},
          Case{"confirmed", {"Created Reservation", "Confirmed Reservation"}, ""},
          Case{"no show", {"Created Reservation"}, ""},
          Case{"walk-in", {"Created Reservation"}, "walk_in_without_guest"},
          Case{"nobody", {"Created Reservation"}, "no_guest"},
          Case{"old", {}, "created_before_history"},
          Case{"old and done", {"Completed Reservation"}, ""}}) {
        auto& row = rows.at(tested.id);
        std::vector<std::string> events;
        if (!row.unique_id.empty()) events.push_back(row.unique_id);
        for (auto& further : row.also) events.push_back(further.unique_id);
        std::vector<std::string> expected;
        for (auto& metric : tested.events) expected.push_back(event(tested.id, metric));
        EXPECT_EQ(events, expected) << tested.id;
        EXPECT_EQ(row.exclusion, tested.exclusion) << tested.id;
        EXPECT_EQ(row.record, "reservation/" + std::string(tested.id));
        EXPECT_EQ(row.place, "Chez Test");
        EXPECT_EQ(row.day, (LocalDate{2026, 11, 20}));
    }
    EXPECT_EQ(rows.at("done").value, (Money{12345, *Currency::parse("USD")}));
    EXPECT_EQ(rows.at("booked").value, std::nullopt);
    EXPECT_EQ(rows.at("booked").persons, std::vector<std::string>{"opentable:77-g"});
    EXPECT_TRUE(rows.at("walk-in").persons.empty());
}

TEST(OpenTableAudit, TheDayIsTheRestaurantsEvenWhereTheClocksChange) {
    World world(10);
    world.vendor.zone = Zone::find("America/New_York").value();
    auto& settings = world.connection.integration.settings;
    settings.replace(settings.find("\"UTC\""), 5, "\"America/New_York\"");
    auto add = [&](const char* id, const char* scheduled) {
        world.vendor.reservations[id] = {.id = id, .guest_id = "77-g", .scheduled = scheduled};
    };
    add("evening before", "2026-11-01T03:59:00Z");  // 23:59 in summer time
    add("first minute", "2026-11-01T04:00:00Z");
    add("last minute", "2026-11-02T04:59:00Z");  // 23:59 in winter time: the day had 25 hours
    add("day after", "2026-11-02T05:00:00Z");
    auto rows = audit(world, {2026, 11, 1}, {2026, 11, 1});
    EXPECT_EQ(rows.size(), 2u);
    EXPECT_TRUE(rows.contains("first minute") && rows.contains("last minute"));
}

TEST(OpenTableAudit, OfSeveralVersionsOnTheWayTheBestCounts) {
    World world(4);
    for (int i = 0; i < 10; ++i) {
        VendorReservation r{.id = fmt::format("r{}", i), .guest_id = "77-g", .sequence = 5};
        r.updated = fmt::format("2026-11-01T10:0{}:00Z", i);
        world.vendor.reservations[r.id] = r;
    }
    world.vendor.after = [&](int number) {
        if (number != 2) return;  // after the first page
        auto& r = world.vendor.reservations["r0"];
        r.sequence = 6, r.updated = "2026-11-20T21:00:00Z", r.total = 4200,
        r.done = "2026-11-20T20:30:00Z";
    };
    auto rows = audit(world, {2026, 11, 20}, {2026, 11, 20});
    ASSERT_EQ(rows.size(), 10u);
    EXPECT_EQ(rows.at("r0").value, (Money{4200, *Currency::parse("USD")}));
    EXPECT_EQ(rows.at("r0").unique_id, event("r0", "Completed Reservation"));
}

TEST(OpenTableAudit, AMalformedRecordIsCountedWhereItCanBe) {
    World world;
    world.vendor.reservations["good"] = {.id = "good", .guest_id = "77-g"};
    world.vendor.bend = [](const net::HttpRequest&, std::vector<std::string>& rows, bool&,
                           std::int64_t&) { rows.push_back(R"({"id":"odd","sequence_id":3})"); };
    auto rows = audit(world, {2026, 11, 20}, {2026, 11, 21});
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows.at("odd").exclusion, "malformed");
    EXPECT_EQ(rows.at("odd").day, (LocalDate{2026, 11, 20}));
}

TEST(OpenTableAudit, EventsLeadBackToTheirReservation) {
    World world;
    auto tracer = OpenTable().tracer(world.connection).value();
    auto usd = *Currency::parse("USD");
    model::Event held{.unique_id = event("a:b", "Created Reservation"),
                      .time = at("2026-11-01T10:00:00Z"),
                      .value = Money{5, usd},
                      .properties = R"({"Scheduled Time":"2026-11-20T18:00Z"})"};
    auto trace = tracer.trace(held);
    ASSERT_TRUE(trace);
    EXPECT_EQ(trace->record, "reservation/a:b");
    EXPECT_EQ(trace->day, (LocalDate{2026, 11, 20}));
    EXPECT_EQ(trace->value, (Money{5, usd}));
    held.properties =
        R"({"Scheduled Time":"2026-11-20T18:00Z","Value Source":"Matched POS order"})";
    EXPECT_EQ(tracer.trace(held)->value, std::nullopt) << "a matched value is not the vendor's";
    held.unique_id = "by hand";
    EXPECT_EQ(tracer.trace(held)->record, "") << "of no reservation, and yet of that day";
}

TEST(OpenTableSync, ReadsDaysAgainWhenAsked) {
    World world;
    world.populate(60);
    EXPECT_TRUE(OpenTable()
                    .reread(world.memory.cursors({}, {}).value(), {2026, 9, 1}, {2026, 9, 3}, {})
                    .empty())
        << "the history is not read yet";
    ASSERT_EQ(world.sync().error, "");
    auto& late = world.vendor.reservations["77-r0009"];  // a total comes, and nothing says so
    ASSERT_TRUE(late.total);
    late.total = 999'999;
    ASSERT_EQ(world.sync().error, "");
    auto held = [&] {
        return world.memory.events[event("77-r0009", "Completed Reservation")].value->minor;
    };
    EXPECT_EQ(held(), 1009);
    auto day = parse_date(late.scheduled.substr(0, 10)).value();
    ingest::Batch batch;
    batch.cursors = OpenTable().reread(world.memory.cursors({}, {}).value(), day, day, {});
    ASSERT_EQ(batch.cursors.size(), 1u);
    ASSERT_TRUE(world.memory.apply(std::span(&batch, 1)).has_value());
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(held(), 999'999);
    int asked = world.vendor.count("scheduled_time_from=" + late.scheduled.substr(0, 10));
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.count("scheduled_time_from=" + late.scheduled.substr(0, 10)), asked)
        << "once is enough";
}

}  // namespace
}  // namespace regulars::sources::opentable
