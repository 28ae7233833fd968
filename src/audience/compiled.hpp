// What a question is made of once its ids are found and its texts compiled; for the evaluators.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audience/postal_codes.hpp"
#include "audience/question.hpp"
#include "audience/values.hpp"

namespace regulars::audience {

struct CompiledFilter {
    std::string property;
    std::optional<CompiledTest> test;  // none: every event passes
};

/// Which events are meant.
struct CompiledEvents {
    std::vector<MetricId> metrics;  // sorted, at least one
    std::vector<CompiledFilter> filters;
};

// Each keeps the definition's own condition beside what was found for it.
struct CompiledMetric {
    MetricCondition asked;
    CompiledEvents events;
};
struct CompiledStep {
    bool exists = true;
    CompiledEvents events;
};
struct CompiledFunnel {
    FunnelCondition asked;
    std::optional<Duration> window;
    std::vector<CompiledStep> steps;
};
struct CompiledProperty {
    PropertyCondition asked;
    CompiledTest test;
};
struct CompiledConsent {
    ConsentCondition asked;
    std::vector<std::optional<CompiledTest>>
        tests;  // one a filter; of integrations without "regulars-"
};
struct CompiledDistance {
    DistanceCondition asked;
    Position from;
};
struct CompiledPredictive {
    PredictiveCondition asked;
    CompiledTest test;
};
using CompiledCondition =
    std::variant<CompiledMetric, CompiledFunnel, CompiledProperty, GroupCondition, CompiledConsent,
                 RegionCondition, CompiledDistance, CompiledPredictive>;

struct CompiledOrdering {
    CompiledMetric by;
    bool is_descending = true;
};

struct Question::Compiled {
    Definition definition;
    Catalog catalog;
    Dependence dependence;
    std::vector<std::vector<CompiledCondition>> groups;
    std::optional<CompiledOrdering> order_by;
    std::vector<MetricId> order_metrics, refund_metrics;  // sorted; what predictions count
};

}  // namespace regulars::audience
