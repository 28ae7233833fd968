// A blocked Bloom filter, and two generations of records.
// SPDX-License-Identifier: Apache-2.0
#include "sources/recollection.hpp"

#include <utility>

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
    if (beginning == Beginning::with_nothing) filter_.resize((std::size_t(1) << line_bits) * words_in_line);
}

bool Recollection::is_new(std::string_view key) const {
    if (filter_.empty()) return false;
    return !every_bit(key, [&](std::size_t word, std::uint64_t bit) { return (filter_[word] & bit) != 0; });
}

model::SourceRecord* Recollection::held(const std::string& key) {
    if (auto found = young_.find(key); found != young_.end()) return &found->second;
    auto found = old_.find(key);
    return found == old_.end() ? nullptr : &found->second;
}

const model::SourceRecord* Recollection::find(const std::string& key) {
    if (auto found = young_.find(key); found != young_.end()) return &found->second;
    auto node = old_.extract(key);
    if (!node) return nullptr;
    make_room();
    return &young_.insert(std::move(node)).position->second;
}

void Recollection::make_room() {
    if (young_.size() < most_held) return;
    old_ = std::exchange(young_, {});
}

void Recollection::hold(const model::SourceRecord& record) {
    make_room();
    young_.insert_or_assign(record.key, record);
}

void Recollection::applied(const model::SourceRecord& record) {
    if (auto* known = held(record.key)) *known = record;
    if (filter_.empty()) return;
    every_bit(record.key, [&](std::size_t word, std::uint64_t bit) {
        filter_[word] |= bit;
        return true;
    });
}

}  // namespace regulars::sources
