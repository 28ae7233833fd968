// The sentences of failed calls.
// SPDX-License-Identifier: Apache-2.0
#include "net/call_error.hpp"

#include <fmt/format.h>

namespace regulars::net {

Error unknown_host_error(std::string_view host) {
    return {ErrorKind::unavailable,
            fmt::format("the name of the host could not be found: {}", host),
            {}};
}

Error timeout_error(std::string_view host, Duration timeout) {
    return {ErrorKind::unavailable,
            fmt::format("no complete answer within {:g} s from {}", double(timeout.count()) / 1e6,
                        host),
            {}};
}

Error closed_early_error(std::string_view host) {
    return {ErrorKind::unavailable,
            fmt::format("the connection closed early, before the whole answer was there: {}", host),
            {}};
}

Error body_limit_error(std::string_view host, std::size_t limit_bytes) {
    return {ErrorKind::exhausted,
            fmt::format("the answer is larger than the limit of {} bytes: {}", limit_bytes, host),
            {}};
}

Error cancelled_error(std::string_view host) {
    return {ErrorKind::cancelled, fmt::format("the call was cancelled: {}", host), {}};
}

}  // namespace regulars::net
