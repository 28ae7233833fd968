// One thread that checkpoints when it is asked to.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/checkpointer.hpp"

#include "base/log.hpp"

namespace regulars::store::sqlite {

Checkpointer::Checkpointer(std::unique_ptr<Connection> db)
    : db_(std::move(db)), thread_([this] { loop(); }) {}

Checkpointer::~Checkpointer() {
    {
        std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    asked_for_.notify_one();
    thread_.join();
}

void Checkpointer::committed(int log_pages) {
    if (log_pages < asked_at_) asked_at_ = 0;  // it began anew
    if (log_pages - asked_at_ < checkpoint_pages && log_pages < most_log_pages) return;
    asked_at_ = log_pages;
    std::unique_lock lock(mutex_);
    if (log_pages >= most_log_pages) done_.wait(lock, [&] { return !is_asked_ && !is_moving_; });
    is_asked_ = true;
    asked_for_.notify_one();
    if (log_pages >= most_log_pages) done_.wait(lock, [&] { return !is_asked_ && !is_moving_; });
}

void Checkpointer::loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        asked_for_.wait(lock, [&] { return is_asked_ || is_stopping_; });
        if (is_stopping_) return;
        is_asked_ = false;
        is_moving_ = true;
        lock.unlock();
        auto moved = run(*db_, "PRAGMA wal_checkpoint(PASSIVE)");
        if (!moved)
            log::warning("the write-ahead log cannot be moved into the database yet: {}",
                         moved.error().text());
        lock.lock();
        is_moving_ = false;
        done_.notify_all();
    }
}

}  // namespace regulars::store::sqlite
