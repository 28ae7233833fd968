// Reads and writes imports; plan and counts are JSON.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/imports.hpp"

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_IMPORT_COLUMNS                                                          \
    "import_id, public_id, name, state, bytes, received, list_id, made_by, created_at, " \
    "started_at, ended_at, "                                                             \
    "position, error, plan, done, checked"

Result<model::Import> read_import(Query& row) {
    model::Import i;
    row.into(i.id, i.public_id, i.name, i.state, i.bytes, i.received, i.list, i.made_by,
             i.created_at, i.started_at, i.ended_at, i.position, i.error);
    i.plan = TRY(model::import_plan_from(row.text(13)));
    i.done = TRY(model::import_counts_from(row.text(14)));
    if (!row.is_null(15)) i.checked = TRY(model::import_counts_from(row.text(15)));
    return i;
}

std::optional<std::string> checked_json(const model::Import& i) {
    return i.checked ? std::optional(model::to_json(*i.checked)) : std::nullopt;
}

}  // namespace

Result<void> SqliteImports::add(AccountId account, model::Import& i) {
    ImportId id{TRY(session_.advance(account, Counter::import))};
    TRY(run(db_,
            "INSERT INTO imports (account_id, " REGULARS_IMPORT_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            account, id, i.public_id, i.name, i.state, i.bytes, i.received, i.list, i.made_by,
            i.created_at, i.started_at, i.ended_at, i.position, i.error, model::to_json(i.plan),
            model::to_json(i.done), checked_json(i)));
    i.id = id;
    return {};
}

Result<void> SqliteImports::update(AccountId account, const model::Import& i) {
    return expect_row(
        run(db_,
            "UPDATE imports SET public_id = ?, name = ?, state = ?, bytes = ?, received = ?, "
            "list_id = ?, made_by = ?, created_at = ?, "
            "started_at = ?, ended_at = ?, position = ?, error = ?, plan = ?, done = ?, checked = "
            "? WHERE account_id = ? AND import_id = ?",
            i.public_id, i.name, i.state, i.bytes, i.received, i.list, i.made_by, i.created_at,
            i.started_at, i.ended_at, i.position, i.error, model::to_json(i.plan),
            model::to_json(i.done), checked_json(i), account, i.id),
        "there is no such import");
}

Maybe<model::Import> SqliteImports::find(AccountId account, ImportId id) {
    Query query(db_,
                "SELECT " REGULARS_IMPORT_COLUMNS
                " FROM imports WHERE account_id = ? AND import_id = ?",
                account, id);
    return first_row(query, read_import);
}

Maybe<model::Import> SqliteImports::find(AccountId account, std::string_view public_id) {
    Query query(db_,
                "SELECT " REGULARS_IMPORT_COLUMNS
                " FROM imports WHERE account_id = ? AND public_id = ?",
                account, public_id);
    return first_row(query, read_import);
}

Result<std::vector<model::Import>> SqliteImports::all(AccountId account, int limit) {
    Query query(db_,
                "SELECT " REGULARS_IMPORT_COLUMNS
                " FROM imports WHERE account_id = ? ORDER BY import_id DESC LIMIT ?",
                account, limit);
    return every_row(query, read_import);
}

Result<void> SqliteImports::remove(AccountId account, ImportId id) {
    TRY(run(db_, "DELETE FROM imports WHERE account_id = ? AND import_id = ?", account, id));
    return {};
}

Result<void> SqliteImports::add_problem(AccountId account, ImportId id,
                                        const model::ImportProblem& p) {
    TRY(run(db_,
            "INSERT INTO import_problems (account_id, import_id, problem_id, line, header, reason, "
            "value, is_row_skipped) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            account, id, TRY(session_.advance(account, Counter::import_problem)), p.line, p.column,
            p.reason, p.value, p.is_row_skipped));
    return {};
}

Result<void> SqliteImports::remove_problems(AccountId account, ImportId id) {
    TRY(run(db_, "DELETE FROM import_problems WHERE account_id = ? AND import_id = ?", account,
            id));
    return {};
}

Result<std::int64_t> SqliteImports::count_problems(AccountId account, ImportId id) {
    Query query(db_, "SELECT count(*) FROM import_problems WHERE account_id = ? AND import_id = ?",
                account, id);
    TRY(query.next());
    return query.integer(0);
}

Result<std::vector<model::ImportProblem>> SqliteImports::problems(AccountId account, ImportId id,
                                                                  int limit) {
    Query query(db_,
                "SELECT line, header, reason, value, is_row_skipped FROM import_problems WHERE "
                "account_id = ? AND import_id = ? "
                "ORDER BY problem_id LIMIT ?",
                account, id, limit);
    return every_row(query, [](Query& row) -> Result<model::ImportProblem> {
        model::ImportProblem p;
        row.into(p.line, p.column, p.reason, p.value, p.is_row_skipped);
        return p;
    });
}

}  // namespace regulars::store::sqlite
