// Imports and their problems in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteImports final : public Imports {
  public:
    explicit SqliteImports(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(AccountId account, model::Import& import) override;
    Result<void> update(AccountId account, const model::Import& import) override;
    Maybe<model::Import> find(AccountId account, ImportId id) override;
    Maybe<model::Import> find(AccountId account, std::string_view public_id) override;
    Result<std::vector<model::Import>> all(AccountId account, int limit) override;
    Result<void> remove(AccountId account, ImportId id) override;
    Result<void> add_problem(AccountId account, ImportId id,
                             const model::ImportProblem& problem) override;
    Result<void> remove_problems(AccountId account, ImportId id) override;
    Result<std::int64_t> count_problems(AccountId account, ImportId id) override;
    Result<std::vector<model::ImportProblem>> problems(AccountId account, ImportId id,
                                                       int limit) override;

  private:
    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
