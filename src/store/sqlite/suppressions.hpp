// Suppressions in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteSuppressions final : public Suppressions {
  public:
    explicit SqliteSuppressions(Session& session) : session_(session), db_(session.db) {}
    Result<bool> put(AccountId account, const model::Suppression& suppression) override;
    Result<std::vector<model::Suppression>> of_address(AccountId account, model::Channel channel,
                                                       std::string_view address) override;
    Result<std::vector<model::Suppression>> page(
        AccountId account, model::Channel channel, std::string_view after_address,
        std::optional<model::SuppressionReason> after_reason, int limit) override;
    Result<void> remove(AccountId account, model::Channel channel,
                        std::string_view address) override;
    Result<void> each_profile(AccountId account, const Visit<SuppressedProfile>& visit) override;

  private:
    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
