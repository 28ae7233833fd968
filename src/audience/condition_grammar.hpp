// Reads and writes conditions, each of its own type.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/definition.hpp"
#include "audience/place.hpp"

namespace regulars::audience {

constexpr std::size_t most_filters = 10;  // of one event condition (klaviyo-product §5)
constexpr std::size_t most_funnel_steps = 20;
constexpr std::size_t most_groups = 500;  // lists and segments that one condition names

Result<Condition> condition_from(const Place& place);
Result<Ordering> ordering_from(const Place& place);

void write(JsonWriter& out, const Condition& condition);
void write(JsonWriter& out, const Ordering& ordering);

}  // namespace regulars::audience
