// OpenTable's reservation webhook (v3): a hint that something changed, never a source of truth.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace regulars::sources::opentable {

/// The restaurant id that a webhook's body names; a poll of that restaurant follows. Errors:
/// invalid (no JSON object, or no restaurant id in it), exhausted (larger than 1 MB).
Result<std::string> restaurant_hinted_by(std::string_view body);

}  // namespace regulars::sources::opentable
