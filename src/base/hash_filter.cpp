// Sets and looks at a hash's bits.
// SPDX-License-Identifier: Apache-2.0
#include "base/hash_filter.hpp"

#include "base/error.hpp"

namespace regulars {
namespace {

constexpr std::size_t words_in_line = 8;  // a cache line
constexpr int line_bits = 17;
constexpr int bits_of_hash = 6;

/// Calls `visit` with the number of a word and a bit in it, until it says no.
template <class Visit>
bool every_bit(std::uint64_t hash, Visit visit) {
    std::size_t line = (hash >> (64 - line_bits)) * words_in_line;
    hash *= 0x9e3779b97f4a7c15;  // the bits in the line do not follow the line's number
    for (int i = 0; i < bits_of_hash; ++i, hash >>= 9)
        if (!visit(line + (hash >> 6 & 7), std::uint64_t(1) << (hash & 63))) return false;
    return true;
}

}  // namespace

void HashFilter::add(std::uint64_t hash) {
    if (!words_) {
        constexpr std::size_t words = (std::size_t(1) << line_bits) * words_in_line;
        words_.reset(static_cast<std::uint64_t*>(std::calloc(words, sizeof(std::uint64_t))));
        REGULARS_ASSERT(words_ != nullptr, "memory for a filter");
    }
    every_bit(hash, [&](std::size_t word, std::uint64_t bit) {
        words_[word] |= bit;
        return true;
    });
}

bool HashFilter::may_hold(std::uint64_t hash) const {
    return words_ && every_bit(hash, [&](std::size_t word, std::uint64_t bit) {
               return (words_[word] & bit) != 0;
           });
}

}  // namespace regulars
