// Tests of the clocks and of chance.
// SPDX-License-Identifier: Apache-2.0
#include "base/env.hpp"

#include <array>
#include <set>
#include <thread>

#include <gtest/gtest.h>

namespace regulars {
namespace {

TEST(SeededRandom, IsTheSameEverywhere) {
    struct {
        std::uint64_t seed;
        std::array<std::uint64_t, 3> expected;
    } cases[] = {
        {0, {11091344671253066420ULL, 13793997310169335082ULL, 1900383378846508768ULL}},
        {1, {12966619160104079557ULL, 9600361134598540522ULL, 10590380919521690900ULL}},
        {42, {1546998764402558742ULL, 6990951692964543102ULL, 12544586762248559009ULL}},
    };
    for (const auto& c : cases) {
        SeededRandom random(c.seed);
        for (auto expected : c.expected) EXPECT_EQ(random.next(), expected) << c.seed;
    }
}

TEST(Mix, IsTheSameEverywhereAndOrdered) {
    EXPECT_EQ(mix(0, 0), 16294208416658607535ULL);  // splitmix64's first number of seed 0
    EXPECT_NE(mix(1, 2), mix(2, 1));
    std::set<std::uint64_t> seen;
    for (std::uint64_t a = 0; a < 30; ++a)
        for (std::uint64_t b = 0; b < 30; ++b) seen.insert(mix(a, b));
    EXPECT_EQ(seen.size(), 900u);
}

TEST(Random, BelowIsUniform) {
    SeededRandom random(7);
    std::array<int, 7> counts{};
    for (int i = 0; i < 70'000; ++i) ++counts.at(random.below(7));
    for (int count : counts) EXPECT_NEAR(count, 10'000, 400);  // four deviations
    for (int i = 0; i < 100; ++i) EXPECT_EQ(random.below(1), 0u);
}

TEST(Random, UnitLiesInItsRange) {
    SeededRandom random(7);
    double sum = 0;
    for (int i = 0; i < 10'000; ++i) {
        double u = random.unit();
        ASSERT_TRUE(u >= 0 && u < 1) << u;
        sum += u;
    }
    EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
    EXPECT_FALSE(random.chance(0));
    EXPECT_TRUE(random.chance(1));
}

TEST(SystemRandom, DoesNotRepeat) {
    SystemRandom random;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(random.next());
    EXPECT_EQ(seen.size(), 1'000u);
}

TEST(RandomDeathTest, NothingLiesBelowZero) {
    SeededRandom random(1);
    EXPECT_DEATH(random.below(0), "nothing lies below 0");
}

TEST(VirtualClock, PassesOnlyWhenAsked) {
    VirtualClock clock(Instant::from_seconds(1'000));
    EXPECT_EQ(clock.now(), Instant::from_seconds(1'000));
    clock.sleep_for(days(365), {});
    EXPECT_EQ(clock.now(), Instant::from_seconds(1'000) + days(365));
    clock.sleep_until(Instant::from_seconds(5), {});  // long past: no step back
    EXPECT_EQ(clock.now(), Instant::from_seconds(1'000) + days(365));
    clock.advance(1us);
    EXPECT_EQ(clock.now(), Instant::from_seconds(1'000) + days(365) + 1us);
}

TEST(RealClock, RunsFromItsOriginAtItsSpeed) {
    auto origin = parse_instant("2024-11-21").value();
    RealClock machine, fast(origin, 100'000), stopped(origin, 0);
    Instant before = machine.now();
    machine.sleep_for(20ms, {});
    Instant shown = fast.now();
    Duration real = machine.now() - before;
    EXPECT_GE(real, 20ms);
    EXPECT_GE(shown - origin, Duration(2'000s));                   // 20 ms at that speed
    EXPECT_LE(shown - origin, real * 100'000 + Duration(1'000s));  // made 10 ms before at most
    EXPECT_EQ(stopped.now(), origin);
    EXPECT_EQ(fast.speed(), 100'000);
}

TEST(RealClock, SleepsInItsOwnTime) {
    RealClock fast(Instant::from_seconds(0), 1e6), machine;
    Instant before = machine.now();
    fast.sleep_until(Instant::from_seconds(20'000), {});  // 20 ms
    EXPECT_GE(fast.now(), Instant::from_seconds(20'000));
    EXPECT_LT(machine.now() - before, 5s);
}

TEST(RealClock, WakesWhenAskedToStop) {
    for (double speed : {1.0, 0.0, 0.001}) {
        RealClock clock(Instant::from_seconds(0), speed), machine;
        Instant before = machine.now();
        std::stop_source stop;
        std::jthread asker([&] { stop.request_stop(); });
        clock.sleep_until(Instant::from_seconds(3'600), stop.get_token());
        EXPECT_LT(machine.now() - before, 5s) << speed;
        EXPECT_LT(clock.now(), Instant::from_seconds(3'600)) << speed;
    }
}

}  // namespace
}  // namespace regulars
