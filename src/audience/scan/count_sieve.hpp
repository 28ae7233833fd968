// How many events of one metric, whatever they hold, in one span: the question most segments ask.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/columns/metric_rows.hpp"
#include "audience/scan/sieve.hpp"

namespace regulars::audience {

/// Counts from `least` up to, not including, `below`; or all others.
struct CountRange {
    std::uint32_t least = 0, below = UINT32_MAX;
    bool is_negated = false;
    bool has(std::uint64_t n) const { return (n >= least && n < below) != is_negated; }
};

/// Whether a person's count of events in the span is in the range. A person's rows are sorted, so
/// at least k are in a span without end when the k-th from the end is: one load, no branch.
class CountSieve final : public Sieve {
  public:
    CountSieve(const MetricRows* rows, Span span, CountRange range);
    std::uint64_t holds(std::uint32_t first, std::uint64_t candidates) const override;
    std::uint64_t may_hold(std::uint32_t first, std::uint64_t candidates) const override;
    double cost_ns() const override { return is_ever_ ? 0.05 : is_open_ ? 1 : 3; }

  private:
    std::uint64_t at_least(std::uint32_t first, std::uint64_t candidates, std::uint32_t k) const;
    template <class Time>
    std::uint64_t at_least(const Time* times, std::uint32_t first, std::uint64_t candidates,
                           std::uint32_t k, Time begin, Time end) const;
    bool has_at_least(const LooseRows& rows, Range range, std::uint32_t k) const;

    const MetricRows* rows_;  // null: nobody has any
    Span span_;
    CountRange range_;
    bool is_ever_, is_open_;  // the span has all events; it has all from its begin
    std::uint32_t begin_s_ = 0, end_s_ = 0;
};

/// A bound in microseconds among seconds since `base`: the first second that is not before it.
std::uint32_t second_of(std::int64_t bound_us, std::int64_t base);

}  // namespace regulars::audience
