// Slows down programs that fill in the public pages.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.hpp"

namespace regulars::api {

/// Thirty submissions from an address at once, then one every ten seconds: a tablet at the door of
/// a full restaurant passes, a program does not get far. Keeps the 10,000 addresses that came last.
/// Thread-safe.
class PageLimiter {
  public:
    /// Whether this submission may pass; then it counts.
    bool admit(const std::string& address, Instant now);

  private:
    struct Visits {
        std::string address;
        Instant paid_until;  // each submission costs its share of time
    };
    using Order = std::list<Visits>;  // most recent first
    std::mutex mutex_;                // guards both
    Order order_;
    std::unordered_map<std::string, Order::iterator> by_address_;
};

}  // namespace regulars::api
