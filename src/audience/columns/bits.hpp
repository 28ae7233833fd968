// A set of small integers as one bit each.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace regulars::audience {

/// Integers from 0; what was never set is not in. Grows by set() alone.
class Bits {
  public:
    Bits() = default;
    /// With room for all below `size`.
    explicit Bits(std::size_t size) : words_((size + 63) / 64) {}
    bool has(std::size_t i) const {
        return i / 64 < words_.size() && (words_[i / 64] >> (i % 64) & 1) != 0;
    }
    void set(std::size_t i) {
        if (i / 64 >= words_.size()) words_.resize(i / 64 + 1);
        words_[i / 64] |= std::uint64_t(1) << (i % 64);
    }
    void unset(std::size_t i) {
        if (i / 64 < words_.size()) words_[i / 64] &= ~(std::uint64_t(1) << (i % 64));
    }
    /// Sets 64 at once, where there is room.
    void set_word(std::size_t index, std::uint64_t word) { words_[index] = word; }
    /// The 64 from 64 × `index` on.
    std::uint64_t word(std::size_t index) const {
        return index < words_.size() ? words_[index] : 0;
    }
    std::int64_t count() const {
        std::int64_t n = 0;
        for (auto word : words_) n += std::popcount(word);
        return n;
    }
    void clear() { words_.clear(); }
    std::size_t memory_bytes() const { return words_.capacity() * 8; }
    template <class File>
    void exchange(File& file) {
        file(words_);
    }

  private:
    std::vector<std::uint64_t> words_;
};

/// Calls `visit(i)` for each bit of a word, whose first stands for `first`.
template <class Visit>
inline void each_bit(std::uint64_t word, std::size_t first, Visit visit) {
    for (; word != 0; word &= word - 1) visit(first + std::size_t(std::countr_zero(word)));
}

}  // namespace regulars::audience
