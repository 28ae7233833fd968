// Which messages came before: vendors send a webhook several times, and others may replay one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "base/time.hpp"

namespace regulars::api {

/// Remembers the last 10,000 messages for two hours. Thread-safe.
class MessageMemory {
  public:
    bool knows(const std::string& key, Instant now) {
        std::lock_guard lock(mutex_);
        while (!order_.empty() && order_.front().first + keeps < now) forget_first();
        return known_.contains(key);
    }
    /// What the message asked for is done.
    void remember(std::string key, Instant now) {
        std::lock_guard lock(mutex_);
        if (!known_.insert(key).second) return;
        order_.emplace_back(now, std::move(key));
        if (order_.size() > most) forget_first();
    }

  private:
    void forget_first() {
        known_.erase(order_.front().second);
        order_.pop_front();
    }
    static constexpr std::size_t most = 10'000;
    static constexpr Duration keeps = 2h;
    std::mutex mutex_;  // guards what follows
    std::set<std::string> known_;
    std::deque<std::pair<Instant, std::string>> order_;
};

}  // namespace regulars::api
