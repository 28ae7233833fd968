// Tries a restaurant's settings and credentials, for the set-up form and the command line.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "base/env.hpp"
#include "net/http.hpp"
#include "sources/opentable/plan.hpp"

namespace regulars::sources::opentable {

struct ConnectionCheck {
    Tier tier = Tier::unknown;  // unknown: no guest is there to tell
    std::string message;        // a sentence for a person: "The connection works …"
};

/// Asks for a token and one guest. Two requests, no retries. Errors: invalid (a field: `where` is
/// its JSON pointer), unauthorized (client id or secret; or the restaurant is not granted: the
/// message says which), unavailable (no answer, or a sick one), cancelled.
Result<ConnectionCheck> check_connection(std::string_view settings_json,
                                         std::string_view credentials_json, net::HttpClient& client,
                                         const Clock& clock, std::stop_token stop = {});

/// The check as steps: reach, sign_in, restaurant, guests. Errors: the check's own invalid ones.
Result<Trial> trial_of(Result<ConnectionCheck> check);

}  // namespace regulars::sources::opentable
