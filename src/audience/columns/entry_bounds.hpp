// Where entries of different lengths lie that follow one another, in little more than a byte each.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "audience/columns/number_map.hpp"

namespace regulars::audience {

/// Of every sixteenth entry it is kept where it begins, of each how long it is. Limit: 4 GB.
class EntryBounds {
  public:
    std::uint32_t size() const { return std::uint32_t(sizes_.size()); }
    /// Where entry `i` begins, and how long it is.
    std::pair<std::uint32_t, std::uint32_t> operator[](std::uint32_t i) const {
        auto start = firsts_[i / group];
        for (auto before = i / group * group; before < i; ++before) start += length(before);
        return {start, length(i)};
    }
    void push(std::uint32_t start, std::uint32_t length) {
        auto i = size();
        if (i % group == 0) firsts_.push_back(start);
        sizes_.push_back(std::uint8_t(length < long_entry ? length : long_entry));
        if (length >= long_entry) long_[i] = length;
    }
    std::size_t memory_bytes() const {
        return firsts_.capacity() * 4 + sizes_.capacity() + long_.memory_bytes();
    }
    void shrink() {
        firsts_.shrink_to_fit();
        sizes_.shrink_to_fit();
    }
    template <class File>
    void exchange(File& file) {
        file(firsts_), file(sizes_), file(long_);
    }

  private:
    static constexpr std::uint32_t group = 16, long_entry = 255;
    std::uint32_t length(std::uint32_t i) const {
        return sizes_[i] < long_entry ? sizes_[i] : *long_.find(i);
    }
    std::vector<std::uint32_t> firsts_;
    std::vector<std::uint8_t> sizes_;
    NumberMap<std::uint32_t> long_;
};

}  // namespace regulars::audience
