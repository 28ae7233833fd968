// Reads and writes accounts, users and API keys.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/accounts.hpp"

#include "base/text.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

Result<model::Account> read_account(Query& row) {
    model::Account account;
    std::string currency;
    row.into(account.id, account.public_id, account.name, account.time_zone, currency,
             account.locale, account.country, account.created_at, account.segment_days);
    account.currency = TRY(Currency::parse(currency));
    return account;
}

Result<model::User> read_user(Query& row) {
    model::User user;
    row.into(user.id, user.email, user.name, user.role, user.password_hash, user.created_at);
    return user;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

Result<model::ApiKey> read_key(Query& row) {
    model::ApiKey key;
    std::string scopes;
    row.into(key.id, key.name, key.sha256, key.hint, key.created_at, key.revoked_at, scopes);
    if (!scopes.empty())
        for (auto scope : split(scopes, ' ')) key.scopes.emplace_back(scope);
    return key;
}

#define REGULARS_ACCOUNT_COLUMNS \
    "account_id, public_id, name, time_zone, currency, locale, country, created_at, segment_days"
#define REGULARS_USER_COLUMNS "user_id, email, name, role, password_hash, created_at"
#define REGULARS_KEY_COLUMNS "api_key_id, name, sha256, hint, created_at, revoked_at, scopes"

}  // namespace

Result<void> SqliteAccounts::add(model::Account& account) {
    Query query(
        db_,
        "INSERT INTO accounts (" REGULARS_ACCOUNT_COLUMNS
        ") "
        "VALUES ((SELECT coalesce(max(account_id), 0) + 1 FROM accounts), ?, ?, ?, ?, ?, ?, ?, ?) "
        "RETURNING account_id",
        account.public_id, account.name, account.time_zone, account.currency.code(), account.locale,
        account.country, account.created_at, account.segment_days);
    AccountId id;
    if (TRY(query.next())) query.into(id);
    TRY(query.run());
    account.id = id;
    return {};
}

Result<void> SqliteAccounts::update(const model::Account& account) {
    auto before = TRY(find(account.id));
    TRY(expect_row(
        run(db_,
            "UPDATE accounts SET public_id = ?, name = ?, time_zone = ?, currency = ?, locale = ?, "
            "country = ?, created_at = ?, segment_days = ? WHERE account_id = ?",
            account.public_id, account.name, account.time_zone, account.currency.code(),
            account.locale, account.country, account.created_at, account.segment_days, account.id),
        "there is no such account"));
    if (before && before->time_zone == account.time_zone) return {};
    // Its days begin at other instants now. What this Work noted goes in before they are counted
    // anew.
    TRY(session_.flush());
    session_.reset();
    return recount_days(db_, account.id, TRY(session_.advance(account.id, Counter::day_stamp)));
}

Maybe<model::Account> SqliteAccounts::find(AccountId id) {
    Query query(db_, "SELECT " REGULARS_ACCOUNT_COLUMNS " FROM accounts WHERE account_id = ?", id);
    return first_row(query, read_account);
}

Maybe<model::Account> SqliteAccounts::find(std::string_view public_id) {
    Query query(db_, "SELECT " REGULARS_ACCOUNT_COLUMNS " FROM accounts WHERE public_id = ?",
                public_id);
    return first_row(query, read_account);
}

Result<std::vector<model::Account>> SqliteAccounts::all() {
    Query query(db_, "SELECT " REGULARS_ACCOUNT_COLUMNS " FROM accounts ORDER BY account_id");
    return every_row(query, read_account);
}

Result<void> SqliteUsers::add(AccountId account, model::User& user) {
    UserId id{TRY(session_.advance(account, Counter::user))};
    TRY(run(db_,
            "INSERT INTO users (account_id, " REGULARS_USER_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?)",
            account, id, user.email, user.name, user.role, user.password_hash, user.created_at));
    user.id = id;
    return {};
}

Maybe<model::User> SqliteUsers::find(AccountId account, std::string_view email) {
    Query query(db_,
                "SELECT " REGULARS_USER_COLUMNS " FROM users WHERE account_id = ? AND email = ?",
                account, email);
    return first_row(query, read_user);
}

Result<std::vector<model::User>> SqliteUsers::all(AccountId account) {
    Query query(db_,
                "SELECT " REGULARS_USER_COLUMNS " FROM users WHERE account_id = ? ORDER BY user_id",
                account);
    return every_row(query, read_user);
}

Maybe<model::User> SqliteUsers::find(AccountId account, UserId id) {
    Query query(db_,
                "SELECT " REGULARS_USER_COLUMNS " FROM users WHERE account_id = ? AND user_id = ?",
                account, id);
    return first_row(query, read_user);
}

Result<void> SqliteUsers::update(AccountId account, const model::User& user) {
    return expect_row(run(db_,
                          "UPDATE users SET email = ?, name = ?, role = ?, password_hash = ? WHERE "
                          "account_id = ? AND user_id = ?",
                          user.email, user.name, user.role, user.password_hash, account, user.id),
                      "there is no such user");
}

Result<void> SqliteUsers::remove(AccountId account, UserId id) {
    return expect_row(
        run(db_, "DELETE FROM users WHERE account_id = ? AND user_id = ?", account, id),
        "there is no such user");
}

Result<void> SqliteApiKeys::add(AccountId account, model::ApiKey& key) {
    ApiKeyId id{TRY(session_.advance(account, Counter::api_key))};
    TRY(run(db_,
            "INSERT INTO api_keys (account_id, " REGULARS_KEY_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            account, id, key.name, key.sha256, key.hint, key.created_at, key.revoked_at,
            joined(key.scopes)));
    key.id = id;
    return {};
}

Maybe<model::ApiKey> SqliteApiKeys::find(AccountId account, std::string_view sha256) {
    Query query(db_,
                "SELECT " REGULARS_KEY_COLUMNS " FROM api_keys WHERE account_id = ? AND sha256 = ?",
                account, sha256);
    return first_row(query, read_key);
}

Result<void> SqliteApiKeys::revoke(AccountId account, ApiKeyId id, Instant at) {
    return expect_row(
        run(db_, "UPDATE api_keys SET revoked_at = ? WHERE account_id = ? AND api_key_id = ?", at,
            account, id),
        "there is no such key");
}

Result<std::vector<model::ApiKey>> SqliteApiKeys::all(AccountId account) {
    Query query(db_,
                "SELECT " REGULARS_KEY_COLUMNS
                " FROM api_keys WHERE account_id = ? ORDER BY api_key_id",
                account);
    return every_row(query, read_key);
}

}  // namespace regulars::store::sqlite
