// The shapes in which Lightspeed answers and says no.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/http.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/records.hpp"

namespace regulars::sandbox::lightspeed {

/// What every answer to one request needs to know.
struct Exchange {
    Instant now;
    Faults level = Faults::none;
    std::uint64_t chance = 0;
    std::string host;  // as the request named it

    Seconds seconds() const { return Seconds(now.seconds()); }
};

net::HttpResponse json_answer(std::string body, int status = 200);
/// {"httpCode","httpMessage","message","errorClass"}: JSON that calls itself HTML.
net::HttpResponse api_error(int status, std::string_view message,
                            std::string_view error_class = "Exception");
/// The new server's {"error","error_description","hint"}, or the old one's words.
net::HttpResponse unauthorized(std::string_view hint);
net::HttpResponse unauthorized_old();
/// {"error","error_description","hint"} of the token endpoint.
net::HttpResponse oauth_error(int status, std::string_view error, std::string_view description,
                              std::string_view hint = {});
/// A page for people.
net::HttpResponse html_page(int status, std::string_view title, std::string_view body);
/// With the five characters that matter replaced.
std::string html_escaped(std::string_view text);

}  // namespace regulars::sandbox::lightspeed
