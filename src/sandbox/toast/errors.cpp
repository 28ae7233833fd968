// Error bodies.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/errors.hpp"

#include <fmt/format.h>

#include "base/env.hpp"
#include "base/json.hpp"

namespace regulars::sandbox::toast {
namespace {

net::Headers edge_headers(const Exchange& x, std::string_view type) {
    return {{"Content-Type", std::string(type)},
            {"Server", "cloudflare"},
            {"CF-RAY", fmt::format("{:016x}-IAD", mix(x.chance, 7))}};
}

}  // namespace

std::string Exchange::request_id() const {
    return fmt::format("{:08x}-{:04x}-4{:03x}-9{:03x}-{:012x}", chance >> 32, chance >> 16 & 0xffff,
                       chance & 0xfff, chance >> 12 & 0xfff, mix(chance, 5) & 0xffffffffffff);
}

net::HttpResponse error_answer(const Exchange& x, int status, std::string_view message, int code) {
    JsonWriter out;
    out.begin_object()
        .member("status", status)
        .member("code", code)
        .member("message", message)
        .member("messageKey", nullptr);
    out.member("fieldName", nullptr)
        .member("link", nullptr)
        .member("requestId", x.request_id())
        .member("developerMessage", nullptr);
    out.key("errors").begin_array().end_array().member("canRetry", nullptr).end_object();
    return {.status = status, .headers = edge_headers(x, "application/json"), .body = out.take()};
}

net::HttpResponse cdn_answer(const Exchange& x, int status) {
    std::string_view what = status == 502   ? "Bad gateway"
                            : status == 520 ? "Web server is returning an unknown error"
                            : status == 524 ? "A timeout occurred"
                                            : "Service unavailable";
    return {.status = status,
            .headers = edge_headers(x, "text/html; charset=UTF-8"),
            .body = fmt::format(
                "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>ws-api.toasttab.com | {0}: "
                "{1}</title></head>\n"
                "<body><h1>Error {0}</h1><p>{1}</p></body></html>\n",
                status, what)};
}

net::HttpResponse json_answer(const Exchange& x, std::string body) {
    return {.status = 200,
            .headers = edge_headers(x, "application/json;charset=UTF-8"),
            .body = std::move(body)};
}

}  // namespace regulars::sandbox::toast
