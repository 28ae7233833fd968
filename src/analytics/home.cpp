// The figures of the home page, over all integrations.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "analytics/charts.hpp"

namespace regulars::analytics {
namespace {

constexpr std::string_view party_size = "Party Size";

std::int64_t whole_number(std::string_view text) {
    std::int64_t n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return std::max<std::int64_t>(n, 0);
}

/// Guests at the tables of an event.
audience::TallyWeight covers() {
    return {std::string(party_size), [](const audience::Texts& texts) {
                std::int64_t sum = 0;
                for (auto& text : texts) sum += whole_number(text);
                return sum;
            }};
}

enum class Role { created, completed, no_show, other };
Role role_of(const model::Metric& metric) {
    if (metric.name == "Created Reservation") return Role::created;
    if (metric.name == "Completed Reservation") return Role::completed;
    if (metric.name == "No Showed Reservation") return Role::no_show;
    return Role::other;
}

Result<std::int64_t> count_between(store::Transaction& tx, AccountId account, MetricId metric,
                                   Instant from, Instant until) {
    std::int64_t n = 0;
    TRY(tx.charts().occurrences(account, metric, from, until,
                                [&](const store::Occurrence&) -> Result<void> {
                                    ++n;
                                    return {};
                                }));
    return n;
}

}  // namespace

Result<std::vector<Figures>> figures_of(store::Transaction& tx, const model::Account& account,
                                        std::span<const FiguresAsked> asked,
                                        const Tallier& tallier) {
    auto zone = TRY(Zone::find(account.time_zone));
    struct Reach {
        DayRange full;  // days that are whole
        bool is_cut = false;
        Instant start, last_start, end;
    };
    std::vector<Reach> stretches;
    std::vector<Instant> bounds;
    for (auto& [range, until] : asked) {
        bool is_cut = until < zone.start_of(date_of_day(range.last + 1));
        Instant start = zone.start_of(date_of_day(range.first));
        stretches.push_back({{range.first, is_cut ? range.last - 1 : range.last},
                             is_cut,
                             start,
                             zone.start_of(date_of_day(range.last)),
                             std::max(start, until)});
        bounds.insert(bounds.end(), {start, std::max(start, until)});
    }
    std::ranges::sort(bounds);
    bounds.erase(std::ranges::unique(bounds).begin(), bounds.end());

    std::vector<Figures> all(asked.size());
    for (auto& metric : TRY(tx.events().metrics(account.id))) {
        Role role = role_of(metric);
        if (role == Role::other) continue;
        auto first = TRY(tx.charts().first_time(account.id, metric.id));
        audience::Tally tally;
        if (role == Role::completed && bounds.size() > 1)
            tally = TRY(tallier({.metric = metric.id,
                                 .bounds = bounds,
                                 .currency = account.currency,
                                 .weight = covers()}));
        for (std::size_t i = 0; i < asked.size(); ++i) {
            auto& [range, until] = asked[i];
            auto& stretch = stretches[i];
            auto& figures = all[i];
            std::int64_t n = 0;
            for (auto& count :
                 TRY(tx.charts().days(account.id, metric.id, range.first, range.last)))
                if (stretch.full.holds(count.day)) n += count.events;
            if (stretch.is_cut && role != Role::completed)
                n += TRY(count_between(tx, account.id, metric.id, stretch.last_start, until));
            if (role == Role::created) figures.reservations += n;
            if (role == Role::no_show) figures.no_shows += n;
            if (first && *first < zone.start_of(date_of_day(range.first + 1)))
                figures.is_known = true;
            for (std::size_t k = 0; k < tally.stretches.size(); ++k) {
                if (bounds[k] < stretch.start || bounds[k + 1] > stretch.end) continue;
                auto& sums = tally.stretches[k];
                figures.completed += sums.events;
                figures.covers += sums.weight;
                if (sums.valued > 0) figures.minor = figures.minor.value_or(0) + sums.minor;
            }
        }
    }
    return all;
}

Result<std::vector<HomeDay>> home_days(store::Transaction& tx, const model::Account& account,
                                       DayRange range, const Tallier& tallier) {
    auto zone = TRY(Zone::find(account.time_zone));
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
        audience::TallyQuestion question{
            .metric = metric.id, .currency = account.currency, .weight = covers()};
        for (auto day = range.first; day <= range.last + 1; ++day)
            question.bounds.push_back(zone.start_of(date_of_day(day)));
        auto tally = TRY(tallier(question));
        for (std::size_t i = 0; i < days.size(); ++i) days[i].covers += tally.stretches[i].weight;
    }
    return days;
}

}  // namespace regulars::analytics
