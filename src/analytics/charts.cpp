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

std::set<std::string> properties_of(const ChartQuery& query) {
    std::set<std::string> properties;
    if (query.group_by) properties.insert(*query.group_by);
    for (auto& condition : query.where) properties.insert(condition.property);
    return properties;
}

std::vector<Money> others(const std::map<Currency, std::int64_t>& sums) {
    std::vector<Money> money;
    for (auto& [currency, minor] : sums) money.push_back({minor, currency});
    return money;
}

}  // namespace

Result<Chart> Charts::chart(store::Transaction& tx, const model::Account& account, const ChartQuery& query, Instant now) {
    if (query.range.size() < 1 || query.range.size() > most_days)
        return fail(ErrorKind::invalid, fmt::format("a chart has 1 to {} days, not {}", most_days, query.range.size()));
    Chart chart;
    DayRange before{query.range.first - query.range.size(), query.range.first - 1};
    if (properties_of(query).empty()) {
        chart.now = TRY(plain(tx, account, query, query.range, now, &chart.other_currencies));
        if (query.compare_previous) chart.previous = TRY(plain(tx, account, query, before, now, nullptr));
    } else {
        chart.now = TRY(filtered(tx, account, query, query.range, now, &chart));
        if (query.compare_previous) chart.previous = TRY(filtered(tx, account, query, before, now, nullptr));
    }
    return chart;
}

/// Totals and values come from the store's counts by day, people from the days in memory.
Result<Stretch> Charts::plain(store::Transaction& tx, const model::Account& account, const ChartQuery& query, DayRange range, Instant now,
                              std::vector<Money>* other_currencies) {
    auto zone = TRY(Zone::find(account.time_zone));
    Stretch stretch{.range = range, .buckets = cut(range, query.by, zone, now)};
    stretch.measures.resize(stretch.buckets.size());
    auto bucket_of = bucket_of_days(range, stretch.buckets);
    auto counts = TRY(tx.charts().days(account.id, query.metric, range.first, range.last));
    std::map<Currency, std::int64_t> other_sums;
    for (auto& count : counts) {
        auto& measures = stretch.measures[bucket_of[std::size_t(count.day - range.first)]];
        measures.total += count.events;
        stretch.totals.total += count.events;
        if (!count.currency || count.events == 0) continue;
        if (*count.currency == account.currency) {
            add(measures.minor, count.minor);
            add(stretch.totals.minor, count.minor);
        } else {
            other_sums[*count.currency] += count.minor;
        }
    }
    if (other_currencies) *other_currencies = others(other_sums);
    auto days = TRY(cache_.days(tx, account, query.metric, range, counts, Depth::people, {}));
    PeopleCounter people;
    people.reserve(greatest_profile(days));
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!days[i]) continue;
        auto bucket = bucket_of[i];
        auto& count = stretch.measures[bucket].people;
        for (auto profile : days[i]->people) count += people.is_new(profile, bucket);
    }
    stretch.totals.people = people.all();
    return stretch;
}

/// Everything comes from whole days, event by event.
Result<Stretch> Charts::filtered(store::Transaction& tx, const model::Account& account, const ChartQuery& query, DayRange range, Instant now,
                                 Chart* chart) {
    auto zone = TRY(Zone::find(account.time_zone));
    Stretch stretch{.range = range, .buckets = cut(range, query.by, zone, now)};
    stretch.measures.resize(stretch.buckets.size());
    auto bucket_of = bucket_of_days(range, stretch.buckets);
    auto counts = TRY(tx.charts().days(account.id, query.metric, range.first, range.last));
    auto days = TRY(cache_.days(tx, account, query.metric, range, counts, Depth::whole, properties_of(query)));
    std::map<Currency, std::int64_t> other_sums;
    PeopleCounter people;
    people.reserve(greatest_profile(days));
    std::vector<std::vector<bool>> passing(days.size());
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!days[i]) continue;
        auto& day = *days[i];
        passing[i] = passing_events(day, query.where);
        auto bucket = bucket_of[i];
        auto& measures = stretch.measures[bucket];
        for (std::size_t e = 0; e < day.profiles.size(); ++e) {
            if (!passing[i][e]) continue;
            ++measures.total;
            measures.people += people.is_new(day.profiles[e], bucket);
            if (day.currency_of[e] < 0) continue;
            auto currency = day.currencies[std::size_t(day.currency_of[e])];
            if (currency == account.currency) add(measures.minor, day.minor[e]);
            else other_sums[currency] += day.minor[e];
        }
    }
    for (auto& measures : stretch.measures) {
        stretch.totals.total += measures.total;
        if (measures.minor) add(stretch.totals.minor, *measures.minor);
    }
    stretch.totals.people = people.all();
    if (!chart) return stretch;
    chart->other_currencies = others(other_sums);
    if (query.group_by) chart->groups = group(days, passing, bucket_of, stretch.buckets.size(), *query.group_by, account.currency);
    return stretch;
}

}  // namespace regulars::analytics
