// Reads and writes integrations, their cursors and their counts.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/integrations.hpp"

#include <fmt/format.h>

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_INTEGRATION_COLUMNS                                                         \
    "integration_id, public_id, kind, name, status, settings, sealed_credentials, list_id, " \
    "created_at, "                                                                           \
    "history_since, last_sync_at, next_sync_at, hinted_at, notice, last_error, "             \
    "last_trouble, last_http_status"

Result<model::Integration> read_integration(Query& row) {
    model::Integration i;
    std::optional<model::RunTrouble> trouble;
    std::optional<int> http_status;
    row.into(i.id, i.public_id, i.kind, i.name, i.status, i.settings, i.sealed_credentials, i.list,
             i.created_at, i.history_since, i.last_sync_at, i.next_sync_at, i.hinted_at, i.notice,
             i.last_error, trouble, http_status);
    if (trouble) i.last_failure = {*trouble, http_status};
    return i;
}

}  // namespace

Result<void> SqliteIntegrations::add(AccountId account, model::Integration& i) {
    IntegrationId id{TRY(session_.advance(account, Counter::integration))};
    TRY(run(db_,
            "INSERT INTO integrations (account_id, " REGULARS_INTEGRATION_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            account, id, i.public_id, i.kind, i.name, i.status, i.settings,
            Blob{i.sealed_credentials}, i.list, i.created_at, i.history_since, i.last_sync_at,
            i.next_sync_at, i.hinted_at, i.notice, i.last_error, trouble_in(i.last_failure),
            status_in(i.last_failure)));
    i.id = id;
    return {};
}

Result<void> SqliteIntegrations::update(AccountId account, const model::Integration& i) {
    return expect_row(
        run(db_,
            "UPDATE integrations SET public_id = ?, kind = ?, name = ?, status = ?, settings = ?, "
            "sealed_credentials = ?, list_id = ?, created_at = ?, history_since = ?, last_sync_at "
            "= ?, "
            "next_sync_at = ?, hinted_at = ?, notice = ?, last_error = ?, last_trouble = ?, "
            "last_http_status = ? WHERE account_id = ? AND integration_id = ?",
            i.public_id, i.kind, i.name, i.status, i.settings, Blob{i.sealed_credentials}, i.list,
            i.created_at, i.history_since, i.last_sync_at, i.next_sync_at, i.hinted_at, i.notice,
            i.last_error, trouble_in(i.last_failure), status_in(i.last_failure), account, i.id),
        "there is no such integration");
}

Maybe<model::Integration> SqliteIntegrations::find(AccountId account, IntegrationId id) {
    Query query(db_,
                "SELECT " REGULARS_INTEGRATION_COLUMNS
                " FROM integrations WHERE account_id = ? AND integration_id = ?",
                account, id);
    return first_row(query, read_integration);
}

Maybe<model::Integration> SqliteIntegrations::find(AccountId account,
                                                   std::string_view name_or_public_id) {
    Query query(db_,
                "SELECT " REGULARS_INTEGRATION_COLUMNS
                " FROM integrations WHERE account_id = ?1 AND (public_id = ?2 OR name = ?2) "
                "ORDER BY public_id = ?2 DESC LIMIT 1",
                account, name_or_public_id);
    return first_row(query, read_integration);
}

Result<std::vector<model::Integration>> SqliteIntegrations::all(AccountId account) {
    Query query(db_,
                "SELECT " REGULARS_INTEGRATION_COLUMNS
                " FROM integrations WHERE account_id = ? ORDER BY integration_id",
                account);
    return every_row(query, read_integration);
}

Result<void> SqliteIntegrations::remove(AccountId account, IntegrationId id) {
    // Cursors, records, runs and counts go with it (ON DELETE CASCADE).
    TRY(run(db_, "DELETE FROM integrations WHERE account_id = ? AND integration_id = ?", account,
            id));
    return {};
}

Result<void> SqliteIntegrations::remember(AccountId account, IntegrationId id, Instant removed_at) {
    TRY(run(db_,
            "INSERT INTO removed_integrations SELECT account_id, integration_id, public_id, kind, "
            "name, ? FROM integrations WHERE account_id = ? AND integration_id = ?",
            removed_at, account, id));
    return {};
}

Result<std::vector<Integrations::Removed>> SqliteIntegrations::removed(AccountId account) {
    Query query(db_,
                "SELECT integration_id, public_id, name, kind, removed_at FROM "
                "removed_integrations WHERE account_id = ? ORDER BY integration_id",
                account);
    return every_row(query, [](Query& row) -> Result<Removed> {
        Removed removed;
        row.into(removed.id, removed.public_id, removed.name, removed.kind, removed.removed_at);
        return removed;
    });
}

Result<std::vector<model::Cursor>> SqliteIntegrations::cursors(AccountId account,
                                                               IntegrationId id) {
    Query query(
        db_,
        "SELECT stream, version, state FROM cursors WHERE account_id = ? AND integration_id = ? "
        "ORDER BY stream",
        account, id);
    return every_row(query, [](Query& row) -> Result<model::Cursor> {
        model::Cursor cursor;
        row.into(cursor.stream, cursor.version, cursor.state);
        return cursor;
    });
}

Result<void> SqliteIntegrations::move_cursor(AccountId account, IntegrationId id,
                                             const model::Cursor& cursor) {
    auto moved =
        cursor.version == 0
            ? run(db_,
                  "INSERT INTO cursors (account_id, integration_id, stream, version, state) "
                  "VALUES (?, ?, ?, 1, ?) ON CONFLICT DO NOTHING",
                  account, id, cursor.stream, cursor.state)
            : run(db_,
                  "UPDATE cursors SET state = ?, version = version + 1 "
                  "WHERE account_id = ? AND integration_id = ? AND stream = ? AND version = ?",
                  cursor.state, account, id, cursor.stream, cursor.version);
    if (TRY(moved) == 0)
        return fail(ErrorKind::conflict,
                    fmt::format("the cursor was moved by another since it was read at version {}",
                                cursor.version),
                    cursor.stream);
    return {};
}

Result<void> SqliteIntegrations::count(AccountId account, IntegrationId id, std::string_view kind,
                                       std::string_view name, std::int64_t delta) {
    TRY(run(db_,
            "INSERT INTO integration_counts (account_id, integration_id, kind, name, n) VALUES (?, "
            "?, ?, ?, ?) "
            "ON CONFLICT (account_id, integration_id, kind, name) DO UPDATE SET n = n + excluded.n",
            account, id, kind, name, delta));
    return {};
}

Result<std::vector<Integrations::Count>> SqliteIntegrations::counts(AccountId account,
                                                                    IntegrationId id) {
    Query query(db_,
                "SELECT kind, name, n FROM integration_counts WHERE account_id = ? AND "
                "integration_id = ? AND n <> 0 "
                "ORDER BY kind, name",
                account, id);
    return every_row(query, [](Query& row) -> Result<Count> {
        Count count;
        row.into(count.kind, count.name, count.n);
        return count;
    });
}

}  // namespace regulars::store::sqlite
