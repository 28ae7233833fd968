// Reads and writes the conditions on predictions, and on our groups by recency, frequency and
// amount.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "audience/definition.hpp"
#include "audience/place.hpp"

namespace regulars::audience {

constexpr std::string_view rfm_dimension = "regulars-rfm", gender_dimension = "predicted_gender",
                           affinity_dimension = "channel_affinity",
                           next_date_dimension = "expected_date_of_next_purchase";
constexpr std::array<std::string_view, 8> number_dimensions{
    "average_days_between_orders", "average_order_value",
    "churn_probability",           "historic_clv",
    "historic_number_of_orders",   "predicted_clv",
    "predicted_number_of_orders",  "total_clv"};

Result<Condition> predictive_condition_from(const Place& place);
void write_members(JsonWriter& out, const PredictiveCondition& condition);

}  // namespace regulars::audience
