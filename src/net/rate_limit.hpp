// Spaces calls out to a rate, with a burst.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>

#include "base/time.hpp"

namespace regulars::net {

/// A leaky bucket kept as one number, the generic cell rate algorithm (ITU-T I.371). Thread-safe;
/// never reads the clock.
class RateLimit {
  public:
    /// `per_second` 0 means no limit, else from 0.001 to 1e6; `burst` calls (1 to 1e6) may go at
    /// once after a pause.
    RateLimit(double per_second, int burst);
    /// Reserves the next slot, for good, and says how long after `now` it begins; 0 means at once.
    /// Callers are served in the order of their calls. A clock that steps back does not add to
    /// waits.
    Duration wait_for(Instant now);

  private:
    std::int64_t interval_ns_ = 0;  // 0: no limit
    std::int64_t slack_ns_ = 0;     // how far ahead of time a burst may run
    std::mutex mutex_;
    Instant last_;                 // the latest `now`
    std::int64_t backlog_ns_ = 0;  // reserved time that lies after last_
};

}  // namespace regulars::net
