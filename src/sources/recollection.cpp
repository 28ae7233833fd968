// A filter beside the records that are held.
// SPDX-License-Identifier: Apache-2.0
#include "sources/recollection.hpp"

#include "base/crypto.hpp"

namespace regulars::sources {

Recollection::Recollection(Beginning beginning) : filters_(beginning == Beginning::with_nothing) {}

bool Recollection::is_new(std::string_view key) const {
    return filters_ && !applied_.may_hold(static_cast<std::uint64_t>(hash64(key)));
}

void Recollection::applied(const model::SourceRecord& record) {
    if (auto* known = held_.find(record.key)) *known = record;
    if (filters_) applied_.add(static_cast<std::uint64_t>(hash64(record.key)));
}

}  // namespace regulars::sources
