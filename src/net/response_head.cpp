// Writing of status lines and headers.
// SPDX-License-Identifier: Apache-2.0
#include "net/response_head.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/http_date.hpp"

namespace regulars::net {
namespace {

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool is_field_value(std::string_view text) {
    return std::ranges::none_of(text, [](char c) {
        auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7F;
    });
}

bool is_ours(std::string_view name) {
    constexpr std::array<std::string_view, 4> names{"Content-Length", "Transfer-Encoding",
                                                    "Connection", "Date"};
    return std::ranges::any_of(
        names, [&](std::string_view own) { return equals_ignoring_case(own, name); });
}

}  // namespace

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
    }
    return "Status";
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

Result<std::string> render_head(const HttpResponse& response, Connection connection, Instant now) {
    if (response.status < 200 || response.status > 599)
        return fail(
            ErrorKind::internal,
            fmt::format("a handler answered with a status that is none: {}", response.status));
    std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                                   reason_of(response.status), format_http_date(now));
    for (auto& [name, value] : response.headers) {
        if (is_ours(name)) continue;
        if (!is_token(name) || !is_field_value(value))
            return fail(ErrorKind::internal,
                        "a handler answered with a header that holds a forbidden character");
        head.append(name).append(": ").append(value).append("\r\n");
    }
    if (has_body(response.status))
        fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", response.body.size());
    head += connection == Connection::keep ? "Connection: keep-alive\r\n\r\n"
                                           : "Connection: close\r\n\r\n";
    return head;
}

HttpResponse plain_answer(int status, std::string_view sentence) {
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    response.body = sentence;
    response.body += '\n';
    return response;
}

}  // namespace regulars::net
