// Finds a zone's changes of offset by bisection.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/local_clock.hpp"

namespace regulars::sandbox {
namespace {
constexpr std::int64_t week_s = 7 * 86'400;
}

LocalClock::LocalClock(Zone zone, Instant from, Instant to) : zone_(zone) {
    auto offset_at = [&](std::int64_t s) { return zone.offset_seconds(Instant::from_seconds(s)); };
    changes_.push_back({from.seconds(), offset_at(from.seconds())});
    for (std::int64_t at = from.seconds(); at < to.seconds(); at += week_s) {
        int before = offset_at(at), after = offset_at(at + week_s);
        if (before == after) continue;
        std::int64_t low = at, high = at + week_s;  // offset differs at high
        while (high - low > 1) {
            std::int64_t middle = low + (high - low) / 2;
            (offset_at(middle) == before ? low : high) = middle;
        }
        changes_.push_back({high, after});
    }
}

}  // namespace regulars::sandbox
