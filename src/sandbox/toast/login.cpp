// Tokens: one at a time, the same until its last minute.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "sandbox/toast/guid.hpp"
#include "sandbox/toast/server.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr std::int64_t renewed_before_end_s = 60;
constexpr std::string_view all_scopes[] = {
    "orders:read",      "guest.pi:read", "delivery_info.address:read",
    "restaurants:read", "config:read",   "menus:read"};

std::string base64_url(std::string_view bytes) {
    std::string text = base64(bytes);
    std::erase(text, '=');
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

}  // namespace

std::string Server::write_token(const Exchange& x, std::int64_t end_s) const {
    std::string scope;
    auto add = [&](std::string_view one) {
        if (!scope.empty()) scope += ' ';
        scope += one;
    };
    if (options_.scopes.empty()) {
        for (auto one : all_scopes) add(one);
    } else {
        for (auto& one : options_.scopes) add(one);
    }
    std::uint64_t seed = book_.world().options().seed;
    JsonWriter claims;
    claims.begin_object()
        .member("https://toasttab.com/client_name", "sandbox")
        .member("https://toasttab.com/access_type", "TOAST_MACHINE_CLIENT");
    claims.member("https://toasttab.com/management_set_guid", guid_of(seed, Named::group, 1, 0))
        .member("https://toasttab.com/type", "STANDARD");
    claims.member("iss", "https://toast.auth.example/")
        .member("sub", client_id_ + "@clients")
        .member("aud", "https://toast-api");
    claims.member("iat", x.now.seconds())
        .member("exp", end_s)
        .member("azp", client_id_)
        .member("scope", scope);
    claims.member("gty", "client-credentials").end_object();
    return base64_url(R"({"typ":"JWT","alg":"RS256"})") + "." + base64_url(claims.text()) + "." +
           base64_url(sha256_hex(claims.text() + client_secret_ + std::to_string(tokens_made_)));
}

bool Server::is_token(std::string_view token, Instant now) {
    std::lock_guard lock(mutex_);
    return !token_.empty() && token == token_ && now.seconds() < token_end_s_;
}

void Server::revoke(std::string_view token) {
    std::lock_guard lock(mutex_);
    if (token == token_) token_.clear();
}

net::HttpResponse Server::login(const net::HttpRequest& request, const Exchange& x) {
    if (request.method != "POST") return error_answer(x, 405, "Method not allowed");
    if (!limits_.take_login(request.peer, x.now))
        return error_answer(x, 429, "Too many requests", 10029);
    auto body = JsonDocument::parse(request.body, {.max_bytes = 4096, .max_depth = 4});
    if (!body || !body->root().is_object())
        return error_answer(x, 400, "The request body is not valid JSON", 10025);
    auto text = [&](const char* key) {
        return std::string(body->root()[key].string().value_or(""));
    };
    if (text("userAccessType") != "TOAST_MACHINE_CLIENT")
        return error_answer(x, 400, "userAccessType must be TOAST_MACHINE_CLIENT", 10025);
    if (text("clientId") != client_id_ || text("clientSecret") != client_secret_) {
        return error_answer(x, 401, "Invalid client credentials", 10010);
    }
    std::string token;
    std::int64_t left_s = 0, now_s = x.now.seconds();
    {
        std::lock_guard lock(mutex_);
        if (token_.empty() || now_s >= token_end_s_ - renewed_before_end_s) {
            // A day as documented; less where things are worse.
            std::int64_t life_s =
                x.level == Faults::heavy ? 1800 + std::int64_t(x.chance % 20'000) : 86'400;
            token_end_s_ = now_s + life_s;
            ++tokens_made_;
            token_ = write_token(x, token_end_s_);
        }
        token = token_;
        left_s = token_end_s_ - now_s;
    }
    JsonWriter out;
    out.begin_object()
        .member("@class", ".SuccessfulResponse")
        .key("token")
        .begin_object()
        .member("tokenType", "Bearer");
    out.member("scope", nullptr)
        .member("expiresIn", left_s)
        .member("accessToken", token)
        .member("idToken", nullptr);
    out.member("refreshToken", nullptr).end_object().member("status", "SUCCESS").end_object();
    return json_answer(x, out.take());
}

}  // namespace regulars::sandbox::toast
