// Gathering a person's events from the latest back, as far as the span reaches.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/measure_sieve.hpp"

#include <cmath>

namespace regulars::audience {

AmountsOfCodes amounts_of(const Dictionary& values) {
    auto amounts = std::make_shared<std::vector<Amount>>(values.size() + 1, no_value);
    for (std::uint32_t code = 1; code <= values.size(); ++code)
        (*amounts)[code] = amount_in(values.value(code)).value_or(no_value);
    return amounts;
}

namespace {

/// The least sum in thousandths that passes, of a test that every greater one passes, too.
std::optional<Amount> least_sum_of(const MetricCondition& condition) {
    using enum NumberOperator;
    bool is_above = condition.test.op == greater_than;
    if (condition.measurement != Measurement::sum && condition.measurement != Measurement::sum_of)
        return std::nullopt;
    if (!is_above && condition.test.op != greater_than_or_equal) return std::nullopt;
    double bound = std::round(condition.test.value * 1000);
    if (std::abs(bound) > 4e15) return std::nullopt;  // where doubles are not exact
    return Amount(bound) + is_above;
}

}  // namespace

MeasureSieve::MeasureSieve(MeasurePlan plan, MetricCondition condition)
    : plan_(std::move(plan)),
      condition_(std::move(condition)),
      passes_nothing_(passes(condition_, Measured{})) {
    for (auto* rows : plan_.metrics) {
        auto base = rows->folded().time_base;
        sources_.push_back({rows,
                            {rows->folded(), plan_},
                            {rows->loose(), plan_},
                            second_of(plan_.span.begin, base),
                            second_of(plan_.span.end, base)});
    }
    least_sum_ = least_sum_of(condition_);
    if (least_sum_ && plan_.adds == MeasurePlan::values && sources_.size() == 1 &&
        sources_[0].rows->folded().least_value >= 0)
        stop_sum_ = *least_sum_;
    if (sources_.size() == 1 && !plan_.times)
        some_.emplace(sources_[0].rows, plan_.span, CountRange{.least = 1});
}

template <class Rows>
void MeasureSieve::add_row(const Rows& rows, const Joined<Rows>& joined, std::uint32_t row,
                           Measured& sum) const {
    if (!joined.filters.has(row)) return;
    auto amount = plan_.adds == MeasurePlan::values     ? rows.value(row)
                  : plan_.adds == MeasurePlan::property ? (*plan_.amounts)[joined.amounts[row]]
                                                        : no_value;
    sum.add(amount == no_value ? std::nullopt : std::optional(amount));
}

/// Of any layout.
template <class Rows>
void MeasureSieve::add(const Rows& rows, const Joined<Rows>& joined, Range range,
                       Measured& sum) const {
    for (auto row = range.end; row-- > range.begin && sum.events < plan_.enough;) {
        auto time = rows.time_us(row);
        if (time < plan_.span.begin) break;
        if (time < plan_.span.end && (!plan_.times || (*plan_.times)({time})))
            add_row(rows, joined, row, sum);
    }
}

/// Of whole seconds.
void MeasureSieve::add_seconds(const Source& source, Range range, Measured& sum) const {
    const auto& rows = source.rows->folded();
    const auto* seconds = rows.seconds.data();
    for (auto row = range.end; row-- > range.begin && seconds[row] >= source.begin_s &&
                               sum.events < plan_.enough &&
                               (sum.events == 0 || sum.sum < stop_sum_);) {
        if (seconds[row] < source.end_s) add_row(rows, source.folded, row, sum);
    }
}

Measured MeasureSieve::measured(std::uint32_t ordinal) const {
    Measured sum;
    for (const auto& source : sources_) {
        if (source.rows->is_apart(ordinal))
            add(source.rows->loose(), source.loose, source.rows->loose_range(ordinal), sum);
        else if (source.rows->folded().is_seconds && !plan_.times)
            add_seconds(source, source.rows->folded().range(ordinal), sum);
        else
            add(source.rows->folded(), source.folded, source.rows->folded().range(ordinal), sum);
    }
    return sum;
}

std::uint64_t MeasureSieve::holds(std::uint32_t first, std::uint64_t candidates) const {
    std::uint64_t owners = 0;
    if (some_) {
        owners = some_->holds(first, candidates);
    } else {
        for (const auto& source : sources_)
            owners |= source.rows->folded().owners.word(first / 64) |
                      source.rows->apart().word(first / 64);
    }
    std::uint64_t in = passes_nothing_ ? candidates & ~owners : 0;
    each_bit(candidates & owners, first, [&](std::size_t ordinal) {
        auto sum = measured(std::uint32_t(ordinal));
        bool is_in = sum.events == 0 ? passes_nothing_
                     : least_sum_    ? sum.sum >= *least_sum_
                                     : passes(condition_, sum);
        in |= std::uint64_t(is_in) << (ordinal - first);
    });
    return in;
}

}  // namespace regulars::audience
