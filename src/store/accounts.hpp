// Accounts, the people who may sign in, their sessions and the keys.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "model/account.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

class Accounts {
  public:
    virtual ~Accounts() = default;
    virtual Result<void> add(model::Account& account) = 0;
    virtual Result<void> update(const model::Account& account) = 0;
    virtual Maybe<model::Account> find(AccountId id) = 0;
    virtual Maybe<model::Account> find(std::string_view public_id) = 0;
    virtual Result<std::vector<model::Account>> all() = 0;  // by id
};

class Users {
  public:
    virtual ~Users() = default;
    virtual Result<void> add(AccountId account, model::User& user) = 0;
    virtual Maybe<model::User> find(AccountId account, std::string_view email) = 0;
    virtual Maybe<model::User> find(AccountId account, UserId id) = 0;
    virtual Result<std::vector<model::User>> all(AccountId account) = 0;  // by id
    virtual Result<void> update(AccountId account, const model::User& user) = 0;
    /// Their sessions end with them.
    virtual Result<void> remove(AccountId account, UserId id) = 0;
};

/// Who is signed in. Tokens are kept as SHA-256 only.
class Sessions {
  public:
    virtual ~Sessions() = default;
    virtual Result<void> add(AccountId account, const model::Session& session) = 0;
    virtual Maybe<model::Session> find(AccountId account, std::string_view token_sha256) = 0;
    virtual Result<void> extend(AccountId account, std::string_view token_sha256,
                                Instant expires_at) = 0;
    virtual Result<void> remove(AccountId account, std::string_view token_sha256) = 0;
    /// Ends a user's sessions but the one named (empty: all of them).
    virtual Result<void> remove_of(AccountId account, UserId user,
                                   std::string_view but_token_sha256) = 0;
    virtual Result<void> remove_expired(AccountId account, Instant now) = 0;
};

class ApiKeys {
  public:
    virtual ~ApiKeys() = default;
    virtual Result<void> add(AccountId account, model::ApiKey& key) = 0;
    virtual Maybe<model::ApiKey> find(AccountId account, std::string_view sha256) = 0;
    virtual Result<void> revoke(AccountId account, ApiKeyId id, Instant at) = 0;
    virtual Result<std::vector<model::ApiKey>> all(AccountId account) = 0;
};

}  // namespace regulars::store
