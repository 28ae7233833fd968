// Writing and reading of HTTP dates.
// SPDX-License-Identifier: Apache-2.0
#include "net/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace regulars::net {
namespace {

constexpr std::array<std::string_view, 7> day_names{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// All of `text` as a number of at most `most_digits` digits.
std::optional<int> number(std::string_view text, std::size_t most_digits) {
    int value = 0;
    if (text.empty() || text.size() > most_digits || text[0] == '-') return std::nullopt;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Seconds of the day of "08:49:37".
std::optional<int> clock_seconds(std::string_view text) {
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    auto hour = number(text.substr(0, 2), 2), minute = number(text.substr(3, 2), 2),
         second = number(text.substr(6), 2);
    // 60 is a leap second, which the sender may show.
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    return *hour * 3600 + *minute * 60 + *second;
}

std::optional<Instant> assemble(std::string_view day, std::string_view month,
                                std::optional<int> year, std::string_view clock) {
    auto found = std::ranges::find(month_names, month);
    auto day_of_month = number(day, 2);
    auto seconds = clock_seconds(clock);
    if (found == month_names.end() || !day_of_month || !year || !seconds) return std::nullopt;
    LocalDate date{*year, int(found - month_names.begin()) + 1, *day_of_month};
    if (!is_valid(date)) return std::nullopt;
    return Instant::from_seconds(day_number(date) * 86'400 + *seconds);
}

/// The year ending in `two_digits` that is nearest to now, never more than fifty years ahead.
std::optional<int> full_year(std::optional<int> two_digits, Instant now) {
    if (!two_digits) return std::nullopt;
    int current = date_of_day(now.seconds() / 86'400).year;
    int year = current - current % 100 + *two_digits;
    if (year > current + 50) year -= 100;
    if (year <= current - 50) year += 100;
    return year;
}

}  // namespace

std::string format_http_date(Instant t) {
    std::int64_t seconds = t.seconds();
    std::int64_t clock = ((seconds % 86'400) + 86'400) % 86'400;
    LocalDate date = date_of_day((seconds - clock) / 86'400);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       day_names[std::size_t(weekday(date))], date.day,
                       month_names[std::size_t(date.month - 1)], date.year, clock / 3600,
                       clock / 60 % 60, clock % 60);
}

std::optional<Instant> parse_http_date(std::string_view text, Instant now) {
    text = trimmed(text);
    if (text.size() > 40) return std::nullopt;
    auto words = split(text, ' ');
    std::erase_if(words, [](std::string_view word) { return word.empty(); });
    bool zoned = words.size() > 1 && words.back() == "GMT";
    if (words.size() == 6 && zoned && words[3].size() == 4 && words[0].ends_with(','))
        return assemble(words[1], words[2], number(words[3], 4), words[4]);
    if (words.size() == 4 && zoned && words[0].ends_with(',')) {
        auto parts = split(words[1], '-');
        if (parts.size() != 3 || parts[2].size() != 2) return std::nullopt;
        return assemble(parts[0], parts[1], full_year(number(parts[2], 2), now), words[2]);
    }
    if (words.size() == 5 && words[4].size() == 4)
        return assemble(words[2], words[1], number(words[4], 4), words[3]);
    return std::nullopt;
}

}  // namespace regulars::net
