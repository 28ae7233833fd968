// Conditions on an event's properties.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace regulars::analytics {

enum class Operator { equals, not_equals, contains, at_least, at_most, is_set, is_not_set };

struct Condition {
    std::string property;
    Operator op = Operator::equals;
    std::string value;
};

/// Reads a JSON array of {"property", "operator", "value"}; at most 10. Errors: invalid, with the
/// JSON pointer; also where at_least or at_most is given no number.
Result<std::vector<Condition>> conditions_from(std::string_view json);

/// Whether one text satisfies a positive condition (not not_equals, is_set or is_not_set). at_least
/// and at_most hold of numbers alone; `contains` ignores ASCII case.
bool satisfies(std::string_view text, const Condition& condition);
/// The texts of a property: none (absent, null, an empty list), one, or a list's items.
std::vector<std::string> texts_of(JsonNode node);

}  // namespace regulars::analytics
