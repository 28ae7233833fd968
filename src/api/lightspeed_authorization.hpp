// What a person who came back from Lightspeed's page brings along, sealed for this server.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "api/call.hpp"

namespace regulars::api {

struct LightspeedAuthorization {
    std::string credentials;  // the connector's JSON
    std::string account;      // whose they are
};
/// Opens the `authorization` of a form. Errors: 400 authorization_expired.
Outcome<LightspeedAuthorization> lightspeed_authorization(const Call& call, std::string_view text);

}  // namespace regulars::api
