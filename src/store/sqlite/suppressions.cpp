// Reads and writes suppressions.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/suppressions.hpp"

#include <utility>

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_SUPPRESSION_COLUMNS \
    "channel, address, reason, suppressed_at, lifted_at, method, source"
#define REGULARS_NOT_LIFTED \
    "suppressed_at IS NOT NULL AND (lifted_at IS NULL OR lifted_at <= suppressed_at)"

Result<model::Suppression> read_suppression(Query& row) {
    model::Suppression s;
    row.into(s.channel, s.address, s.reason, s.suppressed_at, s.lifted_at, s.method, s.source);
    return s;
}

}  // namespace

Result<bool> SqliteSuppressions::put(AccountId account, const model::Suppression& s) {
    // Which of two at one instant names its method must not depend on which came first.
    return TRY(run(db_,
                   "INSERT INTO suppressions AS old (account_id, "
                   "address_hash, " REGULARS_SUPPRESSION_COLUMNS
                   ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (account_id, channel, address, reason) DO UPDATE SET "
                   "method = CASE WHEN excluded.suppressed_at IS NOT NULL AND (old.suppressed_at "
                   "IS NULL OR (excluded.suppressed_at, excluded.method, excluded.source) > "
                   "(old.suppressed_at, old.method, old.source)) THEN excluded.method ELSE "
                   "old.method END, "
                   "source = CASE WHEN excluded.suppressed_at IS NOT NULL AND (old.suppressed_at "
                   "IS NULL OR (excluded.suppressed_at, excluded.method, excluded.source) > "
                   "(old.suppressed_at, old.method, old.source)) THEN excluded.source ELSE "
                   "old.source END, "
                   "suppressed_at = CASE WHEN excluded.suppressed_at > coalesce(old.suppressed_at, "
                   "excluded.suppressed_at - 1) THEN excluded.suppressed_at ELSE old.suppressed_at "
                   "END, "
                   "lifted_at = CASE WHEN excluded.lifted_at > coalesce(old.lifted_at, "
                   "excluded.lifted_at - 1) THEN excluded.lifted_at ELSE old.lifted_at END "
                   "WHERE (excluded.suppressed_at IS NOT NULL AND (old.suppressed_at IS NULL OR "
                   "(excluded.suppressed_at, excluded.method, excluded.source) > "
                   "(old.suppressed_at, old.method, old.source))) "
                   "OR (excluded.lifted_at IS NOT NULL AND (old.lifted_at IS NULL OR "
                   "excluded.lifted_at > old.lifted_at))",
                   account, session_.hash(s.address), s.channel, s.address, s.reason,
                   s.suppressed_at, s.lifted_at, s.method, s.source)) > 0;
}

Result<std::vector<model::Suppression>> SqliteSuppressions::of_address(AccountId account,
                                                                       model::Channel channel,
                                                                       std::string_view address) {
    Query query(
        db_,
        "SELECT " REGULARS_SUPPRESSION_COLUMNS
        " FROM suppressions WHERE account_id = ? AND channel = ? AND address = ? ORDER BY reason",
        account, channel, address);
    return every_row(query, read_suppression);
}

Result<std::vector<model::Suppression>> SqliteSuppressions::page(
    AccountId account, model::Channel channel, std::string_view after_address,
    std::optional<model::SuppressionReason> after_reason, int limit) {
    Query query(db_,
                "SELECT " REGULARS_SUPPRESSION_COLUMNS
                " FROM suppressions WHERE account_id = ? AND channel = ? AND (address, reason) > "
                "(?, ?) AND " REGULARS_NOT_LIFTED " ORDER BY address, reason LIMIT ?",
                account, channel, after_address,
                after_reason ? int(std::to_underlying(*after_reason)) : -1, limit);
    return every_row(query, read_suppression);
}

Result<void> SqliteSuppressions::remove(AccountId account, model::Channel channel,
                                        std::string_view address) {
    TRY(run(db_, "DELETE FROM suppressions WHERE account_id = ? AND channel = ? AND address = ?",
            account, channel, address));
    return {};
}

Result<void> SqliteSuppressions::each_profile(AccountId account,
                                              const Visit<SuppressedProfile>& visit) {
    // Suppressions are few and stand outside: a CROSS JOIN keeps SQLite from walking all
    // identifiers.
    Query query(db_,
                "SELECT i.profile_id, (SELECT max(at) FROM consent_ledger l WHERE l.account_id = "
                "s.account_id AND l.profile_id = i.profile_id "
                "AND l.channel = s.channel AND l.given_by = ?2 AND l.state = "
                "?3), " REGULARS_SUPPRESSION_COLUMNS
                " FROM suppressions s CROSS JOIN identifiers i ON i.account_id = s.account_id AND "
                "i.value_hash = s.address_hash "
                "AND i.kind = CASE s.channel WHEN ?4 THEN ?5 ELSE ?6 END AND i.value = s.address "
                "WHERE s.account_id = ?1 AND " REGULARS_NOT_LIFTED
                " ORDER BY i.profile_id, channel, address, reason",
                account, model::ConsentBy::person, model::ConsentState::subscribed,
                model::Channel::email, model::IdentifierKind::email, model::IdentifierKind::phone);
    return walk_rows(
        query,
        [](Query& row) -> Result<SuppressedProfile> {
            SuppressedProfile found;
            auto& s = found.suppression;
            row.into(found.profile, found.agreed_at, s.channel, s.address, s.reason,
                     s.suppressed_at, s.lifted_at, s.method, s.source);
            return found;
        },
        visit);
}

}  // namespace regulars::store::sqlite
