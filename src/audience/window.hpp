// When a date satisfies a test: the window that the test opens around now, and when that changes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <optional>

#include "audience/definition.hpp"
#include "base/time.hpp"

namespace regulars::audience {

constexpr Instant earliest{std::numeric_limits<std::int64_t>::min()},
    latest{std::numeric_limits<std::int64_t>::max()};

/// [from, until)
struct Window {
    Instant from = earliest, until = latest;
    bool contains(Instant t) const { return t >= from && t < until; }
    bool operator==(const Window&) const = default;
};

/// Days since 1970-01-01 of the day that `t` is in: the latest that has started. Never falls as `t`
/// rises, whatever the clocks do.
std::int64_t day_at(Instant t, const Zone& zone);
Instant start_of_day(std::int64_t day, const Zone& zone);

/// Whether the answer for a fixed date can change as time passes.
bool moves(const DateTest& test);

/// The rows of klaviyo-product §5.4, with days of `zone`; a month back from the 31st is the month's
/// last day. Nothing for tests that ignore the year (anniversaries, months of the calendar).
/// A date D of "before", "after" and "between" is the day that the instant has in UTC, which
/// begins and ends by `zone`.
std::optional<Window> window_of(const DateTest& test, Instant now, const Zone& zone);

/// One test at one now, to be asked of many dates.
class DateMatcher {
  public:
    DateMatcher(const DateTest& test, Instant now, const Zone& zone);
    bool operator()(Instant date) const;

  private:
    const DateTest* test_;  // outlives this
    Instant now_;
    Zone zone_;
    std::optional<Window> window_;  // of v, or of v with another year
    std::int64_t today_;
};

inline bool is_in(const DateTest& test, Instant date, Instant now, const Zone& zone) {
    return DateMatcher(test, now, zone)(date);
}

/// The first instant after `now` at which this date enters or leaves; none: never. Of dates that
/// recur within their own window (anniversaries over a year long) it may be an instant at which
/// nothing changes, but never later than the change.
std::optional<Instant> next_change(const DateTest& test, Instant date, Instant now,
                                   const Zone& zone);

/// The first instant after `now` at which the window itself differs: of days the next midnight, of
/// hours the next microsecond; none: it stands still.
std::optional<Instant> next_move(const DateTest& test, Instant now, const Zone& zone);

}  // namespace regulars::audience
