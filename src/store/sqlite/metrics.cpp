// Reads and writes metrics.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/events.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_METRIC_COLUMNS "metric_id, public_id, integration_id, name, listed, events"

Result<model::Metric> read_metric(Query& row) {
    model::Metric m;
    row.into(m.id, m.public_id, m.integration, m.name, m.listed, m.events);
    return m;
}

}  // namespace

Result<model::Metric> SqliteEvents::metric(AccountId account, IntegrationId integration,
                                           std::string_view name, bool listed,
                                           const std::function<std::string()>& make_public_id) {
    {
        Query query(db_,
                    "SELECT " REGULARS_METRIC_COLUMNS
                    " FROM metrics WHERE account_id = ? AND integration_id = ? AND name = ?",
                    account, integration, name);
        if (auto found = TRY(first_row(query, read_metric))) return *found;
    }
    model::Metric m{MetricId{TRY(session_.advance(account, Counter::metric))},
                    make_public_id(),
                    integration,
                    std::string(name),
                    listed,
                    0};
    TRY(run(db_,
            "INSERT INTO metrics (account_id, " REGULARS_METRIC_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, 0)",
            account, m.id, m.public_id, m.integration, m.name, m.listed));
    return m;
}

Result<std::vector<model::Metric>> SqliteEvents::metrics(AccountId account) {
    Query query(db_,
                "SELECT " REGULARS_METRIC_COLUMNS
                " FROM metrics WHERE account_id = ? ORDER BY metric_id",
                account);
    return every_row(query, read_metric);
}

Result<void> SqliteEvents::count_metric(AccountId account, MetricId id, std::int64_t delta) {
    return expect_row(
        run(db_, "UPDATE metrics SET events = events + ? WHERE account_id = ? AND metric_id = ?",
            delta, account, id),
        "there is no such metric");
}

}  // namespace regulars::store::sqlite
