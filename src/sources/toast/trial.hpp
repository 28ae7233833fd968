// Tries settings and credentials before they are kept.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sources/connector.hpp"
#include "sources/toast/settings.hpp"

namespace regulars::sources::toast {

/// One login, and each restaurant asked for an hour of orders (the first 10). Errors: cancelled.
Result<Trial> try_toast(const Settings& settings, const Credentials& credentials,
                        net::HttpClient& client, const Clock& clock, std::stop_token stop);

}  // namespace regulars::sources::toast
