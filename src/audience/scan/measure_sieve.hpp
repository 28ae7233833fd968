// What a person's events of some metrics amount to: counts, sums and averages, filtered, at any
// times.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "audience/measure.hpp"
#include "audience/scan/count_sieve.hpp"
#include "audience/scan/row_filter.hpp"
#include "audience/window.hpp"

namespace regulars::audience {

/// The amounts behind the codes of a property; no_value where a value is none.
using AmountsOfCodes = std::shared_ptr<const std::vector<Amount>>;
AmountsOfCodes amounts_of(const Dictionary& values);

/// Which events count, of which metrics.
struct RowsPlan {
    std::vector<const MetricRows*> metrics;
    Span span;
    std::optional<DateMatcher> times;  // a test that is no span
    std::vector<RowFilter> filters;
};

struct MeasurePlan : RowsPlan {
    enum { nothing, values, property } adds = nothing;
    std::uint32_t of_property = UINT32_MAX;  // of property
    AmountsOfCodes amounts;
    std::int64_t enough = INT64_MAX;  // events after which nothing more can matter
};

class MeasureSieve final : public Sieve {
  public:
    MeasureSieve(MeasurePlan plan, MetricCondition condition);
    std::uint64_t holds(std::uint32_t first, std::uint64_t candidates) const override;
    std::uint64_t may_hold(std::uint32_t first, std::uint64_t candidates) const override {
        return some_ && !passes_nothing_ ? some_->may_hold(first, candidates) : candidates;
    }
    double cost_ns() const override {
        return 6.0 * double(1 + plan_.filters.size()) * double(plan_.metrics.size());
    }
    /// Of one person; as far as it can matter to the condition's test.
    Measured measured(std::uint32_t ordinal) const;

  private:
    template <class Rows>
    struct Joined {
        Joined(const Rows& rows, const MeasurePlan& plan)
            : filters(rows, plan.filters), amounts(rows.column(plan.of_property)) {}
        JoinedFilters<Rows> filters;
        typename Rows::CodeColumn amounts;
    };
    struct Source {
        const MetricRows* rows;
        Joined<FoldedRows> folded;
        Joined<LooseRows> loose;
        std::uint32_t begin_s, end_s;  // the span's
    };
    template <class Rows>
    void add(const Rows& rows, const Joined<Rows>& joined, Range range, Measured& sum) const;
    template <class Rows>
    void add_row(const Rows& rows, const Joined<Rows>& joined, std::uint32_t row,
                 Measured& sum) const;
    void add_seconds(const Source& source, Range range, Measured& sum) const;

    MeasurePlan plan_;
    MetricCondition condition_;
    std::vector<Source> sources_;
    bool passes_nothing_;
    std::optional<Amount> least_sum_;  // of a sum that must be no less
    Amount stop_sum_ = INT64_MAX;      // at which no event more can matter
    std::optional<CountSieve> some_;   // who has any event in the span, where that is quickly told
};

}  // namespace regulars::audience
