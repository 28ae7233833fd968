// Reads and writes sessions.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/accounts.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {

Result<void> SqliteSessions::add(AccountId account, const model::Session& s) {
    TRY(run(db_,
            "INSERT INTO sessions (account_id, token_sha256, user_id, csrf_token, created_at, "
            "expires_at) VALUES (?, ?, ?, ?, ?, ?)",
            account, s.token_sha256, s.user, s.csrf_token, s.created_at, s.expires_at));
    return {};
}

Maybe<model::Session> SqliteSessions::find(AccountId account, std::string_view token_sha256) {
    Query query(db_,
                "SELECT user_id, token_sha256, csrf_token, created_at, expires_at FROM sessions "
                "WHERE account_id = ? AND token_sha256 = ?",
                account, token_sha256);
    return first_row(query, [](Query& row) -> Result<model::Session> {
        model::Session s;
        row.into(s.user, s.token_sha256, s.csrf_token, s.created_at, s.expires_at);
        return s;
    });
}

Result<void> SqliteSessions::extend(AccountId account, std::string_view token_sha256,
                                    Instant expires_at) {
    TRY(run(db_, "UPDATE sessions SET expires_at = ? WHERE account_id = ? AND token_sha256 = ?",
            expires_at, account, token_sha256));
    return {};
}

Result<void> SqliteSessions::remove(AccountId account, std::string_view token_sha256) {
    TRY(run(db_, "DELETE FROM sessions WHERE account_id = ? AND token_sha256 = ?", account,
            token_sha256));
    return {};
}

Result<void> SqliteSessions::remove_of(AccountId account, UserId user,
                                       std::string_view but_token_sha256) {
    TRY(run(db_, "DELETE FROM sessions WHERE account_id = ? AND user_id = ? AND token_sha256 <> ?",
            account, user, but_token_sha256));
    return {};
}

Result<void> SqliteSessions::remove_expired(AccountId account, Instant now) {
    TRY(run(db_, "DELETE FROM sessions WHERE account_id = ? AND expires_at <= ?", account, now));
    return {};
}

}  // namespace regulars::store::sqlite
