// Tests the whole way from a scripted vendor to Batches: paging, backfill, polls and refusals.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "sources/opentable/imposter_test.hpp"

namespace regulars::sources::opentable {
namespace {

using Answer = Imposter::Answer;

std::string unique(std::string_view reservation, std::string_view metric) {
    return fmt::format("opentable:77:{}:{}", reservation, metric);
}

TEST(OpenTableSync, BackfillsEverythingOnce) {
    World world;
    world.populate(120);
    auto run = world.sync();
    ASSERT_EQ(run.error, "");
    EXPECT_EQ(run.outcome, model::RunOutcome::succeeded);
    EXPECT_EQ(run.kind, model::RunKind::backfill);
    EXPECT_EQ(run.done, 1);
    EXPECT_EQ(world.memory.people.size(), 120);
    EXPECT_EQ(world.memory.events.size(), 120u + 40 + 40);  // created; completed with its value
    EXPECT_EQ(world.memory.refused_unknown, 0);
    EXPECT_EQ(world.memory.next_sync_at, run.started_at + 30min);
    EXPECT_EQ(world.vendor.tokens, 1);

    auto before = world.memory.picture();
    std::size_t batches = world.memory.batches.size();
    auto again = world.sync();
    EXPECT_EQ(again.kind, model::RunKind::scheduled);
    EXPECT_EQ(world.memory.picture(), before);
    EXPECT_EQ(world.memory.batches.size(), batches) << "nothing new writes nothing";
    EXPECT_EQ(world.vendor.tokens, 1) << "the token is kept between runs";
}

TEST(OpenTableSync, ReadsMonthsNewestFirst) {
    World world;
    world.populate(40);
    ASSERT_EQ(world.sync().error, "");
    std::vector<std::string> months;
    for (auto& line : world.vendor.log)
        if (auto from = line.find("scheduled_time_from="); from != std::string::npos)
            if (auto month = line.substr(from + 20, 7); months.empty() || months.back() != month)
                months.push_back(month);
    EXPECT_EQ(months, (std::vector<std::string>{"2026-11", "2026-10", "2026-09", "2026-08"}));
}

TEST(OpenTableSync, PollsWhatChangedSince) {
    World world;
    world.populate(30);
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(30min);
    auto& r = world.vendor.reservations["77-r0029"];
    r.state = "Cancelled", r.sequence = 900, r.updated = "2026-11-21T12:20:00Z";
    VendorGuest fresh{
        .id = "77-new", .email = "new@example.com", .updated = "2026-11-21T12:21:00Z"};
    world.vendor.guests[fresh.id] = fresh;
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.events[unique("77-r0029", "Cancelled Reservation")].time,
              at("2026-11-21T12:20:00Z"));
    EXPECT_TRUE(world.memory.people.contains("opentable:77-new"));
}

TEST(OpenTableSync, SurvivesBoundsThatIncludeThemselves) {
    World strict, inclusive;
    inclusive.vendor.has_inclusive_bounds = true;
    strict.populate(60), inclusive.populate(60);
    ASSERT_EQ(strict.sync().error, "");
    ASSERT_EQ(inclusive.sync().error, "");
    EXPECT_EQ(strict.memory.picture(), inclusive.memory.picture());
}

TEST(OpenTableSync, LosesNothingWhenRowsMoveWhileItReads) {
    World world(10);
    world.populate(200);
    SeededRandom random(3);
    world.vendor.after = [&](int number) {
        if (number < 3 || number > 60) return;
        // Some row is touched: it leaves its place and stands at the end.
        auto& r = world.vendor.reservations[fmt::format("77-r{:04}", random.below(200))];
        r.sequence = 10'000 + number;
        r.updated = format_iso(world.clock.now().floor_seconds());
        r.origin = "Phone";
        auto& g = world.vendor.guests[fmt::format("77-g{:04}", random.below(200))];
        g.sequence = 10'000 + number;
        g.updated = r.updated;
        g.email = fmt::format("changed{}@example.com", number);
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.people.size(), 200);
    for (auto& [id, r] : world.vendor.reservations)
        EXPECT_EQ(world.memory.records["reservation/" + id].version, r.sequence) << id;
    for (auto& [id, g] : world.vendor.guests)
        EXPECT_EQ(world.memory.people["opentable:" + id].fields.email, g.email) << id;
}

TEST(OpenTableSync, ReadsTiesOverPageBoundaries) {
    World world(8);
    world.populate(60);
    for (int i = 10; i < 50; ++i)
        world.vendor.guests[fmt::format("77-g{:04}", i)].updated = "2026-09-01T00:30:00Z";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.people.size(), 60);
}

TEST(OpenTableSync, AsksAgainForStalePages) {
    World world(10);
    world.populate(100);
    std::vector<std::string> last;
    int stale = 0;
    world.vendor.bend = [&](const net::HttpRequest& request, std::vector<std::string>& rows,
                            bool& has_next, std::int64_t&) {
        if (request.path() != "/sync/v2/guests") return;
        if (!last.empty() && stale++ % 3 == 1) rows = last, has_next = true;
        last = rows;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_GT(stale, 10);
    EXPECT_EQ(world.memory.people.size(), 100);
}

TEST(OpenTableSync, TreatsAnotherOffsetAsStale) {
    World world(10);
    world.populate(50);
    int bent = 0;
    world.vendor.bend = [&](const net::HttpRequest&, std::vector<std::string>& rows, bool& has_next,
                            std::int64_t& offset) {
        if (++bent % 2 == 1) offset += 10, has_next = false, rows.clear();
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.people.size(), 50);
}

TEST(OpenTableSync, EndsAtAnEmptyPageThatPromisesMore) {
    World world(10);
    world.populate(20);
    world.vendor.bend = [&](const net::HttpRequest&, std::vector<std::string>& rows, bool& has_next,
                            std::int64_t&) {
        has_next = true;
        static_cast<void>(rows);
    };
    auto run = world.sync();
    EXPECT_EQ(run.error, "");
    EXPECT_EQ(world.memory.people.size(), 20);
}

TEST(OpenTableSync, RepeatsUnorderedWalksUntilNothingIsNew) {
    World world(10);
    world.populate(90);
    world.vendor.is_unordered = true;
    world.vendor.after = [&](int number) {
        if (number != 6) return;
        world.vendor.guests.erase("77-g0003");  // every later row moves up one
        world.vendor.guests.erase("77-g0007");
    };
    ASSERT_EQ(world.sync().error, "");
    for (auto& [id, guest] : world.vendor.guests)
        EXPECT_TRUE(world.memory.people.contains("opentable:" + id)) << id;
    EXPECT_EQ(world.memory.records.size(), 90u + 90);
}

TEST(OpenTableSync, NeverFollowsAddressesOfTheVendor) {
    World world(10);
    world.populate(30);
    std::set<std::string> hosts;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        hosts.insert(request.target.substr(0, request.target.find('/', 8)));
        return std::nullopt;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(hosts, (std::set<std::string>{"http://127.0.0.1:1", "http://127.0.0.1:2"}));
}

TEST(OpenTableSync, FetchesUnknownGuestsSingly) {
    World world;
    world.vendor.reservations["77-r1"] = {.id = "77-r1", .guest_id = "77-late"};
    world.vendor.reservations["77-r2"] = {.id = "77-r2", .guest_id = "77-gone"};
    world.vendor.after = [&](int number) {  // after the guests were read
        if (number == 2)
            world.vendor.guests["77-late"] = {.id = "77-late", .email = "late@example.com"};
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.people["opentable:77-late"].fields.email, "late@example.com");
    EXPECT_TRUE(world.memory.events.contains(unique("77-r1", "Created Reservation")));
    EXPECT_EQ(world.memory.records["reservation/77-r2"].exclusion, "guest_not_found");
    EXPECT_EQ(world.vendor.count("/sync/v2/guests/77-gone"), 1) << "one answer is remembered";
}

TEST(OpenTableSync, ForgetsAndMergesGuests) {
    World world;
    world.populate(5);
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(1h);
    auto& lost = world.vendor.guests["77-g0000"];
    lost.forgotten = true, lost.email = "", lost.sequence = 50,
    lost.updated = "2026-11-21T12:50:00Z";
    auto& merged = world.vendor.guests["77-g0001"];
    merged.archived = true, merged.sequence = 51, merged.updated = "2026-11-21T12:51:00Z",
    merged.primary_guest = "g0002";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.memory.forgotten.contains("opentable:77-g0000"));
    EXPECT_FALSE(world.memory.events.contains(unique("77-r0000", "Created Reservation")));
    EXPECT_EQ(world.memory.people["opentable:77-g0001"].same_as, "opentable:77-g0002");
    EXPECT_EQ(world.memory.people["opentable:77-g0001"].fields.email, "");

    EXPECT_EQ(world.memory.records["reservation/77-r0000"].exclusion, "guest_forgotten")
        << "its reservations are read again";
    EXPECT_EQ(world.vendor.count("guest_id=g0000"), 1);
    EXPECT_EQ(world.memory.cursor_by_stream["revisit"].state, R"({"guests":[]})");
}

TEST(OpenTableSync, MakesTheEventsOfAGuestWhoTurnsUpLate) {
    World world;
    world.vendor.reservations["77-r1"] = {.id = "77-r1", .guest_id = "77-late"};
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.records["reservation/77-r1"].exclusion, "guest_not_found");
    world.clock.advance(30min);
    world.vendor.guests["77-late"] = {.id = "77-late",
                                      .email = "late@example.com",
                                      .updated = format_iso(world.clock.now().floor_seconds())};
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.records["reservation/77-r1"].exclusion, "");
    EXPECT_TRUE(world.memory.events.contains(unique("77-r1", "Created Reservation")));
}

TEST(OpenTableSync, MakesNothingOnCopperAndStartsAnewWhenTheTierRises) {
    World world;
    world.populate(12);
    for (auto& [id, guest] : world.vendor.guests) guest.copper = true;
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.memory.people.empty());
    EXPECT_TRUE(world.memory.events.empty());
    EXPECT_EQ(world.memory.records["reservation/77-r0001"].exclusion, "no_personal_data");
    EXPECT_NE(world.memory.notice.find("no email at this tier"), std::string::npos);

    world.connection.integration.notice = world.memory.notice;
    for (auto& [id, guest] : world.vendor.guests) guest.copper = false;
    world.vendor.guests["77-g0003"].updated = format_iso(world.clock.now());
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.people.size(), 12);
    EXPECT_EQ(world.memory.events.size(), 12u + 4 + 4);
    EXPECT_EQ(world.memory.notice, "");
}

TEST(OpenTableSync, LooksBackForLateValues) {
    World world;
    VendorGuest guest{.id = "77-g", .email = "g@example.com"};
    world.vendor.guests[guest.id] = guest;
    VendorReservation r{.id = "77-r",
                        .guest_id = "77-g",
                        .state = "Done",
                        .scheduled = "2026-11-20T18:00:00Z",
                        .updated = "2026-11-20T20:00:00Z",
                        .done = "2026-11-20T20:00:00Z"};
    world.vendor.reservations[r.id] = r;
    ASSERT_EQ(world.sync().error, "");
    EXPECT_FALSE(world.memory.events[unique("77-r", "Completed Reservation")].value);
    world.vendor.reservations["77-r"].total = 4250;  // without moving updated_at
    world.clock.advance(1h);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_FALSE(world.memory.events[unique("77-r", "Completed Reservation")].value)
        << "the same day looks back once";
    world.clock.advance(24h);
    ASSERT_EQ(world.sync().error, "");
    auto& completed = world.memory.events[unique("77-r", "Completed Reservation")];
    ASSERT_TRUE(completed.value);
    EXPECT_EQ(completed.value->minor, 4250);
    EXPECT_TRUE(world.memory.events.contains(unique("77-r", "Completed Reservation Value")));
}

TEST(OpenTableSync, LooksFurtherBackOnceAWeek) {
    World world;
    world.populate(3);
    ASSERT_EQ(world.sync().error, "");
    world.vendor.log.clear();
    world.clock.advance(days(8));
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.count("scheduled_time_from=2026-10-25"), 1);
    EXPECT_EQ(world.vendor.count("scheduled_time_from="), 1)
        << "the weekly look back holds the daily one";
}

TEST(OpenTableSync, WatermarkNeverPassesOurClock) {
    World world;
    world.populate(5);
    ASSERT_EQ(world.sync().error, "");
    auto& ahead = world.vendor.guests["77-g0001"];
    ahead.updated = format_iso(world.clock.now() + 1h);
    ahead.sequence = 70;
    ASSERT_EQ(world.sync().error, "");
    VendorGuest between{.id = "77-between",
                        .email = "b@example.com",
                        .updated = format_iso(world.clock.now().floor_seconds())};
    world.vendor.guests[between.id] = between;
    world.clock.advance(30min);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.memory.people.contains("opentable:77-between"));
}

TEST(OpenTableSync, KeepsGoingPastMalformedRecords) {
    World world;
    world.populate(3);
    world.vendor.bend = [](const net::HttpRequest& request, std::vector<std::string>& rows, bool&,
                           std::int64_t&) {
        if (request.path() != "/sync/v2/reservations" ||
            request.target.find("2026-09") == std::string::npos)
            return;
        rows.push_back(R"({"id":"77-odd","sequence_id":"5","updated_at_utc":"yesterday"})");
        rows.push_back("42");
    };
    ASSERT_EQ(world.sync().error, "");
    auto& odd = world.memory.records["reservation/77-odd"];
    EXPECT_EQ(odd.exclusion, "malformed");
    EXPECT_NE(odd.memo.find("yesterday"), std::string::npos);
    EXPECT_EQ(
        std::ranges::count_if(world.memory.records,
                              [](auto& record) { return record.second.exclusion == "malformed"; }),
        2);
    EXPECT_EQ(world.memory.events.size(), 3u + 1 + 1);
}

}  // namespace
}  // namespace regulars::sources::opentable
