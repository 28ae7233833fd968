// Windows of dates in days of a zone, in rolling hours and in months of the calendar.
// SPDX-License-Identifier: Apache-2.0
#include "audience/window.hpp"

#include <algorithm>

#include "audience/recurrence.hpp"

namespace regulars::audience {
namespace {

constexpr Duration tick{1};

bool is_by_hours(TimeUnit unit) { return unit == TimeUnit::hour; }
Duration hours_of(std::int64_t n) { return std::chrono::hours(n); }

/// The first day d with shifted(d, unit, n) > target, or >= target; shifted() never falls.
std::int64_t first_day_past(std::int64_t target, TimeUnit unit, std::int64_t n, bool strictly) {
    constexpr std::int64_t clamped_days = 4;  // a month's end may be moved by three days
    for (std::int64_t day = shifted(target, unit, -n) - clamped_days;; day++)
        if (auto there = shifted(day, unit, n); strictly ? there > target : there >= target)
            return day;
}

/// When a date enters a window and when it leaves, if each happens once as time passes.
struct Stay {
    Instant enters = earliest, leaves = latest;
    std::optional<Instant> next(Instant now) const {
        if (enters >= leaves) return std::nullopt;
        if (now < enters) return enters == latest ? std::nullopt : std::optional(enters);
        return now < leaves && leaves != latest ? std::optional(leaves) : std::nullopt;
    }
};

Stay stay_of(const RelativeDate& t, Instant date, const Zone& zone) {
    std::int64_t day = day_at(date, zone);
    if (t.op == RelativeOperator::in_the_next) {
        if (is_by_hours(t.unit)) return {date - hours_of(t.quantity), date + tick};
        std::int64_t past = start_of_day(day, zone) == date ? day : day + 1;
        return {start_of_day(first_day_past(day, t.unit, t.quantity, false), zone),
                start_of_day(past, zone)};
    }
    Instant leaves = is_by_hours(t.unit)
                         ? date + hours_of(t.quantity) + tick
                         : start_of_day(first_day_past(day, t.unit, -t.quantity, true), zone);
    if (t.op == RelativeOperator::at_least) return {leaves, latest};
    return {date, leaves};
}

Stay stay_of(const RelativeRange& t, Instant date, const Zone& zone) {
    auto [near, far] = std::minmax(t.start, t.end);
    if (is_by_hours(t.unit)) return {date + hours_of(near), date + hours_of(far) + tick};
    std::int64_t day = day_at(date, zone);
    return {start_of_day(first_day_past(day, t.unit, -near, false), zone),
            start_of_day(first_day_past(day, t.unit, -far, true), zone)};
}

Window window_of(const StaticDate& t, const Zone& zone) {
    std::int64_t day = day_at(t.date, Zone::utc());
    if (t.is_after) return {start_of_day(day + 1, zone), latest};
    return {earliest, start_of_day(day, zone)};
}

Window window_of(const RelativeDate& t, Instant now, const Zone& zone) {
    std::int64_t today = day_at(now, zone);
    if (t.op == RelativeOperator::in_the_next) {
        if (is_by_hours(t.unit)) return {now, now + hours_of(t.quantity) + tick};
        return {start_of_day(today, zone) + tick,
                start_of_day(shifted(today, t.unit, t.quantity) + 1, zone)};
    }
    Instant from = is_by_hours(t.unit) ? now - hours_of(t.quantity)
                                       : start_of_day(shifted(today, t.unit, -t.quantity), zone);
    if (t.op == RelativeOperator::at_least) return {earliest, from};
    return {from, now + tick};
}

Window window_of(const RelativeRange& t, Instant now, const Zone& zone) {
    auto [near, far] = std::minmax(t.start, t.end);
    if (is_by_hours(t.unit)) return {now - hours_of(far), now - hours_of(near) + tick};
    std::int64_t today = day_at(now, zone);
    return {start_of_day(shifted(today, t.unit, -far), zone),
            start_of_day(shifted(today, t.unit, -near) + 1, zone)};
}

}  // namespace

std::int64_t day_at(Instant t, const Zone& zone) {
    std::int64_t day = day_number(zone.to_local(t).date());
    while (start_of_day(day + 1, zone) <= t) day++;
    while (start_of_day(day, zone) > t) day--;
    return day;
}

Instant start_of_day(std::int64_t day, const Zone& zone) { return zone.start_of(date_of_day(day)); }

std::int64_t shifted(std::int64_t day, TimeUnit unit, std::int64_t n) {
    if (unit == TimeUnit::month) return day_number(plus_months(date_of_day(day), int(n)));
    return day + n * (unit == TimeUnit::week ? 7 : 1);
}

bool moves(const DateTest& test) {
    return !std::holds_alternative<AllTime>(test) && !std::holds_alternative<StaticDate>(test) &&
           !std::holds_alternative<StaticRange>(test) &&
           !std::holds_alternative<CalendarMonth>(test);
}

std::optional<Window> window_of(const DateTest& test, Instant now, const Zone& zone) {
    if (std::holds_alternative<AllTime>(test)) return Window{};
    if (auto* t = std::get_if<StaticDate>(&test)) return window_of(*t, zone);
    if (auto* t = std::get_if<StaticRange>(&test))
        return Window{window_of(StaticDate{true, t->start - days(1)}, zone).from,
                      window_of(StaticDate{true, t->end}, zone).from};
    if (auto* t = std::get_if<RelativeDate>(&test)) return window_of(*t, now, zone);
    if (auto* t = std::get_if<RelativeRange>(&test)) return window_of(*t, now, zone);
    return std::nullopt;
}

DateMatcher::DateMatcher(const DateTest& test, Instant now, const Zone& zone)
    : test_(&test),
      now_(now),
      zone_(zone),
      window_(window_of(test, now, zone)),
      today_(day_at(now, zone)) {
    if (auto* t = std::get_if<AnniversaryRelative>(&test))
        window_ = recurring_window_of(*t, now, zone);
}

bool DateMatcher::operator()(Instant date) const {
    if (std::holds_alternative<AnniversaryRelative>(*test_))
        return recurs_within(*window_, date, zone_);
    if (window_) return window_->contains(date);
    LocalDate day = date_of_day(day_at(date, zone_)), today = date_of_day(today_);
    if (auto* t = std::get_if<CalendarMonth>(test_)) return day.month == t->month;
    if (std::holds_alternative<AnniversaryMonth>(*test_)) return day.month == today.month;
    return day.month == today.month && day.day == today.day;
}

std::optional<Instant> next_change(const DateTest& test, Instant date, Instant now,
                                   const Zone& zone) {
    if (auto* t = std::get_if<RelativeDate>(&test)) return stay_of(*t, date, zone).next(now);
    if (auto* t = std::get_if<RelativeRange>(&test)) return stay_of(*t, date, zone).next(now);
    if (auto* t = std::get_if<AnniversaryRelative>(&test))
        return next_recurrence(*t, date, now, zone);
    if (std::holds_alternative<Anniversary>(test)) return next_anniversary(date, now, zone);
    if (std::holds_alternative<AnniversaryMonth>(test))
        return next_anniversary_month(date, now, zone);
    return std::nullopt;
}

std::optional<Instant> next_move(const DateTest& test, Instant now, const Zone& zone) {
    if (!moves(test)) return std::nullopt;
    Instant midnight = start_of_day(day_at(now, zone) + 1, zone);
    if (auto* t = std::get_if<RelativeDate>(&test)) {
        bool ends_now = t->op == RelativeOperator::in_the_last;
        return ends_now || is_by_hours(t->unit) ? now + tick : midnight;
    }
    if (auto* t = std::get_if<RelativeRange>(&test))
        return is_by_hours(t->unit) ? now + tick : midnight;
    if (std::holds_alternative<AnniversaryRelative>(test)) return now + tick;
    return midnight;
}

}  // namespace regulars::audience
