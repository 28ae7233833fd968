// Lightspeed's tokens, and what its error answers say.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "net/http.hpp"
#include "sources/connector.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::sources::lightspeed {

/// What the token endpoint gives: both replace what was held before.
struct Tokens {
    std::string access, refresh;
    Instant renew_at;  // at 90 % of the access token's life
};

/// Form-encoded POST to the token endpoint.
net::HttpRequest refresh_request(const Addresses& addresses, const Credentials& credentials);
/// The answer to a refresh or to a code. `refresh` is empty where the answer holds none. Errors:
/// unauthorized (refused: the person must connect again), unavailable (ask again), invalid.
Result<Tokens> tokens_from(const net::HttpResponse& response, Instant now);

/// GET with the headers every call carries; the token is added later.
net::HttpRequest get(const Addresses& addresses, std::string path_and_query);

/// By status and by what the body says: a 400 may be passing, and every 401 may mean a dead token.
/// A web page refuses nothing: it is about nobody's rights.
Verdict judge(const net::HttpResponse& response);

/// "Lightspeed answered 404: Object of type 'Employee' not found with primary ID '2'." Reads the
/// JSON shapes of both servers whatever the content type says, HTML, and nothing at all.
std::string explain(const net::HttpResponse& response);

}  // namespace regulars::sources::lightspeed
