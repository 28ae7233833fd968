// What a runner reads before it works, the history of its runs, and what checks of its days found.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/ingest.hpp"

namespace regulars::ingest {

Result<std::vector<std::optional<model::SourceRecord>>> Ingest::recall(
    AccountId account, IntegrationId integration, std::span<const std::string> keys) {
    std::vector<std::optional<model::SourceRecord>> found;
    found.reserve(keys.size());
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        for (auto& key : keys)
            found.push_back(TRY(tx.source_records().find(account, integration, key)));
        return {};
    }));
    return found;
}

Result<std::vector<model::Cursor>> Ingest::cursors(AccountId account, IntegrationId integration) {
    std::vector<model::Cursor> found;
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        found = TRY(tx.integrations().cursors(account, integration));
        return {};
    }));
    return found;
}

Result<void> Ingest::replace_credentials(
    AccountId account, IntegrationId id,
    const std::function<Result<bool>(const std::string& sealed)>& is_expected,
    const std::optional<std::string>& sealed) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().find(account, id));
        if (!integration) return fail(ErrorKind::not_found, "no such integration");
        if (!TRY(is_expected(integration->sealed_credentials)))
            return fail(ErrorKind::conflict,
                        "the credentials were changed by somebody else meanwhile");
        if (!sealed) return {};
        integration->sealed_credentials = *sealed;
        return tx.integrations().update(account, *integration);
    });
}

Result<void> Ingest::keep_reconciliation(AccountId account, IntegrationId integration,
                                         LocalDate from, LocalDate to,
                                         std::span<const model::ReconciledDay> days) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        if (!TRY(tx.integrations().find(account, integration)))
            return fail(ErrorKind::not_found, "no such integration");
        TRY(tx.reconciliations().replace(account, integration, from, to, days));
        return tx.changes().append(account, store::ChangeKind::integration, integration.value, 1,
                                   clock_.now());
    });
}

Result<model::Run> Ingest::start_run(AccountId account, IntegrationId integration,
                                     model::RunKind kind) {
    model::Run run{.integration = integration, .kind = kind, .started_at = clock_.now()};
    TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
        run.id = {};
        for (auto& earlier : TRY(tx.integrations().runs(account, integration, 10))) {
            if (earlier.outcome != model::RunOutcome::running) continue;
            earlier.outcome = model::RunOutcome::interrupted;
            earlier.ended_at = run.started_at;
            TRY(tx.integrations().update_run(account, earlier));
        }
        TRY(tx.integrations().add_run(account, run));
        return tx.changes().append(account, store::ChangeKind::integration, integration.value, 1,
                                   run.started_at);
    }));
    return run;
}

Result<void> Ingest::finish_run(AccountId account, const model::Run& run,
                                std::optional<Instant> next_sync_at,
                                model::IntegrationStatus status) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        auto stored = TRY(tx.integrations().find_run(account, run.integration, run.id));
        auto integration = TRY(tx.integrations().find(account, run.integration));
        if (!stored || !integration) return fail(ErrorKind::not_found, "no such run");
        Instant now = clock_.now();
        stored->outcome = run.outcome;
        stored->ended_at = now;
        stored->pages = run.pages;
        stored->records = run.records;
        stored->progress = run.progress;
        stored->done = run.done;
        stored->done_before = run.done_before;
        stored->reach = run.reach;
        stored->error = run.error;
        stored->failure = run.failure;
        TRY(tx.integrations().update_run(account, *stored));
        if (run.outcome == model::RunOutcome::succeeded) integration->last_sync_at = now;
        if (integration->hinted_at && *integration->hinted_at <= run.started_at)
            integration->hinted_at.reset();
        integration->next_sync_at = next_sync_at;
        integration->last_error = run.error;
        integration->last_failure = run.failure;
        // A person's pause during the run stays.
        if (integration->status != model::IntegrationStatus::paused) integration->status = status;
        TRY(tx.integrations().update(account, *integration));
        return tx.changes().append(account, store::ChangeKind::integration, run.integration.value,
                                   1, now);
    });
}

}  // namespace regulars::ingest
