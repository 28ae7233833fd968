// Instants (UTC, microseconds), calendar days and clock times, and time zones.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace regulars {

using Duration = std::chrono::microseconds;
using std::chrono_literals::operator""us;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""h;
constexpr Duration days(std::int64_t n) { return std::chrono::hours(24 * n); }

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t us = 0;

    static constexpr Instant from_seconds(std::int64_t seconds) { return {seconds * 1'000'000}; }
    constexpr std::int64_t seconds() const {
        return us >= 0 ? us / 1'000'000 : -((999'999 - us) / 1'000'000);
    }
    constexpr Instant floor_seconds() const { return from_seconds(seconds()); }

    auto operator<=>(const Instant&) const = default;
    friend constexpr Instant operator+(Instant t, Duration d) { return {t.us + d.count()}; }
    friend constexpr Instant operator-(Instant t, Duration d) { return {t.us - d.count()}; }
    friend constexpr Duration operator-(Instant a, Instant b) { return Duration(a.us - b.us); }
};

/// A calendar day of the proleptic Gregorian calendar; which zone's is the owner's to say.
struct LocalDate {
    int year = 1970;
    int month = 1;
    int day = 1;
    auto operator<=>(const LocalDate&) const = default;
};

/// Days since 1970-01-01, negative before; and back.
std::int64_t day_number(LocalDate date);
LocalDate date_of_day(std::int64_t number);
/// 0 = Sunday … 6 = Saturday.
int weekday(LocalDate date);
bool is_valid(LocalDate date);
/// The same day `months` later (negative: earlier), clamped to the month's last day.
LocalDate plus_months(LocalDate date, int months);

/// A wall-clock reading without zone: seconds since 1970-01-01T00:00:00 of that wall clock.
struct LocalTime {
    std::int64_t seconds = 0;
    auto operator<=>(const LocalTime&) const = default;
    LocalDate date() const;
};
LocalTime local_time(LocalDate date, int hour = 0, int minute = 0, int second = 0);

/// "2026-11-21T22:52:00Z"; with microseconds only where they are not zero.
std::string format_iso(Instant t);
/// "2026-11-21T22:52:00.123Z", always milliseconds.
std::string format_iso_ms(Instant t);
/// "2026-11-21T22:52:00" (no zone).
std::string format_iso(LocalTime t);
/// "2026-11-21".
std::string format_iso(LocalDate d);

/// Reads YYYY-MM-DD, or with 'T' or ' ' HH:MM[:SS[.ffffff]] and 'Z' or ±HH[:]MM. Without a zone it
/// is taken as UTC. Errors: invalid (malformed, or no such day or time).
Result<Instant> parse_instant(std::string_view text);
/// Reads YYYY-MM-DDThh:mm[:ss] without zone; a fraction of a second is dropped. Errors: invalid.
Result<LocalTime> parse_local_time(std::string_view text);
/// Reads YYYY-MM-DD. Errors: invalid.
Result<LocalDate> parse_date(std::string_view text);

/// A time zone of the IANA database. A value: cheap to copy; safe to share between threads.
class Zone {
  public:
    /// Finds a zone by name ("America/New_York", "UTC"). Errors: invalid (no such zone).
    static Result<Zone> find(std::string_view name);
    static Zone utc();

    const std::string& name() const;
    LocalTime to_local(Instant t) const;
    /// In a gap (spring), the instant the clocks jump; in an overlap (autumn), the earlier one.
    Instant to_instant(LocalTime t) const;
    Instant start_of(LocalDate day) const { return to_instant(local_time(day)); }
    /// Seconds east of UTC at `t`.
    int offset_seconds(Instant t) const;
    bool operator==(const Zone&) const = default;

  private:
    explicit Zone(const void* rules) : rules_(rules) {}
    const void* rules_;  // date::time_zone of the process-wide database; never freed
};

}  // namespace regulars
