// Adds up days into buckets.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/charts.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analytics/grouping.hpp"
#include "analytics/people_counter.hpp"

namespace regulars::analytics {
namespace {

constexpr std::int64_t most_days = 1'101;

void add(std::optional<std::int64_t>& sum, std::int64_t minor) { sum = sum.value_or(0) + minor; }

/// Bound on the ids of a range, so that arrays are sized once.
std::uint32_t greatest_profile(const std::vector<std::shared_ptr<const Day>>& days) {
    std::uint32_t greatest = 0;
    for (auto& day : days)
        if (day && !day->people.empty()) greatest = std::max(greatest, day->people.back());
    return greatest;
}

using Sums = std::map<Currency, std::int64_t>;

std::set<std::string> filtered_by(const ChartQuery& query) {
    std::set<std::string> properties;
    for (auto& condition : query.where) properties.insert(condition.property);
    return properties;
}

std::set<std::string> properties_of(const ChartQuery& query) {
    auto properties = filtered_by(query);
    if (query.group_by) properties.insert(*query.group_by);
    return properties;
}

std::vector<Money> others(const Sums& sums) {
    std::vector<Money> money;
    for (auto& [currency, minor] : sums) money.push_back({minor, currency});
    return money;
}

/// Totals and values from the store's counts by day.
void add_counts(Stretch& stretch, const std::vector<std::uint32_t>& bucket_of, const std::vector<store::DayCount>& counts, Currency currency,
                Sums& other_sums) {
    for (auto& count : counts) {
        auto& measures = stretch.measures[bucket_of[std::size_t(count.day - stretch.range.first)]];
        measures.total += count.events;
        if (!count.currency || count.events == 0) continue;
        if (*count.currency == currency) add(measures.minor, count.minor);
        else other_sums[*count.currency] += count.minor;
    }
}

/// A bucket's days among those of its range.
std::pair<std::size_t, std::size_t> days_of(const Stretch& stretch, std::size_t bucket) {
    auto& days = stretch.buckets[bucket].days;
    return {std::size_t(days.first - stretch.range.first), std::size_t(days.last + 1 - stretch.range.first)};
}

void count_people(Stretch& stretch, const std::vector<std::shared_ptr<const Day>>& days) {
    PeopleCounter people(1, greatest_profile(days));
    for (std::size_t b = 0; b < stretch.buckets.size(); ++b) {
        auto [first, end] = days_of(stretch, b);
        auto& count = stretch.measures[b].people;
        if (end == first + 1) {
            if (days[first]) count = people.add_bucket(0, days[first]->people);
            continue;
        }
        std::size_t most = 0;
        for (std::size_t i = first; i < end; ++i) most += days[i] ? days[i]->people.size() : 0;
        people.begin_bucket(most);
        for (std::size_t i = first; i < end; ++i)
            if (days[i])
                for (auto profile : days[i]->people) people.add(0, profile);
        count = people.end_bucket(0);
    }
    stretch.totals.people = people.all(0);
}

/// Everything from whole days, event by event.
void add_events(Stretch& stretch, const std::vector<std::shared_ptr<const Day>>& days, const std::vector<std::vector<std::uint8_t>>& passing,
                Currency currency, Sums& other_sums) {
    PeopleCounter people(1, greatest_profile(days));
    for (std::size_t b = 0; b < stretch.buckets.size(); ++b) {
        auto [first, end] = days_of(stretch, b);
        auto& measures = stretch.measures[b];
        std::size_t most = 0;
        for (std::size_t i = first; i < end; ++i) most += passing[i].size();
        people.begin_bucket(most);
        for (std::size_t i = first; i < end; ++i) {
            if (!days[i]) continue;
            auto& day = *days[i];
            for (std::size_t e = 0; e < passing[i].size(); ++e) {
                if (!passing[i][e]) continue;
                ++measures.total;
                people.add(0, day.profiles[e]);
                if (day.currency_of.empty() || day.currency_of[e] < 0) continue;
                auto given = day.currencies[std::size_t(day.currency_of[e])];
                if (given == currency) add(measures.minor, day.minor[e]);
                else other_sums[given] += day.minor[e];
            }
        }
        measures.people = people.end_bucket(0);
    }
    stretch.totals.people = people.all(0);
}

}  // namespace

Result<Chart> Charts::chart(store::Transaction& tx, const model::Account& account, const ChartQuery& query, Instant now) {
    if (query.range.size() < 1 || query.range.size() > most_days)
        return fail(ErrorKind::invalid, fmt::format("a chart has 1 to {} days, not {}", most_days, query.range.size()));
    Chart chart;
    DayRange before{query.range.first - query.range.size(), query.range.first - 1};
    chart.now = TRY(stretch(tx, account, query, query.range, now, &chart));
    if (query.compare_previous) chart.previous = TRY(stretch(tx, account, query, before, now, nullptr));
    return chart;
}

Result<Stretch> Charts::stretch(store::Transaction& tx, const model::Account& account, const ChartQuery& query, DayRange range, Instant now,
                                Chart* chart) {
    auto zone = TRY(Zone::find(account.time_zone));
    Stretch stretch{.range = range, .buckets = cut(range, query.by, zone, now)};
    stretch.measures.resize(stretch.buckets.size());
    auto bucket_of = bucket_of_days(range, stretch.buckets);
    auto counts = TRY(tx.charts().days(account.id, query.metric, range.first, range.last));
    auto properties = chart ? properties_of(query) : filtered_by(query);
    auto days = TRY(cache_.days(tx, account, query.metric, range, counts, properties.empty() ? Depth::people : Depth::whole, properties));
    std::vector<std::vector<std::uint8_t>> passing(days.size());
    Sums other_sums;
    if (query.where.empty()) {
        add_counts(stretch, bucket_of, counts, account.currency, other_sums);
        count_people(stretch, days);
    } else {
        for (std::size_t i = 0; i < days.size(); ++i)
            if (days[i]) passing[i] = passing_events(*days[i], query.where);
        add_events(stretch, days, passing, account.currency, other_sums);
    }
    for (auto& measures : stretch.measures) {
        stretch.totals.total += measures.total;
        if (measures.minor) add(stretch.totals.minor, *measures.minor);
    }
    if (!chart) return stretch;
    chart->other_currencies = others(other_sums);
    if (query.group_by)
        chart->groups = group(days, passing, bucket_of, stretch.buckets.size(), *query.group_by, account.currency, greatest_profile(days));
    return stretch;
}

}  // namespace regulars::analytics
