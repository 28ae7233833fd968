// What a list or a segment may be called: both stand in one table and one menu.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/store.hpp"

namespace regulars::store {

inline constexpr std::size_t most_group_name_bytes = 100;

/// Whose name it is to be; neither: of one that is being made.
struct Named {
    ListId list;
    SegmentId segment;
};

/// The name as it is kept: without white space around it. Errors: invalid (empty, longer than 100
/// bytes, not UTF-8), conflict (another list or segment of the account has it, whatever the case).
Result<std::string> claim_group_name(Transaction& tx, AccountId account, std::string_view name,
                                     Named of = {});

}  // namespace regulars::store
