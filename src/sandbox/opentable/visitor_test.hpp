// A plain client for the tests of the simulated OpenTable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::sandbox::opentable {

inline const Instant test_day = *parse_instant("2026-03-15T17:20:31Z");

struct Visitor {
    explicit Visitor(SandboxOptions options, Instant start = test_day)
        : clock(start), sandbox(std::move(options), clock) {}

    net::HttpResponse get(const std::string& target) {
        if (token.empty()) token = new_token();
        return ask("GET", target, {{"Authorization", "Bearer " + token}});
    }
    net::HttpResponse ask(const std::string& method, const std::string& target,
                          net::Headers headers = {}, std::string body = {}) {
        return sandbox.handle({.method = method,
                               .target = target,
                               .headers = std::move(headers),
                               .body = std::move(body),
                               .peer = {}});
    }
    std::string basic() const {
        return "Basic " + base64(sandbox.client_id() + ":" + sandbox.client_secret());
    }
    std::string new_token() {
        auto answer = ask("POST", "/api/v2/oauth/token?grant_type=client_credentials",
                          {{"Authorization", basic()}, {"Content-Length", "0"}});
        auto body = JsonDocument::parse(answer.body);
        if (answer.status != 200 || !body) return {};
        return std::string(body->root()["access_token"].string().value_or(""));
    }
    /// One good answer's document; the status is checked.
    JsonDocument page(const std::string& target) {
        auto answer = get(target);
        EXPECT_EQ(answer.status, 200) << target << " " << answer.body;
        return std::move(*JsonDocument::parse(answer.body));
    }
    std::string rid(std::size_t location) const {
        return std::to_string(sandbox.world().restaurants()[location].number);
    }

    VirtualClock clock;
    Sandbox sandbox;
    std::string token;
};

/// No rate limit, and small enough for many tests.
inline SandboxOptions small_options() {
    SandboxOptions options;
    options.guests = 1500;
    options.days = 200;
    options.requests_per_second = 0;
    return options;
}

template <class T>
bool has(const std::vector<T>& all, const T& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

inline std::vector<std::string> ids_of(const JsonDocument& page) {
    std::vector<std::string> ids;
    page.root()["items"].each(
        [&](JsonNode item) { ids.emplace_back(item["id"].string().value_or("")); });
    return ids;
}

}  // namespace regulars::sandbox::opentable
