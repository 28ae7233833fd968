// A zone's wall clock over a span of years, as a table, because a page of rows asks it thousands of
// times.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.hpp"

namespace regulars::sandbox {

/// Immutable once made; safe to share between threads.
class LocalClock {
  public:
    /// Finds the changes of offset between the two instants; outside of them the nearest offset
    /// holds.
    LocalClock(Zone zone, Instant from, Instant to);

    const Zone& zone() const { return zone_; }
    int offset(std::int64_t utc) const {
        for (std::size_t i = changes_.size(); i-- > 1;) {
            if (utc >= changes_[i].from) return changes_[i].offset;
        }
        return changes_.front().offset;
    }
    /// Seconds of the wall clock since its own 1970-01-01T00:00:00.
    std::int64_t to_local(std::int64_t utc) const { return utc + offset(utc); }
    /// In a gap the instant the clocks jump; in an overlap the earlier instant.
    std::int64_t to_utc(LocalTime local) const { return zone_.to_instant(local).seconds(); }

  private:
    struct Change {
        std::int64_t from;
        int offset;
    };
    Zone zone_;
    std::vector<Change> changes_;
};

}  // namespace regulars::sandbox
