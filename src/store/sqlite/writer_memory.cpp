// Keeps, begins and forgets.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/writer_memory.hpp"

#include <utility>

namespace regulars::store::sqlite {

void WriterMemory::keep(AccountId account, std::string_view key, const FacetPlace& place) {
    auto name = name_of(account, key);
    if (auto* known = places_.find(name))
        *known = place;
    else
        places_.put(std::move(name), place);
}

void WriterMemory::begin(AccountId account, Hashed what) {
    if (account_ != account) {
        account_ = account;
        has_begun_ = {};
        filter_ = {};
    }
    // What a Work added that was not committed stays in the filter: it is asked for then.
    has_begun_[std::size_t(what)] = true;
}

void WriterMemory::forget() {
    forget_places();
    account_ = {};
    has_begun_ = {};
    filter_ = {};
}

}  // namespace regulars::store::sqlite
