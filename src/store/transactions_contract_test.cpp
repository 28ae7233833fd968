// The contract of transactions: grouping, rollback alone, snapshots, threads, backups.
// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "store/contract.hpp"

namespace regulars::store {
namespace {

class TransactionsContract : public Contract {
  protected:
    std::int64_t profiles() {
        std::int64_t n = 0;
        read([&](Transaction& t) { n = must(t.profiles().count(account)); });
        return n;
    }
};
REGULARS_CONTRACT(TransactionsContract);
class TransactionsContractDeathTest : public TransactionsContract {};
REGULARS_CONTRACT(TransactionsContractDeathTest);

TEST_P(TransactionsContract, AnErrorLeavesNothing) {
    auto failed = try_write([&](Transaction& t) -> Result<void> {
        add_profile(t, account, "a");
        must(t.changes().append(account, ChangeKind::profile, 1, 1, at(0)));
        return fail(ErrorKind::exhausted, "too much");
    });
    EXPECT_EQ(failed.error(), (Error{ErrorKind::exhausted, "too much", ""}))
        << "the work's own error comes back";
    EXPECT_EQ(profiles(), 0);
    write([&](Transaction& t) { EXPECT_EQ(add_profile(t, account, "a").value, 1); });
}

TEST_P(TransactionsContract, OneThatFailsInAGroupIsRolledBackAlone) {
    constexpr int writers = 24;
    std::atomic<int> ready = 0;
    std::vector<Result<void>> results(writers);
    std::vector<std::thread> threads;
    // The first write holds the writer until the others are about to wait for it, so that they
    // share commits.
    std::thread first([&] {
        write([&](Transaction&) {
            while (ready < writers) std::this_thread::yield();
        });
    });
    for (int i = 0; i < writers; ++i)
        threads.emplace_back([&, i] {
            ++ready;
            results[std::size_t(i)] = try_write([&](Transaction& t) -> Result<void> {
                add_profile(t, account, "p" + std::to_string(i));
                TRY(t.changes().append(account, ChangeKind::profile, i, 1, at(0)));
                if (i % 3 == 0) return fail(ErrorKind::cancelled, "no");
                // A refused statement alone does not spoil the rest of its transaction.
                model::Profile taken{{}, "p" + std::to_string(i), {}, at(0), at(0)};
                if (t.profiles().add(account, taken)) return fail(ErrorKind::internal, "twice");
                return {};
            });
        });
    first.join();
    for (auto& thread : threads) thread.join();
    for (int i = 0; i < writers; ++i)
        EXPECT_EQ(results[std::size_t(i)].has_value(), i % 3 != 0) << i;
    read([&](Transaction& t) {
        for (int i = 0; i < writers; ++i)
            EXPECT_EQ(must(t.profiles().find(account, "p" + std::to_string(i))).has_value(),
                      i % 3 != 0)
                << i;
        EXPECT_EQ(must(t.changes().last(account)), writers - writers / 3);
    });
    EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(TransactionsContract, AReadStaysOnItsSnapshot) {
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.profiles().count(account)), 0);
        std::thread([&] { write([&](Transaction& w) { add_profile(w, account, "a"); }); }).join();
        EXPECT_EQ(must(t.profiles().count(account)), 0);
        EXPECT_EQ(must(t.profiles().find(account, "a")), std::nullopt);
    });
    EXPECT_EQ(profiles(), 1);
}

TEST_P(TransactionsContract, ManyThreadsWriteWhileOthersRead) {
    constexpr int writers = 8, rounds = 25;
    std::atomic<bool> is_done = false;
    std::atomic<int> reads = 0;
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w)
        threads.emplace_back([&, w] {
            for (int i = 0; i < rounds; ++i)
                write([&](Transaction& t) {
                    for (auto half : {"a", "b"})
                        add_profile(t, account, std::to_string(w) + "-" + std::to_string(i) + half);
                    must(t.changes().append(account, ChangeKind::profile, i, 2, at(0)));
                });
        });
    std::vector<std::thread> readers;
    for (int r = 0; r < 6; ++r)  // more than there are read connections
        readers.emplace_back([&] {
            do {
                read([&](Transaction& t) {
                    std::int64_t rows = 0;
                    auto changes = must(t.changes().last(account));
                    must(t.profiles().each(account, {}, [&](auto&) -> Result<void> {
                        ++rows;
                        return {};
                    }));
                    EXPECT_EQ(rows, 2 * changes) << "half of a transaction was seen";
                    EXPECT_EQ(must(t.profiles().count(account)), rows);
                });
                ++reads;
            } while (!is_done);
        });
    for (auto& thread : threads) thread.join();
    is_done = true;
    for (auto& thread : readers) thread.join();
    EXPECT_EQ(profiles(), 2 * writers * rounds);
    EXPECT_GE(reads, 6);
    EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(TransactionsContract, ABackupIsAWholeStore) {
    write([&](Transaction& t) { add_profile(t, account, "a"); });
    TestFolder elsewhere;
    auto file = elsewhere.path() / "regulars.db";
    must(store->backup(file));
    write([&](Transaction& t) { add_profile(t, account, "b"); });
    EXPECT_EQ(kind_of(store->backup(file)), ErrorKind::conflict);
    EXPECT_EQ(kind_of(store->backup(elsewhere.path() / "no such folder" / "x")),
              ErrorKind::unavailable);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(elsewhere.path()), {}), 1)
        << "nothing is left over";
    auto copy = must(GetParam().open(elsewhere.path(), &hash64));
    must(copy->read([&](Transaction& t) -> Result<void> {
        EXPECT_TRUE(must(t.profiles().find(account, "a")));
        EXPECT_FALSE(must(t.profiles().find(account, "b")));
        return {};
    }));
    EXPECT_EQ(copy->schema_version(), store->schema_version());
    EXPECT_TRUE(must(copy->check()).empty());
}

TEST_P(TransactionsContractDeathTest, CallingTheStoreFromItsOwnCallbackStops) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    auto nothing = [](Transaction&) -> Result<void> { return {}; };
    EXPECT_DEATH(read([&](Transaction&) { must(store->write(nothing)); }),
                 "from inside its own read or write");
    EXPECT_DEATH(write([&](Transaction&) { must(store->write(nothing)); }),
                 "from inside its own read or write");
    EXPECT_DEATH(read([&](Transaction& t) { add_profile(t, account, "a"); }), "must not write");
}

}  // namespace
}  // namespace regulars::store
