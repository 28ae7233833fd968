// The first start: makes the owner and the organization.
// SPDX-License-Identifier: Apache-2.0
#include "api/authentication.hpp"
#include "api/fields.hpp"
#include "api/session_resource.hpp"

namespace regulars::api {
namespace {

constexpr const char* already = "Regulars is set up already; sign in.";

Answer set_up(Call& call) {
    TRY(insist_on_own_page(call));
    if (!call.services.allow_setup)
        return refuse(403, "not_allowed",
                      "Setting up is done on the command line here: regulars account create, "
                      "regulars user create.");
    auto fields = TRY(Fields::of(call));
    model::User user{.email = email_in(fields, "email"),
                     .name = fields.text("name", {0, 100}),
                     .role = model::Role::owner};
    auto password = password_in(fields, "password");
    model::Account account{.name = fields.text("organization", {1, 100}),
                           .time_zone = time_zone_in(fields, "time_zone"),
                           .currency = currency_in(fields, "currency"),
                           .locale = locale_in(fields, "locale")};
    if (fields.has("country")) account.country = country_in(fields, "country");
    TRY(fields.done());
    // Looked at before the costly hash, and again where it counts.
    bool is_set_up =
        TRY(call.read([&](store::Transaction& tx) -> Outcome<bool> { return TRY(has_users(tx)); }));
    if (is_set_up) return refuse(409, "already_set_up", already);
    account.public_id = call.shared.new_short_id();
    user.password_hash = hash_password(password);
    user.created_at = account.created_at = call.now();
    Caller caller;
    std::string cookie;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        if (TRY(has_users(tx))) return refuse(409, "already_set_up", already);
        caller = {.account = account, .user = user};
        // The command line may have made the organization before.
        if (auto accounts = TRY(tx.accounts().all()); !accounts.empty()) {
            caller.account.id = accounts.front().id;
            caller.account.public_id = accounts.front().public_id;
            caller.account.created_at = accounts.front().created_at;
            TRY(tx.accounts().update(caller.account));
        } else {
            TRY(tx.accounts().add(caller.account));
        }
        TRY(tx.users().add(caller.account.id, *caller.user));
        auto made = new_session(call, caller.account, caller.user->id);
        TRY(tx.sessions().add(caller.account.id, made.session));
        caller.session = made.session;
        cookie = made.cookie;
        return {};
    }));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        TRY(write_session(out, tx, call, caller));
        return {};
    }));
    auto response = json_response(out, 201);
    response.headers.emplace_back("Set-Cookie", cookie);
    return response;
}

constexpr Route table[] = {{"POST", "/app/v1/setup", Needs::nobody, "", &set_up}};

}  // namespace

std::span<const Route> setup_routes() { return table; }

}  // namespace regulars::api
