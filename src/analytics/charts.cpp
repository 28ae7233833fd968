// Makes charts of tallies over the account's days.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/charts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace regulars::analytics {
namespace {

constexpr std::int64_t most_days = 1'101;

Measures measures_of(const audience::TallySums& sums) {
    return {sums.events, sums.people, sums.valued > 0 ? std::optional(sums.minor) : std::nullopt};
}
std::vector<Measures> measures_of(const std::vector<audience::TallySums>& stretches) {
    std::vector<Measures> measures;
    measures.reserve(stretches.size());
    for (auto& sums : stretches) measures.push_back(measures_of(sums));
    return measures;
}

audience::TallyFilter filter_of(const Condition& condition) {
    bool is_negated = condition.op == Operator::not_equals || condition.op == Operator::is_not_set;
    bool asks_any = condition.op == Operator::is_set || condition.op == Operator::is_not_set;
    Condition positive = condition;
    if (condition.op == Operator::not_equals) positive.op = Operator::equals;
    return {condition.property, [=](const audience::Texts& texts) {
                bool some = asks_any ? !texts.empty() : std::ranges::any_of(texts, [&](auto& text) {
                    return satisfies(text, positive);
                });
                return some != is_negated;
            }};
}

struct Told {
    Stretch stretch;
    audience::Tally tally;
};

Result<Told> tell(const model::Account& account, const ChartQuery& query, DayRange range,
                  Instant now, const Tallier& tallier, const std::optional<std::string>& group_by) {
    auto zone = TRY(Zone::find(account.time_zone));
    Told told{.stretch = {.range = range, .buckets = cut(range, query.by, zone, now)}};
    audience::TallyQuestion question{
        .metric = query.metric, .currency = account.currency, .group_by = group_by};
    for (auto& bucket : told.stretch.buckets)
        question.bounds.push_back(zone.start_of(date_of_day(bucket.days.first)));
    question.bounds.push_back(zone.start_of(date_of_day(range.last + 1)));
    for (auto& condition : query.where) question.filters.push_back(filter_of(condition));
    told.tally = TRY(tallier(question));
    told.stretch.measures = measures_of(told.tally.stretches);
    told.stretch.totals = measures_of(told.tally.total);
    return told;
}

}  // namespace

Result<Chart> chart_of(const model::Account& account, const ChartQuery& query, Instant now,
                       const Tallier& tallier) {
    if (query.range.size() < 1 || query.range.size() > most_days)
        return fail(ErrorKind::invalid,
                    fmt::format("a chart has 1 to {} days, not {}", most_days, query.range.size()));
    Chart chart;
    auto [stretch, tally] = TRY(tell(account, query, query.range, now, tallier, query.group_by));
    chart.now = std::move(stretch);
    for (auto& [currency, minor] : tally.other_minor)
        chart.other_currencies.push_back({minor, currency});
    if (query.group_by) {
        chart.groups.emplace();
        for (auto& group : tally.groups)
            chart.groups->push_back({std::move(group.text), group.is_rest, measures_of(group.total),
                                     measures_of(group.stretches)});
    }
    if (query.compare_previous) {
        DayRange before{query.range.first - query.range.size(), query.range.first - 1};
        chart.previous = TRY(tell(account, query, before, now, tallier, std::nullopt)).stretch;
    }
    return chart;
}

}  // namespace regulars::analytics
