// The real binary, killed at random moments of backfill and live sync.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <thread>

#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "base/env.hpp"
#include "sandbox_account.hpp"

namespace regulars::binary {
namespace {

constexpr int kills_in_backfill = 30, kills_of_the_server = 30;

void pass(Random& random, int most_ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(random.below(std::uint64_t(most_ms))));
}

TEST(Crash, KilledAtRandomItLosesAndDoublesNothing) {
    SeededRandom random(20'261'121);
    SandboxAccount account(
        {"--seed", "11", "--guests", "6000", "--days", "730", "--locations", "2"});
    ASSERT_EQ(account.names().size(), 2u);

    // Backfill: what one life committed, the next one still holds.
    std::set<std::string> before;
    int killed = 0, most_ms = 400;
    for (int i = 0; i < 4 * kills_in_backfill && killed < kills_in_backfill; ++i) {
        {
            Running sync({"sync", "--data", account.data(), "--once"}, false);
            pass(random, most_ms);
            killed += sync.kill();
        }
        auto ids = account.held();
        std::set<std::string> now(ids.begin(), ids.end());
        ASSERT_EQ(now.size(), ids.size()) << "after kill " << i << " events are held twice";
        ASSERT_TRUE(std::ranges::includes(now, before))
            << "after kill " << i << " committed events are gone";
        // A slow machine commits nothing in that time: until it has, lives grow longer.
        most_ms = now.empty() ? std::min(most_ms * 5 / 4, 3'000) : 400;
        before = std::move(now);
    }
    EXPECT_EQ(killed, kills_in_backfill) << "the backfill ended too early to be killed often";
    EXPECT_GT(before.size(), 0u);

    // Live: the server restarts over and over while the restaurants go on.
    double slowest = 0;
    for (int i = 0; i < kills_of_the_server; ++i) {
        account.advance(int(random.below(4 * 3'600)));
        for (auto& name : account.names())
            ASSERT_EQ(regulars({"integration", "resume", name, "--data", account.data()}).exit_code,
                      0);
        Running server({"serve", "--data", account.data(), "--listen", "127.0.0.1:0"}, true);
        ASSERT_TRUE(server.first_line().starts_with("ready http://")) << server.first_line();
        slowest = std::max(slowest, server.seconds_to_first_line());
        pass(random, 250);
        EXPECT_TRUE(server.kill());
    }
    EXPECT_LT(slowest, 2.0) << "restart to ready";
    RecordProperty("slowest_restart_ms", int(slowest * 1000));

    auto last = account.sync();
    ASSERT_EQ(last.exit_code, 0) << last.err;
    EXPECT_EQ(account.differences(), std::vector<std::string>{});
    auto doctor = regulars({"doctor", "--data", account.data()});
    EXPECT_EQ(doctor.exit_code, 0) << doctor.out;
}

}  // namespace
}  // namespace regulars::binary
