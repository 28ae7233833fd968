// A plain client for the tests of the simulated Toast.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::sandbox::toast {

inline const Instant test_day = *parse_instant("2026-03-15T17:20:31Z");

struct Visitor {
    explicit Visitor(SandboxOptions options)
        : clock(test_day), sandbox(std::move(options), clock) {}

    net::HttpResponse ask(const std::string& method, const std::string& target,
                          net::Headers headers = {}, std::string body = {}) {
        return sandbox.handle({.method = method,
                               .target = target,
                               .headers = std::move(headers),
                               .body = std::move(body),
                               .peer = "127.0.0.1"});
    }
    std::string login_body() const {
        auto& server = sandbox.toast()->server();
        return R"({"clientId":")" + server.client_id() + R"(","clientSecret":")" +
               server.client_secret() + R"(","userAccessType":"TOAST_MACHINE_CLIENT"})";
    }
    net::HttpResponse login() {
        return ask("POST", "/authentication/v1/authentication/login",
                   {{"Content-Type", "application/json"}}, login_body());
    }
    std::string new_token() {
        auto body = JsonDocument::parse(login().body);
        return body ? std::string(body->root()["token"]["accessToken"].string().value_or("")) : "";
    }
    net::HttpResponse get(const std::string& target, std::size_t place = 0) {
        if (token.empty()) token = new_token();
        return ask(
            "GET", target,
            {{"Authorization", "Bearer " + token}, {"Toast-Restaurant-External-ID", guid(place)}});
    }
    JsonDocument page(const std::string& target, std::size_t place = 0) {
        auto answer = get(target, place);
        EXPECT_EQ(answer.status, 200) << target << " " << answer.body;
        return std::move(*JsonDocument::parse(answer.body));
    }
    const std::string& guid(std::size_t place) const {
        return sandbox.toast()->book().places()[place].guid;
    }

    /// Visits the orders changed in [from, to), page by page until no next link.
    void each_order(std::size_t place, Instant from, Instant to,
                    const std::function<void(JsonNode)>& visit, int page_size = 100) {
        for (int number = 1;; ++number) {
            auto answer = get(bulk(from, to) + "&pageSize=" + std::to_string(page_size) +
                                  "&page=" + std::to_string(number),
                              place);
            ASSERT_EQ(answer.status, 200) << answer.body;
            JsonDocument::parse(answer.body)->root().each(visit);
            bool has_next = false;
            for (auto& [name, value] : answer.headers)
                has_next |= equals_ignoring_case(name, "link") &&
                            value.find("rel=\"next\"") != std::string::npos;
            if (!has_next) return;
        }
    }
    static std::string bulk(Instant from, Instant to) {
        return "/orders/v2/ordersBulk?startDate=" + format_iso_ms(from) +
               "&endDate=" + format_iso_ms(to);
    }

    VirtualClock clock;
    Sandbox sandbox;
    std::string token;
};

/// No rate limit, and small enough for many tests.
inline SandboxOptions small_options() {
    SandboxOptions options;
    options.guests = 600;
    options.days = 60;
    options.requests_per_second = 0;
    options.toast.orders.orders_per_guest = 4;
    options.toast.orders.days = 200;
    return options;
}

inline std::vector<std::string> links_of(const net::HttpResponse& answer) {
    std::vector<std::string> all;
    for (auto& [name, value] : answer.headers) {
        if (equals_ignoring_case(name, "link")) all.push_back(value);
    }
    return all;
}

}  // namespace regulars::sandbox::toast
