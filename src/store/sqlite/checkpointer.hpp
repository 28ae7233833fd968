// Moves committed pages from the write-ahead log into the file beside the writer, not on its
// thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {

/// Pages that the log gains before they are moved into the file (32 MiB): each page is then written
/// there once for many commits. While somebody writes without a pause the log goes on growing, and
/// is not asked for again at each commit: moving costs two flushes that the next commit waits
/// behind.
inline constexpr int checkpoint_pages = 8192;
/// Pages in the log (1 GiB) at which the writer waits until they are moved, so that the log begins
/// anew. Only who writes without a pause comes here: an import of a million people does a few
/// times.
inline constexpr int most_log_pages = 262'144;

/// A commit is on disk in the log: moving its pages can wait, and fail, without anybody losing
/// anything; the next one tries again. For one caller at a time.
class Checkpointer {
  public:
    explicit Checkpointer(std::unique_ptr<Connection> db);
    ~Checkpointer();
    /// Call after each commit, with how many pages the log has. Waits where they are too many.
    void committed(int log_pages);

  private:
    void loop();

    std::unique_ptr<Connection> db_;
    int asked_at_ =
        0;  // pages in the log when they were last asked to be moved; the caller's alone
    std::mutex mutex_;  // guards the four below
    std::condition_variable asked_for_, done_;
    bool is_asked_ = false, is_moving_ = false, is_stopping_ = false;
    std::thread thread_;
};

}  // namespace regulars::store::sqlite
