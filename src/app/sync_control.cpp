// Asking for runs, stopping them, trying connections, and telling how far a run is.
// SPDX-License-Identifier: Apache-2.0
#include "app/sync_control.hpp"

#include <cstdio>

#include "sources/opentable/check.hpp"

namespace regulars::app {

Result<void> SyncControl::request_sync(AccountId account, IntegrationId id) {
    return folder_.store().write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().find(account, id));
        if (!integration) return fail(ErrorKind::not_found, "there is no such integration");
        integration->next_sync_at = clock_.now();
        return tx.integrations().update(account, *integration);
    });
}

Result<void> SyncControl::stop(AccountId, IntegrationId integration) { return service_.stop(integration); }

Result<api::CheckOutcome> SyncControl::check_opentable(const std::string& settings, const std::string& credentials) {
    using sources::opentable::Tier;
    Instant started = clock_.now();
    auto check = sources::opentable::check_connection(settings, credentials, client_, clock_);
    if (!check && check.error().kind == ErrorKind::invalid && check.error().where != "/rid") return std::unexpected(check.error());
    constexpr const char* steps[] = {"reach", "sign_in", "restaurant", "guests"};
    constexpr const char* codes[] = {"unreachable", "credentials_wrong", "restaurant_not_granted", "no_email_at_tier"};
    // Which step stopped it: no answer, no token, no access to the restaurant, or guests without email.
    std::size_t failed = 4;
    if (!check) failed = check.error().kind != ErrorKind::unauthorized ? (check.error().where == "/rid" ? 2 : 0) : check.error().where == "/rid" ? 2 : 1;
    bool copper = check && check->tier == Tier::copper;
    api::CheckOutcome outcome{.ok = failed == 4, .code = failed < 4 ? codes[failed] : copper ? codes[3] : "ok", .elapsed_ms = (clock_.now() - started).count() / 1'000};
    for (std::size_t i = 0; i < 4; ++i) {
        api::CheckStep step{.step = steps[i], .outcome = i < failed ? "passed" : i == failed ? "failed" : "skipped"};
        if (i == failed) step.detail = check.error().message;
        if (i == 3 && check) {
            step.detail = check->message;
            if (copper) step.outcome = "warning";
        }
        outcome.steps.push_back(std::move(step));
    }
    return outcome;
}

std::optional<api::Progress> SyncControl::progress(AccountId, IntegrationId integration) {
    auto run = service_.under_way(integration);
    return run ? std::optional(progress_of(*run, clock_.now())) : std::nullopt;
}

api::Progress progress_of(const model::Run& run, Instant now) {
    api::Progress progress{.stage = "finishing", .records = run.records};
    int year = 0, month = 0, nth = 0, total = 0;
    if (std::sscanf(run.progress.c_str(), "reservations: %4d-%2d (%d of %d months)", &year, &month, &nth, &total) == 4) {
        progress.stage = "reservations";
        progress.month = run.progress.substr(14, 7);
        progress.months_done = nth - 1;
        progress.months_total = total;
    } else if (run.progress == "guests") {
        progress.stage = "guests";
    }
    double seconds = double((now - run.started_at).count()) / 1e6;
    if (seconds > 0) progress.records_per_minute = double(run.records) * 60 / seconds;
    if (run.done > 0.02 && run.done < 1) progress.seconds_left = std::int64_t(seconds * (1 - run.done) / run.done);
    return progress;
}

}  // namespace regulars::app
