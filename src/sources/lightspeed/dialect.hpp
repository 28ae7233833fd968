// Lightspeed's JSON dialect: every scalar a string, one element an object, several an array, none
// nothing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/time.hpp"
#include "sources/lightspeed/decimal.hpp"

namespace regulars::sources::lightspeed {

/// A text as it stands, or a number's or truth's own; empty for everything else.
std::string word_in(JsonNode node);
/// "true", "1", true, 1; everything else is false.
bool boolean_in(JsonNode node);
/// Nothing when it is no number.
std::optional<Decimal> decimal_in(JsonNode node);
/// Digits without leading zeros; empty for "0" (none), what is no number, and more than 18 digits.
std::string id_in(JsonNode node);
/// ISO 8601; nothing when it is absent, empty or no time.
std::optional<Instant> instant_in(JsonNode node);

/// Visits the elements of a list that may be an array, a single object, or nothing ("", absent,
/// null).
void each_in(JsonNode list, const std::function<void(JsonNode)>& visit);
/// The same of a relation, whose list stands one level deeper: {"Emails":{"ContactEmail":[…]}}.
inline void each_in(JsonNode owner, std::string_view relation, std::string_view element,
                    const std::function<void(JsonNode)>& visit) {
    each_in(owner[relation][element], visit);
}

}  // namespace regulars::sources::lightspeed
