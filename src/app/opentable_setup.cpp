// Adding an OpenTable integration.
// SPDX-License-Identifier: Apache-2.0
#include "app/opentable_setup.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "model/country.hpp"
#include "sources/opentable/settings.hpp"

namespace regulars::app {
namespace {

Result<ListId> list_named(store::Transaction& tx, AccountId account, const std::string& public_id) {
    auto list = TRY(tx.lists().find(account, public_id));
    if (!list)
        return fail(ErrorKind::not_found, fmt::format("there is no list '{}'; make one with `regulars list create NAME --opt-in single`", public_id), "list");
    if (list->opt_in == model::OptIn::double_opt_in)
        return fail(ErrorKind::invalid,
                    fmt::format("the list '{}' is double opt-in: every guest of two years would be asked to confirm; choose a single opt-in list", list->name),
                    "list");
    return list->id;
}

}  // namespace

Result<std::string> settings_json(const OpenTableSetup& setup, const model::Account& account) {
    JsonWriter out;
    out.begin_object().member("oauth_url", setup.oauth_url).member("api_url", setup.api_url);
    out.member("rid", setup.rid).member("restaurant_name", setup.restaurant_name);
    out.member("time_zone", setup.time_zone.empty() ? account.time_zone : setup.time_zone);
    auto& country = setup.country.empty() ? account.country : setup.country;
    out.member("country", country);
    out.member("currency", !setup.currency.empty() ? setup.currency : country == account.country ? account.currency.code() : model::currency_of(country).value_or(account.currency).code());
    out.member("interval_minutes", setup.interval_minutes);
    out.member("max_requests_per_second", setup.max_requests_per_second).end_object();
    TRY(sources::opentable::settings_from(out.text()));
    return out.take();
}

Result<model::Integration> add_opentable(DataFolder& folder, const model::Account& account, const OpenTableSetup& setup, Instant now,
                                         Random& random) {
    JsonWriter credentials;
    credentials.begin_object().member("client_id", setup.client_id).member("client_secret", setup.client_secret).end_object();
    TRY(sources::opentable::credentials_from(credentials.text()));
    model::Integration integration{.public_id = make_ulid(now, random), .kind = model::IntegrationKind::opentable,
                                   .name = std::string(trimmed(setup.name)), .settings = TRY(settings_json(setup, account)),
                                   .sealed_credentials = folder.vault().seal(credentials.text()), .created_at = now,
                                   .history_since = sources::opentable::history_before(now), .next_sync_at = now};
    if (integration.name.empty()) return fail(ErrorKind::invalid, "an integration has a name; put the location in it", "name");
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        if (!setup.list.empty()) integration.list = TRY(list_named(tx, account.id, setup.list));
        return tx.integrations().add(account.id, integration);
    }));
    return integration;
}

}  // namespace regulars::app
