// Lists and membership in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteLists final : public Lists {
  public:
    explicit SqliteLists(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(AccountId account, model::List& list) override;
    Result<void> update(AccountId account, const model::List& list) override;
    Result<void> remove(AccountId account, ListId id) override;
    Maybe<model::List> find(AccountId account, std::string_view public_id) override;
    Maybe<model::List> find(AccountId account, ListId id) override;
    Result<std::vector<model::List>> all(AccountId account) override;
    Result<bool> join(AccountId account, const model::Membership& membership) override;
    Result<bool> leave(AccountId account, ListId list, ProfileId profile, Instant at) override;
    Result<bool> take_back(AccountId account, ListId list, ProfileId profile) override;
    Result<std::vector<model::Membership>> of_profile(AccountId account,
                                                      ProfileId profile) override;
    Maybe<model::Membership> membership(AccountId account, ListId list, ProfileId profile) override;
    Result<std::vector<model::Membership>> members(AccountId account, ListId list, JoinOrder order,
                                                   const std::optional<MemberPlace>& place,
                                                   int limit) override;
    Result<std::int64_t> size(AccountId account, ListId list) override;
    Result<std::vector<ListMovement>> movements(AccountId account, ListId list) override;
    Result<std::vector<Departure>> departures(AccountId account, ListId list) override;
    Result<void> move(AccountId account, ProfileId from, ProfileId to) override;
    Result<std::vector<model::Membership>> between(AccountId account, ProfileId from,
                                                   ProfileId to) override;

  private:
    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
