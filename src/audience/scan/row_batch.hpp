// Rows that a chart may count, gathered from a layout into short arrays.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "audience/columns/rows.hpp"

namespace regulars::audience {

/// Filled without a branch a row: what is left out is written over by what comes next.
template <class Time>
class RowBatch {
  public:
    static constexpr std::size_t most = 1024;

    /// Takes those of the rows [begin, end), at most `most`, whose time is in [from, to).
    /// `starts`, ascending: where another person's rows begin; `people` counts them.
    void take(const Time* times, std::uint32_t begin, std::uint32_t end, Time from, Time to,
              std::span<const std::uint32_t> starts, std::uint32_t& people);
    /// Keeps the rows of which `has(i)`.
    template <class Has>
    void narrow(Has has) {
        std::size_t n = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            rows_[n] = rows_[i], tags_[n] = tags_[i], times_[n] = times_[i];
            n += has(i);
        }
        size_ = n;
    }

    std::size_t size() const { return size_; }
    std::span<const std::uint32_t> rows() const { return {rows_.data(), size_}; }
    std::span<const Time> times() const { return {times_.data(), size_}; }
    /// The person's number from bit 16 on.
    std::span<std::uint32_t> tags() { return {tags_.data(), size_}; }

  private:
    std::size_t size_ = 0;
    std::array<std::uint8_t, most> is_first_;
    std::array<std::uint32_t, most> rows_, tags_;
    std::array<Time, most> times_;
};

}  // namespace regulars::audience
