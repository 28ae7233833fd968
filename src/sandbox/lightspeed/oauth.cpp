// Tokens: how they are given, rotate, and die.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/oauth.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

constexpr std::size_t most_access = 1000, most_dead = 100'000, most_scopes = 10'000;
constexpr Duration refresh_lifetime = days(30);
constexpr std::size_t most_refreshes_a_minute = 20;
constexpr std::string_view default_scopes =
    "employee:register_read employee:customers_read employee:inventory_read";

/// RFC 4648 §5, without padding.
std::string url_base64(std::string_view bytes) {
    std::string text = base64(bytes);
    while (text.ends_with('=')) text.pop_back();
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

/// The parameters of a body, JSON or form.
std::map<std::string, std::string, std::less<>> parameters_of(const net::HttpRequest& request) {
    std::map<std::string, std::string, std::less<>> out;
    auto type = net::header(request.headers, "Content-Type");
    if (type && type->find("json") != std::string_view::npos) {
        auto body = JsonDocument::parse(request.body, {.max_bytes = 65'536, .max_depth = 4});
        if (!body) return out;
        body->root().each_member([&](std::string_view key, JsonNode value) {
            if (auto text = value.string()) out.emplace(key, *text);
        });
        return out;
    }
    std::string form = "?" + request.body;
    std::ranges::replace(form, '+', ' ');
    for (auto& [key, value] : Target::parse(form).query) out.emplace(key, value);
    return out;
}

std::string value_of(const std::map<std::string, std::string, std::less<>>& all,
                     std::string_view name) {
    auto found = all.find(name);
    return found == all.end() ? std::string() : found->second;
}

}  // namespace

OAuth::OAuth(std::uint64_t seed, std::uint64_t account, std::string redirect_uri)
    : seed_(seed),
      account_(account),
      client_id_(fmt::format("{:016x}", mix(seed, 0x6c73636c69656e74))),
      client_secret_(
          fmt::format("{:016x}{:016x}", mix(seed, 0x6c737365637265), mix(seed, 0x6c737365637266))),
      redirect_uri_(std::move(redirect_uri)) {}

std::string OAuth::signed_text(std::string_view text) const {
    return sha256_hex(fmt::format("{}|{}|{}", seed_, client_secret_, text)).substr(0, 40);
}

std::string OAuth::new_refresh(Instant now) {
    std::string head = fmt::format("{:012x}{:08x}", now.us / 1'000'000, serial_++);
    return "def50200" + head + signed_text(head);
}

std::optional<Instant> OAuth::given_at(std::string_view token) const {
    if (!token.starts_with("def50200") || token.size() != 68) return {};
    std::string_view head = token.substr(8, 20);
    if (signed_text(head) != token.substr(28)) return {};
    std::int64_t seconds = 0;
    for (char c : head.substr(0, 12)) seconds = seconds * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
    return Instant::from_seconds(seconds);
}

std::string OAuth::grant(Instant now) {
    std::lock_guard lock(mutex_);
    return new_refresh(now);
}

void OAuth::lock_employee(bool locked) {
    std::lock_guard lock(mutex_);
    locked_ = locked;
}

bool OAuth::is_locked() const {
    std::lock_guard lock(mutex_);
    return locked_;
}

std::string OAuth::scopes_of(std::string_view access_token) const {
    std::lock_guard lock(mutex_);
    auto found = access_.find(access_token);
    return found == access_.end() ? std::string() : found->second.scopes;
}

OAuth::Standing OAuth::use(std::string_view access_token, Instant now) {
    std::lock_guard lock(mutex_);
    auto found = access_.find(access_token);
    if (found == access_.end() || found->second.ends <= now) return Standing::unknown;
    if (found->second.revoked || locked_) return Standing::revoked;
    if (!found->second.ends_refresh.empty()) {
        if (dead_refreshes_.size() >= most_dead) dead_refreshes_.clear();
        dead_refreshes_.insert(std::exchange(found->second.ends_refresh, {}));
    }
    return Standing::good;
}

void OAuth::revoke_access(std::string_view access_token) {
    std::lock_guard lock(mutex_);
    if (auto found = access_.find(access_token); found != access_.end())
        found->second.revoked = true;
}

net::HttpResponse OAuth::handle(const net::HttpRequest& request, const Target& target,
                                std::string_view path, const Exchange& x) {
    if (path == "authorize") {
        if (request.method == "GET" || request.method == "POST")
            return authorize(request, target, x);
        return oauth_error(405, "invalid_request", "Use GET.");
    }
    if (path != "token" && path != "revoke") return api_error(404, "Not found.");
    if (request.method != "POST") return oauth_error(405, "invalid_request", "Use POST.");
    return path == "token" ? token(request, x) : revoke(request);
}

net::HttpResponse OAuth::pair(Instant now, const std::string& scopes, std::string ends_refresh,
                              std::int64_t lifetime_s) {
    std::erase_if(access_, [&](auto& entry) { return entry.second.ends <= now; });
    if (access_.size() >= most_access) access_.erase(access_.begin());
    std::string header = url_base64(R"({"typ":"JWT","alg":"RS256"})");
    std::string claims = fmt::format(
        R"({{"aud":"{}","jti":"{:016x}","iat":{},"exp":{},"sub":"2","acct":"{}","scope":"{}"}})",
        client_id_, mix(seed_, serial_), now.seconds(), now.seconds() + lifetime_s, account_,
        scopes);
    std::string jwt = header + "." + url_base64(claims);
    jwt += "." + url_base64(sha256(signed_text(jwt)));
    std::string refresh = new_refresh(now);
    if (scopes_of_refresh_.size() >= most_scopes) scopes_of_refresh_.clear();
    scopes_of_refresh_[refresh] = scopes;
    access_[jwt] = {.ends = now + std::chrono::seconds(lifetime_s),
                    .scopes = scopes,
                    .ends_refresh = std::move(ends_refresh),
                    .refresh = refresh};
    JsonWriter out;
    out.begin_object()
        .member("token_type", "Bearer")
        .member("expires_in", lifetime_s)
        .member("access_token", jwt);
    out.member("refresh_token", refresh).end_object();
    return json_answer(out.take());
}

net::HttpResponse OAuth::token(const net::HttpRequest& request, const Exchange& x) {
    auto given = parameters_of(request);
    auto invalid = [](std::string_view hint) {
        return oauth_error(400, "invalid_request",
                           "The request is missing a required parameter, includes an invalid "
                           "parameter value, includes a parameter more than "
                           "once, or is otherwise malformed.",
                           hint);
    };
    auto refused = [](std::string_view hint) {
        return oauth_error(400, "invalid_grant",
                           "The provided authorization grant or refresh token is invalid, expired, "
                           "revoked, does not match the redirection URI "
                           "used in the authorization request, or was issued to another client.",
                           hint);
    };
    std::string grant_type = value_of(given, "grant_type");
    if (grant_type.empty()) return invalid("Check the `grant_type` parameter");
    if (grant_type != "authorization_code" && grant_type != "refresh_token") {
        return oauth_error(
            400, "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server.",
            "Check that all required parameters have been provided");
    }
    if (value_of(given, "client_id") != client_id_ ||
        !equals_in_constant_time(value_of(given, "client_secret"), client_secret_)) {
        return oauth_error(401, "invalid_client", "Client authentication failed");
    }
    std::lock_guard lock(mutex_);
    if (grant_type == "authorization_code") {
        std::string name = value_of(given, "code");
        if (name.empty()) return invalid("Check the `code` parameter");
        auto found = codes_.find(name);
        if (found == codes_.end()) return refused("Authorization code has been revoked");
        Code code = found->second;
        codes_.erase(found);  // one use, good or bad
        if (code.ends <= x.now) return refused("Authorization code has expired");
        std::string redirect = value_of(given, "redirect_uri");
        if (!redirect.empty() && redirect != code.redirect_uri)
            return invalid("Invalid redirect URI");
        if (!code.challenge.empty()) {
            std::string verifier = value_of(given, "code_verifier");
            if (verifier.empty()) return invalid("Check the `code_verifier` parameter");
            std::string proof = code.is_plain ? verifier : url_base64(sha256(verifier));
            if (proof != code.challenge) return refused("Failed to verify `code_verifier`.");
        }
        if (locked_) return refused("The employee is locked");
        return pair(x.now, code.scopes, {}, 3600);
    }
    std::string refresh = value_of(given, "refresh_token");
    if (refresh.empty()) return invalid("Check the `refresh_token` parameter");
    while (!refreshes_.empty() && x.now - refreshes_.front() >= 60s) refreshes_.pop_front();
    if (refreshes_.size() >= most_refreshes_a_minute) {
        auto response = oauth_error(429, "too_many_requests", "Too many refresh requests.");
        response.headers.emplace_back("Retry-After", "60");
        return response;
    }
    refreshes_.push_back(x.now);
    auto at = given_at(refresh);
    if (!at) return refused("Cannot decrypt the refresh token");
    if (*at + refresh_lifetime <= x.now) return refused("Token has expired");
    if (dead_refreshes_.contains(refresh) || locked_) return refused("Token has been revoked");
    auto scopes = scopes_of_refresh_.find(refresh);
    return pair(x.now,
                scopes == scopes_of_refresh_.end() ? std::string(default_scopes) : scopes->second,
                refresh, 1800);
}

net::HttpResponse OAuth::revoke(const net::HttpRequest& request) {
    auto given = parameters_of(request);
    if (value_of(given, "client_id") != client_id_ ||
        !equals_in_constant_time(value_of(given, "client_secret"), client_secret_)) {
        return oauth_error(401, "invalid_client", "Client authentication failed");
    }
    std::string token = value_of(given, "token");
    std::lock_guard lock(mutex_);
    // An unknown token is gone already (RFC 7009 §2.2).
    if (auto found = access_.find(token); found != access_.end()) {
        found->second.revoked = true;
        dead_refreshes_.insert(found->second.refresh);
    } else if (given_at(token)) {
        dead_refreshes_.insert(token);
        for (auto& [jwt, access] : access_) access.revoked |= access.refresh == token;
    }
    return json_answer("{}");
}

}  // namespace regulars::sandbox::lightspeed
