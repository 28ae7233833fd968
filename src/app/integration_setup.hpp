// Adding an integration of any kind to a data folder, and changing one.
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

/// What is to be changed; what is empty stays.
struct IntegrationEdit {
    std::string name;
    std::string list;                // a list's public id
    std::string settings = "{}";     // changes, as of sources::with_settings
    std::string credentials = "{}";  // the same
};

/// Changes the integration as the app does, and makes it due. Errors: invalid, not_found (the
/// list), conflict (the name is taken, or another integration reads the place).
Result<model::Integration> edit_integration(DataFolder& folder, const model::Account& account,
                                            IntegrationId id, const IntegrationEdit& edit,
                                            Instant now);

}  // namespace regulars::app
