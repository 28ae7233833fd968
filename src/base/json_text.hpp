// Texts out of JSON where nothing and the empty text mean the same.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/json.hpp"

namespace regulars {

/// The string, or empty where there is none.
inline std::string text_in(JsonNode node) { return std::string(node.string().value_or("")); }

}  // namespace regulars
