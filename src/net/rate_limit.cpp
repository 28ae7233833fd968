// The generic cell rate algorithm over nanoseconds.
// SPDX-License-Identifier: Apache-2.0
#include "net/rate_limit.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace regulars::net {

RateLimit::RateLimit(double per_second, int burst) {
    if (per_second == 0) return;
    REGULARS_ASSERT(per_second >= 1e-3 && per_second <= 1e6,
                    "a rate limit lies between 0.001 and 1e6 calls a second");
    REGULARS_ASSERT(burst >= 1 && burst <= 1'000'000, "a burst has 1 to 1e6 calls");
    interval_ns_ = std::int64_t(std::llround(1e9 / per_second));
    slack_ns_ = interval_ns_ * (burst - 1);
}

Duration RateLimit::wait_for(Instant now) {
    if (interval_ns_ == 0) return Duration(0);
    std::scoped_lock lock(mutex_);
    // Compared in microseconds first, so that a long pause cannot overflow nanoseconds.
    if (now > last_) {
        std::int64_t passed_us = (now - last_).count();
        backlog_ns_ = passed_us > backlog_ns_ / 1000 ? 0 : backlog_ns_ - passed_us * 1000;
    }
    last_ = now;
    std::int64_t wait_ns = std::max<std::int64_t>(0, backlog_ns_ - slack_ns_);
    backlog_ns_ += interval_ns_;
    return Duration((wait_ns + 999) / 1000);
}

}  // namespace regulars::net
