// Appends to and reads the change log.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/change_log.hpp"

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {

Result<void> SqliteChangeLog::append(AccountId account, ChangeKind kind, std::int64_t subject,
                                     std::int64_t span, Instant at) {
    auto sequence = TRY(session_.advance(account, Counter::change));
    TRY(run(db_,
            "INSERT INTO change_log (account_id, sequence, kind, subject, span, at) VALUES (?, ?, "
            "?, ?, ?, ?)",
            account, sequence, kind, subject, span, at));
    return {};
}

Result<std::vector<Change>> SqliteChangeLog::after(AccountId account, std::int64_t sequence,
                                                   int limit) {
    Query query(db_,
                "SELECT sequence, kind, subject, span, at FROM change_log WHERE account_id = ? AND "
                "sequence > ? "
                "ORDER BY sequence LIMIT ?",
                account, sequence, limit);
    return every_row(query, [](Query& row) -> Result<Change> {
        Change change;
        row.into(change.sequence, change.kind, change.subject, change.span, change.at);
        return change;
    });
}

Result<std::int64_t> SqliteChangeLog::last(AccountId account) {
    return session_.counter(account, Counter::change);
}

}  // namespace regulars::store::sqlite
