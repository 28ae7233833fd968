// Exports: one JSON object a line.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "model/account.hpp"
#include "store/store.hpp"

namespace regulars::app {

/// Receives whole lines, many at once; an error stops the export.
using Sink = std::function<Result<void>(std::string_view lines)>;

/// All three read one snapshot, in the order things were made, in memory that does not grow with
/// the number of events.
Result<void> export_profiles(store::Store& store, AccountId account, const Sink& sink);
Result<void> export_events(store::Store& store, AccountId account, const Sink& sink);
/// One line for each profile and channel it can be reached by.
Result<void> export_consents(store::Store& store, AccountId account, const Sink& sink);

}  // namespace regulars::app
