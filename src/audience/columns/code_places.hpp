// Finds the code of a value by its hash.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace regulars::audience {

/// Codes count from 1, each one more than the one before. Places are taken in order of hashes, the
/// next free one where one is taken.
///
/// While many values come, a place keeps the hash beside the code: a value that is new is known as
/// such by one place, and growing reads no value. settle() leaves the hashes out, for a quarter of
/// the room.
class CodePlaces {
  public:
    /// `is_it(code)` says whether that code's value is the one; 0: none is.
    template <class IsIt>
    std::uint32_t find(std::uint32_t hash, IsIt is_it) const {
        if (!hashed_.empty()) {
            for (auto at = home(hash, hashed_.size()); hashed_[at] != 0;
                 at = after(at, hashed_.size()))
                if (hashed_[at] >> 32 == hash && is_it(std::uint32_t(hashed_[at])))
                    return std::uint32_t(hashed_[at]);
        } else if (!settled_.empty()) {
            for (auto at = home(hash, settled_.size()); settled_[at] != 0;
                 at = after(at, settled_.size()))
                if (is_it(settled_[at])) return settled_[at];
        }
        return 0;
    }

    /// Fetches the place where a hash is looked for first.
    void expect(std::uint32_t hash) const {
        if (!hashed_.empty()) __builtin_prefetch(&hashed_[home(hash, hashed_.size())]);
    }

    /// A value that find() does not know. `hash_of(code)` is asked of those before it, if at all.
    template <class HashOf>
    void add(std::uint32_t hash, std::uint32_t code, HashOf hash_of) {
        if (settled_.empty()) {
            if (std::size_t(code) * 8 > hashed_.size() * 5) grow();
            put(hashed_, hash, std::uint64_t(hash) << 32 | code);
            return;
        }
        if (std::size_t(code) * 6 > settled_.size() * 5)
            settle_in(settled_.size() * 2, code - 1, hash_of);
        put(settled_, hash, code);
    }

    /// Keeps the codes up to `last` in little room, with some for one in twenty more.
    template <class HashOf>
    void settle(std::uint32_t last, HashOf hash_of) {
        auto enough = std::size_t(last) * 5 / 4 + 16;
        if (!settled_.empty()) {
            if (settled_.size() > enough + enough / 8) settle_in(enough, last, hash_of);
            return;
        }
        settled_.resize(enough);
        for (auto one : hashed_)
            if (one != 0) put(settled_, std::uint32_t(one >> 32), std::uint32_t(one));
        hashed_ = std::vector<std::uint64_t>();
    }

    std::size_t memory_bytes() const { return settled_.capacity() * 4 + hashed_.capacity() * 8; }

    template <class File>
    void exchange(File& file) {
        file(settled_), file(hashed_);
    }

  private:
    static std::size_t home(std::uint32_t hash, std::size_t places) {
        return std::size_t(std::uint64_t(hash) * places >> 32);
    }
    static std::size_t after(std::size_t at, std::size_t places) {
        return at + 1 < places ? at + 1 : 0;
    }
    template <class Place>
    static void put(std::vector<Place>& places, std::uint32_t hash, Place what) {
        auto at = home(hash, places.size());
        while (places[at] != 0) at = after(at, places.size());
        places[at] = what;
    }
    void grow() {
        std::vector<std::uint64_t> more(std::max<std::size_t>(16, hashed_.size() * 2));
        for (auto one : hashed_)
            if (one != 0) put(more, std::uint32_t(one >> 32), one);
        hashed_ = std::move(more);
    }
    template <class HashOf>
    void settle_in(std::size_t places, std::uint32_t last, HashOf hash_of) {
        settled_ = std::vector<std::uint32_t>(places);
        for (std::uint32_t code = 1; code <= last; ++code) put(settled_, hash_of(code), code);
    }

    std::vector<std::uint32_t> settled_;  // codes
    std::vector<std::uint64_t> hashed_;   // hash and code, before settle()
};

}  // namespace regulars::audience
