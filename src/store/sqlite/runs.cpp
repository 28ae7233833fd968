// Reads and writes the run history of integrations.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/integrations.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_RUN_COLUMNS                                                               \
    "run_id, integration_id, kind, outcome, started_at, ended_at, pages, records, "        \
    "profiles_created, "                                                                   \
    "profiles_updated, events_created, events_updated, events_retracted, progress, done, " \
    "done_before, stage, month, "                                                          \
    "months_done, months_total, error, trouble, http_status"

Result<model::Run> read_run(Query& row) {
    model::Run r;
    std::optional<model::RunTrouble> trouble;
    std::optional<int> http_status;
    row.into(r.id, r.integration, r.kind, r.outcome, r.started_at, r.ended_at, r.pages, r.records,
             r.profiles_created, r.profiles_updated, r.events_created, r.events_updated,
             r.events_retracted, r.progress, r.done, r.done_before, r.reach.stage, r.reach.month,
             r.reach.months_done, r.reach.months_total, r.error, trouble, http_status);
    if (trouble) r.failure = {*trouble, http_status};
    return r;
}

}  // namespace

Result<void> SqliteIntegrations::add_run(AccountId account, model::Run& r) {
    RunId id{TRY(session_.advance(account, Counter::run))};
    TRY(sqlite::run(
        db_,
        "INSERT INTO runs (account_id, " REGULARS_RUN_COLUMNS
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        account, id, r.integration, r.kind, r.outcome, r.started_at, r.ended_at, r.pages, r.records,
        r.profiles_created, r.profiles_updated, r.events_created, r.events_updated,
        r.events_retracted, r.progress, r.done, r.done_before, r.reach.stage, r.reach.month,
        r.reach.months_done, r.reach.months_total, r.error, trouble_in(r.failure),
        status_in(r.failure)));
    r.id = id;
    return {};
}

Result<void> SqliteIntegrations::update_run(AccountId account, const model::Run& r) {
    return expect_row(
        sqlite::run(
            db_,
            "UPDATE runs SET kind = ?, outcome = ?, started_at = ?, ended_at = ?, pages = ?, "
            "records = ?, "
            "profiles_created = ?, profiles_updated = ?, events_created = ?, events_updated = ?, "
            "events_retracted = ?, progress = ?, done = ?, done_before = ?, stage = ?, month = ?, "
            "months_done = ?, months_total = ?, "
            "error = ?, trouble = ?, http_status = ? "
            "WHERE account_id = ? AND integration_id = ? AND run_id = ?",
            r.kind, r.outcome, r.started_at, r.ended_at, r.pages, r.records, r.profiles_created,
            r.profiles_updated, r.events_created, r.events_updated, r.events_retracted, r.progress,
            r.done, r.done_before, r.reach.stage, r.reach.month, r.reach.months_done,
            r.reach.months_total, r.error, trouble_in(r.failure), status_in(r.failure), account,
            r.integration, r.id),
        "there is no such run");
}

Maybe<model::Run> SqliteIntegrations::find_run(AccountId account, IntegrationId id, RunId run) {
    Query query(db_,
                "SELECT " REGULARS_RUN_COLUMNS
                " FROM runs WHERE account_id = ? AND integration_id = ? AND run_id = ?",
                account, id, run);
    return first_row(query, read_run);
}

Result<std::vector<model::Run>> SqliteIntegrations::runs(AccountId account, IntegrationId id,
                                                         int limit) {
    Query query(
        db_,
        "SELECT " REGULARS_RUN_COLUMNS
        " FROM runs WHERE account_id = ? AND integration_id = ? ORDER BY run_id DESC LIMIT ?",
        account, id, limit);
    return every_row(query, read_run);
}

}  // namespace regulars::store::sqlite
