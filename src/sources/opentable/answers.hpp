// OpenTable's token, and what its error answers say.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "net/http.hpp"
#include "sources/connector.hpp"
#include "sources/opentable/settings.hpp"

namespace regulars::sources::opentable {

/// POST without a body: the vendor wants `Content-Length: 0` said.
net::HttpRequest token_request(const Settings& settings, const Credentials& credentials);
/// Renewed at 90 % of expires_in. Errors: unauthorized (credentials refused), unavailable.
Result<Token> token_from(const net::HttpResponse& response, Instant now);
/// GET with the headers every call carries; the token is added later.
net::HttpRequest get(const Settings& settings, std::string path_and_query);

void authorize(net::HttpRequest& request, const Token& token);
/// One allowance for all restaurants of a client id.
Pace pace_of(const Settings& settings, const Credentials& credentials);

/// "OpenTable answered 403: No routing for RID (OT-RequestId 1800b854)". Reads both JSON shapes,
/// HTML and nothing at all.
std::string explain(const net::HttpResponse& response);

}  // namespace regulars::sources::opentable
