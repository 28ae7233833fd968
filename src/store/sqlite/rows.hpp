// Collects what a query finds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {

/// The first row, read by `read(Query&) -> Result<T>`.
template <class Read>
auto first_row(Query& query, Read read)
    -> Result<std::optional<typename decltype(read(query))::value_type>> {
    if (!TRY(query.next())) return std::nullopt;
    return TRY(read(query));
}

/// Every row.
template <class Read>
auto every_row(Query& query, Read read)
    -> Result<std::vector<typename decltype(read(query))::value_type>> {
    std::vector<typename decltype(read(query))::value_type> rows;
    while (TRY(query.next())) rows.push_back(TRY(read(query)));
    return rows;
}

/// Shows every row to `visit` and keeps none.
template <class Read, class Visit>
Result<void> walk_rows(Query& query, Read read, const Visit& visit) {
    while (TRY(query.next())) TRY(visit(TRY(read(query))));
    return {};
}

}  // namespace regulars::store::sqlite
