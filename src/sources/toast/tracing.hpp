// How events lead back to Toast's orders and refunds, and how those are read again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "model/integration.hpp"
#include "model/reconciliation.hpp"
#include "sources/toast/settings.hpp"

namespace regulars::sources::toast {

/// Of the restaurants in the settings: what came from another one, which was removed, is nobody's
/// to compare. An order's day is the one that Toast counts it on, by what is remembered of it: the
/// day on which it is fulfilled, be it placed two weeks before.
model::Tracer tracer_of(const Settings& settings);

/// Cursors with which the next run asks for the orders of these differences singly; as many as wait
/// at most.
std::vector<model::Cursor> orders_again(std::span<const model::Cursor> cursors,
                                        std::span<const model::Difference> differences);

}  // namespace regulars::sources::toast
