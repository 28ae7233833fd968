// Adding an integration of any kind to a data folder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/data_folder.hpp"
#include "base/env.hpp"
#include "model/integration.hpp"
#include "sources/set_up.hpp"

namespace regulars::app {

/// Adds the integration, due at once. `list` is a list's public id, or empty. Errors: invalid,
/// not_found (the list), conflict (the name is taken).
Result<model::Integration> add_integration(DataFolder& folder, const model::Account& account,
                                           const sources::SetUp& chosen, const std::string& list,
                                           Instant now, Random& random);

}  // namespace regulars::app
