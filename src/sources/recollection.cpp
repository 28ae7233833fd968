// A blocked Bloom filter beside the records that are held.
// SPDX-License-Identifier: Apache-2.0
#include "sources/recollection.hpp"

#include "base/crypto.hpp"

namespace regulars::sources {
namespace {

constexpr std::size_t words_in_line = 8;  // a cache line
constexpr int line_bits = 17;
constexpr int bits_of_key = 6;

/// Calls `visit` with the number of a word and a bit in it, until it says no.
template <class Visit>
bool every_bit(std::string_view key, Visit visit) {
    auto hash = static_cast<std::uint64_t>(hash64(key));
    std::size_t line = (hash >> (64 - line_bits)) * words_in_line;
    hash *= 0x9e3779b97f4a7c15;  // the bits in the line do not follow the line's number
    for (int i = 0; i < bits_of_key; ++i, hash >>= 9)
        if (!visit(line + (hash >> 6 & 7), std::uint64_t(1) << (hash & 63))) return false;
    return true;
}

}  // namespace

Recollection::Recollection(Beginning beginning) {
    if (beginning == Beginning::with_nothing)
        filter_.resize((std::size_t(1) << line_bits) * words_in_line);
}

bool Recollection::is_new(std::string_view key) const {
    if (filter_.empty()) return false;
    return !every_bit(
        key, [&](std::size_t word, std::uint64_t bit) { return (filter_[word] & bit) != 0; });
}

void Recollection::applied(const model::SourceRecord& record) {
    if (auto* known = held_.find(record.key)) *known = record;
    if (filter_.empty()) return;
    every_bit(record.key, [&](std::size_t word, std::uint64_t bit) {
        filter_[word] |= bit;
        return true;
    });
}

}  // namespace regulars::sources
