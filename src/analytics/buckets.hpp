// Cuts a range of calendar days into days, weeks or months of a time zone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace regulars::analytics {

enum class By { day, week, month };
std::string_view name_of(By by);
Result<By> by_named(std::string_view name);

/// Days from `first` to `last`, both included, of the account's zone.
struct DayRange {
    std::int64_t first = 0, last = -1;  // day_number
    std::int64_t size() const { return last - first + 1; }
    bool holds(std::int64_t day) const { return day >= first && day <= last; }
    bool operator==(const DayRange&) const = default;
};

struct Bucket {
    DayRange days;
    double hours = 0;      // a day is 23, 24 or 25 where clocks change
    bool complete = true;  // false when it still runs, or the range cuts it
    bool operator==(const Bucket&) const = default;
};

/// Every bucket of the range in order, the first and last cut to it. Weeks begin on Monday.
std::vector<Bucket> cut(DayRange range, By by, const Zone& zone, Instant now);
/// For each day of the range, the index of its bucket.
std::vector<std::uint32_t> bucket_of_days(DayRange range, const std::vector<Bucket>& buckets);

}  // namespace regulars::analytics
