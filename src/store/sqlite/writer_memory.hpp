// What the one writer knows without asking: where facets stand, and which hashes stand nowhere.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/env.hpp"
#include "base/generations.hpp"
#include "base/hash_filter.hpp"
#include "model/ids.hpp"
#include "store/profiles.hpp"

namespace regulars::store::sqlite {

/// Holds good while nobody else writes to the database and every Work is committed; else the writer
/// forgets it. Limits: 2 × most_places of the facets read or written last, of some hundred bytes
/// each, and the hashes of one account at a time. For one thread.
class WriterMemory {
  public:
    static constexpr std::size_t most_places = 16'384;
    enum class Hashed { events, source_records };

    /// Null where it is not known; valid until the next call.
    const FacetPlace* place(AccountId account, std::string_view key) {
        return places_.find(name_of(account, key));
    }
    /// It stands so now. A facet's key stays the same for ever.
    void keep(AccountId account, std::string_view key, const FacetPlace& place);
    void forget_places() { places_ = Places(most_places); }

    /// The account holds no such rows yet.
    void begin(AccountId account, Hashed what);
    /// Whether certainly no row stands under the hash.
    bool is_new(AccountId account, Hashed what, std::int64_t hash) const {
        return account == account_ && has_begun_[std::size_t(what)] &&
               !filter_.may_hold(mixed(what, hash));
    }
    void came(AccountId account, Hashed what, std::int64_t hash) {
        if (account == account_) filter_.add(mixed(what, hash));
    }
    void forget();

  private:
    using Places = Generations<std::string, FacetPlace>;
    static std::string name_of(AccountId account, std::string_view key) {
        return std::to_string(account.value).append("/").append(key);
    }
    /// Spreads what differs in a few bits only, and keeps both kinds apart.
    static std::uint64_t mixed(Hashed what, std::int64_t hash) {
        return mix(std::uint64_t(hash), std::uint64_t(what));
    }

    Places places_{most_places};
    AccountId account_;
    std::array<bool, 2> has_begun_{};
    HashFilter filter_;
};

}  // namespace regulars::store::sqlite
