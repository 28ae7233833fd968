// Tests what a backfill says of itself: how far it is, which month, where an interrupted one went
// on.
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include <gtest/gtest.h>

#include "sources/toast/imposter_test.hpp"

namespace regulars::sources::toast {
namespace {

TEST(ToastBackfill, TellsTheMonthItReadsAndFinishesLast) {
    World world(10, "", {diner, bistro});  // Toast refuses the first
    world.populate(40);
    std::vector<model::Run> said;
    ASSERT_TRUE(world.runner->sync_once(world.connection, model::RunKind::scheduled,
                                        [&](const model::Run& run) { said.push_back(run); }, {}));
    std::string month = "9999";
    std::set<std::string> months;
    double done = 0;
    for (auto& run : said) {
        EXPECT_GE(run.done, done) << "it never goes back";
        done = run.done;
        if (run.reach.stage != model::RunStage::history) continue;
        EXPECT_LE(run.reach.month, month) << "newest first";
        month = run.reach.month;
        EXPECT_EQ(run.reach.months_total, 4);
        EXPECT_EQ(run.reach.months_done, 11 - std::stoi(month.substr(5)));
        months.insert(month);
    }
    EXPECT_GE(months.size(), 3u) << "a month that fits into one window may pass between two pages";
    EXPECT_EQ(*months.rbegin(), "2026-11");
    EXPECT_EQ(said.front().reach.stage, model::RunStage::people);
    EXPECT_EQ(said.back().reach.stage, model::RunStage::people)
        << "of the one that is refused nothing is known";
    EXPECT_EQ(said.back().done, 0.5);

    world.use({bistro});
    world.clock.advance(30min);
    said.clear();
    ASSERT_TRUE(world.runner->sync_once(world.connection, model::RunKind::scheduled,
                                        [&](const model::Run& run) { said.push_back(run); }, {}));
    EXPECT_EQ(said.back().reach, (model::RunReach{.stage = model::RunStage::finishing}));
}

TEST(ToastBackfill, AnInterruptedBackfillSaysWhereItWentOn) {
    World world;
    world.populate(120);
    std::stop_source stop;
    double reached = 0;
    auto cut = world.runner->sync_once(
        world.connection, model::RunKind::scheduled,
        [&](const model::Run& run) {
            reached = run.done;
            if (run.done > 0.4) stop.request_stop();
        },
        stop.get_token());
    ASSERT_TRUE(cut);
    ASSERT_EQ(cut->outcome, model::RunOutcome::interrupted);
    ASSERT_LT(reached, 1);
    world.clock.advance(1min);
    auto on = world.sync();
    EXPECT_GT(on.done_before, 0.2);
    EXPECT_LE(on.done_before, reached);
    EXPECT_EQ(on.done, 1);
}

}  // namespace
}  // namespace regulars::sources::toast
