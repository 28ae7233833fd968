// The shapes in which OpenTable and what stands before it say no.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "net/http.hpp"
#include "sandbox/faults.hpp"

namespace regulars::sandbox::opentable {

/// What every answer to one request needs to know.
struct Exchange {
    Instant now;
    Faults level = Faults::none;
    std::uint64_t chance = 0;
    std::string path;

    std::string request_id() const;  // eight hexadecimal digits
};

/// Shape A: {"timestamp","path","status","error","message"?,"requestId"}.
net::HttpResponse sync_error(const Exchange& x, int status, std::string_view message = {});
/// Shape B: {"errors":[{"message"}],"requestid"}.
net::HttpResponse gateway_error(const Exchange& x, int status, std::string_view message);
/// A page for people, from the network in front.
net::HttpResponse html_error(const Exchange& x, int status);
net::HttpResponse json_answer(const Exchange& x, std::string body);

}  // namespace regulars::sandbox::opentable
