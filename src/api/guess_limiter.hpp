// Slows down those who guess passwords.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.hpp"

namespace regulars::api {

/// Counts failures per address and per email. After a few free ones each doubles the wait before
/// the next attempt is even looked at. Keeps the 10,000 keys that failed last. Thread-safe.
class GuessLimiter {
  public:
    /// How long to wait, or zero: then the attempt counts as failed until `forgive` says otherwise,
    /// so that many at once do not pass together.
    Duration attempt(const std::string& address, const std::string& email, Instant now);
    void forgive(const std::string& address, const std::string& email);

  private:
    struct Failures {
        std::string key;
        int count = 0;
        Instant last;
    };
    using Order = std::list<Failures>;  // most recent first
    Duration wait_of(const std::string& key, int free, Duration most, Instant now);
    void fail(const std::string& key, Instant now);

    std::mutex mutex_;  // guards both
    Order order_;
    std::unordered_map<std::string, Order::iterator> by_key_;
};

}  // namespace regulars::api
