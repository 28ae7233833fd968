// Possible duplicates and merges, in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/merges.hpp"
#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteMerges final : public Merges {
  public:
    explicit SqliteMerges(Session& session) : session_(session), db_(session.db) {}
    Result<void> note_duplicate(AccountId account, const PossibleDuplicate& pair) override;
    Result<bool> tell_apart(AccountId account, ProfileId a, ProfileId b,
                            std::optional<Instant> at) override;
    Result<std::optional<PossibleDuplicate>> find_duplicate(AccountId account, ProfileId a,
                                                            ProfileId b) override;
    Result<std::vector<PossibleDuplicate>> duplicates(AccountId account,
                                                      std::pair<ProfileId, ProfileId> after,
                                                      int limit) override;
    Result<std::vector<PossibleDuplicate>> duplicates_of(AccountId account, ProfileId id) override;
    Result<std::int64_t> count_duplicates(AccountId account) override;

    Result<void> add(AccountId account, Merge& merge) override;
    Result<std::optional<Merge>> find(AccountId account, MergeId id) override;
    Result<std::optional<ProfileId>> whereabouts(AccountId account,
                                                 std::string_view public_id) override;
    Result<void> note_undone(AccountId account, MergeId id, Instant at) override;

  private:
    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
