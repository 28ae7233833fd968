// Amounts of money as the vendor's decimal numbers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json.hpp"

namespace regulars::sources::toast {

/// Minor units of a decimal number's text ("27.62", "30", "1e2"), by decimal arithmetic; finer ones
/// are rounded, halves away from zero ("6.5700000000000003"). Nothing when it is no number or too
/// large.
std::optional<std::int64_t> minor_units(std::string_view decimal, int exponent);

/// "2" for "2.0", "7.5" for "7.50": the same number in one spelling.
std::string_view shortened(std::string_view decimal);

/// Of a JSON number or a text that is one. A number's text is the shortest that reads back the
/// same, so amounts of up to 15 digits are exact.
std::optional<std::int64_t> minor_units(JsonNode node, int exponent);

}  // namespace regulars::sources::toast
