// Who asks: sessions in cookies, private keys, and whether they may.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/router.hpp"

namespace regulars::api {

/// Finds the session or key behind a request; nothing when there is none. Errors: 401 for a key
/// that is not valid.
Outcome<std::optional<Caller>> who(const Call& call);
/// Fills in call.caller. Errors: 401 signed_out, 403 csrf, 403 not_allowed.
Outcome<void> admit(Call& call, const Route& route);

/// What a sign-in gives: the row and the cookie.
struct NewSession {
    model::Session session;
    std::string cookie;  // Set-Cookie's value
};
NewSession new_session(const Call& call, const model::Account& account, UserId user);
/// Set-Cookie's value that ends the session in the browser.
std::string no_session_cookie(const Call& call);
/// Refuses what another site's page could send: not JSON, or an Origin that is not this host.
Outcome<void> insist_on_own_page(const Call& call);

}  // namespace regulars::api
