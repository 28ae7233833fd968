// Connecting Lightspeed in the browser: to its page and back, and whose account it is.
// SPDX-License-Identifier: Apache-2.0
#include "api/lightspeed_authorization.hpp"

#include <fmt/format.h>

#include "api/fields.hpp"
#include "api/router.hpp"
#include "base/json_text.hpp"
#include "base/text.hpp"
#include "sources/lightspeed/answers.hpp"
#include "sources/lightspeed/oauth.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::api {
namespace {

namespace lightspeed = sources::lightspeed;

/// From leaving for Lightspeed to coming back, and from there to the last step of the form.
constexpr Duration most_time = 30min;

/// A sealed JSON object for the browser to bring back: only this server reads it, only for the same
/// person, only for a while.
std::string sealed(const Call& call, std::string_view purpose,
                   std::initializer_list<std::pair<const char*, std::string_view>> members) {
    JsonWriter out;
    out.begin_object().member("purpose", purpose).member("user", call.caller->user->id.value);
    out.member("until", format_iso(call.now() + most_time));
    for (auto& [name, value] : members) out.member(name, value);
    return base64(call.services.vault.seal(out.end_object().text()));
}

Outcome<JsonDocument> unsealed(const Call& call, std::string_view purpose, std::string_view field,
                               std::string_view text) {
    auto refused = [&] {
        return refuse(Problem(400, "authorization_expired",
                              "This took too long, or was begun by somebody else: begin again.")
                          .at(fmt::format("/{}", field)));
    };
    auto bytes = from_base64(text);
    auto secret = bytes ? call.services.vault.unseal(*bytes)
                        : Result<std::string>(fail(ErrorKind::invalid, "is no base64"));
    if (!secret) return refused();
    auto document = TRY(JsonDocument::parse(*secret));
    auto root = document.root();
    auto until = parse_instant(root["until"].string().value_or(""));
    if (root["purpose"].string() != purpose ||
        root["user"].integer() != call.caller->user->id.value || !until || *until < call.now())
        return refused();
    return document;
}

lightspeed::Addresses addresses(const Call& call) {
    lightspeed::Addresses addresses;
    if (!call.services.vendor_url.empty())
        addresses.auth_url = addresses.api_url = call.services.vendor_url;
    return addresses;
}

/// The page of the app to which Lightspeed sends the person back.
std::string return_address(const Call& call) {
    return fmt::format("{}://{}/integrations/lightspeed/return", call.is_https() ? "https" : "http",
                       call.header("Host").value_or(""));
}

Answer begin(Call& call) {
    if (!call.caller->user)
        return refuse(403, "not_allowed", "A person connects Lightspeed, signed in to this app.");
    auto fields = TRY(Fields::of(call));
    auto client_id = fields.text("client_id", {1, 200});
    auto client_secret = fields.secret("client_secret", {1, 400});
    TRY(fields.done());
    auto [proof, state] = [&] {
        std::lock_guard lock(call.shared.random_mutex);
        auto pkce = lightspeed::pkce(call.services.random);
        return std::pair(pkce, random_token(24));
    }();
    auto redirect = return_address(call);
    JsonWriter out;
    out.begin_object()
        .member("url", lightspeed::authorize_url(addresses(call), client_id, redirect, state,
                                                 proof.challenge))
        .member("redirect_address", redirect);
    out.member("draft", sealed(call, "lightspeed draft",
                               {{"client_id", client_id},
                                {"client_secret", trimmed(client_secret)},
                                {"verifier", proof.verifier},
                                {"state", state},
                                {"redirect", redirect}}));
    return json_response(out.end_object());
}

Answer finish(Call& call) {
    if (!call.caller->user)
        return refuse(403, "not_allowed", "A person connects Lightspeed, signed in to this app.");
    auto fields = TRY(Fields::of(call));
    auto code = fields.text("code", {1, 2'000});
    auto state = fields.text("state", {1, 200});
    auto draft_text = fields.text("draft", {1, 8'000});
    TRY(fields.done());
    auto draft = TRY(unsealed(call, "lightspeed draft", "draft", draft_text));
    if (!equals_in_constant_time(text_in(draft.root()["state"]), state))
        return refuse(Problem(400, "authorization_mismatch",
                              "This answer of Lightspeed belongs to another attempt: begin again.")
                          .at("/state"));
    auto where = addresses(call);
    auto client_id = text_in(draft.root()["client_id"]),
         client_secret = text_in(draft.root()["client_secret"]);
    auto& sync = call.services.sync;
    auto answer = TRY(sync.ask_vendor(
        lightspeed::code_request(where, client_id, client_secret, text_in(draft.root()["redirect"]),
                                 code, text_in(draft.root()["verifier"]))));
    auto tokens = lightspeed::tokens_from(answer, call.now());
    if (!tokens)
        return refuse(Problem(400, "authorization_refused", tokens.error().message).at("/code"));
    if (tokens->refresh.empty())
        return refuse(
            Problem(400, "authorization_refused", "Lightspeed gave no refresh token.").at("/code"));
    auto account = lightspeed::account_from(
        TRY(sync.ask_vendor(lightspeed::account_request(where, tokens->access))));
    if (!account)
        return refuse(Problem(400, "authorization_refused", account.error().message).at("/code"));
    JsonWriter out;
    out.begin_object()
        .key("account")
        .begin_object()
        .member("id", account->id)
        .member("name", account->name)
        .end_object();
    out.member("authorization", sealed(call, "lightspeed authorization",
                                       {{"client_id", client_id},
                                        {"client_secret", client_secret},
                                        {"refresh_token", tokens->refresh},
                                        {"account", account->id}}));
    return json_response(out.end_object());
}

constexpr Route table[] = {
    {"POST", "/app/v1/integrations/lightspeed/authorize", Needs::admin, "", &begin},
    {"POST", "/app/v1/integrations/lightspeed/return", Needs::admin, "", &finish},
};

}  // namespace

std::span<const Route> lightspeed_routes() { return table; }

Outcome<LightspeedAuthorization> lightspeed_authorization(const Call& call, std::string_view text) {
    auto document = TRY(unsealed(call, "lightspeed authorization", "authorization", text));
    return LightspeedAuthorization{lightspeed::to_json({text_in(document.root()["client_id"]),
                                                        text_in(document.root()["client_secret"]),
                                                        text_in(document.root()["refresh_token"])}),
                                   text_in(document.root()["account"])};
}

}  // namespace regulars::api
