// What a chart's rows add up to, by stretch and group, and who is counted where already.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "audience/columns/rows.hpp"

namespace regulars::audience {

struct ChartCell {
    std::uint64_t counts = 0;  // events, and people from bit 32 on: both below 2^32
    CountedValue value;        // in thousandths
    std::int64_t events() const { return std::int64_t(counts & UINT32_MAX); }
    std::int64_t people() const { return std::int64_t(counts >> 32); }
    void add(const ChartCell& other) {
        counts += other.counts;
        value.count += other.value.count, value.amount += other.value.amount;
    }
};

/// Where a row counts: its stretch, and from bit 16 on a number of its person. Rows of one person
/// follow one another, in order of time.
using RowTag = std::uint32_t;
constexpr RowTag stretch_of(RowTag tag) { return tag & 0xffff; }

/// Rows side by side.
struct ChartRows {
    std::span<const RowTag> tags;
    const std::uint32_t* keys = nullptr;   // of the property grouped by
    const CountedValue* values = nullptr;  // null: none has one
};

/// Which groups a key counts in.
struct ChartGroups {
    std::uint32_t count = 0;             // at most 16
    std::vector<std::uint16_t> bits_of;  // by key
    std::vector<std::uint8_t> group_of;  // by key, where each has one group; else empty
    ChartGroups() = default;
    ChartGroups(std::size_t count, std::vector<std::uint16_t> bits);
};

/// One thread's.
class ChartSums {
  public:
    ChartSums(std::size_t stretches, const ChartGroups& groups);
    /// A person's rows may be given in several calls, with nobody else's between them.
    void add(const ChartRows& rows);
    /// From here on the numbers of people start anew.
    void forget_people() { last_ = nobody; }
    void add(const ChartSums& other);

    /// Of every event.
    ChartCell stretch(std::size_t stretch) const;
    const ChartCell& cell(std::size_t stretch, std::size_t group) const {
        return cells_[stretch * width_ + group];
    }
    /// Over the whole time.
    std::int64_t people() const { return people(groups_->count); }
    std::int64_t people(std::size_t group) const { return cell(stretches_, group).people(); }

  private:
    static constexpr RowTag nobody = UINT32_MAX;
    template <bool has_values>
    void add_ungrouped(const ChartRows& rows);
    template <bool has_values>
    void add_with_a_group(const ChartRows& rows);
    template <bool has_values>
    void add_with_groups(const ChartRows& rows);

    const ChartGroups* groups_;
    std::size_t stretches_;
    std::uint32_t width_;  // of a stretch's cells: one a group, and everything
    // By stretch; then over the whole time, of people alone. Where each key has one group,
    // everything is of people alone, too: the rest adds up from the groups.
    std::vector<ChartCell> cells_;
    RowTag last_ = nobody;
    std::uint32_t in_stretch_ = 0, ever_ = 0;  // groups in which the last person is counted
};

}  // namespace regulars::audience
