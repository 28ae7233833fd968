// What Toast, and the network before it, answer: bodies, errors, and headers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "net/http.hpp"
#include "sandbox/faults.hpp"

namespace regulars::sandbox::toast {

/// What every answer to one request needs to know.
struct Exchange {
    Instant now;
    Faults level = Faults::none;
    std::uint64_t chance = 0;

    std::string request_id() const;
};

/// The ErrorMessage of every Toast API; all keys are there.
net::HttpResponse error_answer(const Exchange& x, int status, std::string_view message,
                               int code = 0);
/// A page for people, from the CDN.
net::HttpResponse cdn_answer(const Exchange& x, int status);
net::HttpResponse json_answer(const Exchange& x, std::string body);

}  // namespace regulars::sandbox::toast
