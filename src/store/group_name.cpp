// Compares a name with those of all lists and segments.
// SPDX-License-Identifier: Apache-2.0
#include "store/group_name.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace regulars::store {

Result<std::string> claim_group_name(Transaction& tx, AccountId account, std::string_view name,
                                     Named of) {
    name = trimmed(name);
    if (name.empty() || name.size() > most_group_name_bytes || !is_utf8(name))
        return fail(ErrorKind::invalid,
                    fmt::format("a name has 1 to {} bytes of UTF-8", most_group_name_bytes),
                    "name");
    for (auto& list : TRY(tx.lists().all(account)))
        if (list.id != of.list && equals_ignoring_case(list.name, name))
            return fail(ErrorKind::conflict,
                        fmt::format("{} has this name", of.list ? "another list" : "a list"),
                        std::string(name));
    for (auto& segment : TRY(tx.segments().all(account)))
        if (segment.id != of.segment && equals_ignoring_case(segment.name, name))
            return fail(
                ErrorKind::conflict,
                fmt::format("{} has this name", of.segment ? "another segment" : "a segment"),
                std::string(name));
    return std::string(name);
}

}  // namespace regulars::store
