// The sentences in which calls fail, the same for every HttpClient.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"

namespace regulars::net {

// `host` is Url::host: no path, query or credentials ever reach a message.

Error unknown_host_error(std::string_view host);
Error timeout_error(std::string_view host, Duration timeout);
Error closed_early_error(std::string_view host);
Error body_limit_error(std::string_view host, std::size_t limit_bytes);
Error cancelled_error(std::string_view host);

}  // namespace regulars::net
