// Seals credentials, finds lists, and keeps integrations out of each other's way.
// SPDX-License-Identifier: Apache-2.0
#include "app/integration_setup.hpp"

#include <span>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/orders_from.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

Result<ListId> list_named(store::Transaction& tx, AccountId account, const std::string& public_id) {
    auto list = TRY(tx.lists().find(account, public_id));
    if (!list)
        return fail(
            ErrorKind::not_found,
            fmt::format(
                "there is no list '{}'; make one with `regulars list create NAME --opt-in single`",
                public_id),
            "list");
    if (auto may = model::check_joined_without_asking(*list); !may)
        return fail(may.error().kind, may.error().message, "list");
    return list->id;
}

Result<void> reads_alone(const model::Integration& integration,
                         std::span<const model::Integration> others) {
    auto overlap = sources::overlap_of(integration, others);
    if (!overlap) return {};
    return fail(ErrorKind::conflict,
                fmt::format("the integration '{}' reads {} already: change it, or remove it first",
                            overlap->other->name, overlap->place),
                overlap->field.substr(1));
}

Result<void> takes_values_from_orders(const model::Integration& integration,
                                      std::span<const model::Integration> others) {
    auto none = sources::no_orders_of(integration, others);
    if (!none) return {};
    return fail(ErrorKind::invalid, none->why + " See `regulars integration list`.",
                none->field.substr(1));
}

Result<void> is_free(const std::string& name, IntegrationId but,
                     std::span<const model::Integration> others) {
    for (auto& other : others)
        if (other.id != but && equals_ignoring_case(other.name, name))
            return fail(ErrorKind::conflict,
                        fmt::format("another integration is called '{}'", other.name), "name");
    return {};
}

}  // namespace

Result<model::Integration> add_integration(DataFolder& folder, const model::Account& account,
                                           const sources::SetUp& chosen, const std::string& list,
                                           Instant now, Random& random) {
    auto integration = TRY(sources::set_up(chosen, account, now));
    integration.public_id = make_ulid(now, random);
    integration.sealed_credentials = folder.vault().seal(chosen.credentials);
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        auto others = TRY(tx.integrations().all(account.id));
        TRY(reads_alone(integration, others));
        TRY(takes_values_from_orders(integration, others));
        if (!list.empty()) integration.list = TRY(list_named(tx, account.id, list));
        return tx.integrations().add(account.id, integration);
    }));
    return integration;
}

Result<model::Integration> edit_integration(DataFolder& folder, const model::Account& account,
                                            IntegrationId id, const IntegrationEdit& edit,
                                            Instant now) {
    model::Integration integration;
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        auto before = TRY(tx.integrations().find(account.id, id));
        if (!before) return fail(ErrorKind::not_found, "the integration was removed just now");
        auto changed = TRY(sources::with_settings(*before, edit.settings,
                                                  TRY(tx.integrations().cursors(account.id, id))));
        integration = std::move(changed.integration);
        for (auto& cursor : changed.cursors)
            TRY(tx.integrations().move_cursor(account.id, id, cursor));
        auto others = TRY(tx.integrations().all(account.id));
        if (!edit.name.empty()) {
            TRY(is_free(edit.name, id, others));
            integration.name = edit.name;
        }
        TRY(reads_alone(integration, others));
        // One that was removed since stays named until somebody chooses anew.
        if (edit.settings.find("\"pos_value_from\"") != std::string::npos)
            TRY(takes_values_from_orders(integration, others));
        if (!edit.list.empty()) integration.list = TRY(list_named(tx, account.id, edit.list));
        if (edit.credentials != "{}") {
            auto kept = TRY(folder.vault().unseal(integration.sealed_credentials));
            auto credentials = TRY(sources::merged(kept, edit.credentials));
            TRY(sources::connector_of(integration.kind).check_credentials(credentials));
            integration.sealed_credentials = folder.vault().seal(credentials);
            sources::resume_with_new_credentials(integration, now);
        }
        integration.next_sync_at = now;
        TRY(tx.integrations().update(account.id, integration));
        return tx.changes().append(account.id, store::ChangeKind::integration, id.value, 1, now);
    }));
    return integration;
}

}  // namespace regulars::app
