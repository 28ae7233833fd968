// Gathers what decides whether somebody may be sent marketing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/permission.hpp"
#include "store/store.hpp"

namespace regulars::store {

/// An unsubscription from one list alone that holds.
struct LeftList {
    ListId list;
    model::ConsentEntry entry;
};

/// Suppressions of what mail cannot reach count for the address that is written to; those of a
/// person's words for every address of the person.
Result<model::Permission> permission_of(Transaction& tx, AccountId account,
                                        const model::Profile& profile, model::Channel channel);

/// By list.
Result<std::vector<LeftList>> lists_left(Transaction& tx, AccountId account, ProfileId profile);

}  // namespace regulars::store
