// A metric over time: totals, people, value; by group, under conditions, against the period before.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "analytics/buckets.hpp"
#include "analytics/conditions.hpp"
#include "analytics/day_cache.hpp"
#include "base/env.hpp"
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
    std::optional<std::int64_t> minor;  // sum in the account's currency; nothing when no event has a value in it
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
    std::vector<Measures> measures;    // one a bucket
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
    std::string type;  // text, number, boolean, date, list
    std::int64_t distinct = 0;  // at most 1,000
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

/// Counts events; see docs/decisions/0004-charts.md. Thread-safe.
class Charts {
  public:
    explicit Charts(std::size_t most_bytes = 512u << 20) : most_bytes_(most_bytes), cache_(most_bytes) {}

    /// Cost: milliseconds once the range's days are in memory, before that 0.3 us an event, and 4 us
    /// where properties matter. Errors: invalid, the store's.
    Result<Chart> chart(store::Transaction& tx, const model::Account& account, const ChartQuery& query, Instant now);

    /// Figures of [first day's start, `until`) over all integrations' reservations. `until` lies in
    /// the last day or at its end.
    Result<Figures> figures(store::Transaction& tx, const model::Account& account, DayRange range, Instant until);
    Result<std::vector<HomeDay>> home_days(store::Transaction& tx, const model::Account& account, DayRange range);

    /// Reads the newest days of all accounts' metrics, up to three quarters of the memory; returns when
    /// that is done or `stop` asks for it. Meanwhile everything is answered as ever. Cost: as `chart`,
    /// in reads of a week each, with a pause after each. Errors: the store's.
    Result<void> warm(store::Store& store, Clock& clock, std::stop_token stop);

    std::size_t bytes() const { return cache_.bytes(); }

  private:
    /// Fills groups and other currencies into `chart` where it is given.
    Result<Stretch> stretch(store::Transaction& tx, const model::Account& account, const ChartQuery& query, DayRange range, Instant now,
                            Chart* chart);
    std::size_t most_bytes_;
    DayCache cache_;
};

/// Cost: 5 us for each of the newest 2,000 events.
Result<std::vector<PropertySummary>> summarize_properties(store::Transaction& tx, AccountId account, MetricId metric);
/// The properties of people's own, from the first 5,000 of them.
Result<std::vector<PropertySummary>> summarize_people(store::Transaction& tx, AccountId account);

}  // namespace regulars::analytics
