// One's own name and password.
// SPDX-License-Identifier: Apache-2.0
#include "api/fields.hpp"
#include "api/router.hpp"
#include "api/written.hpp"
#include "base/crypto.hpp"

namespace regulars::api {
namespace {

Answer change_me(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto name = fields.maybe_text("name", {0, 100});
    std::string current, wanted;
    if (fields.has("new_password")) {
        wanted = password_in(fields, "new_password");
        current = fields.secret("current_password", {1, 200});
    }
    TRY(fields.done());
    auto user = *call.caller->user;
    if (!wanted.empty()) {
        auto wait = call.shared.guesses.attempt(call.address(), user.email, call.now());
        if (wait > Duration{}) {
            Problem problem(429, "too_many_attempts", "Too many attempts; wait a little.");
            problem.retry_after_s = (wait.count() + 999'999) / 1'000'000;
            return refuse(std::move(problem));
        }
        if (!is_password(user.password_hash, current))
            return refuse(Problem(400, "wrong_current_password", "The current password is wrong.")
                              .at("/current_password"));
        call.shared.guesses.forgive(call.address(), user.email);
        user.password_hash = hash_password(wanted);
    }
    if (name) user.name = *name;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        // An owner may have changed the role meanwhile.
        auto stored = TRY(tx.users().find(call.account_id(), user.id));
        if (!stored) return not_found("There is no such user.");
        user.role = stored->role;
        TRY(tx.users().update(call.account_id(), user));
        if (!wanted.empty())
            TRY(tx.sessions().remove_of(call.account_id(), user.id,
                                        call.caller->session->token_sha256));
        return {};
    }));
    JsonWriter out;
    write(out, user);
    return json_response(out);
}

constexpr Route table[] = {{"PATCH", "/app/v1/me", Needs::analyst, "", &change_me}};

}  // namespace

std::span<const Route> me_routes() { return table; }

}  // namespace regulars::api
