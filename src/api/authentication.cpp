// Reads cookies and keys, and compares roles.
// SPDX-License-Identifier: Apache-2.0
#include "api/authentication.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr std::string_view cookie_name = "regulars_session";
constexpr Duration session_length = days(30);

/// "pk_{account}_{secret}" from either form of the header.
std::string_view key_in(std::string_view authorization) {
    for (std::string_view scheme : {"Klaviyo-API-Key ", "Bearer "})
        if (authorization.size() > scheme.size() &&
            equals_ignoring_case(authorization.substr(0, scheme.size()), scheme))
            return trimmed(authorization.substr(scheme.size()));
    return {};
}

Outcome<std::optional<Caller>> by_key(const Call& call, std::string_view authorization) {
    auto wrong = [] {
        return refuse(401, "signed_out", "The API key is missing, wrong or revoked.");
    };
    auto key = key_in(authorization);
    auto parts = split(key, '_');
    if (key.size() > 200 || parts.size() < 3 || parts[0] != "pk") return wrong();
    return call.read([&](store::Transaction& tx) -> Outcome<std::optional<Caller>> {
        auto account = TRY(tx.accounts().find(parts[1]));
        if (!account) return wrong();
        auto stored = TRY(tx.api_keys().find(account->id, sha256_hex(key)));
        if (!stored || stored->revoked_at) return wrong();
        return Caller{.account = *account, .key = *stored};
    });
}

Outcome<std::optional<Caller>> by_cookie(const Call& call) {
    auto cookie = call.cookie(cookie_name);
    if (!cookie || cookie->size() > 200) return std::nullopt;
    auto dot = cookie->find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    auto token = sha256_hex(cookie->substr(dot + 1));
    auto caller = TRY(call.read([&](store::Transaction& tx) -> Outcome<std::optional<Caller>> {
        auto account = TRY(tx.accounts().find(cookie->substr(0, dot)));
        if (!account) return std::nullopt;
        auto session = TRY(tx.sessions().find(account->id, token));
        if (!session || session->expires_at <= call.now()) return std::nullopt;
        auto user = TRY(tx.users().find(account->id, session->user));
        if (!user) return std::nullopt;
        return Caller{.account = *account, .user = *user, .session = *session};
    }));
    // A session in use lasts; written at most once a day.
    Instant fresh = call.now() + session_length;
    if (caller && fresh - caller->session->expires_at > days(1)) {
        TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
            TRY(tx.sessions().extend(caller->account.id, token, fresh));
            return {};
        }));
        caller->session->expires_at = fresh;
    }
    return caller;
}

bool has_role(const model::User& user, Needs needs) {
    switch (needs) {
        case Needs::nobody:
            return true;
        case Needs::analyst:
            return true;
        case Needs::admin:
            return user.role != model::Role::analyst;
        case Needs::owner:
            return user.role == model::Role::owner;
    }
    return false;
}

bool is_unsafe(std::string_view method) { return method != "GET" && method != "HEAD"; }

std::string cookie_with(const Call& call, std::string_view value, std::int64_t max_age_s) {
    return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", cookie_name, value,
                       max_age_s, call.is_https() ? "; Secure" : "");
}

}  // namespace

Outcome<std::optional<Caller>> who(const Call& call) {
    if (auto authorization = call.header("Authorization")) return by_key(call, *authorization);
    return by_cookie(call);
}

Outcome<void> admit(Call& call, const Route& route) {
    call.caller = TRY(who(call));
    if (!call.caller) return refuse(401, "signed_out", "Sign in first.");
    if (call.caller->key) {
        auto& scopes = call.caller->key->scopes;
        if (route.scope.empty())
            return refuse(403, "not_allowed",
                          "This is for people who are signed in, not for API keys.");
        if (!scopes.empty() && std::ranges::find(scopes, route.scope) == scopes.end())
            return refuse(403, "not_allowed",
                          fmt::format("This API key lacks the scope {}.", route.scope));
        return {};
    }
    if (is_unsafe(route.method)) {
        auto token = call.header("X-Regulars-CSRF");
        if (!token || !equals_in_constant_time(*token, call.caller->session->csrf_token))
            return refuse(403, "csrf", "The page is older than your session; reload it.");
    }
    if (!has_role(*call.caller->user, route.needs))
        return refuse(403, "not_allowed",
                      fmt::format("Your role ({}) may not do this.",
                                  model::name_of(call.caller->user->role)));
    return {};
}

NewSession new_session(const Call& call, const model::Account& account, UserId user) {
    auto token = random_token(32);
    Instant now = call.now();
    return {{.user = user,
             .token_sha256 = sha256_hex(token),
             .csrf_token = random_token(24),
             .created_at = now,
             .expires_at = now + session_length},
            cookie_with(call, account.public_id + "." + token,
                        std::chrono::duration_cast<std::chrono::seconds>(session_length).count())};
}

std::string no_session_cookie(const Call& call) { return cookie_with(call, "", 0); }

Outcome<void> insist_on_own_page(const Call& call) {
    auto type = call.header("Content-Type");
    if (!type ||
        !equals_ignoring_case(trimmed(type->substr(0, type->find(';'))), "application/json"))
        return refuse(415, "invalid", "The content is application/json.");
    auto origin = call.header("Origin");
    if (!origin) return {};  // no browser: a page's POST always names its origin
    auto host = call.header("Host");
    auto scheme_end = origin->find("://");
    if (!host || scheme_end == std::string_view::npos ||
        !equals_ignoring_case(origin->substr(scheme_end + 3), *host))
        return refuse(403, "csrf", "The request comes from another site's page.");
    return {};
}

}  // namespace regulars::api
