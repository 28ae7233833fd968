// Rows for filling a metric: each is written once, in any order, and all are sorted at the end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "audience/columns/packed.hpp"
#include "audience/columns/rows.hpp"

namespace regulars::audience {

/// Of different people in any order. No two have one id.
class ArrivingRows {
  public:
    void append(std::uint32_t ordinal, const Row& row);
    std::size_t size() const { return ids_.size(); }
    std::size_t memory_bytes() const;
    /// Leaves nothing here. Cost: sorting the rows, and one pass a column.
    FoldedRows folded(std::uint32_t people) &&;

  private:
    class Sorted;
    std::vector<std::uint32_t> owners_;
    std::vector<std::int64_t> times_, values_, ids_;
    std::vector<std::uint16_t> currencies_;
    std::vector<Codes> codes_;  // by property
};

}  // namespace regulars::audience
