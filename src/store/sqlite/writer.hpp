// The one thread that writes, and how waiting writes share a commit.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/transaction.hpp"

namespace regulars::store::sqlite {

/// Takes all writes that wait, runs each in a savepoint of one transaction, commits once, and
/// answers them after the commit is on disk. A write that waits alone is committed at once.
/// Thread-safe.
class Writer {
  public:
    /// `seat` leaves its log to `checkpointer`, another connection to the file.
    Writer(std::unique_ptr<Seat> seat, std::unique_ptr<Connection> checkpointer);
    /// Finishes what waits.
    ~Writer();
    Result<void> write(const Work& work);
    std::uint64_t wait_for_commit(std::uint64_t seen, Duration at_most);

  private:
    struct Waiting {
        const Work& work;
        Result<void> result;
        bool is_answered = false;
    };
    void loop();
    void commit(std::span<Waiting* const> group);
    Result<void> perform(const Work& work);
    Result<void> perform_all(const Work& work);
    Result<void> check_memory();
    Result<void> perform_in_savepoint(const Work& work);

    std::unique_ptr<Seat> seat_;
    WriterMemory memory_;
    std::int64_t data_version_ = 0;  // as of which the memory is
    Checkpointer checkpointer_;
    std::mutex mutex_;  // guards the five below
    std::deque<Waiting*> waiting_;
    std::condition_variable arrived_, answered_, committed_;
    std::uint64_t commits_ = 0;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace regulars::store::sqlite
