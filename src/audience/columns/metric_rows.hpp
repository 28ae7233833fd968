// Everybody's events of one metric: folded rows, and the rows of those who changed since.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/columns/arriving_rows.hpp"
#include "audience/columns/number_map.hpp"
#include "audience/columns/rows.hpp"

namespace regulars::audience {

/// A person is apart when their folded rows no longer count: then all their rows are loose. Whether
/// an event came, went or changed, or the whole person did, is all the same to it.
class MetricRows {
  public:
    std::int64_t events() const { return events_; }
    const FoldedRows& folded() const { return folded_; }
    const LooseRows& loose() const { return loose_; }
    const Bits& apart() const { return apart_; }
    bool is_apart(std::uint32_t ordinal) const { return apart_.has(ordinal); }
    /// Of a person who is apart.
    Range loose_range(std::uint32_t ordinal) const {
        auto* range = loose_ranges_.find(ordinal);
        return range ? *range : Range{};
    }
    /// `visit(rows, range)` with whichever layout counts.
    template <class Visit>
    decltype(auto) with(std::uint32_t ordinal, Visit visit) const {
        return is_apart(ordinal) ? visit(loose_, loose_range(ordinal))
                                 : visit(folded_, folded_.range(ordinal));
    }
    std::uint32_t count(std::uint32_t ordinal) const {
        return is_apart(ordinal) ? loose_range(ordinal).size() : folded_.range(ordinal).size();
    }

    /// Of 64 people, those who may have an event at or after `since_us`; the others have none.
    std::uint64_t possible_since(std::uint32_t first, std::int64_t since_us) const {
        return folded_.owners_since(first, since_us) | apart_.word(first / 64);
    }

    /// Makes these rows, by time, then id, all of the person's.
    void replace(std::uint32_t ordinal, std::span<const Row> rows);
    /// Adds a row; one of the same id goes.
    void add(std::uint32_t ordinal, const Row& row);
    /// Adds a row of a new id, which stands nowhere before the next fold(). Only where there are no
    /// rows but such.
    void append(std::uint32_t ordinal, const Row& row);
    /// Whether so much is loose that folding pays by itself.
    bool is_due() const { return loose_.size() > (1u << 18) + folded_.size() / 2; }
    /// Makes folded rows of all, for ordinals below `people`.
    void fold(std::uint32_t people);
    std::size_t memory_bytes() const {
        return folded_.memory_bytes() + loose_.memory_bytes() + apart_.memory_bytes() +
               loose_ranges_.memory_bytes() + arriving_.memory_bytes();
    }

    template <class File>
    void exchange(File& file) {
        file(folded_), file(loose_), file(apart_), file(loose_ranges_), file(events_);
    }

  private:
    class Both;
    static MetricRows from(FoldedRows folded);
    Range moved_to_end(std::uint32_t ordinal);

    FoldedRows folded_;
    LooseRows loose_;
    Bits apart_;
    NumberMap<Range> loose_ranges_;
    ArrivingRows arriving_;
    std::int64_t events_ = 0;
};

}  // namespace regulars::audience
