// Accounts, their users, sessions and API keys in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteAccounts final : public Accounts {
  public:
    explicit SqliteAccounts(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(model::Account& account) override;
    Result<void> update(const model::Account& account) override;
    Maybe<model::Account> find(AccountId id) override;
    Maybe<model::Account> find(std::string_view public_id) override;
    Result<std::vector<model::Account>> all() override;

  private:
    Session& session_;
    Connection& db_;
};

class SqliteUsers final : public Users {
  public:
    explicit SqliteUsers(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(AccountId account, model::User& user) override;
    Maybe<model::User> find(AccountId account, std::string_view email) override;
    Maybe<model::User> find(AccountId account, UserId id) override;
    Result<std::vector<model::User>> all(AccountId account) override;
    Result<void> update(AccountId account, const model::User& user) override;
    Result<void> remove(AccountId account, UserId id) override;

  private:
    Session& session_;
    Connection& db_;
};

class SqliteSessions final : public Sessions {
  public:
    explicit SqliteSessions(Session& session) : db_(session.db) {}
    Result<void> add(AccountId account, const model::Session& session) override;
    Maybe<model::Session> find(AccountId account, std::string_view token_sha256) override;
    Result<void> extend(AccountId account, std::string_view token_sha256,
                        Instant expires_at) override;
    Result<void> remove(AccountId account, std::string_view token_sha256) override;
    Result<void> remove_of(AccountId account, UserId user,
                           std::string_view but_token_sha256) override;
    Result<void> remove_expired(AccountId account, Instant now) override;

  private:
    Connection& db_;
};

class SqliteApiKeys final : public ApiKeys {
  public:
    explicit SqliteApiKeys(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(AccountId account, model::ApiKey& key) override;
    Maybe<model::ApiKey> find(AccountId account, std::string_view sha256) override;
    Result<void> revoke(AccountId account, ApiKeyId id, Instant at) override;
    Result<std::vector<model::ApiKey>> all(AccountId account) override;

  private:
    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
