// Which integrations' orders say what a restaurant's reservations were worth.
// SPDX-License-Identifier: Apache-2.0
#include "app/sync_service.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace regulars::app {
namespace {

struct Wish {
    IntegrationId reservations;
    std::vector<IntegrationId> orders;
};

Result<std::vector<Wish>> wishes(store::Transaction& tx, AccountId account) {
    std::vector<Wish> found;
    auto all = TRY(tx.integrations().all(account));
    for (auto& integration : all) {
        if (integration.kind != model::IntegrationKind::opentable) continue;
        Wish wish{integration.id, {}};
        auto settings =
            JsonDocument::parse(integration.settings, {.max_bytes = 64u << 10, .max_depth = 8});
        if (settings)
            settings->root()["pos_value_from"].each([&](JsonNode id) {
                for (auto& other : all)
                    if (other.kind != model::IntegrationKind::opentable &&
                        id.string() == other.public_id)
                        wish.orders.push_back(other.id);
            });
        found.push_back(std::move(wish));
    }
    return found;
}

}  // namespace

void SyncService::match_orders(AccountId account, std::stop_token stop) {
    std::lock_guard lock(matching_);
    auto matched = [&]() -> Result<void> {
        std::vector<Wish> wanted;
        TRY(folder_.store().read([&](store::Transaction& tx) -> Result<void> {
            wanted = TRY(wishes(tx, account));
            return {};
        }));
        for (auto& wish : wanted)
            TRY(matcher_.follow(account, wish.reservations, wish.orders, stop));
        return {};
    }();
    // Another process follows too, or we are to stop: what is left is done after the next run.
    if (!matched && matched.error().kind != ErrorKind::cancelled &&
        matched.error().kind != ErrorKind::conflict)
        log::warning("orders were not matched with reservations: {}", matched.error().text());
}

}  // namespace regulars::app
