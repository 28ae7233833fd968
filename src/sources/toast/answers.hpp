// Toast's login, the scopes of its tokens, and what its error answers say.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"
#include "net/http.hpp"
#include "sources/connector.hpp"
#include "sources/toast/settings.hpp"

namespace regulars::sources::toast {

net::HttpRequest token_request(const Settings& settings, const Credentials& credentials);
/// A login answers with the same token until its last 60 s, and `expiresIn` is what remains:
/// renewed 30 s before the end, so that a day needs one login. Errors: unauthorized (credentials
/// refused), unavailable.
Result<Token> token_from(const net::HttpResponse& response, Instant now);
/// Whether the token's own claims hold a scope ("guest.pi:read"); nothing where it does not say.
std::optional<bool> has_scope(std::string_view token, std::string_view scope);

/// GET about one restaurant; the token is added later.
net::HttpRequest get(const Settings& settings, std::string_view restaurant,
                     std::string path_and_query);
/// "2026-03-01T05:00:00.000+0000" with its plus sign escaped, for a query.
std::string date_parameter(Instant at);

/// "Toast answered 403: You may not read this restaurant (request 1800b854)". Reads Toast's errors,
/// web pages and nothing at all.
std::string explain(const net::HttpResponse& response);
/// The CDN speaks in web pages, Toast in JSON.
bool is_web_page(const net::HttpResponse& response);

}  // namespace regulars::sources::toast
