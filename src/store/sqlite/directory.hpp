// Finds and sorts people in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "store/sqlite/people_set.hpp"
#include "store/sqlite/people_words.hpp"
#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

/// Words are collected into sets and intersected as far as that is cheap. A page of many is then
/// found by walking everybody in the order wanted; few are sorted. See
/// docs/decisions/0004-charts.md.
class SqliteDirectory final : public Directory {
  public:
    explicit SqliteDirectory(Session& session) : session_(session), db_(session.db) {}
    Result<ProfileHits> find(AccountId account, const ProfileQuery& query) override;

  private:
    using Term = std::vector<Word>;  // what one typed word may be the beginning of
    enum class Pick { pass, take, stop };
    using Choose = std::function<Result<Pick>(ProfileId)>;          // asked before a place is known
    using Take = std::function<Result<bool>(const ProfilePlace&)>;  // false: enough

    /// Who may match: those of `among` (none: everybody) for whom each `open` term does.
    struct Candidates {
        std::optional<PeopleSet> among;
        std::vector<Term> open;
    };
    Result<Candidates> candidates(AccountId account, const std::vector<Term>& terms,
                                  std::int64_t people, bool all);
    Result<std::optional<PeopleSet>> starting(AccountId account, const Term& term,
                                              std::int64_t most_rows);
    Result<void> test_each(AccountId account, Candidates& candidates);
    /// Walks until a page is full; nothing when sorting is the shorter way.
    Result<std::optional<std::vector<ProfilePlace>>> walked_page(AccountId account,
                                                                 const ProfileQuery& query,
                                                                 const Candidates& candidates,
                                                                 std::int64_t people,
                                                                 std::int64_t& total);
    Result<std::vector<ProfilePlace>> sorted_page(AccountId account, const ProfileQuery& query,
                                                  const PeopleSet& all);
    Result<bool> matches(AccountId account, ProfileId profile, const std::vector<Term>& terms);
    Result<ProfilePlace> place_of(AccountId account, ProfileId profile, ProfileOrder order);
    Result<std::optional<Instant>> last_seen(AccountId account, ProfileId profile);
    /// Those chosen after a place, in order.
    Result<void> walk(AccountId account, const ProfileQuery& query, const Choose& choose,
                      const Take& take);
    Result<void> walk_words(AccountId account, const ProfileQuery& query, WordKind kind,
                            const Choose& choose, const Take& take);
    Result<void> walk_created(AccountId account, const ProfileQuery& query, const Choose& choose,
                              const Take& take);
    Result<void> walk_seen(AccountId account, const ProfileQuery& query, const Choose& choose,
                           const Take& take);

    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
