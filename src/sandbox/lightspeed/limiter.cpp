// Filling and leaking (developers.lightspeedhq.com, rate limits, March 2026).
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/limiter.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sandbox/dice.hpp"

namespace regulars::sandbox::lightspeed {

Limiter::Ruling Limiter::ask(Instant now, double cost, Faults faults, std::uint64_t chance) {
    Ruling ruling{.cost = cost, .burst_size = options_.burst};
    if (!options_.is_on) return ruling;
    std::lock_guard lock(mutex_);
    ruling.size = 90 + 10.0 * (options_.registers - 1);
    ruling.drip = 1 + 0.5 * (options_.registers - 1);
    if (faults == Faults::heavy) {
        // The older way: the size goes with the time of day, and the drip with the size.
        constexpr double sizes[] = {180, 90, 60};
        ruling.size = sizes[now.seconds() / (8 * 3600) % 3];
        ruling.drip = ruling.size / 60;
    }
    if (now > level_at_) {
        level_ = std::max(0.0, level_ - double((now - level_at_).count()) / 1e6 * ruling.drip);
        level_at_ = now;
    }
    Dice dice(mix(chance, 0x6472));
    if (dice.chance(rate(faults, 0.02, 0.06)))
        level_ = std::min(level_ + dice.between(5, 40), ruling.size + 3);
    if (now.seconds() != second_) second_ = now.seconds(), in_second_ = 0;
    if (in_second_ >= options_.burst) {
        ruling.allowed = false, ruling.by_burst = true;
        ruling.retry_after_s = 1;
    } else if (level_ >= ruling.size) {
        ruling.allowed = false;
        ruling.retry_after_s = std::max<std::int64_t>(
            1, std::int64_t(std::ceil((level_ - ruling.size + 0.01) / ruling.drip)));
    } else {
        ++in_second_;
        level_ += cost;
    }
    ruling.level = level_;
    ruling.burst = in_second_;
    return ruling;
}

void Limiter::describe(const Ruling& ruling, net::Headers& headers) const {
    if (!options_.is_on) return;
    headers.emplace_back("X-LS-Api-Bucket-Level",
                         fmt::format("{:.6g}/{:g}", ruling.level, ruling.size));
    headers.emplace_back("X-LS-Api-Drip-Rate", fmt::format("{:g}", ruling.drip));
    headers.emplace_back("X-LS-Api-Request-Cost", fmt::format("{:g}", ruling.cost));
    headers.emplace_back("X-LS-Api-Burst-Level",
                         fmt::format("{}/{}", ruling.burst, ruling.burst_size));
    if (ruling.allowed) return;
    headers.emplace_back("X-LS-API-RateLimit-Type",
                         ruling.by_burst ? "api-burst-limiter" : "api-leaky-bucket");
    headers.emplace_back("Retry-After", std::to_string(ruling.retry_after_s));
}

}  // namespace regulars::sandbox::lightspeed
