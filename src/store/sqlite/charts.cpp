// Reads what charts are made of.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/charts.hpp"

#include "store/sqlite/event_row.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

Result<DayCount> read_day(Query& row) {
    DayCount d;
    row.into(d.metric, d.day);
    if (!row.text(2).empty()) d.currency = TRY(Currency::parse(row.text(2)));
    d.events = row.integer(3);
    d.minor = row.integer(4);
    d.stamp = row.integer(5);
    return d;
}

}  // namespace

Result<std::vector<DayCount>> SqliteCharts::days(AccountId account, std::optional<MetricId> metric,
                                                 std::int64_t from, std::int64_t to) {
    if (metric) {
        Query query(db_,
                    "SELECT metric_id, day, currency, events, minor, stamp FROM metric_days "
                    "WHERE account_id = ? AND metric_id = ? AND day BETWEEN ? AND ? ORDER BY "
                    "metric_id, day, currency",
                    account, *metric, from, to);
        return every_row(query, read_day);
    }
    // Metrics are few and days many: each metric's stretch is looked up by itself.
    Query query(
        db_,
        "SELECT d.metric_id, d.day, d.currency, d.events, d.minor, d.stamp FROM metrics m CROSS "
        "JOIN metric_days d "
        "ON d.account_id = m.account_id AND d.metric_id = m.metric_id "
        "WHERE m.account_id = ? AND d.day BETWEEN ? AND ? ORDER BY m.metric_id, d.day, d.currency",
        account, from, to);
    return every_row(query, read_day);
}

Result<void> SqliteCharts::occurrences(AccountId account, MetricId metric, Instant from,
                                       Instant until, const Visit<Occurrence>& visit) {
    Query query(db_,
                "SELECT time, profile_id FROM events INDEXED BY events_by_metric "
                "WHERE account_id = ? AND metric_id = ? AND time >= ? AND time < ? ORDER BY time",
                account, metric, from, until);
    return walk_rows(
        query,
        [](Query& row) -> Result<Occurrence> {
            return Occurrence{{row.integer(0)}, ProfileId{row.integer(1)}};
        },
        visit);
}

Result<void> SqliteCharts::events(AccountId account, MetricId metric, Instant from, Instant until,
                                  const Visit<model::Event>& visit) {
    Query query(db_,
                "SELECT " REGULARS_EVENT_COLUMNS
                " FROM events INDEXED BY events_by_metric WHERE account_id = ? AND metric_id = ? "
                "AND time >= ? AND time < ? "
                "ORDER BY time",
                account, metric, from, until);
    return walk_rows(query, read_event, visit);
}

Result<std::optional<Instant>> SqliteCharts::first_time(AccountId account, MetricId metric) {
    Query query(db_,
                "SELECT time FROM events INDEXED BY events_by_metric WHERE account_id = ? AND "
                "metric_id = ? ORDER BY time LIMIT 1",
                account, metric);
    if (!TRY(query.next())) return std::nullopt;
    return Instant{query.integer(0)};
}

Result<std::optional<Instant>> SqliteCharts::last_time(AccountId account, MetricId metric) {
    Query query(db_,
                "SELECT time FROM events INDEXED BY events_by_metric WHERE account_id = ? AND "
                "metric_id = ? ORDER BY time DESC LIMIT 1",
                account, metric);
    if (!TRY(query.next())) return std::nullopt;
    return Instant{query.integer(0)};
}

Result<std::int64_t> SqliteCharts::new_people(AccountId account, Instant from, Instant until) {
    Query query(db_,
                "SELECT count(*) FROM first_events INDEXED BY first_events_by_time WHERE "
                "account_id = ? AND time >= ? AND time < ?",
                account, from, until);
    TRY(query.next());
    return query.integer(0);
}

}  // namespace regulars::store::sqlite
