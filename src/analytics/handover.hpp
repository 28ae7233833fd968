// Hands work from one thread to another, a bounded number of pieces ahead.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace regulars::analytics {

/// Thread-safe. The giver waits while `most` pieces stand; it closes when there is no more.
template <class Piece>
class Handover {
  public:
    explicit Handover(std::size_t most) : most_(most) {}
    void give(Piece piece) {
        std::unique_lock lock(mutex_);
        moved_.wait(lock, [&] { return pieces_.size() < most_; });
        pieces_.push_back(std::move(piece));
        moved_.notify_all();
    }
    void close() {
        std::lock_guard lock(mutex_);
        is_closed_ = true;
        moved_.notify_all();
    }
    /// Nothing: closed, and all were taken.
    std::optional<Piece> take() {
        std::unique_lock lock(mutex_);
        moved_.wait(lock, [&] { return !pieces_.empty() || is_closed_; });
        if (pieces_.empty()) return std::nullopt;
        auto piece = std::move(pieces_.front());
        pieces_.pop_front();
        moved_.notify_all();
        return piece;
    }

  private:
    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable moved_;
    std::deque<Piece> pieces_;
    bool is_closed_ = false;
};

}  // namespace regulars::analytics
