// People of the store as segments see them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string_view>

#include "audience/catalog.hpp"
#include "audience/person.hpp"
#include "model/account.hpp"
#include "model/suppression.hpp"
#include "store/store.hpp"

namespace regulars::analytics {

/// The public ids of lists and segments by their numbers: what people's groups are called. They are
/// to be read in the transaction that reads the people.
struct GroupNames {
    std::map<ListId, std::string> lists;
    std::map<SegmentId, std::string> segments;
};
Result<GroupNames> group_names(store::Transaction& tx, AccountId account);

/// What definitions may name in this account. Errors: invalid (its zone is unknown).
Result<audience::Catalog> catalog_of(store::Transaction& tx, const model::Account& account);

/// One person with everything, events included; none where there is no such profile. Errors: the
/// store's, internal (a membership of a group that has no name).
store::Maybe<audience::Person> person_of(store::Transaction& tx, AccountId account,
                                         const GroupNames& names, ProfileId profile);

/// Suppressions that hold, by the people they concern.
using Suppressed = std::multimap<ProfileId, model::Suppression>;
Result<Suppressed> suppressed_people(store::Transaction& tx, AccountId account);

/// Everybody with ids above `after`, by id, at most `limit`, without their events. Returns the last
/// id seen; 0 when there was nobody. Errors: as person_of.
Result<ProfileId> people_after(store::Transaction& tx, AccountId account, const GroupNames& names,
                               const Suppressed& suppressed, ProfileId after, int limit,
                               const std::function<void(audience::Person)>& visit);

audience::PersonEvent person_event(const model::Event& event);
audience::PersonEvent without_properties(const store::ShownEvent& event);

/// Reads an event's JSON: what can be asked of it, and how charts write what cannot be said so.
void read_properties(std::string_view json, audience::PersonEvent& out);

}  // namespace regulars::analytics
