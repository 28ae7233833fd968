// Asking for runs, stopping them, trying connections, and telling how far a run is.
// SPDX-License-Identifier: Apache-2.0
#include "app/sync_control.hpp"

#include <cstdio>

#include "sources/vendors.hpp"

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

Result<sources::Trial> SyncControl::try_connection(model::IntegrationKind kind, const std::string& settings, const std::string& credentials) {
    return sources::connector_of(kind).try_connection(settings, credentials, client_, clock_, {});
}

Result<net::HttpResponse> SyncControl::ask_vendor(net::HttpRequest request) {
    return client_.send(std::move(request), {.timeout = 20s, .max_body_bytes = 1u << 20});
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
