// Calendar arithmetic of buckets.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/buckets.hpp"

#include <algorithm>
#include <chrono>

#include "model/naming.hpp"

namespace regulars::analytics {
namespace {

constexpr model::Names<By, 3> names{{{By::day, "day"}, {By::week, "week"}, {By::month, "month"}}};

/// The whole day, week or month in which a day lies.
DayRange around(std::int64_t day, By by) {
    LocalDate date = date_of_day(day);
    if (by == By::day) return {day, day};
    if (by == By::week) {
        std::int64_t monday = day - (weekday(date) + 6) % 7;
        return {monday, monday + 6};
    }
    LocalDate first{date.year, date.month, 1};
    return {day_number(first), day_number(plus_months(first, 1)) - 1};
}

}  // namespace

std::string_view name_of(By by) { return names.name(by); }
Result<By> by_named(std::string_view name) { return names.find(name, "bucket"); }

std::vector<Bucket> cut(DayRange range, By by, const Zone& zone, Instant now) {
    std::vector<Bucket> buckets;
    for (std::int64_t day = range.first; day <= range.last;) {
        DayRange whole = around(day, by);
        Bucket bucket{.days = {day, std::min(whole.last, range.last)}};
        Instant start = zone.start_of(date_of_day(bucket.days.first)),
                end = zone.start_of(date_of_day(bucket.days.last + 1));
        bucket.hours = std::chrono::duration<double, std::ratio<3600>>(end - start).count();
        bucket.complete = bucket.days == whole && end <= now;
        buckets.push_back(bucket);
        day = bucket.days.last + 1;
    }
    return buckets;
}

std::vector<std::uint32_t> bucket_of_days(DayRange range, const std::vector<Bucket>& buckets) {
    std::vector<std::uint32_t> indexes(std::size_t(range.size()));
    for (std::uint32_t i = 0; i < buckets.size(); ++i)
        for (std::int64_t day = buckets[i].days.first; day <= buckets[i].days.last; ++day)
            indexes[std::size_t(day - range.first)] = i;
    return indexes;
}

}  // namespace regulars::analytics
