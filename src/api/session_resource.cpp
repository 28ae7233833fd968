// Signing in and out.
// SPDX-License-Identifier: Apache-2.0
#include "api/session_resource.hpp"

#include "api/authentication.hpp"
#include "api/fields.hpp"
#include "api/written.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

Answer read_session(Call& call) {
    auto caller = TRY(who(call));
    if (caller && caller->key) return refuse(403, "not_allowed", "An API key has no session.");
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        TRY(write_session(out, tx, call, caller));
        return {};
    }));
    return json_response(out);
}

/// The users of that email, at most three: one in each account.
Outcome<std::vector<Caller>> candidates(const Call& call, const std::string& email) {
    return call.read([&](store::Transaction& tx) -> Outcome<std::vector<Caller>> {
        std::vector<Caller> found;
        for (auto& account : TRY(tx.accounts().all())) {
            auto user = TRY(tx.users().find(account.id, email));
            if (user && found.size() < 3)
                found.push_back({.account = account, .user = std::move(*user)});
        }
        return found;
    });
}

Answer sign_in(Call& call) {
    TRY(insist_on_own_page(call));
    auto fields = TRY(Fields::of(call));
    auto email = lowered(fields.text("email", {1, 254}));
    auto password = fields.secret("password", {1, 200});
    TRY(fields.done());
    auto wait = call.shared.guesses.attempt(call.address(), email, call.now());
    if (wait > Duration{}) {
        Problem problem(429, "too_many_attempts", "Too many attempts; wait a little.");
        problem.retry_after_s = (wait.count() + 999'999) / 1'000'000;
        return refuse(std::move(problem));
    }
    auto found = TRY(candidates(call, email));
    std::optional<Caller> caller;
    for (auto& candidate : found)
        if (!caller && is_password(candidate.user->password_hash, password))
            caller = std::move(candidate);
    if (!caller) {
        // An unknown email takes as long as a wrong password.
        static const std::string nobodys = hash_password("nobody has this password");
        if (found.empty()) is_password(nobodys, password);
        return refuse(401, "wrong_password", "The email or the password is wrong.");
    }
    call.shared.guesses.forgive(call.address(), email);
    auto made = new_session(call, caller->account, caller->user->id);
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        TRY(tx.sessions().remove_expired(caller->account.id, call.now()));
        TRY(tx.sessions().add(caller->account.id, made.session));
        return {};
    }));
    caller->session = made.session;
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        TRY(write_session(out, tx, call, caller));
        return {};
    }));
    auto response = json_response(out);
    response.headers.emplace_back("Set-Cookie", made.cookie);
    return response;
}

Answer sign_out(Call& call) {
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        TRY(tx.sessions().remove(call.account_id(), call.caller->session->token_sha256));
        return {};
    }));
    auto response = no_content();
    response.headers.emplace_back("Set-Cookie", no_session_cookie(call));
    return response;
}

Answer sign_out_everywhere(Call& call) {
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        TRY(tx.sessions().remove_of(call.account_id(), call.caller->user->id, ""));
        return {};
    }));
    auto response = no_content();
    response.headers.emplace_back("Set-Cookie", no_session_cookie(call));
    return response;
}

constexpr Route table[] = {
    {"GET", "/app/v1/session", Needs::nobody, "", &read_session},
    {"POST", "/app/v1/sign-in", Needs::nobody, "", &sign_in},
    {"POST", "/app/v1/sign-out", Needs::analyst, "", &sign_out},
    {"POST", "/app/v1/sign-out-everywhere", Needs::analyst, "", &sign_out_everywhere},
};

}  // namespace

std::span<const Route> session_routes() { return table; }

Result<bool> has_users(store::Transaction& tx) {
    for (auto& account : TRY(tx.accounts().all()))
        if (!TRY(tx.users().all(account.id)).empty()) return true;
    return false;
}

Result<void> write_session(JsonWriter& out, store::Transaction& tx, const Call& call,
                           const std::optional<Caller>& caller) {
    auto& services = call.services;
    bool is_first_start = !caller && services.allow_setup && !TRY(has_users(tx));
    out.begin_object().member("state", caller           ? "signed_in"
                                       : is_first_start ? "first_start"
                                                        : "signed_out");
    if (caller) {
        out.member("csrf_token", caller->session->csrf_token).key("user");
        write(out, *caller->user);
        out.key("organization");
        write(out, caller->account);
    } else {
        out.member("csrf_token", nullptr).member("user", nullptr).member("organization", nullptr);
    }
    out.key("kinds").begin_array();
    for (auto kind : services.kinds) out.value(model::name_of(kind));
    out.end_array().member("demo", services.is_demo);
    out.member("version", caller ? TRY(tx.changes().last(caller->account.id)) : 0);
    write_instant(out, "now", call.now());
    out.end_object();
    return {};
}

}  // namespace regulars::api
