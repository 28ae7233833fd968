// Who took steps in order.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/compiled.hpp"
#include "audience/scan/measure_sieve.hpp"

namespace regulars::audience {

constexpr std::size_t most_funnel_steps = 64;

struct FunnelPlan {
    struct Step {
        bool exists = true;
        RowsPlan rows;
    };
    std::vector<Step> steps;  // at most most_funnel_steps
    std::optional<Duration> window;
};

class FunnelSieve final : public Sieve {
  public:
    explicit FunnelSieve(FunnelPlan plan);
    std::uint64_t holds(std::uint32_t first, std::uint64_t candidates) const override;
    std::uint64_t may_hold(std::uint32_t first, std::uint64_t candidates) const override;
    double cost_ns() const override { return 30.0 * double(plan_.steps.size()); }

  private:
    struct Happened {
        std::int64_t time_us;
        std::uint64_t steps;  // a bit for each that it is one of
    };
    struct Source {
        const MetricRows* rows;
        std::uint64_t steps;                            // that ask for this metric
        std::vector<JoinedFilters<FoldedRows>> folded;  // by step; of the others without filters
        std::vector<JoinedFilters<LooseRows>> loose;
        bool is_wanted;  // nobody completes the funnel without it
    };
    template <class Rows>
    void gather(const Source& source, const Rows& rows,
                const std::vector<JoinedFilters<Rows>>& filters, Range range,
                std::vector<Happened>& out) const;
    bool completes(std::vector<Happened>& events) const;
    /// Of a plain funnel and somebody who is not apart.
    bool completes_plainly(std::uint32_t ordinal) const;

    FunnelPlan plan_;
    Span span_;
    std::optional<DateMatcher> times_;
    std::vector<Source> sources_;
    bool has_only_steps_that_exist_;
    struct Plain {
        const FoldedRows* rows;
        JoinedFilters<FoldedRows> filters;
        std::uint32_t begin_s, end_s;
    };
    std::vector<Plain> plain_;  // a step each; empty: some is of several metrics, must not exist,
                                // or has other times
};

}  // namespace regulars::audience
