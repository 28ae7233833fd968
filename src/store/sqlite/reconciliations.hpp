// What reconciliation found of each day, in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteReconciliations final : public Reconciliations {
  public:
    explicit SqliteReconciliations(Session& session) : db_(session.db) {}
    Result<void> replace(AccountId account, IntegrationId integration, LocalDate from, LocalDate to,
                         std::span<const model::ReconciledDay> days) override;
    Result<std::vector<model::ReconciledDay>> days(AccountId account, IntegrationId integration,
                                                   LocalDate from, LocalDate to) override;
    Result<std::vector<model::ReconciledDay>> day(AccountId account, IntegrationId integration,
                                                  LocalDate day) override;
    Result<std::vector<LocalDate>> differing(AccountId account, IntegrationId integration,
                                             int limit) override;

  private:
    Connection& db_;
};

}  // namespace regulars::store::sqlite
