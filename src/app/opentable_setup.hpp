// What it takes to connect one OpenTable restaurant.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/data_folder.hpp"
#include "base/env.hpp"
#include "model/integration.hpp"

namespace regulars::app {

struct OpenTableSetup {
    std::string name, client_id, client_secret, rid, restaurant_name;
    std::string time_zone, country;  // empty: the account's
    std::string currency;            // of amounts whose record names none; empty: the country's
    std::string list;                // public id, or empty
    std::string oauth_url = "https://oauth.opentable.com", api_url = "https://platform.opentable.com";
    int interval_minutes = 30;
    double max_requests_per_second = 2;
};

/// The connector's settings as JSON. Errors: invalid (the JSON pointer names the field).
Result<std::string> settings_json(const OpenTableSetup& setup, const model::Account& account);

/// Adds the integration, due at once; its history reaches two calendar years back from `now`.
/// Errors: invalid, not_found (the list), conflict (the name is taken).
Result<model::Integration> add_opentable(DataFolder& folder, const model::Account& account, const OpenTableSetup& setup, Instant now,
                                         Random& random);

}  // namespace regulars::app
