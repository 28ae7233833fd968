// Reads and writes the conditions on what somebody did: metrics, funnels, and the ordering by a
// metric.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/definition.hpp"
#include "audience/place.hpp"

namespace regulars::audience {

Result<Condition> metric_condition_from(const Place& place);
Result<Condition> funnel_condition_from(const Place& place);

/// The members of the object that the caller began.
void write_members(JsonWriter& out, const MetricCondition& condition);
void write_members(JsonWriter& out, const FunnelCondition& condition);

}  // namespace regulars::audience
