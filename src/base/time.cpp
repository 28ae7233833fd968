// Calendar arithmetic, ISO 8601 and the zones of the system's tz database.
// SPDX-License-Identifier: Apache-2.0
#include "base/time.hpp"

#include <algorithm>
#include <optional>

#include <date/tz.h>
#include <fmt/format.h>

namespace regulars {
namespace {

const date::time_zone& rules_of(const void* rules) {
    return *static_cast<const date::time_zone*>(rules);
}

/// Reads exactly `count` digits at `at`; -1 when something else stands there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

struct Reading {
    LocalTime time;
    std::int64_t fraction_us = 0;
    std::size_t used = 0;
    bool has_clock = false;
};

std::optional<Reading> read(std::string_view text) {
    LocalDate date{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
    if (text.size() < 10 || text[4] != '-' || text[7] != '-' || !is_valid(date))
        return std::nullopt;
    Reading reading{local_time(date), 0, 10, false};
    if (text.size() == 10) return reading;
    if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
    int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || text[13] != ':') return std::nullopt;
    reading.used = 16;
    reading.has_clock = true;
    if (reading.used < text.size() && text[reading.used] == ':') {
        second = digits(text, 17, 2);
        if (second < 0 || second > 60) return std::nullopt;
        reading.used = 19;
        if (reading.used < text.size() && text[reading.used] == '.') {
            std::int64_t scale = 100'000;
            std::size_t start = ++reading.used;
            while (reading.used < text.size() && text[reading.used] >= '0' &&
                   text[reading.used] <= '9') {
                reading.fraction_us += (text[reading.used++] - '0') * scale;
                scale /= 10;
            }
            if (reading.used == start) return std::nullopt;
        }
    }
    reading.time = local_time(date, hour, minute, second);
    return reading;
}

}  // namespace

std::int64_t day_number(LocalDate d) {
    return date::local_days(date::year(d.year) / d.month / d.day).time_since_epoch().count();
}

LocalDate date_of_day(std::int64_t number) {
    date::year_month_day ymd{date::local_days(date::days(number))};
    return {int(ymd.year()), int(unsigned(ymd.month())), int(unsigned(ymd.day()))};
}

int weekday(LocalDate d) {
    return int(date::weekday(date::local_days(date::days(day_number(d)))).c_encoding());
}

bool is_valid(LocalDate d) {
    if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1) return false;
    return (date::year(d.year) / d.month / d.day).ok();
}

LocalDate plus_months(LocalDate d, int months) {
    int total = d.year * 12 + (d.month - 1) + months;
    int year = total / 12, month = total % 12;
    if (month < 0) month += 12, --year;
    int last = int(unsigned((date::year(year) / (month + 1) / date::last).day()));
    return {year, month + 1, std::min(d.day, last)};
}

LocalDate LocalTime::date() const {
    return date_of_day(seconds >= 0 ? seconds / 86'400 : -((86'399 - seconds) / 86'400));
}

LocalTime local_time(LocalDate d, int hour, int minute, int second) {
    return {day_number(d) * 86'400 + hour * 3'600 + minute * 60 + second};
}

std::string format_iso(LocalDate d) {
    return fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day);
}

std::string format_iso(LocalTime t) {
    LocalDate d = t.date();
    std::int64_t s = t.seconds - day_number(d) * 86'400;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", d.year, d.month, d.day, s / 3'600,
                       s / 60 % 60, s % 60);
}

std::string format_iso(Instant t) {
    std::string text = format_iso(LocalTime{t.seconds()});
    if (std::int64_t rest = t.us - t.seconds() * 1'000'000; rest != 0)
        text += fmt::format(".{:06}", rest);
    return text + 'Z';
}

std::string format_iso_ms(Instant t) {
    std::int64_t rest = (t.us - t.seconds() * 1'000'000) / 1'000;
    return fmt::format("{}.{:03}Z", format_iso(LocalTime{t.seconds()}), rest);
}

Result<Instant> parse_instant(std::string_view text) {
    auto reading = read(text);
    auto malformed = [&] {
        return fail(ErrorKind::invalid,
                    fmt::format("is not a date and time: '{}'", text.substr(0, 40)));
    };
    if (!reading) return malformed();
    std::string_view rest = text.substr(reading->used);
    std::int64_t offset_s = 0;
    if (reading->has_clock && (rest == "Z" || rest == "z")) rest = {};
    if (!rest.empty()) {
        int hours = digits(rest, 1, 2);
        int minutes = rest.size() == 6 && rest[3] == ':' ? digits(rest, 4, 2)
                      : rest.size() == 5                 ? digits(rest, 3, 2)
                                                         : -1;
        if ((rest[0] != '+' && rest[0] != '-') || !reading->has_clock || hours < 0 || hours > 23 ||
            minutes < 0 || minutes > 59)
            return malformed();
        offset_s = (hours * 3'600 + minutes * 60) * (rest[0] == '-' ? -1 : 1);
    }
    return Instant{(reading->time.seconds - offset_s) * 1'000'000 + reading->fraction_us};
}

Result<LocalTime> parse_local_time(std::string_view text) {
    auto reading = read(text);
    if (!reading || !reading->has_clock || reading->used != text.size())
        return fail(ErrorKind::invalid,
                    fmt::format("is not a local date and time: '{}'", text.substr(0, 40)));
    return reading->time;
}

Result<LocalDate> parse_date(std::string_view text) {
    auto reading = read(text);
    if (!reading || text.size() != 10)
        return fail(ErrorKind::invalid, fmt::format("is not a date: '{}'", text.substr(0, 40)));
    return reading->time.date();
}

Result<Zone> Zone::find(std::string_view name) {
    try {
        return Zone(date::locate_zone(std::string(name)));
    } catch (const std::exception&) {
        return fail(ErrorKind::invalid, fmt::format("no such time zone: '{}'", name.substr(0, 60)));
    }
}

Zone Zone::utc() {
    static const date::time_zone* rules = date::locate_zone("UTC");
    return Zone(rules);
}

const std::string& Zone::name() const { return rules_of(rules_).name(); }

int Zone::offset_seconds(Instant t) const {
    return int(rules_of(rules_)
                   .get_info(date::sys_seconds(std::chrono::seconds(t.seconds())))
                   .offset.count());
}

LocalTime Zone::to_local(Instant t) const { return {t.seconds() + offset_seconds(t)}; }

Instant Zone::to_instant(LocalTime t) const {
    auto info = rules_of(rules_).get_info(date::local_seconds(std::chrono::seconds(t.seconds)));
    if (info.result == date::local_info::nonexistent)
        return Instant::from_seconds(info.first.end.time_since_epoch().count());
    return Instant::from_seconds(t.seconds - info.first.offset.count());
}

}  // namespace regulars
