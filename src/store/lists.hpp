// Lists, who is on them, and who was.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/list.hpp"

namespace regulars::store {

enum class JoinOrder { newest_first, oldest_first };

/// Where a page of members ended.
struct MemberPlace {
    Instant joined_at;
    ProfileId profile;
    bool operator==(const MemberPlace&) const = default;
};

/// How many came and went within the quarter of an hour that begins at `from`.
struct ListMovement {
    Instant from;
    std::int64_t joined = 0, left = 0;
    bool operator==(const ListMovement&) const = default;
};

/// Who was on a list from when to when.
struct Departure {
    ListId list;
    ProfileId profile;
    Instant joined_at, left_at;
    bool operator==(const Departure&) const = default;
};

/// Memberships say when they began; those that ended are kept as departures. Together they are the
/// whole history. Errors and thread-safety as all of store.hpp.
class Lists {
  public:
    virtual ~Lists() = default;
    virtual Result<void> add(AccountId account, model::List& list) = 0;
    virtual Result<void> update(AccountId account, const model::List& list) = 0;
    /// Its memberships and departures go with it.
    virtual Result<void> remove(AccountId account, ListId id) = 0;
    virtual Result<std::optional<model::List>> find(AccountId account,
                                                    std::string_view public_id) = 0;
    virtual Result<std::optional<model::List>> find(AccountId account, ListId id) = 0;
    virtual Result<std::vector<model::List>> all(AccountId account) = 0;  // by id
    /// False when the profile was on the list already.
    virtual Result<bool> join(AccountId account, const model::Membership& membership) = 0;
    /// False when the profile is not on the list. The departure is kept.
    virtual Result<bool> leave(AccountId account, ListId list, ProfileId profile, Instant at) = 0;
    /// Ends a membership as if it had never been; false when there is none.
    virtual Result<bool> take_back(AccountId account, ListId list, ProfileId profile) = 0;
    virtual Result<std::vector<model::Membership>> of_profile(AccountId account,
                                                              ProfileId profile) = 0;
    /// Of profiles from … to, both included, by profile, then list.
    virtual Result<std::vector<model::Membership>> between(AccountId account, ProfileId from,
                                                           ProfileId to) = 0;
    virtual Result<std::optional<model::Membership>> membership(AccountId account, ListId list,
                                                                ProfileId profile) = 0;
    /// By joining time, then profile; after `place` (none: from the beginning). Cost: a page.
    virtual Result<std::vector<model::Membership>> members(AccountId account, ListId list,
                                                           JoinOrder order,
                                                           const std::optional<MemberPlace>& place,
                                                           int limit) = 0;
    virtual Result<std::int64_t> size(AccountId account, ListId list) = 0;
    /// By time; quarters in which nothing happened are absent. Cost: about a second for two million
    /// members.
    virtual Result<std::vector<ListMovement>> movements(AccountId account, ListId list) = 0;
    /// By profile, then time.
    virtual Result<std::vector<Departure>> departures(AccountId account, ListId list) = 0;
    /// Memberships and departures go over. Where both are on a list, `to` keeps its own membership.
    virtual Result<void> move(AccountId account, ProfileId from, ProfileId to) = 0;
};

}  // namespace regulars::store
