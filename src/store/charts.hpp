// What charts are drawn from: counts by day, and events in the order of time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/event.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

/// A metric's events of one day of the account's zone whose values have one currency.
struct DayCount {
    MetricId metric;
    std::int64_t day = 0;              // day_number
    std::optional<Currency> currency;  // none: events without a value
    std::int64_t events = 0;
    std::int64_t minor = 0;  // sum of the values
    /// Grows whenever an event of this metric, day and currency was added, changed, moved to
    /// another person or removed; the row stays when its events are gone. So the greatest stamp of
    /// a metric's day is another if anything in that day is.
    std::int64_t stamp = 0;
    bool operator==(const DayCount&) const = default;
};

struct Occurrence {
    Instant time;
    ProfileId profile;
};

/// Counts by day, kept in the transaction that changes the events; see
/// docs/decisions/0004-charts.md. A Work's own changes are in `days` when it ends, not before.
class Charts {
  public:
    virtual ~Charts() = default;
    /// Days from … to, both included, by metric, day and currency; of one metric, or of all.
    virtual Result<std::vector<DayCount>> days(AccountId account, std::optional<MetricId> metric,
                                               std::int64_t from, std::int64_t to) = 0;
    /// Who did it when, in [from, until), by time.
    virtual Result<void> occurrences(AccountId account, MetricId metric, Instant from,
                                     Instant until, const Visit<Occurrence>& visit) = 0;
    /// Whole events in [from, until), by time.
    virtual Result<void> events(AccountId account, MetricId metric, Instant from, Instant until,
                                const Visit<model::Event>& visit) = 0;
    virtual Result<std::optional<Instant>> first_time(AccountId account, MetricId metric) = 0;
    virtual Result<std::optional<Instant>> last_time(AccountId account, MetricId metric) = 0;
    /// People whose first event of all lies in [from, until). Cost: 0.1 us a person.
    virtual Result<std::int64_t> new_people(AccountId account, Instant from, Instant until) = 0;
};

}  // namespace regulars::store
