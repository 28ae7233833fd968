// How events lead back to Lightspeed's sales, and how those are read again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "model/integration.hpp"
#include "model/reconciliation.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::sources::lightspeed {

/// A return takes away at the vendor what our Refunded Order says was given back. Whose a return
/// without a customer is, is told by what is remembered of it.
model::Tracer tracer_of(const Settings& settings);

/// A cursor with which the next run asks for the sales of these differences again.
std::vector<model::Cursor> sales_again(std::span<const model::Cursor> cursors,
                                       std::span<const model::Difference> differences);

}  // namespace regulars::sources::lightspeed
