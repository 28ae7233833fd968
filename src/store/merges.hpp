// Two profiles that may be one person, and what joining them remembers so that it can be undone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "model/list.hpp"
#include "model/profile.hpp"

namespace regulars::store {

/// `a` has the smaller id.
struct PossibleDuplicate {
    ProfileId a, b;
    std::string why;                         // "phone": one phone, two emails
    std::optional<Instant> told_apart_at{};  // somebody said that they are two people
    ProfileId other_than(ProfileId id) const { return id == a ? b : a; }
    bool operator==(const PossibleDuplicate&) const = default;
};

/// A profile that was joined to another: what it was, and what went over with it.
struct Merge {
    MergeId id;
    model::Profile from;
    ProfileId into;
    Instant at;
    std::vector<FacetId> facets;
    std::vector<std::int64_t> consents;  // numbers in the ledger
    std::vector<model::Membership> memberships;
    std::vector<ListId> gained;  // of those lists, where `into` was not before
    std::vector<PossibleDuplicate> duplicates;
    std::optional<Instant> undone_at{};
    bool operator==(const Merge&) const = default;
};

/// Errors and thread-safety as all of store.hpp.
class Merges {
  public:
    virtual ~Merges() = default;
    /// Remembered once, whatever became of it.
    virtual Result<void> note_duplicate(AccountId account, const PossibleDuplicate& pair) = 0;
    /// Says that a pair is two people, or (nothing) takes it back; false when it is not remembered.
    virtual Result<bool> tell_apart(AccountId account, ProfileId a, ProfileId b,
                                    std::optional<Instant> at) = 0;
    virtual Result<std::optional<PossibleDuplicate>> find_duplicate(AccountId account, ProfileId a,
                                                                    ProfileId b) = 0;
    /// Pairs not told apart, by ids, after a pair; at most `limit`.
    virtual Result<std::vector<PossibleDuplicate>> duplicates(AccountId account,
                                                              std::pair<ProfileId, ProfileId> after,
                                                              int limit) = 0;
    /// A profile's pairs, those told apart included, by ids.
    virtual Result<std::vector<PossibleDuplicate>> duplicates_of(AccountId account,
                                                                 ProfileId id) = 0;
    virtual Result<std::int64_t> count_duplicates(AccountId account) = 0;  // not told apart

    virtual Result<void> add(AccountId account, Merge& merge) = 0;
    virtual Result<std::optional<Merge>> find(AccountId account, MergeId id) = 0;
    /// Where a profile that was joined to another went, as the newest merge of it that holds says.
    virtual Result<std::optional<ProfileId>> whereabouts(AccountId account,
                                                         std::string_view public_id) = 0;
    virtual Result<void> note_undone(AccountId account, MergeId id, Instant at) = 0;
};

}  // namespace regulars::store
