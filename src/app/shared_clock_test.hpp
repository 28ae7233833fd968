// A virtual clock that the committing thread may read too.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <mutex>

#include "base/env.hpp"

namespace regulars::app {

/// Time passes only when somebody sleeps or advances it. Thread-safe.
class SharedClock final : public Clock {
  public:
    explicit SharedClock(Instant start) : now_(start) {}
    Instant now() const override {
        std::lock_guard lock(mutex_);
        return now_;
    }
    void sleep_until(Instant until, std::stop_token) override {
        std::lock_guard lock(mutex_);
        now_ = std::max(now_, until);
    }
    void advance(Duration d) { sleep_until(now() + d, {}); }

  private:
    mutable std::mutex mutex_;
    Instant now_;
};

}  // namespace regulars::app
