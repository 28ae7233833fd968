// The demo's account and its integrations of the sandbox.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/data_folder.hpp"
#include "base/env.hpp"
#include "base/json.hpp"
#include "model/account.hpp"

namespace regulars::app {

constexpr const char* demo_email = "owner@demo.example";
constexpr const char* demo_toast = "Toast";  // the integration's name
constexpr const char* demo_password = "welcome-regulars";

/// Made at the first start; later starts point the integrations at the sandbox's new address.
/// Toast's orders are read wherever they come from, so that those in the house say what
/// reservations were worth. `credentials` is what the sandbox's /sandbox/credentials answers.
/// Errors: the store's, invalid.
Result<model::Account> connect_demo(DataFolder& folder, JsonNode credentials, Instant now,
                                    Random& random);

}  // namespace regulars::app
