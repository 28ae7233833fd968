// The consent ledger and the state derived from it, in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteConsents final : public Consents {
  public:
    explicit SqliteConsents(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(AccountId account, model::ConsentEntry& entry) override;
    Result<std::vector<model::ConsentEntry>> ledger(AccountId account, ProfileId profile) override;
    Result<void> set(AccountId account, ProfileId profile, model::Channel channel,
                     const model::Consent& consent) override;
    Result<model::Consent> of(AccountId account, ProfileId profile,
                              model::Channel channel) override;
    Result<void> between(AccountId account, ProfileId from, ProfileId to,
                         const std::function<Result<void>(ProfileId, model::Channel,
                                                          const model::Consent&)>& visit) override;
    Result<void> move(AccountId account, ProfileId from, ProfileId to) override;
    Result<void> move_entry(AccountId account, ProfileId from, std::int64_t entry,
                            ProfileId to) override;
    Result<void> remove(AccountId account, ProfileId profile) override;
    Result<std::int64_t> remove_of(AccountId account, ProfileId profile,
                                   std::string_view source) override;
    Result<model::ConsentRules> rules(AccountId account) override;
    Result<void> set_rules(AccountId account, const model::ConsentRules& rules) override;

  private:
    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
