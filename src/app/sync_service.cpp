// Running connectors against the data folder's store.
// SPDX-License-Identifier: Apache-2.0
#include "app/sync_service.hpp"

#include <fmt/format.h>

#include "app/held_lock.hpp"
#include "base/log.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

/// A dead vendor is given up after some 10 s; the schedule comes back to it, later each time. The
/// store, the machine's clock and the system's chance may be shared by threads.
constexpr sources::RunnerLimits limits{
    .attempts = 7, .first_wait = 500ms, .most_wait = 10s, .applying = sources::Applying::beside};

}  // namespace

SyncService::SyncService(DataFolder& folder, net::HttpClient& client, Clock& clock, Random& random)
    : folder_(folder),
      clock_(clock),
      ingest_(folder.store(), clock, random),
      matcher_(folder.store(), clock),
      memory_(ingest_),
      keeper_(ingest_, folder.vault(), folder.path()),
      runner_(memory_, client, clock, random, limits, &keeper_),
      scheduler_(*this, clock) {
    for (auto kind : sources::vendors()) runner_.add(kind, sources::make_connector(kind));
}

Result<model::Run> SyncService::run_one(AccountId account, const model::Integration& integration,
                                        model::RunKind kind,
                                        const sources::Runner::Progress& progress,
                                        std::stop_token stop) {
    sources::Connection connection{account, integration,
                                   TRY(folder_.vault().unseal(integration.sealed_credentials))};
    UnderWay mine;
    std::stop_callback outer(stop, [&] { mine.stop.request_stop(); });
    {
        std::lock_guard lock(mutex_);
        under_way_.insert_or_assign(integration.id, mine);
    }
    auto run = runner_.sync_once(
        connection, kind,
        [&](const model::Run& now) {
            {
                std::lock_guard lock(mutex_);
                under_way_[integration.id].run = now;
            }
            if (progress) progress(now);
        },
        mine.stop.get_token());
    match_orders(account, mine.stop.get_token());
    std::lock_guard lock(mutex_);
    under_way_.erase(integration.id);
    return run;
}

Result<void> SyncService::stop(IntegrationId integration) {
    {
        std::lock_guard lock(mutex_);
        if (auto found = under_way_.find(integration); found != under_way_.end())
            found->second.stop.request_stop();
    }
    RealClock patience;
    for (Instant until = patience.now() + 30s; patience.now() < until; patience.sleep_for(20ms, {}))
        if (TRY(folder_.lock_for_sync(integration))) return {};
    return fail(ErrorKind::conflict,
                "the integration is being synced right now; try again in a moment");
}

Result<model::Run> SyncService::sync_once(AccountId account, const model::Integration& integration,
                                          model::RunKind kind,
                                          const sources::Runner::Progress& progress,
                                          std::stop_token stop) {
    auto lock = TRY(folder_.lock_for_sync(integration.id));
    if (!lock)
        return fail(
            ErrorKind::conflict,
            fmt::format("'{}' is being synced right now by another process", integration.name));
    return run_one(account, integration, kind, progress, std::move(stop));
}

std::optional<model::Run> SyncService::under_way(IntegrationId integration) {
    std::lock_guard lock(mutex_);
    auto found = under_way_.find(integration);
    return found == under_way_.end() || !found->second.run.id ? std::nullopt
                                                              : std::optional(found->second.run);
}

Result<std::vector<sources::Due>> SyncService::active() {
    std::vector<sources::Due> active;
    TRY(folder_.store().read([&](store::Transaction& tx) -> Result<void> {
        for (auto& account : TRY(tx.accounts().all()))
            for (auto& integration : TRY(tx.integrations().all(account.id)))
                if (integration.status == model::IntegrationStatus::active)
                    active.push_back({account.id, integration.id, integration.next_sync_at,
                                      integration.hinted_at, !integration.last_error.empty()});
        return {};
    }));
    return active;
}

std::unique_ptr<sources::Lease> SyncService::try_acquire(const sources::Due& due) {
    auto lock = folder_.lock_for_sync(due.integration);
    if (!lock) log::error("{}", lock.error().text());
    return lock ? held(std::move(*lock)) : nullptr;
}

Result<void> SyncService::sync(const sources::Due& due, model::RunKind kind, std::stop_token stop) {
    std::optional<model::Integration> integration;
    TRY(folder_.store().read([&](store::Transaction& tx) -> Result<void> {
        integration = TRY(tx.integrations().find(due.account, due.integration));
        return {};
    }));
    if (!integration) return {};  // removed meanwhile
    auto run = TRY(run_one(due.account, *integration, kind, {}, std::move(stop)));
    log::info("{}: {} {}: {} pages, {} records, {} new events{}", integration->name,
              name_of(run.kind), name_of(run.outcome), run.pages, run.records, run.events_created,
              run.error.empty() ? "" : ": " + run.error);
    return {};
}

}  // namespace regulars::app
