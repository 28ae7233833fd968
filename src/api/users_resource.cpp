// The people who may sign in.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/fields.hpp"
#include "api/router.hpp"
#include "api/written.hpp"
#include "base/crypto.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_users = 1'000;

Answer read_users(Call& call) {
    auto users = TRY(call.read([&](store::Transaction& tx) -> Outcome<std::vector<model::User>> {
        return TRY(tx.users().all(call.account_id()));
    }));
    std::ranges::sort(users, {}, &model::User::email);
    JsonWriter out;
    out.begin_object().key("data").begin_array();
    for (auto& user : users) write(out, user);
    return json_response(out.end_array().end_object());
}

Answer add_user(Call& call) {
    auto fields = TRY(Fields::of(call));
    model::User user{.email = email_in(fields, "email"),
                     .name = fields.text("name", {0, 100}),
                     .role = role_in(fields, "role")};
    auto password = password_in(fields, "password");
    TRY(fields.done());
    user.password_hash = hash_password(password);
    user.created_at = call.now();
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        if (TRY(tx.users().find(call.account_id(), user.email)))
            return refuse(
                Problem(409, "email_taken", "Somebody has this email already.").at("/email"));
        if (TRY(tx.users().all(call.account_id())).size() >= most_users)
            return refuse(409, "limit_reached", "An organization has at most 1,000 users.");
        TRY(tx.users().add(call.account_id(), user));
        return {};
    }));
    JsonWriter out;
    write(out, user);
    return json_response(out, 201);
}

/// The stored user that the path names. Errors: 404, 409 last_owner where it would leave none.
Outcome<model::User> user_in(store::Transaction& tx, const Call& call, bool stays_owner) {
    auto user = TRY(tx.users().find(call.account_id(), UserId{number_in(call.path[0])}));
    if (!user) return not_found("There is no such user.");
    auto all = TRY(tx.users().all(call.account_id()));
    auto owners = std::ranges::count(all, model::Role::owner, &model::User::role);
    if (user->role == model::Role::owner && !stays_owner && owners == 1)
        return refuse(409, "last_owner", "This is the only owner; make another one first.");
    return *user;
}

Answer change_user(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto name = fields.maybe_text("name", {0, 100});
    std::optional<model::Role> role;
    if (fields.has("role")) role = role_in(fields, "role");
    std::string password;
    if (fields.has("password")) password = password_in(fields, "password");
    TRY(fields.done());
    std::string hash = password.empty() ? "" : hash_password(password);
    model::User user;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        user = TRY(user_in(tx, call, !role || *role == model::Role::owner));
        bool ends_sessions = !hash.empty() || (role && *role != user.role);
        if (name) user.name = *name;
        if (role) user.role = *role;
        if (!hash.empty()) user.password_hash = hash;
        TRY(tx.users().update(call.account_id(), user));
        if (ends_sessions) TRY(tx.sessions().remove_of(call.account_id(), user.id, ""));
        return {};
    }));
    JsonWriter out;
    write(out, user);
    return json_response(out);
}

Answer remove_user(Call& call) {
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto user = TRY(user_in(tx, call, false));
        TRY(tx.users().remove(call.account_id(), user.id));
        return {};
    }));
    return no_content();
}

constexpr Route table[] = {
    {"GET", "/app/v1/settings/users", Needs::admin, "", &read_users},
    {"POST", "/app/v1/settings/users", Needs::owner, "", &add_user},
    {"PATCH", "/app/v1/settings/users/{id}", Needs::owner, "", &change_user},
    {"DELETE", "/app/v1/settings/users/{id}", Needs::owner, "", &remove_user},
};

}  // namespace

std::span<const Route> user_routes() { return table; }

}  // namespace regulars::api
