// POST /webhooks/{vendor}/{account}/{integration}: a vendor's hint that something changed.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/api.hpp"
#include "api/router.hpp"
#include "base/text.hpp"
#include "sources/opentable/settings.hpp"
#include "sources/opentable/webhook.hpp"
#include "sources/toast/settings.hpp"
#include "sources/toast/webhook.hpp"

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

std::unexpected<Problem> refused() {
    return refuse(401, "unauthorized",
                  "The webhook's secret is wrong, or there is no such integration.");
}

/// The integration that the address names, if it is of this kind.
Outcome<std::pair<AccountId, model::Integration>> integration_hinted(const Call& call,
                                                                     model::IntegrationKind kind) {
    auto found =
        TRY(call.read([&](store::Transaction& tx)
                          -> Outcome<std::optional<std::pair<AccountId, model::Integration>>> {
            auto account = TRY(tx.accounts().find(call.path[0]));
            if (!account) return std::nullopt;
            auto integration = TRY(tx.integrations().find(account->id, call.path[1]));
            if (!integration || integration->public_id != call.path[1] || integration->kind != kind)
                return std::nullopt;
            return std::optional(std::pair(account->id, std::move(*integration)));
        }));
    if (!found) return refused();
    return std::move(*found);
}

/// The poll stays the source of truth: the body only says whose turn it is.
Answer hurry(const Call& call, AccountId account, IntegrationId integration) {
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto fresh = TRY(tx.integrations().find(account, integration));
        if (!fresh) return {};
        fresh->hinted_at = call.now();
        TRY(tx.integrations().update(account, *fresh));
        return {};
    }));
    return no_content();
}

Answer opentable_hint(Call& call) {
    auto [account, integration] = TRY(integration_hinted(call, model::IntegrationKind::opentable));
    if (!equals_in_constant_time(secret_of(call), webhook_secret(call.services.vault, integration)))
        return refused();
    auto rid = TRY(sources::opentable::restaurant_hinted_by(call.http.body));
    auto settings = TRY(sources::opentable::settings_from(integration.settings));
    if (rid != settings.rid)
        return refuse(422, "invalid", "This webhook is of another restaurant.");
    return hurry(call, account, integration.id);
}

/// Toast signs with a secret of its own, which a person copies into the integration. A message that
/// comes again is answered like the first and changes nothing.
Answer toast_hint(Call& call) {
    namespace toast = sources::toast;
    auto [account, integration] = TRY(integration_hinted(call, model::IntegrationKind::toast));
    auto credentials =
        TRY(JsonDocument::parse(TRY(call.services.vault.unseal(integration.sealed_credentials))));
    auto secret = credentials.root()["webhook_secret"].string().value_or("");
    if (secret.empty()) return refused();
    TRY(toast::verify_webhook(call.http.headers, call.http.body, secret));
    auto hint = TRY(toast::hint_of(call.http.body, call.now()));
    auto settings = TRY(toast::settings_from(integration.settings));
    if (std::ranges::find(settings.restaurants, hint.restaurant) == settings.restaurants.end())
        return refuse(422, "invalid", "This webhook is of another restaurant.");
    auto message = integration.public_id + '/' + hint.message;
    if (call.shared.webhooks.knows(message, call.now())) return no_content();
    auto hurried = hurry(call, account, integration.id);
    if (hurried) call.shared.webhooks.remember(message, call.now());
    return hurried;
}

constexpr Route table[] = {
    {"POST", "/webhooks/opentable/{account}/{integration}", Needs::nobody, "", &opentable_hint},
    {"POST", "/webhooks/toast/{account}/{integration}", Needs::nobody, "", &toast_hint,
     sources::toast::largest_webhook},
};

}  // namespace

std::span<const Route> webhook_routes() { return table; }

std::string webhook_secret(const Vault& vault, const model::Integration& integration) {
    return vault.derive("webhook/" + integration.public_id);
}

}  // namespace regulars::api
