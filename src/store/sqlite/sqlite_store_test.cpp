// What only SQLite can do wrong: other processes, full disks, damage, files of others.
// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>

#include "store/contract.hpp"
#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {
namespace {

class SqliteStoreTest : public testing::Test {
  protected:
    SqliteOptions options() const {
        SqliteOptions o;
        o.file = folder.path() / "regulars.db";
        return o;
    }
    static AccountId add_account(Store& store) {
        AccountId id;
        must(store.write([&](Transaction& t) -> Result<void> {
            model::Account account{{}, "acc", "A", "UTC", {}, "en", "US", at(0)};
            TRY(t.accounts().add(account));
            id = account.id;
            return {};
        }));
        return id;
    }
    static Result<void> append(Store& store, AccountId account, int times = 1) {
        return store.write([&](Transaction& t) -> Result<void> {
            for (int i = 0; i < times; ++i)
                TRY(t.changes().append(account, ChangeKind::profile, i, 1, at(0)));
            return {};
        });
    }
    static std::int64_t last(Store& store, AccountId account) {
        std::int64_t n = -1;
        must(store.read([&](Transaction& t) -> Result<void> {
            n = TRY(t.changes().last(account));
            return {};
        }));
        return n;
    }
    /// Runs `body` in another process; what it returns is whether it succeeded.
    template <class Body>
    static pid_t in_another_process(Body body) {
        pid_t child = ::fork();
        if (child == 0) ::_exit(body() ? 0 : 1);
        return child;
    }
    static bool succeeded(pid_t child) {
        int status = 0;
        return ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
               WEXITSTATUS(status) == 0;
    }

    TestFolder folder;
};

TEST_F(SqliteStoreTest, SeveralProcessesMakeAndWriteOneFile) {
    constexpr int writes = 60;
    std::vector<pid_t> children;
    for (int p = 0; p < 3; ++p)
        children.push_back(in_another_process([&] {
            auto store = must(open_sqlite(options()));
            AccountId account;
            must(store->write([&](Transaction& t) -> Result<void> {
                auto all = TRY(t.accounts().all());
                model::Account mine{{}, "acc", "A", "UTC", {}, "en", "US", at(0)};
                if (all.empty()) TRY(t.accounts().add(mine));
                account = all.empty() ? mine.id : all[0].id;
                return {};
            }));
            for (int i = 0; i < writes; ++i) must(append(*store, account));
            return true;
        }));
    for (pid_t child : children) EXPECT_TRUE(succeeded(child));
    auto store = must(open_sqlite(options()));
    EXPECT_EQ(last(*store, AccountId{1}), 3 * writes);
    EXPECT_TRUE(must(store->check()).empty()) << "numbers of several processes leave no gap";
}

TEST_F(SqliteStoreTest, AnotherHandleSeesWhatWasWritten) {
    auto one = must(open_sqlite(options())), two = must(open_sqlite(options()));
    auto account = add_account(*one);
    must(append(*two, account));
    must(append(*one, account));
    EXPECT_EQ(last(*two, account), 2);
}

TEST_F(SqliteStoreTest, AWriteWaitsForAnotherProcessAtMostItsTime) {
    auto short_wait = options();
    short_wait.busy_timeout = 1ms;
    auto store = must(open_sqlite(short_wait));
    auto account = add_account(*store);
    auto holder = must(Connection::open(options().file, Access::write, 1s));
    must(holder->begin());
    auto refused = append(*store, account);
    EXPECT_EQ(kind_of(refused), ErrorKind::unavailable);
    EXPECT_NE(refused.error().message.find("another process"), std::string::npos)
        << refused.error().text();
    holder->rollback();
    must(append(*store, account));
    EXPECT_EQ(last(*store, account), 1);
}

TEST_F(SqliteStoreTest, AFullDiskRefusesTheWriteAndNothingElse) {
    auto limited = options();
    limited.max_bytes = 1 << 20;
    auto store = must(open_sqlite(limited));
    auto account = add_account(*store);
    must(append(*store, account));
    auto refused = append(*store, account, 100'000);
    EXPECT_EQ(kind_of(refused), ErrorKind::unavailable);
    EXPECT_NE(refused.error().message.find("disk is full"), std::string::npos)
        << refused.error().text();
    EXPECT_EQ(last(*store, account), 1);
    // A work that does not look at its errors must not be taken for done, nor write after them.
    auto careless = store->write([&](Transaction& t) -> Result<void> {
        for (int i = 0; i < 100'000; ++i)
            if (!t.changes().append(account, ChangeKind::profile, i, 1, at(0))) break;
        model::List list{{}, "after", "after", {}, at(0)};
        if (t.lists().add(account, list)) ADD_FAILURE() << "written outside of the transaction";
        return {};
    });
    EXPECT_EQ(kind_of(careless), ErrorKind::unavailable);
    must(append(*store, account));
    EXPECT_EQ(last(*store, account), 2);
    EXPECT_TRUE(must(store->check()).empty());
}

TEST_F(SqliteStoreTest, AFullDiskInAGroupFailsNoMoreThanItMust) {
    auto limited = options();
    limited.max_bytes = 1 << 20;
    auto store = must(open_sqlite(limited));
    auto account = add_account(*store);
    constexpr int writers = 16;
    std::atomic<int> ready = 0;
    std::atomic<std::int64_t> written = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i)
        threads.emplace_back([&, i] {
            ++ready;
            while (ready < writers) std::this_thread::yield();
            auto result = append(*store, account, i % 4 == 0 ? 100'000 : 1);
            if (result) ++written;
            EXPECT_TRUE(result || result.error().kind == ErrorKind::unavailable);
            EXPECT_TRUE(i % 4 != 0 || !result);
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(last(*store, account), written) << "answered as written and there are the same";
    must(append(*store, account));
}

TEST_F(SqliteStoreTest, AFailedCommitIsReportedAndTheNextOneWorks) {
    EXPECT_TRUE(succeeded(in_another_process([&] {
        auto store = must(open_sqlite(options()));
        auto account = add_account(*store);
        // The log may not grow: the commit's own writing fails, as on a disk that has just filled.
        std::signal(SIGXFSZ, SIG_IGN);
        auto log = std::filesystem::file_size(options().file.string() + "-wal");
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit tight{log, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &tight);
        auto refused = append(*store, account);
        ::setrlimit(RLIMIT_FSIZE, &before);
        if (refused || refused.error().kind != ErrorKind::unavailable) return false;
        if (last(*store, account) != 0) return false;
        must(append(*store, account));
        return last(*store, account) == 1 && must(store->check()).empty();
    })));
}

TEST_F(SqliteStoreTest, WhatCannotBeWrittenSaysWhatToDo) {
    auto refused = options();
    for (auto file : {"/proc/regulars.db", "/no such folder/regulars.db"}) {
        refused.file = file;
        auto opened = open_sqlite(refused);
        ASSERT_EQ(kind_of(opened), ErrorKind::unavailable);
        EXPECT_EQ(opened.error().where, file);
        EXPECT_NE(opened.error().message.find("folder must exist and be writable"),
                  std::string::npos)
            << opened.error().text();
    }
}

TEST_F(SqliteStoreTest, FilesThatAreNotOursAreRefused) {
    std::ofstream(options().file) << std::string(20'000, 'x');
    auto opened = open_sqlite(options());
    EXPECT_EQ(kind_of(opened), ErrorKind::internal);
    EXPECT_NE(opened.error().message.find("restore the latest backup"), std::string::npos)
        << opened.error().text();

    std::filesystem::remove(options().file);
    must(must(Connection::open(options().file, Access::write, 1s))
             ->execute("CREATE TABLE theirs (a)"));
    opened = open_sqlite(options());
    EXPECT_EQ(kind_of(opened), ErrorKind::conflict);
}

TEST_F(SqliteStoreTest, DamageIsFound) {
    AccountId account;
    {
        auto store = must(open_sqlite(options()));
        account = add_account(*store);
        must(append(*store, account, 20'000));
    }
    auto size = std::filesystem::file_size(options().file);
    std::fstream file(options().file, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(std::streamoff(size / 2));
    file << std::string(64 << 10, '\x5a');
    file.close();
    auto store = must(open_sqlite(options()));
    auto found = store->check();
    EXPECT_TRUE(found ? !found->empty() : found.error().kind == ErrorKind::internal);
    auto walked = store->read([&](Transaction& t) -> Result<void> {
        TRY(t.changes().after(account, 0, 100'000));
        return {};
    });
    ASSERT_EQ(kind_of(walked), ErrorKind::internal);
    EXPECT_NE(walked.error().message.find("restore the latest backup"), std::string::npos)
        << walked.error().text();
}

TEST_F(SqliteStoreTest, TheFileIsItsOwnersAlone) {
    auto store = must(open_sqlite(options()));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(options().file).permissions(),
              perms::owner_read | perms::owner_write);
}

}  // namespace
}  // namespace regulars::store::sqlite
