// Applies a Batch: cursors, people, events, remembered records, counts; one transaction.
// SPDX-License-Identifier: Apache-2.0
#include <map>

#include <fmt/format.h>

#include "ingest/event_writer.hpp"
#include "ingest/ingest.hpp"
#include "ingest/people.hpp"

namespace regulars::ingest {
namespace {

using store::ChangeKind;

constexpr std::size_t most_of_each = 5'000;  // people, events × 8, records in one Batch

/// Remembers vendor records and keeps the totals by stream and by reason of exclusion.
Result<void> remember(store::Transaction& tx, const Batch& batch) {
    std::map<std::pair<std::string_view, std::string>, std::int64_t> deltas;
    for (auto& record : batch.records) {
        auto before = TRY(tx.source_records().put(batch.account, batch.integration, record));
        if (!before) ++deltas[{"records", record.key.substr(0, record.key.find('/'))}];
        auto was = before ? before->exclusion : std::string();
        if (was != record.exclusion) {
            if (!was.empty()) --deltas[{"excluded", was}];
            if (!record.exclusion.empty()) ++deltas[{"excluded", record.exclusion}];
        }
    }
    for (auto& [name, delta] : deltas)
        if (delta != 0)
            TRY(tx.integrations().count(batch.account, batch.integration, name.first, name.second,
                                        delta));
    return {};
}

Result<void> keep_run(store::Transaction& tx, const Batch& batch, const Applied& applied) {
    auto stored = TRY(tx.integrations().find_run(batch.account, batch.integration, batch.run->id));
    if (!stored) return fail(ErrorKind::not_found, "the run of this batch is not in the history");
    model::Run run = *batch.run;
    run.integration = batch.integration;
    run.profiles_created = stored->profiles_created + applied.profiles_created;
    run.profiles_updated = stored->profiles_updated + applied.profiles_updated;
    run.events_created = stored->events_created + applied.events_created;
    run.events_updated = stored->events_updated + applied.events_updated;
    run.events_retracted = stored->events_retracted + applied.events_retracted;
    return tx.integrations().update_run(batch.account, run);
}

Result<void> check_limits(const Batch& batch) {
    auto within = [](std::size_t n, std::size_t most, const char* what) -> Result<void> {
        if (n <= most) return {};
        return fail(ErrorKind::exhausted,
                    fmt::format("a batch holds at most {} {}, not {}", most, what, n));
    };
    TRY(within(batch.people.size() + batch.erasures.size(), most_of_each, "people"));
    TRY(within(batch.events.size() + batch.retractions.size(), most_of_each * 8, "events"));
    return within(batch.records.size(), most_of_each * 2, "records");
}

Result<Applied> apply_one(store::Transaction& tx, const Batch& batch, Instant now, Random& random) {
    Applied applied;
    auto account = TRY(tx.accounts().find(batch.account));
    auto integration = batch.integration
                           ? TRY(tx.integrations().find(batch.account, batch.integration))
                           : std::optional(model::Integration{});
    if (!account || !integration) return fail(ErrorKind::not_found, "no such integration");
    for (auto& cursor : batch.cursors)
        TRY(tx.integrations().move_cursor(batch.account, batch.integration, cursor));

    People people(tx, *account, *integration, now, random, applied);
    for (auto& person : batch.people) TRY(people.upsert(person));
    for (auto& erasure : batch.erasures) TRY(people.erase(erasure));
    EventWriter events(tx, batch.account, batch.integration, now, random, people, applied);
    for (auto& unique_id : batch.retractions) TRY(events.retract(unique_id));
    for (auto& event : batch.events) TRY(events.upsert(event));
    TRY(events.finish());
    TRY(people.finish());

    TRY(remember(tx, batch));
    if (batch.run) TRY(keep_run(tx, batch, applied));
    if (batch.notice && *batch.notice != integration->notice) {
        integration->notice = *batch.notice;
        TRY(tx.integrations().update(batch.account, *integration));
        TRY(tx.changes().append(batch.account, ChangeKind::integration, batch.integration.value, 1,
                                now));
    }
    return applied;
}

}  // namespace

Result<Applied> Ingest::apply(std::span<const Batch> batches) {
    for (auto& batch : batches) {
        TRY(check_limits(batch));
        bool is_integrations =
            !batch.cursors.empty() || !batch.records.empty() || batch.run || batch.notice;
        REGULARS_ASSERT(batch.integration || !is_integrations,
                        "cursors, records, runs and notices belong to an integration");
    }
    Applied applied;
    TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
        applied = {};
        Instant now = clock_.now();
        for (auto& batch : batches) applied += TRY(apply_one(tx, batch, now, random_));
        return {};
    }));
    return applied;
}

Result<void> Ingest::remove_integration(AccountId account, IntegrationId id, ItsData its_data) {
    constexpr int step = 500;
    for (bool more = its_data == ItsData::erase; more;) {
        TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
            auto owner = TRY(tx.accounts().find(account));
            auto integration = TRY(tx.integrations().find(account, id));
            if (!owner || !integration) return fail(ErrorKind::not_found, "no such integration");
            Applied applied;
            People people(tx, *owner, *integration, clock_.now(), random_, applied);
            auto facets = TRY(tx.profiles().facets_of(account, id, step));
            more = !facets.empty();
            for (auto& facet : facets) TRY(people.drop(facet));
            return people.finish();
        }));
    }
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        if (!TRY(tx.integrations().find(account, id)))
            return fail(ErrorKind::not_found, "no such integration");
        if (its_data == ItsData::keep) TRY(tx.integrations().remember(account, id, clock_.now()));
        TRY(tx.integrations().remove(account, id));
        return tx.changes().append(account, ChangeKind::integration, id.value, 1, clock_.now());
    });
}

Result<void> Ingest::record_consent(AccountId account, model::ConsentEntry entry) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        if (!TRY(tx.profiles().find(account, entry.profile)))
            return fail(ErrorKind::not_found, "no such profile");
        entry.recorded_at = clock_.now();
        TRY(tx.consents().add(account, entry));
        return derive_consent(tx, account, entry.profile, entry.recorded_at);
    });
}

}  // namespace regulars::ingest
