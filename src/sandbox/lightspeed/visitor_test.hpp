// A plain client for the tests of the simulated Lightspeed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::sandbox::lightspeed {

inline const Instant test_day = *parse_instant("2026-03-15T17:20:31Z");

/// Small enough for many tests, without limits.
inline SandboxOptions small_options() {
    SandboxOptions options;
    options.guests = 1500;
    options.days = 100;
    options.requests_per_second = 0;
    options.lightspeed.days = 300;
    options.lightspeed.has_limits = false;
    return options;
}

/// Heavy faults make odd data; the visitor switches the wire's off.
inline SandboxOptions odd_options() {
    SandboxOptions options = small_options();
    options.faults = Faults::heavy;
    return options;
}

struct Visitor {
    explicit Visitor(SandboxOptions options, Instant start = test_day)
        : clock(start), sandbox(std::move(options), clock) {
        base = "/API/V3/Account/" + std::to_string(sandbox.lightspeed().account()) + "/";
    }

    net::HttpResponse ask(const std::string& method, const std::string& target,
                          net::Headers headers = {}, std::string body = {}) {
        headers.emplace_back("Host", "127.0.0.1:8090");
        return sandbox.handle({.method = method,
                               .target = target,
                               .headers = std::move(headers),
                               .body = std::move(body),
                               .peer = {}});
    }
    net::HttpResponse post_form(const std::string& target,
                                const std::map<std::string, std::string>& form) {
        std::string body;
        for (auto& [key, value] : form)
            body += (body.empty() ? "" : "&") + key + "=" + percent_encoded(value);
        return ask("POST", target, {{"Content-Type", "application/x-www-form-urlencoded"}}, body);
    }
    std::map<std::string, std::string> client() {
        return {{"client_id", sandbox.lightspeed().oauth().client_id()},
                {"client_secret", sandbox.lightspeed().oauth().client_secret()}};
    }
    net::HttpResponse refresh(const std::string& refresh_token) {
        auto form = client();
        form["grant_type"] = "refresh_token";
        form["refresh_token"] = refresh_token;
        return post_form("/auth/oauth/token", form);
    }
    static std::string member(const net::HttpResponse& answer, std::string_view name) {
        auto body = JsonDocument::parse(answer.body);
        return body ? std::string(body->root()[name].string().value_or("")) : std::string();
    }
    void sign_in() {
        auto answer = refresh(sandbox.lightspeed().oauth().grant(clock.now()));
        EXPECT_EQ(answer.status, 200) << answer.body;
        token = member(answer, "access_token");
    }
    net::HttpResponse get(const std::string& target, const std::string& bearer) {
        return ask("GET", target, {{"Authorization", "Bearer " + bearer}});
    }
    /// `target` is below the account, a path, or an address.
    net::HttpResponse get(const std::string& target) {
        if (token.empty()) sign_in();
        bool is_whole = target.starts_with("/") || target.starts_with("http");
        return get(is_whole ? target : base + target, token);
    }
    JsonDocument page(const std::string& target) {
        auto answer = get(target);
        EXPECT_EQ(answer.status, 200) << target << " " << answer.body;
        auto body = JsonDocument::parse(answer.body);
        EXPECT_TRUE(body) << target;
        return std::move(*body);
    }
    /// Visits each record of a walk from `target` to its end; returns the number of pages.
    int walk(std::string target, const std::string& name,
             const std::function<void(JsonNode)>& visit) {
        int pages = 0;
        while (!target.empty() && pages < 2000) {
            auto document = page(target);
            each(document.root()[name], visit);
            target = std::string(document.root()["@attributes"]["next"].string().value_or(""));
            ++pages;
        }
        return pages;
    }
    /// One object, several in an array, or none.
    static void each(JsonNode node, const std::function<void(JsonNode)>& visit) {
        if (node.is_array())
            node.each(visit);
        else if (node.is_object())
            visit(node);
    }
    const ShopWorld& world() { return sandbox.lightspeed().world(sandbox.now()); }
    Seconds seconds() const { return Seconds(sandbox.now().seconds()); }

    VirtualClock clock;
    Sandbox sandbox;
    std::string base, token;
};

inline std::string text(JsonNode node) { return std::string(node.string().value_or("")); }
inline std::string encoded(std::string_view value) { return percent_encoded(value); }

}  // namespace regulars::sandbox::lightspeed
