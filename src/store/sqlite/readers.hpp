// The pool of read connections.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "store/sqlite/transaction.hpp"

namespace regulars::store::sqlite {

/// Each read has a connection and a snapshot to itself; when all are in use it waits. Thread-safe.
class Readers {
  public:
    explicit Readers(std::vector<std::unique_ptr<Seat>> seats) : free_(std::move(seats)) {}
    Result<void> read(const Work& work);

  private:
    std::mutex mutex_;  // guards free_
    std::vector<std::unique_ptr<Seat>> free_;
    std::condition_variable returned_;
};

}  // namespace regulars::store::sqlite
