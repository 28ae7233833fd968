// Reads and writes reconciled days.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/reconciliations.hpp"

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

Result<model::ReconciledDay> read_day(Query& row) {
    model::ReconciledDay day;
    std::int64_t number = 0;
    std::string figures, differences;
    row.into(number, day.place, day.time_zone, day.checked_at, day.difference_count, figures,
             differences);
    day.day = date_of_day(number);
    TRY(model::read_figures(day, figures));
    day.differences = TRY(model::differences_from(differences));
    return day;
}

}  // namespace

Result<void> SqliteReconciliations::replace(AccountId account, IntegrationId integration,
                                            LocalDate from, LocalDate to,
                                            std::span<const model::ReconciledDay> days) {
    TRY(run(db_,
            "DELETE FROM reconciliations WHERE account_id = ? AND integration_id = ? AND day "
            "BETWEEN ? AND ?",
            account, integration, day_number(from), day_number(to)));
    for (auto& day : days)
        TRY(run(db_,
                "INSERT INTO reconciliations (account_id, integration_id, day, place, time_zone, "
                "checked_at, difference_count, figures, differences) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                account, integration, day_number(day.day), day.place, day.time_zone, day.checked_at,
                day.difference_count, model::figures_json(day), model::differences_json(day)));
    return {};
}

Result<std::vector<model::ReconciledDay>> SqliteReconciliations::days(AccountId account,
                                                                      IntegrationId integration,
                                                                      LocalDate from,
                                                                      LocalDate to) {
    Query query(
        db_,
        "SELECT day, place, time_zone, checked_at, difference_count, figures, '[]' FROM "
        "reconciliations "
        "WHERE account_id = ? AND integration_id = ? AND day BETWEEN ? AND ? ORDER BY day, place",
        account, integration, day_number(from), day_number(to));
    return every_row(query, read_day);
}

Result<std::vector<model::ReconciledDay>> SqliteReconciliations::day(AccountId account,
                                                                     IntegrationId integration,
                                                                     LocalDate day) {
    Query query(db_,
                "SELECT day, place, time_zone, checked_at, difference_count, figures, differences "
                "FROM reconciliations "
                "WHERE account_id = ? AND integration_id = ? AND day = ? ORDER BY place",
                account, integration, day_number(day));
    return every_row(query, read_day);
}

Result<std::vector<LocalDate>> SqliteReconciliations::differing(AccountId account,
                                                                IntegrationId integration,
                                                                int limit) {
    Query query(db_,
                "SELECT DISTINCT day FROM reconciliations WHERE account_id = ? AND integration_id "
                "= ? AND difference_count > 0 "
                "ORDER BY day DESC LIMIT ?",
                account, integration, limit);
    return every_row(query,
                     [](Query& row) -> Result<LocalDate> { return date_of_day(row.integer(0)); });
}

}  // namespace regulars::store::sqlite
