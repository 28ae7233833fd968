// Joins the connectors to the store: syncs integrations, by schedule and on demand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>

#include "app/data_folder.hpp"
#include "app/vault_keeper.hpp"
#include "base/env.hpp"
#include "ingest/ingest.hpp"
#include "ingest/pos_match.hpp"
#include "net/http.hpp"
#include "sources/port.hpp"
#include "sources/runner.hpp"
#include "sources/scheduler.hpp"

namespace regulars::app {

/// Thread-safe.
class SyncService final : public sources::SchedulePort {
  public:
    SyncService(DataFolder& folder, net::HttpClient& client, Clock& clock, Random& random);

    ingest::Ingest& ingest() { return ingest_; }
    /// One run of one integration. Errors: conflict (somebody else syncs it now), and the runner's.
    /// A vendor's failure is a Run that failed.
    Result<model::Run> sync_once(AccountId account, const model::Integration& integration,
                                 model::RunKind kind, const sources::Runner::Progress& progress,
                                 std::stop_token stop);
    /// What a check is at: syncing, asking, comparing.
    using CheckStage = std::function<void(std::string_view stage)>;
    /// Compares the business days `from` to `to`, both inclusive, with the vendor, and keeps what
    /// it found. Syncs first; where something differs, reads those days again, up to twice: what
    /// changed meanwhile is no difference. A sync under way is waited for, 30 s at most. Errors:
    /// conflict (somebody else syncs it still), invalid
    /// (the days; more than 400), unavailable (the sync failed), and those of the vendor.
    Result<std::vector<model::ReconciledDay>> check_days(AccountId account,
                                                         IntegrationId integration, LocalDate from,
                                                         LocalDate to, const CheckStage& stage,
                                                         std::stop_token stop);
    /// Keeps everything synced until stopped.
    void run(std::stop_token stop) { scheduler_.run(std::move(stop)); }
    /// Ends a run of this integration under way in this process and waits for it (at most 30 s).
    /// Errors: conflict (it goes on, or another process syncs it).
    Result<void> stop(IntegrationId integration);
    /// The newest word of a run under way in this process.
    std::optional<model::Run> under_way(IntegrationId integration);

    Result<std::vector<sources::Due>> active() override;
    std::unique_ptr<sources::Lease> try_acquire(const sources::Due& due) override;
    Result<void> sync(const sources::Due& due, model::RunKind kind, std::stop_token stop) override;

  private:
    Result<model::Run> run_one(AccountId account, const model::Integration& integration,
                               model::RunKind kind, const sources::Runner::Progress& progress,
                               std::stop_token stop);

    /// After a run: brings what the orders say of reservations up to date, where an integration
    /// wants it.
    void match_orders(AccountId account, std::stop_token stop);

    DataFolder& folder_;
    Clock& clock_;
    ingest::Ingest ingest_;
    ingest::PosMatcher matcher_;
    std::mutex matching_;  // one follower at a time
    sources::MemoryOver<ingest::Ingest> memory_;
    VaultKeeper keeper_;
    sources::Runner runner_;
    sources::Scheduler scheduler_;
    struct UnderWay {
        model::Run run;
        std::stop_source stop;
    };
    std::mutex mutex_;  // guards under_way_
    std::map<IntegrationId, UnderWay> under_way_;
};

}  // namespace regulars::app
