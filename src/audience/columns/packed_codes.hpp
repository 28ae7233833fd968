// A property's codes by row, small also where few rows have the property.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <vector>

#include "audience/columns/bits.hpp"
#include "audience/columns/packed.hpp"

namespace regulars::audience {

/// Made once, then read. Where fewer than a row in eight has a code, a bit a row says which do, and
/// only theirs are kept.
class PackedCodes {
  public:
    /// `each(visit)` visits the code of every row in order, the same each time; none is over
    /// `largest`, `set` are not 0.
    template <class Each>
    static PackedCodes made(std::size_t rows, std::size_t set, std::uint32_t largest, Each each) {
        PackedCodes codes;
        codes.is_sparse_ = set < rows / 8;
        codes.packed_ = Packed::made(codes.is_sparse_ ? set : rows, largest, [&](auto push) {
            each([&](std::uint32_t code) {
                if (code != 0 || !codes.is_sparse_) push(code);
            });
        });
        if (!codes.is_sparse_) return codes;
        codes.has_ = Bits(rows);
        std::size_t row = 0;
        each([&](std::uint32_t code) {
            if (code != 0) codes.has_.set(row);
            ++row;
        });
        std::uint32_t before = 0;
        for (std::size_t word = 0; word < (rows + 63) / 64; ++word) {
            codes.before_.push_back(before);
            before += std::uint32_t(std::popcount(codes.has_.word(word)));
        }
        return codes;
    }
    std::uint32_t operator[](std::size_t row) const {
        if (!is_sparse_) return std::uint32_t(packed_[row]);
        auto word = has_.word(row / 64), bit = std::uint64_t(1) << (row % 64);
        if ((word & bit) == 0) return 0;
        return std::uint32_t(
            packed_[before_[row / 64] + std::size_t(std::popcount(word & (bit - 1)))]);
    }
    void read(std::span<const std::uint32_t> rows, std::uint32_t* out) const {
        if (!is_sparse_)
            return packed_.read(
                rows, [=](std::size_t i, std::uint64_t code) { out[i] = std::uint32_t(code); });
        for (std::size_t i = 0; i < rows.size(); ++i) out[i] = (*this)[rows[i]];
    }
    std::size_t memory_bytes() const {
        return packed_.memory_bytes() + has_.memory_bytes() + before_.capacity() * 4;
    }
    template <class File>
    void exchange(File& file) {
        file(packed_), file(is_sparse_), file(has_), file(before_);
    }

  private:
    Packed packed_;
    bool is_sparse_ = false;
    Bits has_;
    std::vector<std::uint32_t> before_;  // by 64 rows: how many codes stand before them
};

}  // namespace regulars::audience
