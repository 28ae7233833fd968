// Private API keys: made, shown once, revoked.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "api/fields.hpp"
#include "api/router.hpp"
#include "api/written.hpp"
#include "base/crypto.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_keys = 1'000;  // revoked ones included
constexpr std::array<std::string_view, 12> known_scopes{
    "accounts:read", "events:read",    "events:write",       "lists:read",
    "lists:write",   "metrics:read",   "profiles:read",      "profiles:write",
    "segments:read", "segments:write", "subscriptions:read", "subscriptions:write"};

void write_key(JsonWriter& out, const model::ApiKey& key, const std::string* secret) {
    out.begin_object()
        .member("id", std::to_string(key.id.value))
        .member("name", key.name)
        .member("hint", key.hint);
    out.key("scopes").begin_array();
    // A key without scopes, such as the command line makes, may do everything.
    if (key.scopes.empty())
        for (auto scope : known_scopes) out.value(scope);
    for (auto& scope : key.scopes) out.value(scope);
    out.end_array().member("created_at", format_iso(key.created_at));
    write_instant(out, "revoked_at", key.revoked_at);
    if (secret) out.member("key", *secret);
    out.end_object();
}

Answer read_keys(Call& call) {
    auto keys = TRY(call.read([&](store::Transaction& tx) -> Outcome<std::vector<model::ApiKey>> {
        return TRY(tx.api_keys().all(call.account_id()));
    }));
    std::ranges::sort(keys, std::ranges::greater{}, &model::ApiKey::id);
    JsonWriter out;
    out.begin_object().key("data").begin_array();
    for (auto& key : keys) write_key(out, key, nullptr);
    return json_response(out.end_array().end_object());
}

std::vector<std::string> scopes_in(Fields& fields) {
    std::vector<std::string> scopes;
    auto node = fields["scopes"];
    if (!node.is_array() || node.size() == 0 || node.size() > known_scopes.size()) {
        fields.wrong("scopes", "is a list of at least one scope, each once");
        return scopes;
    }
    node.each([&](JsonNode item) {
        auto scope = item.string().value_or("");
        if (std::ranges::find(known_scopes, scope) == known_scopes.end())
            fields.wrong("scopes", "names an unknown scope");
        else if (std::ranges::find(scopes, scope) == scopes.end())
            scopes.emplace_back(scope);
    });
    return scopes;
}

Answer add_key(Call& call) {
    auto fields = TRY(Fields::of(call));
    model::ApiKey key{.name = fields.text("name", {1, 80}), .scopes = scopes_in(fields)};
    TRY(fields.done());
    auto secret = fmt::format("pk_{}_{}", call.account().public_id, random_token(24));
    key.sha256 = sha256_hex(secret);
    key.hint = secret.substr(secret.size() - 4);
    key.created_at = call.now();
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        if (TRY(tx.api_keys().all(call.account_id())).size() >= most_keys)
            return refuse(409, "limit_reached", "An organization has at most 1,000 API keys.");
        TRY(tx.api_keys().add(call.account_id(), key));
        return {};
    }));
    JsonWriter out;
    write_key(out, key, &secret);
    return json_response(out, 201);
}

Answer revoke_key(Call& call) {
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        ApiKeyId id{number_in(call.path[0])};
        for (auto& key : TRY(tx.api_keys().all(call.account_id()))) {
            if (key.id != id) continue;
            if (!key.revoked_at) TRY(tx.api_keys().revoke(call.account_id(), id, call.now()));
            return {};
        }
        return not_found("There is no such API key.");
    }));
    return no_content();
}

constexpr Route table[] = {
    {"GET", "/app/v1/settings/api-keys", Needs::admin, "", &read_keys},
    {"POST", "/app/v1/settings/api-keys", Needs::admin, "", &add_key},
    {"DELETE", "/app/v1/settings/api-keys/{id}", Needs::admin, "", &revoke_key},
};

}  // namespace

std::span<const Route> api_key_routes() { return table; }

}  // namespace regulars::api
