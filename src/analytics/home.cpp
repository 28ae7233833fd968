// The figures of the home page, over all integrations.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <limits>

#include "analytics/charts.hpp"

namespace regulars::analytics {
namespace {

constexpr std::string_view party_size = "Party Size";

std::int64_t whole_number(std::string_view text) {
    std::int64_t n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return std::max<std::int64_t>(n, 0);
}

/// Guests at the tables of the events before a second of the day.
std::int64_t covers_of(const Day& day, std::uint32_t before) {
    auto* column = day.column(std::string(party_size));
    if (!column) return 0;
    std::vector<std::int64_t> sizes;
    for (auto& text : column->texts) sizes.push_back(whole_number(text));
    std::int64_t covers = 0;
    for (std::size_t e = 0; e < day.profiles.size(); ++e)
        if (day.second_of[e] < before) column->each_code(e, [&](auto code) { covers += sizes[code]; });
    return covers;
}

constexpr std::uint32_t whole_day = std::numeric_limits<std::uint32_t>::max();

enum class Role { created, completed, no_show, other };
Role role_of(const model::Metric& metric) {
    if (metric.name == "Created Reservation") return Role::created;
    if (metric.name == "Completed Reservation") return Role::completed;
    if (metric.name == "No Showed Reservation") return Role::no_show;
    return Role::other;
}

Result<std::int64_t> count_between(store::Transaction& tx, AccountId account, MetricId metric, Instant from, Instant until) {
    std::int64_t n = 0;
    TRY(tx.charts().occurrences(account, metric, from, until, [&](const store::Occurrence&) -> Result<void> {
        ++n;
        return {};
    }));
    return n;
}

}  // namespace

Result<Figures> Charts::figures(store::Transaction& tx, const model::Account& account, DayRange range, Instant until) {
    auto zone = TRY(Zone::find(account.time_zone));
    Instant last_start = zone.start_of(date_of_day(range.last));
    bool is_cut = until < zone.start_of(date_of_day(range.last + 1));
    DayRange full{range.first, is_cut ? range.last - 1 : range.last};
    Figures figures;
    for (auto& metric : TRY(tx.events().metrics(account.id))) {
        Role role = role_of(metric);
        if (role == Role::other) continue;
        auto counts = TRY(tx.charts().days(account.id, metric.id, range.first, range.last));
        std::int64_t n = 0;
        for (auto& count : counts)
            if (full.holds(count.day)) n += count.events;
        if (is_cut && role != Role::completed) n += TRY(count_between(tx, account.id, metric.id, last_start, until));
        if (role == Role::created) figures.reservations += n;
        if (role == Role::no_show) figures.no_shows += n;
        if (auto first = TRY(tx.charts().first_time(account.id, metric.id)); first && *first < zone.start_of(date_of_day(range.first + 1)))
            figures.is_known = true;
        if (role != Role::completed) continue;
        auto days = TRY(cache_.days(tx, account, metric.id, range, counts, Depth::whole, {std::string(party_size)}));
        for (std::size_t i = 0; i < days.size(); ++i) {
            if (!days[i]) continue;
            auto& day = *days[i];
            bool is_last = is_cut && range.first + std::int64_t(i) == range.last;
            std::uint32_t before = is_last ? std::uint32_t(std::max<std::int64_t>(0, (until - last_start).count() / 1'000'000)) : whole_day;
            figures.covers += covers_of(day, before);
            for (std::size_t e = 0; e < day.profiles.size(); ++e) {
                if (day.second_of[e] >= before) continue;
                ++figures.completed;
                if (!day.currency_of.empty() && day.currency_of[e] >= 0 && day.currencies[std::size_t(day.currency_of[e])] == account.currency)
                    figures.minor = figures.minor.value_or(0) + day.minor[e];
            }
        }
    }
    return figures;
}

Result<std::vector<HomeDay>> Charts::home_days(store::Transaction& tx, const model::Account& account, DayRange range) {
    std::vector<HomeDay> days(std::size_t(range.size()));
    for (std::size_t i = 0; i < days.size(); ++i) days[i].day = range.first + std::int64_t(i);
    for (auto& metric : TRY(tx.events().metrics(account.id))) {
        Role role = role_of(metric);
        if (role == Role::other) continue;
        auto counts = TRY(tx.charts().days(account.id, metric.id, range.first, range.last));
        for (auto& count : counts) {
            auto& day = days[std::size_t(count.day - range.first)];
            if (role == Role::created) day.reservations += count.events;
            if (role == Role::no_show) day.no_shows += count.events;
        }
        if (role != Role::completed) continue;
        auto whole = TRY(cache_.days(tx, account, metric.id, range, counts, Depth::whole, {std::string(party_size)}));
        for (std::size_t i = 0; i < whole.size(); ++i)
            if (whole[i]) days[i].covers += covers_of(*whole[i], whole_day);
    }
    return days;
}

}  // namespace regulars::analytics
