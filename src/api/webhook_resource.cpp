// POST /webhooks/opentable/{account}/{integration}: OpenTable's hint that a reservation changed.
// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"
#include "api/router.hpp"
#include "base/text.hpp"
#include "sources/opentable/settings.hpp"
#include "sources/opentable/webhook.hpp"

namespace regulars::api {
namespace {

/// What the vendor sent as "Bearer SECRET", or as the password of "Basic …".
std::string secret_of(const Call& call) {
    auto header = call.header("Authorization").value_or("");
    auto space = header.find(' ');
    if (space == std::string_view::npos) return {};
    auto scheme = header.substr(0, space), rest = trimmed(header.substr(space + 1));
    if (equals_ignoring_case(scheme, "Bearer")) return std::string(rest);
    if (!equals_ignoring_case(scheme, "Basic")) return {};
    auto pair = from_base64(rest).value_or("");
    return pair.substr(std::min(pair.size(), pair.find(':') + 1));
}

/// The poll stays the source of truth: the body only says whose turn it is.
Answer hint(Call& call) {
    auto refused = [] { return refuse(401, "unauthorized", "The webhook's secret is wrong, or there is no such integration."); };
    auto found = TRY(call.read([&](store::Transaction& tx) -> Outcome<std::optional<std::pair<AccountId, model::Integration>>> {
        auto account = TRY(tx.accounts().find(call.path[0]));
        if (!account) return std::nullopt;
        auto integration = TRY(tx.integrations().find(account->id, call.path[1]));
        if (!integration || integration->public_id != call.path[1]) return std::nullopt;
        return std::optional(std::pair(account->id, std::move(*integration)));
    }));
    if (!found) return refused();
    auto& [account, integration] = *found;
    if (!equals_in_constant_time(secret_of(call), webhook_secret(call.services.vault, integration))) return refused();

    auto rid = TRY(sources::opentable::restaurant_hinted_by(call.http.body));
    auto settings = TRY(sources::opentable::settings_from(integration.settings));
    if (rid != settings.rid) return refuse(422, "invalid", "This webhook is of another restaurant.");
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto fresh = TRY(tx.integrations().find(account, integration.id));
        if (!fresh) return {};
        fresh->hinted_at = call.now();
        TRY(tx.integrations().update(account, *fresh));
        return {};
    }));
    return no_content();
}

constexpr Route table[] = {{"POST", "/webhooks/opentable/{account}/{integration}", Needs::nobody, "", &hint}};

}  // namespace

std::span<const Route> webhook_routes() { return table; }

std::string webhook_secret(const Vault& vault, const model::Integration& integration) { return vault.derive("webhook/" + integration.public_id); }

}  // namespace regulars::api
