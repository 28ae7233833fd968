// What a condition measures over somebody's events, and how that compares: shared by all
// evaluators.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "audience/values.hpp"

namespace regulars::audience {

/// Over the events that satisfy timeframe and filters, in any order.
struct Measured {
    std::int64_t events = 0;
    std::int64_t valued = 0;  // of them, those with an amount
    Amount sum = 0;           // of their amounts, in thousandths; stays at the last value that fits

    void add(std::optional<Amount> amount);
};

/// The amount of one event that the condition adds up: its value, or its property.
std::optional<Amount> amount_of(const MetricCondition& condition, const PersonEvent& event);

/// The count, the sum or the average, in whole units; nothing for the average of no amount.
std::optional<double> figure(const MetricCondition& condition, const Measured& measured);
/// Sums are compared in thousandths, exactly; the average of no amount passes nothing.
bool passes(const MetricCondition& condition, const Measured& measured);

}  // namespace regulars::audience
