// Checking days: sync, ask the vendor, compare, and look again at what differs.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "analytics/reconciliation.hpp"
#include "app/sync_service.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

constexpr int most_rounds = 3;
constexpr std::int64_t most_days = 400;
constexpr std::size_t most_reread = 1'000;  // records that are asked for again by name
/// A sync that goes on for longer is a backfill.
constexpr Duration patience = 30s;
constexpr Duration look_again = 200ms;
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

/// Events of places that the vendor does not show are not looked for there.
void leave_out(model::Tracer& tracer, const std::vector<sources::UnreadPlace>& unread) {
    if (unread.empty()) return;
    tracer.trace = [trace = std::move(tracer.trace),
                    unread](const model::Event& event) -> std::optional<model::EventTrace> {
        auto traced = trace(event);
        if (traced &&
            std::ranges::find(unread, traced->place, &sources::UnreadPlace::id) != unread.end())
            return std::nullopt;
        return traced;
    };
}

/// What was not shown is told on each of the days.
void tell_unread(std::vector<model::ReconciledDay>& days,
                 const std::vector<sources::UnreadPlace>& unread, LocalDate from, LocalDate to) {
    for (auto& place : unread)
        for (auto n = day_number(from); n <= day_number(to); ++n)
            days.push_back({.day = date_of_day(n), .place = place.name, .refusal = place.why});
    std::ranges::sort(days, {},
                      [](auto& day) { return std::tuple(day.day, std::string_view(day.place)); });
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
    for (Instant until = clock_.now() + patience;
         !lock && clock_.now() < until && !stop.stop_requested();) {
        clock_.sleep_for(look_again, stop);
        lock = TRY(folder_.lock_for_sync(id));
    }
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
        leave_out(tracer, audited.unread);
        stage("comparing");
        TRY(folder_.store().read([&](store::Transaction& tx) -> Result<void> {
            auto evidence = TRY(analytics::gather(tx, account, id, std::move(audited.rows), tracer,
                                                  audited.zone, from, to));
            evidence.synced_at = run.started_at - clocks_differ;
            days = analytics::compare(evidence, from, to);
            tell_unread(days, audited.unread, from, to);
            return {};
        }));
        Instant now = clock_.now();
        for (auto& day : days) day.checked_at = now;
        auto first = std::ranges::find_if(days, [](auto& day) { return !day.is_equal(); });
        if (first == days.end() || round == most_rounds) break;
        auto last =
            std::find_if(days.rbegin(), days.rend(), [](auto& day) { return !day.is_equal(); });
        std::vector<model::Difference> differences;
        for (auto& day : days)
            for (auto& difference : day.differences)
                if (differences.size() < most_reread) differences.push_back(difference);
        ingest::Batch batch{.account = account, .integration = id};
        batch.cursors =
            connector.reread(TRY(ingest_.cursors(account, id)), first->day, last->day, differences);
        if (batch.cursors.empty()) break;
        TRY(ingest_.apply(batch));
    }
    TRY(ingest_.keep_reconciliation(account, id, from, to, days));
    return days;
}

}  // namespace regulars::app
