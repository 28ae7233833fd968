// Adds up amounts and compares them.
// SPDX-License-Identifier: Apache-2.0
#include "audience/measure.hpp"

namespace regulars::audience {

void Measured::add(std::optional<Amount> amount) {
    events++;
    if (!amount) return;
    valued++;
    Amount total;
    if (!__builtin_add_overflow(sum, *amount, &total)) sum = total;
}

std::optional<Amount> amount_of(const MetricCondition& condition, const PersonEvent& event) {
    if (condition.measurement == Measurement::count || condition.measurement == Measurement::sum)
        return event.value;
    auto at = event.properties.find(condition.property);
    return at == event.properties.end() ? std::nullopt : amount_in(at->second);
}

std::optional<double> figure(const MetricCondition& condition, const Measured& measured) {
    if (condition.measurement == Measurement::count) return double(measured.events);
    if (condition.measurement != Measurement::average_of) return double(measured.sum) / 1000;
    if (!measured.valued) return std::nullopt;
    return double(measured.sum) / 1000 / double(measured.valued);
}

bool passes(const MetricCondition& condition, const Measured& measured) {
    switch (condition.measurement) {
        case Measurement::count:
            return passes(condition.test, double(measured.events));
        case Measurement::sum:
        case Measurement::sum_of:
            return passes(condition.test, measured.sum);
        case Measurement::average_of:
            break;
    }
    auto average = figure(condition, measured);
    return average && passes(condition.test, *average);
}

}  // namespace regulars::audience
