// The vendor's two limits: a bucket that leaks, and a window of one second.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>

#include "net/http.hpp"
#include "sandbox/faults.hpp"

namespace regulars::sandbox::lightspeed {

struct LimiterOptions {
    bool is_on = true;
    int registers = 3;
    int burst = 20;  // requests a second
};

/// One account's bucket, shared by all who ask for it. Thread-safe.
class Limiter {
  public:
    explicit Limiter(LimiterOptions options) : options_(options) {}

    struct Ruling {
        bool allowed = true;
        bool by_burst = false;
        double level = 0, size = 90, drip = 1, cost = 1;
        int burst = 0, burst_size = 20;
        std::int64_t retry_after_s = 0;
    };
    /// Takes `cost` from the bucket. The request that overflows it still passes; the next ones do
    /// not. With faults other clients pour in too, and the size goes with the hour.
    Ruling ask(Instant now, double cost, Faults faults, std::uint64_t chance);
    /// X-LS-Api-Bucket-Level: 92.57/90 and its siblings; nothing when the limiter is off.
    void describe(const Ruling& ruling, net::Headers& headers) const;

  private:
    LimiterOptions options_;
    std::mutex mutex_;  // guards what follows
    double level_ = 0;
    Instant level_at_;
    std::int64_t second_ = 0;
    int in_second_ = 0;
};

}  // namespace regulars::sandbox::lightspeed
