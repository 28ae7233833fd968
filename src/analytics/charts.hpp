// A metric over time: totals, people, value; by group, under conditions, against the period before.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analytics/buckets.hpp"
#include "analytics/conditions.hpp"
#include "audience/tally.hpp"
#include "model/account.hpp"
#include "store/store.hpp"

namespace regulars::analytics {

struct ChartQuery {
    MetricId metric;
    DayRange range;  // in the account's zone; at most 1,101 days
    By by = By::day;
    std::optional<std::string> group_by;
    std::vector<Condition> where;  // all must hold
    bool compare_previous = false;
};

struct Measures {
    std::int64_t total = 0;
    std::int64_t people = 0;  // unique profiles
    std::optional<std::int64_t>
        minor;  // sum in the account's currency; nothing when no event has a value in it
    bool operator==(const Measures&) const = default;
};

struct Stretch {
    DayRange range;
    std::vector<Bucket> buckets;
    std::vector<Measures> measures;  // one a bucket
    Measures totals;
};

struct Group {
    std::optional<std::string> value;  // nothing: the property is not set
    bool is_rest = false;              // all smaller groups together
    Measures totals;
    std::vector<Measures> measures;  // one a bucket
};

struct Chart {
    Stretch now;
    std::optional<Stretch> previous;
    /// Largest first, at most 8 and the rest. An event with a list counts in each of its items'
    /// groups, and once in the rest.
    std::optional<std::vector<Group>> groups;
    std::vector<Money> other_currencies;  // sums of the range that are in no `minor`
};

/// One property as its events carry it, from the newest 2,000 of them.
struct PropertySummary {
    std::string name;
    std::string type;                                          // text, number, boolean, date, list
    std::int64_t distinct = 0;                                 // at most 1,000
    std::vector<std::pair<std::string, std::int64_t>> values;  // at most 50, most frequent first
};

/// A stretch of time of a home page: full days, and the last one up to a time of day.
struct Figures {
    std::int64_t reservations = 0, covers = 0, completed = 0, no_shows = 0;
    std::optional<std::int64_t> minor;  // known value in the account's currency
    bool is_known = false;              // the account's history reaches back that far
};
struct HomeDay {
    std::int64_t day = 0, reservations = 0, covers = 0, no_shows = 0;
};

/// Who adds up events: a live audience in milliseconds, or the store itself; see
/// docs/decisions/0004-charts.md.
using Tallier = std::function<Result<audience::Tally>(const audience::TallyQuestion&)>;

/// Adds up the store's own events, one after the other. Cost: 1.5 us an event, 5 us where
/// properties matter. Errors: the store's.
Result<audience::Tally> tally_of_store(store::Transaction& tx, AccountId account,
                                       const audience::TallyQuestion& question);

/// Errors: invalid, the tallier's.
Result<Chart> chart_of(const model::Account& account, const ChartQuery& query, Instant now,
                       const Tallier& tallier);

/// [First day's start, `until`), which lies in the last day or at its end.
struct FiguresAsked {
    DayRange range;
    Instant until;
};
/// Over all integrations' reservations; they may overlap. The tallier is asked once a metric,
/// however many they are. Errors: the store's and the tallier's.
Result<std::vector<Figures>> figures_of(store::Transaction& tx, const model::Account& account,
                                        std::span<const FiguresAsked> asked,
                                        const Tallier& tallier);
Result<std::vector<HomeDay>> home_days(store::Transaction& tx, const model::Account& account,
                                       DayRange range, const Tallier& tallier);

/// Cost: 5 us for each of the newest 2,000 events.
Result<std::vector<PropertySummary>> summarize_properties(store::Transaction& tx, AccountId account,
                                                          MetricId metric);
/// The properties of people's own, from the first 5,000 of them.
Result<std::vector<PropertySummary>> summarize_people(store::Transaction& tx, AccountId account);

}  // namespace regulars::analytics
