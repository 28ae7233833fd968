// Error bodies.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/opentable/errors.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "net/response_head.hpp"

namespace regulars::sandbox::opentable {

std::string Exchange::request_id() const {
    return fmt::format("{:08x}", std::uint32_t(chance >> 32));
}

net::HttpResponse sync_error(const Exchange& x, int status, std::string_view message) {
    JsonWriter out;
    out.begin_object().key("timestamp");
    // The field table says a number, every sample shows a text.
    if (x.level != Faults::none && x.chance % 3 == 0) {
        out.value(x.now.us / 1000);
    } else {
        std::string text = format_iso_ms(x.now);
        text.replace(text.size() - 1, 1, "+0000");
        out.value(text);
    }
    out.member("path", x.path).member("status", status).member("error", net::reason_of(status));
    if (!message.empty() && (x.level == Faults::none || x.chance % 2 == 0))
        out.member("message", message);
    out.member("requestId", x.request_id()).end_object();
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}, {"OT-RequestId", x.request_id()}},
            .body = out.take()};
}

net::HttpResponse gateway_error(const Exchange& x, int status, std::string_view message) {
    JsonWriter out;
    out.begin_object()
        .key("errors")
        .begin_array()
        .begin_object()
        .member("message", message)
        .end_object()
        .end_array();
    out.member("requestid", fmt::format("{:08x}-25d4-42a7-b046-{:012x}", x.chance >> 32,
                                        x.chance & 0xffffffffffff));
    out.end_object();
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}, {"OT-RequestId", x.request_id()}},
            .body = out.take()};
}

net::HttpResponse html_error(const Exchange&, int status) {
    return {.status = status,
            .headers = {{"Content-Type", "text/html"}, {"Server", "edge"}},
            .body = fmt::format("<html><head><title>{0} {1}</title></head>\n<body><h1>{0} "
                                "{1}</h1><hr>edge</body></html>\n",
                                status, net::reason_of(status))};
}

net::HttpResponse json_answer(const Exchange& x, std::string body) {
    return {.status = 200,
            .headers = {{"Content-Type", "application/json"}, {"OT-RequestId", x.request_id()}},
            .body = std::move(body)};
}

}  // namespace regulars::sandbox::opentable
