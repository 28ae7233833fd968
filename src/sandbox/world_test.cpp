// The world: repeatable, believable, quick.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/world.hpp"

#include <chrono>
#include <map>

#include <gtest/gtest.h>

namespace regulars::sandbox {
namespace {

const Instant today = *parse_instant("2026-03-15T17:20:31Z");

const World& default_world() {
    static const World world({.now = today});
    return world;
}

std::uint64_t digest(const World& world) {
    std::uint64_t sum = 0;
    for (const Restaurant& r : world.restaurants()) {
        for (const Reservation& v : r.reservations) {
            if (v.sequence == 0) continue;
            for (std::uint64_t field :
                 {v.sequence, v.created, v.scheduled, v.updated, v.guest, v.seated, v.done,
                  std::uint32_t(v.state), std::uint32_t(v.check_subtotal)}) {
                sum = mix(sum, field);
            }
        }
        for (const Guest& g : r.guests) {
            for (std::uint64_t field : {g.sequence, g.updated, g.email, g.phone, g.primary,
                                        g.last_visit, std::uint32_t(g.opt_in)}) {
                sum = mix(sum, field);
            }
        }
    }
    return sum;
}

TEST(World, IsTheSameFromTheSameSeedWhateverStepsTimeTook) {
    WorldOptions options{.seed = 7, .guests = 900, .days = 120, .now = today};
    World one(options), other(options);
    EXPECT_EQ(digest(one), digest(other));
    std::uint64_t before = digest(one);
    one.advance(today + days(9));
    for (int minutes = 0; minutes <= 9 * 24 * 60; minutes += 17)
        other.advance(today + minutes * 1min);
    other.advance(today + days(9));
    EXPECT_EQ(digest(one), digest(other));
    EXPECT_NE(digest(one), before);
    options.seed = 8;
    EXPECT_NE(digest(World(options)), before);
}

TEST(World, NothingChangesBeforeTheNextChange) {
    World world({.seed = 3, .guests = 600, .days = 90, .now = today});
    for (int i = 0; i < 200; ++i) {
        Instant next = world.next_change();
        std::uint64_t before = digest(world);
        world.advance(next - 1s);
        EXPECT_EQ(digest(world), before);
        world.advance(next);
        EXPECT_GT(world.next_change(), next);
    }
}

TEST(World, LooksLikeTheRowsThatWereCounted) {
    const World& world = default_world();
    double rows = 0, walk_ins = 0, without_guest = 0, parties_of_two = 0, server_null = 0,
           several_tables = 0;
    double closed = 0, done = 0, cancelled = 0, no_show = 0;
    double guests = 0, never_visited = 0;
    std::vector<double> stay_min;
    double longest_lead_days = 0;
    for (const Restaurant& r : world.restaurants()) {
        std::uint32_t newest = 0;
        for (const Reservation& v : r.reservations) {
            if (v.sequence == 0) continue;
            newest = std::max(newest, v.sequence);
            ++rows;
            walk_ins += v.origin == Origin::walk_in;
            without_guest += v.guest == 0;
            parties_of_two += v.party == 2;
            several_tables += v.second_table != 0;
            longest_lead_days =
                std::max(longest_lead_days, (double(v.scheduled) - double(v.created)) / 86'400);
            if (v.origin != Origin::walk_in) {
                EXPECT_LE(v.created, v.scheduled);
            }
            if (v.state == State::done)
                stay_min.push_back((double(v.done) - double(v.seated)) / 60);
            if (v.scheduled + 2 * 86'400 > today.seconds()) continue;
            ++closed;
            done += is_done(v.state);
            server_null += v.seated != 0 && v.server == 0;
            cancelled += v.state == State::cancelled;
            no_show += v.state == State::no_show;
            EXPECT_TRUE(v.state >= State::done) << int(v.state);
        }
        EXPECT_LE(newest, r.sequence);
        guests += double(r.guests.size());
        for (const Guest& g : r.guests) never_visited += g.first_visit == 0;
    }
    EXPECT_NEAR(rows, 150'000, 9'000);
    EXPECT_NEAR(walk_ins / rows, 0.65, 0.02);
    EXPECT_NEAR(without_guest / rows, 0.57, 0.02);
    EXPECT_NEAR(parties_of_two / rows, 0.58, 0.03);
    EXPECT_NEAR(several_tables / rows, 0.026, 0.015);
    EXPECT_NEAR(server_null / done, 0.14, 0.02);
    EXPECT_NEAR(done / closed, 0.904, 0.02);
    EXPECT_NEAR(cancelled / closed, 0.085, 0.015);
    EXPECT_NEAR(no_show / closed, 0.011, 0.005);
    EXPECT_NEAR(guests, 20'000, 1'500);
    EXPECT_NEAR(never_visited / guests, 0.14, 0.05);
    EXPECT_GT(longest_lead_days, 100);
    EXPECT_LT(longest_lead_days, 119);
    std::nth_element(stay_min.begin(), stay_min.begin() + std::ptrdiff_t(stay_min.size() / 2),
                     stay_min.end());
    EXPECT_NEAR(stay_min[stay_min.size() / 2], 77, 6);
}

TEST(World, HasRegularsAndStrangers) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> visits;
    for (const Restaurant& r : default_world().restaurants()) {
        for (const Reservation& v : r.reservations) {
            if (v.sequence != 0 && v.guest != 0) ++visits[{r.number, v.guest}];
        }
    }
    int most = 0, once = 0;
    for (auto& [guest, count] : visits) most = std::max(most, count), once += count == 1;
    EXPECT_GT(most, 40);
    EXPECT_GT(once, int(visits.size()) / 10);
}

TEST(World, KeepsItsOrders) {
    for (const Restaurant& r : default_world().restaurants()) {
        EXPECT_TRUE(std::is_sorted(r.by_schedule.begin(), r.by_schedule.end()));
        std::size_t visible = 0, logged = 0, ties = 0;
        for (const Reservation& v : r.reservations) visible += v.sequence != 0;
        EXPECT_EQ(r.by_schedule.size(), visible);
        Seconds last = 0;
        r.reservation_changes.each_after(0, r.reservations, [&](std::uint32_t index) {
            ++logged;
            EXPECT_GE(r.reservations[index].updated, last);
            ties += r.reservations[index].updated == last;
            last = r.reservations[index].updated;
            return true;
        });
        EXPECT_EQ(logged, visible);
        EXPECT_GT(ties, visible / 1000);
        std::size_t guests = 0;
        r.guest_changes.each_after(0, r.guests, [&](std::uint32_t) { return ++guests, true; });
        EXPECT_EQ(guests, r.guests.size());
        for (const Reservation& v : r.reservations) {
            auto steps = r.steps_of(v);
            EXPECT_EQ(steps[0].kind, StepKind::create);
            for (std::size_t i = 1; i < steps.size(); ++i) {
                EXPECT_LE(steps[i - 1].at, steps[i].at);
                if (steps[i].sequence == 0 || steps[i].silent) continue;
                EXPECT_LT(steps[i - 1].sequence, steps[i].sequence);
            }
        }
    }
}

TEST(World, HasBothPassesOfTheHourThatComesTwice) {
    const World& world = default_world();
    const Restaurant& r = world.restaurants()[0];
    int first_pass = 0, second_pass = 0;
    for (const Reservation& v : r.reservations) {
        if (v.sequence == 0) continue;
        LocalTime local{r.clock.to_local(v.scheduled)};
        if (local.seconds < local_time({2025, 11, 2}, 1).seconds ||
            local.seconds >= local_time({2025, 11, 2}, 2).seconds)
            continue;
        (r.clock.offset(v.scheduled) == -4 * 3600 ? first_pass : second_pass)++;
    }
    EXPECT_GT(first_pass + second_pass, 0);
    EXPECT_EQ(r.clock.offset(world.begins().seconds()), -4 * 3600);
}

TEST(World, IsBuiltInTwoSeconds) {
    auto start = std::chrono::steady_clock::now();
    World world({.seed = 2, .now = today});
    double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    RecordProperty("seconds", std::to_string(took));
    EXPECT_LT(took, 6) << "the target is 2 s on an idle core";
    EXPECT_EQ(world.restaurants().size(), 3u);
}

}  // namespace
}  // namespace regulars::sandbox
