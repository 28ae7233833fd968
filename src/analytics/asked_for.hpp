// Which segments ask for membership of a list or of another segment.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "audience/definition.hpp"
#include "store/store.hpp"

namespace regulars::analytics {

/// Before a list or segment goes, by its public id. Errors: conflict (other segments ask for its
/// members: names up to 5 of them).
Result<void> refuse_while_asked_for(store::Transaction& tx, AccountId account,
                                    std::string_view group);

/// Before a segment is given a definition. Errors: conflict, at the JSON pointer in it (it asks for
/// the segment's own members, maybe by way of another one, which is named).
Result<void> refuse_circle(store::Transaction& tx, AccountId account, const model::Segment& segment,
                           const audience::Definition& definition);

}  // namespace regulars::analytics
