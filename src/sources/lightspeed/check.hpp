// Tries an account's settings, without signing in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <string_view>

#include "net/http.hpp"
#include "sources/connector.hpp"

namespace regulars::sources::lightspeed {

/// One request without a token: any answer of the API's own shows that it is there. Signing in is
/// left to the first sync, which keeps the refresh token that comes with it. Errors: invalid (a
/// field), cancelled.
Result<Trial> try_to_reach(std::string_view settings, std::string_view credentials,
                           net::HttpClient& client, std::stop_token stop);

}  // namespace regulars::sources::lightspeed
