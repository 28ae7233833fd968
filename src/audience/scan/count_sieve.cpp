// Counting by looking at the one row that decides.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/count_sieve.hpp"

#include <algorithm>

namespace regulars::audience {

std::uint32_t second_of(std::int64_t bound_us, std::int64_t base) {
    auto second = bound_us / 1'000'000 + (bound_us % 1'000'000 > 0 ? 1 : 0);
    return std::uint32_t(std::clamp<std::int64_t>(second - base, 0, UINT32_MAX));
}

CountSieve::CountSieve(const MetricRows* rows, Span span, CountRange range)
    : rows_(rows),
      span_(span),
      range_(range),
      is_ever_(span == Span{}),
      is_open_(!rows || span.end > rows->folded().latest_us) {
    if (!rows) return;
    begin_s_ = second_of(span.begin, rows->folded().time_base);
    end_s_ = second_of(span.end, rows->folded().time_base);
}

std::uint64_t CountSieve::holds(std::uint32_t first, std::uint64_t candidates) const {
    auto in = range_.least == 0 ? candidates : at_least(first, candidates, range_.least);
    if (in != 0 && range_.below != UINT32_MAX) in &= ~at_least(first, in, range_.below);
    return range_.is_negated ? candidates & ~in : in;
}

std::uint64_t CountSieve::may_hold(std::uint32_t first, std::uint64_t candidates) const {
    if (range_.is_negated || range_.least == 0) return candidates;
    return rows_ ? candidates & rows_->possible_since(first, span_.begin) : 0;
}

std::uint64_t CountSieve::at_least(std::uint32_t first, std::uint64_t candidates,
                                   std::uint32_t k) const {
    if (!rows_) return 0;
    if (k == 0) return candidates;
    const auto& folded = rows_->folded();
    auto apart = rows_->apart().word(first / 64) & candidates;
    auto some = folded.owners.word(first / 64) & candidates & ~apart;
    if (!is_ever_ && some != 0) some &= folded.owners_since(first, span_.begin);
    std::uint64_t in = 0;
    if (is_ever_ && k == 1)
        in = some;
    else if (some == 0)
        in = 0;
    else if (folded.is_seconds)
        in = at_least(folded.seconds.data(), first, some, k, begin_s_, end_s_);
    else
        in = at_least(folded.micros.data(), first, some, k, span_.begin, span_.end);
    each_bit(apart, first, [&](std::size_t ordinal) {
        if (has_at_least(rows_->loose(), rows_->loose_range(std::uint32_t(ordinal)), k))
            in |= std::uint64_t(1) << (ordinal - first);
    });
    return in;
}

/// The first row of [from, to) at or after `end`; without branches that rows could mislead.
template <class Time>
static std::uint32_t first_from(const Time* times, std::uint32_t from, std::uint32_t to, Time end) {
    auto left = to - from;
    while (left > 0) {
        auto half = left / 2;
        bool is_before = times[from + half] < end;
        from = is_before ? from + half + 1 : from;
        left = is_before ? left - half - 1 : half;
    }
    return from;
}

/// Of people that have folded rows.
template <class Time>
std::uint64_t CountSieve::at_least(const Time* times, std::uint32_t first, std::uint64_t candidates,
                                   std::uint32_t k, Time begin, Time end) const {
    const auto* starts = rows_->folded().starts.data();
    std::uint64_t in = 0;
    if (!is_open_) {
        each_bit(candidates, first, [&](std::size_t ordinal) {
            auto from = starts[ordinal], to = starts[ordinal + 1];
            to = first_from(times, from, to, end);
            bool has = to - from >= k && times[to - k] >= begin;
            in |= std::uint64_t(has) << (ordinal - first);
        });
        return in;
    }
    auto has = [&](std::size_t ordinal) {
        auto from = starts[ordinal], to = starts[ordinal + 1];
        bool are_enough = to - from >= k;
        // Where they are not enough any row is looked at, and what it says is not asked.
        return std::uint64_t(times[are_enough ? to - k : 0] >= begin) & std::uint64_t(are_enough);
    };
    if (std::popcount(candidates) > 40 && std::size_t(first) + 64 < rows_->folded().starts.size()) {
        if (is_ever_) {
            for (std::size_t i = 0; i < 64; ++i)
                in |= std::uint64_t(starts[first + i + 1] - starts[first + i] >= k) << i;
            return in & candidates;
        }
        for (std::size_t i = 0; i < 64; ++i) in |= has(first + i) << i;
        return in & candidates;
    }
    each_bit(candidates, first,
             [&](std::size_t ordinal) { in |= has(ordinal) << (ordinal - first); });
    return in;
}

bool CountSieve::has_at_least(const LooseRows& rows, Range range, std::uint32_t k) const {
    while (range.size() > 0 && rows.time_us(range.end - 1) >= span_.end) --range.end;
    return range.size() >= k && rows.time_us(range.end - k) >= span_.begin;
}

}  // namespace regulars::audience
