// Connecting Lightspeed from a terminal: the address to open, the address that comes back, whose
// account it is.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <istream>
#include <string>

#include "base/env.hpp"
#include "net/http.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::app {

struct LightspeedSignIn {
    sources::lightspeed::Addresses addresses;
    std::string client_id, client_secret;
    std::string redirect_url;  // as it is registered at Lightspeed, exactly
    std::string account;       // that must be the one; empty: the person confirms it
};

struct LightspeedSignedIn {
    std::string refresh_token, account;
};

/// Says on standard error where to agree, reads the address that the browser was sent to from `in`,
/// and exchanges its code. Errors: invalid (no code, another attempt's state, another account, not
/// confirmed), unauthorized and unavailable (the vendor's).
Result<LightspeedSignedIn> sign_in_to_lightspeed(const LightspeedSignIn& wanted, std::istream& in,
                                                 net::HttpClient& client, Clock& clock,
                                                 Random& random);

}  // namespace regulars::app
