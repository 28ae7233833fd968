// Files of people and events, and what came of them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/import.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

/// Files of people and what came of them. Names are unique in the account.
class Imports {
  public:
    virtual ~Imports() = default;
    virtual Result<void> add(AccountId account, model::Import& import) = 0;
    virtual Result<void> update(AccountId account, const model::Import& import) = 0;
    virtual Maybe<model::Import> find(AccountId account, ImportId id) = 0;
    virtual Maybe<model::Import> find(AccountId account, std::string_view public_id) = 0;
    virtual Result<std::vector<model::Import>> all(AccountId account,
                                                   int limit) = 0;  // newest first
    /// Its problems go with it; what it brought stays.
    virtual Result<void> remove(AccountId account, ImportId id) = 0;

    virtual Result<void> add_problem(AccountId account, ImportId id,
                                     const model::ImportProblem& problem) = 0;
    virtual Result<void> remove_problems(AccountId account, ImportId id) = 0;
    virtual Result<std::int64_t> count_problems(AccountId account, ImportId id) = 0;
    /// In the order added, at most `limit`.
    virtual Result<std::vector<model::ImportProblem>> problems(AccountId account, ImportId id,
                                                               int limit) = 0;
};

}  // namespace regulars::store
