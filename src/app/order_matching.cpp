// Which integrations' orders say what a restaurant's reservations were worth.
// SPDX-License-Identifier: Apache-2.0
#include "app/sync_service.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "sources/orders_from.hpp"

namespace regulars::app {
namespace {

/// Of every OpenTable integration, by id: what one takes, no other one does.
Result<std::vector<ingest::MatchWish>> wishes(store::Transaction& tx, AccountId account) {
    std::vector<ingest::MatchWish> found;
    auto all = TRY(tx.integrations().all(account));
    for (auto& integration : all) {
        if (integration.kind != model::IntegrationKind::opentable) continue;
        ingest::MatchWish wish{integration.id, {}};
        auto settings =
            JsonDocument::parse(integration.settings, {.max_bytes = 64u << 10, .max_depth = 8});
        if (settings)
            settings->root()["pos_value_from"].each([&](JsonNode entry) {
                auto chosen = sources::orders_from(entry.string().value_or(""));
                for (auto& other : all) {
                    if (other.kind == model::IntegrationKind::opentable ||
                        other.public_id != chosen.integration)
                        continue;
                    if (auto location = sources::location_of(other, chosen))
                        wish.from.push_back(
                            {other.id, *location,
                             [kind = other.kind, location = *location](const model::Event& order) {
                                 return sources::is_of_table(order, kind, location);
                             }});
                }
            });
        found.push_back(std::move(wish));
    }
    return found;
}

}  // namespace

void SyncService::match_orders(AccountId account, std::stop_token stop) {
    std::lock_guard lock(matching_);
    auto matched = [&]() -> Result<void> {
        std::vector<ingest::MatchWish> wanted;
        TRY(folder_.store().read([&](store::Transaction& tx) -> Result<void> {
            wanted = TRY(wishes(tx, account));
            return {};
        }));
        TRY(matcher_.follow(account, std::move(wanted), stop));
        return {};
    }();
    // Another process follows too, or we are to stop: what is left is done after the next run.
    if (!matched && matched.error().kind != ErrorKind::cancelled &&
        matched.error().kind != ErrorKind::conflict)
        log::warning("orders were not matched with reservations: {}", matched.error().text());
}

}  // namespace regulars::app
