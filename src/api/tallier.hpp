// Who adds up events for charts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "analytics/charts.hpp"
#include "analytics/live_audience.hpp"
#include "api/call.hpp"

namespace regulars::api {

/// The account's audience once it knows everything that was committed before; none where there is
/// none yet, or where it does not catch up within a second. Not to be called in a transaction: the
/// audience reads the store to catch up. Errors: the store's.
Result<std::shared_ptr<const analytics::LiveAudience>> current_audience(const Call& call);

/// The audience, or where there is none the transaction itself.
analytics::Tallier tallier_of(const Call& call, store::Transaction& tx,
                              std::shared_ptr<const analytics::LiveAudience> audience);

}  // namespace regulars::api
