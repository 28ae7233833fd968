// Checking days: sync, ask the vendor, compare, and look again at what differs.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "analytics/reconciliation.hpp"
#include "app/sync_service.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

constexpr int most_rounds = 3;
constexpr std::int64_t most_days = 400;
/// How far the vendor's clock may be behind ours.
constexpr Duration clocks_differ = 5min;

Result<model::Integration> integration_of(store::Store& store, AccountId account,
                                          IntegrationId id) {
    std::optional<model::Integration> found;
    TRY(store.read([&](store::Transaction& tx) -> Result<void> {
        found = TRY(tx.integrations().find(account, id));
        return {};
    }));
    if (!found) return fail(ErrorKind::not_found, "there is no such integration");
    return std::move(*found);
}

LocalDate shifted(LocalDate day, std::int64_t by) { return date_of_day(day_number(day) + by); }

}  // namespace

Result<std::vector<model::ReconciledDay>> SyncService::check_days(AccountId account,
                                                                  IntegrationId id, LocalDate from,
                                                                  LocalDate to,
                                                                  const CheckStage& stage,
                                                                  std::stop_token stop) {
    std::int64_t n = day_number(to) - day_number(from) + 1;
    if (n < 1) return fail(ErrorKind::invalid, "the last day lies before the first");
    if (n > most_days)
        return fail(ErrorKind::invalid,
                    fmt::format("at most {} days are checked at once", most_days));
    auto lock = TRY(folder_.lock_for_sync(id));
    if (!lock)
        return fail(ErrorKind::conflict,
                    "the integration is being synced right now; try again in a moment");

    std::vector<model::ReconciledDay> days;
    for (int round = 1;; ++round) {
        // Read anew each time: a run may renew credentials.
        auto integration = TRY(integration_of(folder_.store(), account, id));
        stage("syncing");
        auto run = TRY(run_one(account, integration, model::RunKind::scheduled, {}, stop));
        if (run.outcome != model::RunOutcome::succeeded)
            return fail(
                run.outcome == model::RunOutcome::interrupted ? ErrorKind::cancelled
                                                              : ErrorKind::unavailable,
                run.error.empty() ? "the sync before the check was interrupted" : run.error);
        integration = TRY(integration_of(folder_.store(), account, id));
        sources::Connection connection{account, integration,
                                       TRY(folder_.vault().unseal(integration.sealed_credentials))};
        auto& connector = sources::connector_of(integration.kind);
        auto tracer = TRY(connector.tracer(connection));
        std::int64_t beside = tracer.knows_day ? 0 : 1;
        stage("asking");
        auto audited =
            TRY(runner_.audit(connection, shifted(from, -beside), shifted(to, beside), stop));
        stage("comparing");
        TRY(folder_.store().read([&](store::Transaction& tx) -> Result<void> {
            auto evidence = TRY(analytics::gather(tx, account, id, std::move(audited.rows), tracer,
                                                  audited.zone, from, to));
            evidence.synced_at = run.started_at - clocks_differ;
            days = analytics::compare(evidence, from, to);
            return {};
        }));
        Instant now = clock_.now();
        for (auto& day : days) day.checked_at = now;
        auto first = std::ranges::find_if(days, [](auto& day) { return !day.is_equal(); });
        if (first == days.end() || round == most_rounds) break;
        auto last =
            std::find_if(days.rbegin(), days.rend(), [](auto& day) { return !day.is_equal(); });
        if (auto cursor =
                connector.reread(TRY(ingest_.cursors(account, id)), first->day, last->day)) {
            ingest::Batch batch{.account = account, .integration = id};
            batch.cursors.push_back(std::move(*cursor));
            TRY(ingest_.apply(batch));
        }
    }
    TRY(ingest_.keep_reconciliation(account, id, from, to, days));
    return days;
}

}  // namespace regulars::app
