// Reads and writes the condition on marketing consent.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/definition.hpp"
#include "audience/place.hpp"

namespace regulars::audience {

constexpr std::size_t most_consent_filters = 20;

/// `place` is the member "consent" of a condition.
Result<ConsentCondition> consent_from(const Place& place);
void write_consent(JsonWriter& out, const ConsentCondition& condition);

}  // namespace regulars::audience
