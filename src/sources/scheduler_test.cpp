// Tests who is due when, leases, hints and the bound on runs at once.
// SPDX-License-Identifier: Apache-2.0
#include "sources/scheduler.hpp"

#include <atomic>
#include <condition_variable>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace regulars::sources {
namespace {

constexpr Instant start = Instant::from_seconds(1'800'000'000);

/// Integrations whose runs take no time and are due again half an hour later.
class FakeSchedule : public SchedulePort {
  public:
    explicit FakeSchedule(Clock& clock) : clock_(clock) {}
    std::vector<Due> due;
    std::set<IntegrationId> leased_elsewhere;
    std::vector<std::pair<std::int64_t, model::RunKind>> ran;
    bool fails = false;

    Result<std::vector<Due>> active() override { return due; }
    std::unique_ptr<Lease> try_acquire(const Due& one) override {
        return leased_elsewhere.contains(one.integration) ? nullptr : std::make_unique<Lease>();
    }
    Result<void> sync(const Due& one, model::RunKind kind, std::stop_token) override {
        ran.emplace_back(one.integration.value, kind);
        if (fails) return fail(ErrorKind::unavailable, "the disk is full");
        for (auto& known : due)
            if (known.integration == one.integration)
                known.next_sync_at = clock_.now() + 30min, known.hinted_at.reset();
        return {};
    }

  private:
    Clock& clock_;
};

Due integration(std::int64_t id, std::optional<Instant> next) {
    return {AccountId{1}, IntegrationId{id}, next, std::nullopt};
}

struct SchedulerTest : testing::Test {
    VirtualClock clock{start};
    FakeSchedule port{clock};
    Scheduler scheduler{port, clock};
    using Ran = std::vector<std::pair<std::int64_t, model::RunKind>>;
    Ran due() {
        port.ran.clear();
        EXPECT_TRUE(scheduler.run_due());
        return port.ran;
    }
};

TEST_F(SchedulerTest, RunsTheMostOverdueFirst) {
    port.due = {integration(1, start - 1min), integration(2, start + 1s),
                integration(3, start - 1h), integration(4, std::nullopt)};
    EXPECT_EQ(due(), (Ran{{4, model::RunKind::scheduled},
                          {3, model::RunKind::scheduled},
                          {1, model::RunKind::scheduled}}));
    EXPECT_EQ(due(), Ran{});
    EXPECT_EQ(*scheduler.next_due(), start + 1s);
    clock.advance(1s);
    EXPECT_EQ(due(), (Ran{{2, model::RunKind::scheduled}}));
    clock.advance(30min);
    EXPECT_EQ(due().size(), 4);
}

TEST_F(SchedulerTest, HintsBringAPollForward) {
    port.due = {integration(1, start)};
    EXPECT_EQ(due().size(), 1);
    clock.advance(10min);
    port.due[0].hinted_at = clock.now();
    EXPECT_EQ(due(), (Ran{{1, model::RunKind::hinted}}));
    port.due[0].hinted_at = clock.now();
    EXPECT_EQ(due(), Ran{}) << "not twice within the gap";
    clock.advance(30s);
    EXPECT_EQ(due(), (Ran{{1, model::RunKind::hinted}}));
    port.due[0].hinted_at = clock.now();
    port.due[0].is_failing = true;
    clock.advance(1min);
    EXPECT_EQ(due(), Ran{}) << "a failing one waits out its backoff";
}

TEST_F(SchedulerTest, LeavesToOthersWhatTheyHold) {
    port.due = {integration(1, start), integration(2, start)};
    port.leased_elsewhere = {IntegrationId{1}};
    EXPECT_EQ(due(), (Ran{{2, model::RunKind::scheduled}}));
    port.leased_elsewhere.clear();
    EXPECT_EQ(due(), (Ran{{1, model::RunKind::scheduled}}));
}

TEST_F(SchedulerTest, BacksOffFromWhatCannotEvenBeRecorded) {
    port.due = {integration(1, start)};
    port.fails = true;
    EXPECT_EQ(due().size(), 1);
    EXPECT_EQ(due().size(), 0);
    clock.advance(1min);
    EXPECT_EQ(due().size(), 1);
    clock.advance(1min);
    EXPECT_EQ(due().size(), 0);
    clock.advance(1min);
    EXPECT_EQ(due().size(), 1);
    port.fails = false;
    clock.advance(4min);
    EXPECT_EQ(due().size(), 1);
}

TEST_F(SchedulerTest, StopsBetweenRuns) {
    port.due = {integration(1, start), integration(2, start)};
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(*scheduler.run_due(stop.get_token()), 0);
}

/// Counts runs at once; each ends when all that can run together do, so nothing waits for luck.
class CrowdedSchedule final : public SchedulePort {
  public:
    CrowdedSchedule(std::size_t integrations, std::size_t together, std::stop_source& stop)
        : together_(together), stop_(stop) {
        for (std::size_t i = 1; i <= integrations; ++i)
            due_.push_back({AccountId{1}, IntegrationId{std::int64_t(i)}, Instant{}, std::nullopt});
    }
    Result<std::vector<Due>> active() override {
        std::lock_guard lock(mutex_);
        return due_;
    }
    std::unique_ptr<Lease> try_acquire(const Due&) override { return std::make_unique<Lease>(); }
    Result<void> sync(const Due& one, model::RunKind, std::stop_token) override {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(inside_.insert(one.integration).second) << "two runners for one integration";
        most_ = std::max(most_, inside_.size());
        ++started_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return started_ >= together_; });
        inside_.erase(one.integration);
        for (auto& known : due_)
            if (known.integration == one.integration) known.next_sync_at = Instant{INT64_MAX / 4};
        if (++ended_ == due_.size()) stop_.request_stop();
        return {};
    }
    std::size_t most() const { return most_; }
    std::size_t ended() const { return ended_; }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Due> due_;
    std::set<IntegrationId> inside_;
    std::size_t together_, most_ = 0, started_ = 0, ended_ = 0;
    std::stop_source& stop_;
};

TEST(SchedulerThreads, RunAtMostSoManyAtOnceAndEachOnce) {
    RealClock clock;
    std::stop_source stop;
    CrowdedSchedule port(9, 3, stop);
    Scheduler scheduler(port, clock, {.runs_at_once = 3, .look_every = 1ms});
    scheduler.run(stop.get_token());
    EXPECT_EQ(port.most(), 3);
    EXPECT_EQ(port.ended(), 9);
}

}  // namespace
}  // namespace regulars::sources
