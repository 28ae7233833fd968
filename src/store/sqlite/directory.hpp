// Finds and sorts people in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "store/sqlite/people_words.hpp"
#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

/// Few matches are all collected and sorted. When there are many, everybody is walked in the order
/// wanted and those who do not match are passed over: matches are then frequent.
class SqliteDirectory final : public Directory {
  public:
    explicit SqliteDirectory(Session& session) : session_(session), db_(session.db) {}
    Result<ProfileHits> find(AccountId account, const ProfileQuery& query) override;

  private:
    using Take = std::function<Result<bool>(const ProfilePlace&)>;  // false: enough

    Result<std::optional<std::vector<ProfileId>>> collect(AccountId account, const std::vector<std::vector<Word>>& terms,
                                                          std::size_t most_kept);
    Result<bool> starts(AccountId account, const std::vector<Word>& term, std::size_t most, std::vector<ProfileId>& out);
    Result<bool> matches(AccountId account, ProfileId profile, const std::vector<std::vector<Word>>& terms);
    Result<ProfilePlace> place_of(AccountId account, ProfileId profile, ProfileOrder order);
    Result<std::optional<Instant>> last_seen(AccountId account, ProfileId profile);
    /// Everybody after a place, in order.
    Result<void> walk(AccountId account, const ProfileQuery& query, const Take& take);
    Result<void> walk_words(AccountId account, const ProfileQuery& query, WordKind kind, const Take& take);
    Result<void> walk_created(AccountId account, const ProfileQuery& query, const Take& take);
    Result<void> walk_seen(AccountId account, const ProfileQuery& query, const Take& take);

    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
