// Profiles, their facets and identifiers; people who are new, many at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/profile.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

/// Which facet a key names, whose it is and how new: all that an event needs to know of its person,
/// and that an older word of the person needs.
struct FacetPlace {
    FacetId facet;
    ProfileId profile;
    Instant as_of;
    bool operator==(const FacetPlace&) const = default;
};

/// Somebody who is perhaps new, with the one facet that says so; without ids.
struct Newcomer {
    model::Profile profile;
    model::Facet facet;
    std::string other_key;  // under which the person may have been forgotten too, or empty
};

/// Newcomers whose rows and index entries are made ready and sorted, away from the writer's thread.
/// Belongs to the store that made it.
inline constexpr std::size_t most_newcomers = 1'000'000;  // at once
class PreparedNewcomers {
  public:
    virtual ~PreparedNewcomers() = default;
    /// Which of them come first, second …: an order that suits the store.
    virtual std::span<const std::size_t> order() const = 0;
};

class Profiles {
  public:
    virtual ~Profiles() = default;
    virtual Result<void> add(AccountId account, model::Profile& profile) = 0;
    virtual Result<void> update(AccountId account, const model::Profile& profile) = 0;
    virtual Result<void> remove(AccountId account, ProfileId id) = 0;
    virtual Maybe<model::Profile> find(AccountId account, ProfileId id) = 0;
    virtual Maybe<model::Profile> find(AccountId account, std::string_view public_id) = 0;
    virtual Result<std::int64_t> count(AccountId account) = 0;
    /// By id, starting after `after`.
    virtual Result<void> each(AccountId account, ProfileId after,
                              const Visit<model::Profile>& visit) = 0;

    virtual Result<std::optional<ProfileId>> owner(AccountId account,
                                                   const model::Identifier& identifier) = 0;
    /// Points an identifier at a profile, whoever had it.
    virtual Result<void> assign(AccountId account, const model::Identifier& identifier,
                                ProfileId profile) = 0;
    /// Points an identifier at a profile unless it has an owner.
    virtual Result<void> assign_free(AccountId account, const model::Identifier& identifier,
                                     ProfileId profile) = 0;
    virtual Result<void> release(AccountId account, const model::Identifier& identifier) = 0;
    /// The owners of many identifiers, in their order; cheaper than asking one by one.
    virtual Result<std::vector<std::optional<ProfileId>>> owners(
        AccountId account, std::span<const model::Identifier> identifiers) = 0;
    /// Adds those who are new, each with its facet, and points the facet's identifiers at them. Who
    /// has an identifier that is owned or that one prepared before them has, or a key that was
    /// forgotten, is left out. Gives back the new profiles' ids in the newcomers' `order`, without
    /// gaps, and nothing for those left out.
    virtual Result<std::vector<std::optional<ProfileId>>> add_newcomers(
        AccountId account, const PreparedNewcomers& newcomers) = 0;
    virtual Result<std::vector<model::Identifier>> identifiers(AccountId account,
                                                               ProfileId id) = 0;  // sorted
    /// Those of one kind of profiles from … to, both included, by profile, then value.
    virtual Result<void> identifiers_between(
        AccountId account, model::IdentifierKind kind, ProfileId from, ProfileId to,
        const std::function<Result<void>(ProfileId, std::string_view)>& visit) = 0;

    virtual Maybe<model::Facet> find_facet(AccountId account, std::string_view key) = 0;
    virtual Maybe<FacetPlace> place_of_facet(AccountId account, std::string_view key) = 0;
    virtual Result<std::vector<model::Facet>> facets(AccountId account, ProfileId id) = 0;  // by id
    /// An integration's facets, at most `limit`, by id.
    virtual Result<std::vector<model::Facet>> facets_of(AccountId account,
                                                        IntegrationId integration, int limit) = 0;
    /// An import's facets, at most `limit`, by id.
    virtual Result<std::vector<model::Facet>> facets_of(AccountId account, ImportId import,
                                                        int limit) = 0;
    virtual Result<void> add_facet(AccountId account, model::Facet& facet) = 0;
    virtual Result<void> update_facet(AccountId account, const model::Facet& facet) = 0;
    virtual Result<void> remove_facet(AccountId account, FacetId id) = 0;

    /// A forgotten person's keys, kept as SHA-256 only, so that no later page makes them again.
    virtual Result<void> forget_key(AccountId account, std::string_view key, Instant at) = 0;
    virtual Result<bool> is_forgotten(AccountId account, std::string_view key) = 0;
    /// Puts a removed profile back under its own number.
    virtual Result<void> restore(AccountId account, const model::Profile& profile) = 0;
};

}  // namespace regulars::store
