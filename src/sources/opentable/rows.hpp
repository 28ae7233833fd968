// A page's records as rows for the walk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/crypto.hpp"
#include "sources/opentable/walk.hpp"

namespace regulars::sources::opentable {

/// One row a record, in order. One without time takes its neighbour's place in the order.
template <class T>
std::vector<Row> rows_of(const std::vector<T>& items) {
    std::vector<Row> rows;
    rows.reserve(items.size());
    Instant last;
    for (auto& item : items) {
        if (item.updated_at) last = *item.updated_at;
        std::int64_t version = item.id.empty() ? hash64(item.node.text()) : item.sequence;
        rows.push_back({item.id, version, last});
    }
    // Leading rows without time stand where the first dated one does.
    for (auto& item : items)
        if (item.updated_at) {
            for (std::size_t i = 0; i < rows.size() && rows[i].updated_at == Instant{}; ++i)
                rows[i].updated_at = *item.updated_at;
            break;
        }
    return rows;
}

}  // namespace regulars::sources::opentable
