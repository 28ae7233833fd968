// Tests that Batches are applied in order, that recall knows the one under way, and that an error
// stops.
// SPDX-License-Identifier: Apache-2.0
#include "sources/applier.hpp"

#include <latch>
#include <map>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace regulars::sources {
namespace {

/// Remembers records; can hold back an apply until it is let go.
class SlowMemory final : public Memory {
  public:
    Result<std::vector<model::Cursor>> cursors(AccountId, IntegrationId) override {
        return std::vector<model::Cursor>{};
    }
    Result<Remembered> recall(AccountId, IntegrationId,
                              std::span<const std::string> keys) override {
        std::lock_guard lock(mutex_);
        Remembered found;
        for (auto& key : keys) {
            auto record = records_.find(key);
            found.push_back(record == records_.end() ? std::nullopt
                                                     : std::optional(record->second));
        }
        return found;
    }
    Result<ingest::Applied> apply(std::span<const ingest::Batch> batches) override {
        if (has_begun) has_begun->count_down();
        std::lock_guard held(gate);
        std::lock_guard lock(mutex_);
        if (++applies == failing) return fail(ErrorKind::unavailable, "the disk is full");
        sizes.push_back(batches.size());
        ingest::Applied applied;
        for (auto& batch : batches) {
            for (auto& record : batch.records) records_[record.key] = record;
            applied += ingest::Applied{.profiles_created = 1, .events_created = 10};
        }
        return applied;
    }
    Result<model::Run> start_run(AccountId, IntegrationId, model::RunKind) override {
        return model::Run{};
    }
    Result<void> finish_run(AccountId, const model::Run&, std::optional<Instant>,
                            model::IntegrationStatus) override {
        return {};
    }

    std::mutex gate;  // whoever holds it keeps every apply from beginning
    std::latch* has_begun = nullptr;
    int applies = 0, failing = 0;
    std::vector<std::size_t> sizes;  // Batches of each that went well

  private:
    std::mutex mutex_;
    std::map<std::string, model::SourceRecord> records_;
};

ingest::Batch batch_with(std::initializer_list<std::pair<const char*, int>> records) {
    ingest::Batch batch;
    for (auto& [key, version] : records) batch.records.push_back({.key = key, .version = version});
    return batch;
}

/// Versions of the records a … d; -1 where nothing is remembered.
std::vector<std::int64_t> versions(Applier& applier) {
    std::vector<std::string> keys{"a", "b", "c", "d"};
    std::vector<std::int64_t> all;
    auto found = applier.recall(keys);
    for (auto& record : *found) all.push_back(record ? record->version : -1);
    return all;
}

class ApplierTest : public testing::TestWithParam<Applying> {
  protected:
    SlowMemory memory;
    VirtualClock clock{Instant{1'000'000'000'000'000}};
    Applier applier{memory, clock, AccountId{1}, IntegrationId{1}, GetParam()};
};

TEST_P(ApplierTest, RecallsAsIfAllWereApplied) {
    ASSERT_TRUE(applier.submit(batch_with({{"a", 1}, {"b", 1}})));
    EXPECT_EQ(versions(applier), (std::vector<std::int64_t>{1, 1, -1, -1}));
    ASSERT_TRUE(applier.submit(batch_with({{"b", 2}, {"c", 2}, {"c", 3}})));
    EXPECT_EQ(versions(applier), (std::vector<std::int64_t>{1, 2, 3, -1}));
    ASSERT_TRUE(applier.settle());
    EXPECT_EQ(versions(applier), (std::vector<std::int64_t>{1, 2, 3, -1}));
    EXPECT_EQ(applier.applied().profiles_created, 2);
    EXPECT_EQ(applier.applied().events_created, 20);
}

TEST_P(ApplierTest, SaysAFailureAtTheLatestWhenItSettles) {
    ASSERT_TRUE(applier.submit(batch_with({{"a", 1}})));
    ASSERT_TRUE(applier.settle());
    memory.failing = 2;
    auto second = applier.submit(batch_with({{"b", 2}}));
    auto settled = applier.settle();
    EXPECT_EQ(second.has_value(), GetParam() != Applying::at_once);
    EXPECT_EQ(second.has_value() && settled.has_value(), false);
    EXPECT_EQ(memory.applies, 2);
    EXPECT_EQ(applier.applied().events_created, 10);
    EXPECT_EQ(versions(applier), (std::vector<std::int64_t>{1, -1, -1, -1}));
}

TEST_P(ApplierTest, AppliesNothingBehindAFailure) {
    memory.failing = 1;
    auto first = applier.submit(batch_with({{"a", 1}}));
    EXPECT_EQ(first.has_value(), GetParam() != Applying::at_once);
    if (first) first = applier.submit(batch_with({{"b", 2}}));
    if (first) first = applier.settle();
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().kind, ErrorKind::unavailable);
    EXPECT_TRUE(applier.settle());
    EXPECT_EQ(memory.applies, 1);
    EXPECT_EQ(versions(applier), (std::vector<std::int64_t>{-1, -1, -1, -1}));
}

INSTANTIATE_TEST_SUITE_P(All, ApplierTest,
                         testing::Values(Applying::at_once, Applying::late, Applying::beside));

TEST(Applier, GoesOnWhileABatchIsApplied) {
    SlowMemory memory;
    VirtualClock clock{Instant{1'000'000'000'000'000}};
    {
        Applier applier(memory, clock, AccountId{1}, IntegrationId{1}, Applying::beside);
        std::unique_lock held(memory.gate);
        ASSERT_TRUE(applier.submit(batch_with({{"a", 1}})));  // would never return at once
        EXPECT_EQ(versions(applier), (std::vector<std::int64_t>{1, -1, -1, -1}));
        EXPECT_EQ(memory.applies, 0);
        held.unlock();
    }
    EXPECT_EQ(memory.applies, 1) << "its thread is waited for";
}

TEST(Applier, AppliesTogetherWhatCameMeanwhile) {
    SlowMemory memory;
    VirtualClock clock{Instant{1'000'000'000'000'000}};
    std::latch begun(1);
    memory.has_begun = &begun;
    Applier applier(memory, clock, AccountId{1}, IntegrationId{1}, Applying::beside);
    {
        std::lock_guard held(memory.gate);
        ASSERT_TRUE(applier.submit(batch_with({{"a", 1}, {"b", 1}})));
        begun.wait();
        memory.has_begun = nullptr;
        ASSERT_TRUE(applier.submit(batch_with({{"b", 2}})));
        ASSERT_TRUE(applier.submit(batch_with({{"b", 3}, {"c", 3}})));
        ASSERT_TRUE(applier.submit(batch_with({{"d", 4}})));
        EXPECT_EQ(versions(applier), (std::vector<std::int64_t>{1, 3, 3, 4}));
    }
    ASSERT_TRUE(applier.settle());
    EXPECT_EQ(memory.sizes, (std::vector<std::size_t>{1, 3}));
    EXPECT_EQ(versions(applier), (std::vector<std::int64_t>{1, 3, 3, 4}));
    EXPECT_EQ(applier.applied().events_created, 40);
}

TEST(Applier, CommitsWhenThereIsEnoughOrTimeHasPassed) {
    SlowMemory memory;
    VirtualClock clock{Instant{1'000'000'000'000'000}};
    Applier applier(memory, clock, AccountId{1}, IntegrationId{1}, Applying::beside);
    auto submit = [&](std::size_t records) {
        ingest::Batch batch;
        for (std::size_t i = 0; i < records; ++i) batch.records.push_back({.key = "a"});
        ASSERT_TRUE(applier.submit(std::move(batch)));
        while (applier.is_busy()) std::this_thread::yield();
    };
    submit(1);
    submit(1);
    EXPECT_EQ(memory.sizes, (std::vector<std::size_t>{1}));
    clock.advance(Applier::longest_wait);
    submit(1);
    EXPECT_EQ(memory.sizes, (std::vector<std::size_t>{1, 2}));
    submit(Applier::enough_rows - 1);
    EXPECT_EQ(memory.sizes.size(), 2u);
    submit(1);
    EXPECT_EQ(memory.sizes, (std::vector<std::size_t>{1, 2, 2}));
}

TEST(Applier, LetsNoMoreWaitThanItsLimits) {
    SlowMemory memory;
    VirtualClock clock{Instant{1'000'000'000'000'000}};
    Applier applier(memory, clock, AccountId{1}, IntegrationId{1}, Applying::late);
    for (std::size_t i = 0; i < Applier::most_waiting + 1; ++i)
        ASSERT_TRUE(applier.submit(batch_with({{"a", int(i)}})));
    EXPECT_EQ(memory.sizes, (std::vector<std::size_t>{Applier::most_waiting}));
    ingest::Batch large;
    for (std::size_t i = 0; i <= Applier::most_rows; ++i)
        large.records.push_back({.key = "b", .version = std::int64_t(i)});
    ASSERT_TRUE(applier.submit(std::move(large)));
    EXPECT_EQ(memory.sizes.size(), 2u) << "it does not wait beside another";
    ASSERT_TRUE(applier.settle());
    EXPECT_EQ(memory.sizes, (std::vector<std::size_t>{Applier::most_waiting, 1, 1}));
    EXPECT_EQ(versions(applier)[1], std::int64_t(Applier::most_rows));
}

TEST(Applier, LeavesALateBatchUnappliedWhenNobodyWaits) {
    SlowMemory memory;
    VirtualClock clock{Instant{1'000'000'000'000'000}};
    {
        ASSERT_TRUE(Applier(memory, clock, AccountId{1}, IntegrationId{1}, Applying::late)
                        .submit(batch_with({{"a", 1}})));
    }
    EXPECT_EQ(memory.applies, 0);
}

}  // namespace
}  // namespace regulars::sources
