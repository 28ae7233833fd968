// Seals the credentials and finds the list.
// SPDX-License-Identifier: Apache-2.0
#include "app/integration_setup.hpp"

#include <fmt/format.h>

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

}  // namespace

Result<model::Integration> add_integration(DataFolder& folder, const model::Account& account,
                                           const sources::SetUp& chosen, const std::string& list,
                                           Instant now, Random& random) {
    auto integration = TRY(sources::set_up(chosen, account, now));
    integration.public_id = make_ulid(now, random);
    integration.sealed_credentials = folder.vault().seal(chosen.credentials);
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        auto others = TRY(tx.integrations().all(account.id));
        if (auto overlap = sources::overlap_of(integration, others))
            return fail(
                ErrorKind::conflict,
                fmt::format("the integration '{}' reads {} already: change it, or remove it first",
                            overlap->other->name, overlap->place),
                overlap->field.substr(1));
        if (auto none = sources::no_orders_of(integration, others))
            return fail(ErrorKind::invalid,
                        fmt::format("there is no Toast or Lightspeed integration with the id '{}' "
                                    "(see `regulars integration list`)",
                                    none->id),
                        none->field.substr(1));
        if (!list.empty()) integration.list = TRY(list_named(tx, account.id, list));
        return tx.integrations().add(account.id, integration);
    }));
    return integration;
}

}  // namespace regulars::app
