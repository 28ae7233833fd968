// Finds the years in which a day of the calendar falls into a window, and when it enters and
// leaves.
// SPDX-License-Identifier: Apache-2.0
#include "audience/recurrence.hpp"

#include <algorithm>

namespace regulars::audience {
namespace {

constexpr Duration tick{1};
constexpr int most_years_between_leaps = 8;  // 1896 to 1904

int year_of(Instant t, const Zone& zone) { return date_of_day(day_at(t, zone)).year; }

/// A date's day and time of day, to be put into any year.
class Recurring {
  public:
    Recurring(Instant date, const Zone& zone)
        : zone_(zone),
          day_(date_of_day(day_at(date, zone))),
          within_day_(date - start_of_day(day_at(date, zone), zone)) {
        auto local = zone.to_local(date);
        if (local.date() == day_) clock_seconds_ = local.seconds - local_time(day_).seconds;
        micros_ = date - date.floor_seconds();
    }
    std::optional<Instant> in(int year) const {
        LocalDate day{year, day_.month, day_.day};
        if (!is_valid(day)) return std::nullopt;
        if (!clock_seconds_) return zone_.start_of(day) + within_day_;
        return zone_.to_instant({local_time(day).seconds + *clock_seconds_}) + micros_;
    }

  private:
    Zone zone_;
    LocalDate day_;
    Duration within_day_, micros_{};
    std::optional<std::int64_t> clock_seconds_;  // none: a second midnight of clocks set back
};

bool always_recurs(const Window& window) {
    return window.until - window.from > days(366 * (most_years_between_leaps + 1));
}

/// The instant at which the answer becomes true, and the one at which it is false again.
std::pair<Instant, Instant> stay_of(const AnniversaryRelative& test, Instant date,
                                    const Zone& zone) {
    DateTest around =
        RelativeDate{test.is_next ? RelativeOperator::in_the_next : RelativeOperator::in_the_last,
                     test.unit, test.quantity};
    if (!test.is_next) {
        auto leaves = next_change(around, date, date, zone);
        return {date, leaves.value_or(date)};
    }
    if (test.unit == TimeUnit::hour) return {date - std::chrono::hours(test.quantity), date + tick};
    std::int64_t day = day_at(date, zone), first = shifted(day, test.unit, -test.quantity) - 4;
    while (shifted(first, test.unit, test.quantity) < day) first++;
    return {start_of_day(first, zone), date + tick};
}

template <class Matches>
std::optional<Instant> next_day_that(Instant now, const Zone& zone, std::int64_t step_from,
                                     Matches matches) {
    bool is_in = matches(date_of_day(step_from));
    for (std::int64_t day = step_from + 1; day < step_from + 366 * (most_years_between_leaps + 1);
         day++)
        if (matches(date_of_day(day)) != is_in)
            return std::max(start_of_day(day, zone), now + tick);
    return std::nullopt;
}

}  // namespace

Window recurring_window_of(const AnniversaryRelative& test, Instant now, const Zone& zone) {
    bool is_by_hours = test.unit == TimeUnit::hour;
    std::int64_t today = day_at(now, zone);
    if (test.is_next)
        return {now, is_by_hours
                         ? now + std::chrono::hours(test.quantity) + tick
                         : start_of_day(shifted(today, test.unit, test.quantity) + 1, zone)};
    return {is_by_hours ? now - std::chrono::hours(test.quantity)
                        : start_of_day(shifted(today, test.unit, -test.quantity), zone),
            now + tick};
}

bool recurs_within(const Window& window, Instant date, const Zone& zone) {
    if (always_recurs(window)) return true;
    Recurring recurring(date, zone);
    for (int year = year_of(window.from, zone) - 1; year <= year_of(window.until, zone) + 1; year++)
        if (auto then = recurring.in(year); then && window.contains(*then)) return true;
    return false;
}

std::optional<Instant> next_recurrence(const AnniversaryRelative& test, Instant date, Instant now,
                                       const Zone& zone) {
    auto window = recurring_window_of(test, now, zone);
    if (always_recurs(window)) return std::nullopt;
    Recurring recurring(date, zone);
    std::optional<Instant> next;
    for (int year = year_of(window.from, zone) - 1;
         year <= year_of(window.until, zone) + most_years_between_leaps + 2; year++) {
        auto then = recurring.in(year);
        if (!then) continue;
        auto [enters, leaves] = stay_of(test, *then, zone);
        if (enters >= leaves) continue;
        for (Instant at : {enters, leaves})
            if (at > now && (!next || at < *next)) next = at;
    }
    return next;
}

std::optional<Instant> next_anniversary(Instant date, Instant now, const Zone& zone) {
    LocalDate day = date_of_day(day_at(date, zone));
    return next_day_that(now, zone, day_at(now, zone),
                         [&](LocalDate d) { return d.month == day.month && d.day == day.day; });
}

std::optional<Instant> next_anniversary_month(Instant date, Instant now, const Zone& zone) {
    LocalDate day = date_of_day(day_at(date, zone));
    return next_day_that(now, zone, day_at(now, zone),
                         [&](LocalDate d) { return d.month == day.month; });
}

}  // namespace regulars::audience
