// Lines of a check as Toast shows them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sandbox/toast/order_json.hpp"

namespace regulars::sandbox::toast {

/// Appends one JSON object; what modifies a line stands inside it, up to three deep.
void write_selection(JsonWriter& out, const Showing& showing, const Order& order,
                     const Selection& selection);

}  // namespace regulars::sandbox::toast
