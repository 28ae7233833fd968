// Connecting an account: the authorization page, the code's exchange, and whose account it is. No
// input or output.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/env.hpp"
#include "base/error.hpp"
#include "net/http.hpp"
#include "sources/lightspeed/answers.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::sources::lightspeed {

/// What this connector reads needs; shipments want the full customers scope (vendor facts §1).
constexpr std::string_view scopes =
    "employee:register_read employee:customers employee:inventory_read employee:categories";

/// A proof that who brings the code also asked for it (RFC 7636, S256).
struct Pkce {
    std::string verifier;   // 43 characters; kept until the code comes
    std::string challenge;  // goes into the address
};
/// `random` is fit for secrets.
Pkce pkce(Random& random);

/// Where the person agrees. `state` comes back with the code; both live 60 s at the vendor.
std::string authorize_url(const Addresses& addresses, std::string_view client_id,
                          std::string_view redirect_uri, std::string_view state,
                          std::string_view code_challenge);
/// Its answer is read with tokens_from.
net::HttpRequest code_request(const Addresses& addresses, std::string_view client_id,
                              std::string_view client_secret, std::string_view redirect_uri,
                              std::string_view code, std::string_view code_verifier);

/// The account that an access token opens, for the person to confirm.
struct AccountSeen {
    std::string id;    // digits: the setting "account"
    std::string name;  // as the vendor shows it; may be empty
};
net::HttpRequest account_request(const Addresses& addresses, std::string_view access_token);
/// Errors: unauthorized (refused), unavailable (ask again), invalid (no account).
Result<AccountSeen> account_from(const net::HttpResponse& response);

}  // namespace regulars::sources::lightspeed
