// Bodies of errors and pages.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/answers.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "net/response_head.hpp"

namespace regulars::sandbox::lightspeed {

net::HttpResponse json_answer(std::string body, int status) {
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}},
            .body = std::move(body)};
}

net::HttpResponse api_error(int status, std::string_view message, std::string_view error_class) {
    JsonWriter out;
    out.begin_object()
        .member("httpCode", std::to_string(status))
        .member("httpMessage", net::reason_of(status));
    out.member("message", message).member("errorClass", error_class).end_object();
    return {.status = status,
            .headers = {{"Content-Type", "text/html; charset=UTF-8"}},
            .body = out.take()};
}

net::HttpResponse unauthorized(std::string_view hint) {
    return oauth_error(401, "access_denied",
                       "The resource owner or authorization server denied the request.", hint);
}

net::HttpResponse unauthorized_old() {
    return api_error(401, "Invalid username/password or API key.", "BadAuthenticationRequestError");
}

net::HttpResponse oauth_error(int status, std::string_view error, std::string_view description,
                              std::string_view hint) {
    JsonWriter out;
    out.begin_object().member("error", error).member("error_description", description);
    if (!hint.empty()) out.member("hint", hint);
    out.end_object();
    return json_answer(out.take(), status);
}

net::HttpResponse html_page(int status, std::string_view title, std::string_view body) {
    return {
        .status = status,
        .headers = {{"Content-Type", "text/html; charset=UTF-8"}},
        .body = fmt::format("<!doctype html>\n<html lang=\"en\"><head><meta "
                            "charset=\"utf-8\"><title>{}</title></head>\n<body>{}</body></html>\n",
                            html_escaped(title), body)};
}

std::string html_escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace regulars::sandbox::lightspeed
