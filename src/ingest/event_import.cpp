// Reads ahead while the door writes; a rehearsal asks instead of writing.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/event_import.hpp"

#include <future>
#include <unordered_set>

#include "base/crypto.hpp"
#include "ingest/event_ids.hpp"
#include "ingest/event_store.hpp"

namespace regulars::ingest {
namespace {

Result<model::Account> account_of(store::Store& store, AccountId id) {
    std::optional<model::Account> account;
    TRY(store.read([&](store::Transaction& tx) -> Result<void> {
        account = TRY(tx.accounts().find(id));
        return {};
    }));
    if (!account) return fail(ErrorKind::not_found, "no such account");
    return *account;
}

/// Whose an event would be; nothing for somebody new.
store::Maybe<ProfileId> owner_of(store::Transaction& tx, AccountId account, const ReadEvent& event) {
    if (event.profile) return event.profile;
    if (auto place = TRY(tx.profiles().place_of_facet(account, event.said.person))) return place->profile;
    for (auto& identifier : event.said.identifiers)
        if (auto owner = TRY(tx.profiles().owner(account, identifier))) return owner;
    return std::nullopt;
}

Result<bool> is_held(store::Transaction& tx, AccountId account, const ReadEvent& event, MetricId metric) {
    auto& said = event.said;
    auto first = TRY(tx.events().find(account, event_id_of(said.unique_id, metric)));
    if (!first) return false;
    auto owner = TRY(owner_of(tx, account, event));
    if (owner && first->profile == *owner) return true;
    return TRY(tx.events().find(account, event_id_of(said.unique_id, metric, said.person))).has_value();
}

}  // namespace

Result<EventImportCounts> EventImport::run(AccountId id, std::unique_ptr<ByteSource> source, const Progress& progress, std::stop_token stop) {
    auto account = TRY(account_of(store_, id));
    EventReading reading(store_, account, std::move(source), steps_);
    EventImportCounts counts;
    // The step that is being written draws from random_: what is made ready meanwhile has chance of its own.
    SeededRandom chance(random_.next());
    EventSteps steps(store_, chance);
    std::future<Result<Applied>> writing;
    std::int64_t under_way = 0;
    auto settle = [&]() -> Result<void> {
        if (!writing.valid()) return {};
        auto applied = TRY(writing.get());
        counts.created += applied.events_created;
        counts.repeated += applied.events_unchanged;
        counts.forgotten += under_way - applied.events_created - applied.events_unchanged;
        counts.profiles_created += applied.profiles_created;
        if (progress) progress(counts);
        return {};
    };
    while (true) {
        if (stop.stop_requested()) {
            TRY(settle());
            return fail(ErrorKind::cancelled, "stopped: what was read so far is in; importing the file again goes on");
        }
        auto events = reading.next(clock_.now(), counts);
        std::int64_t count = events ? std::ssize(*events) : 0;
        auto step = count > 0 ? steps.make(std::move(*events), clock_.now()) : EventStep{};
        TRY(settle());
        if (!events) return std::unexpected(std::move(events).error());
        if (count == 0) break;
        under_way = count;
        writing = std::async(std::launch::async, [&, step = std::move(step)]() -> Result<Applied> {
            Applied applied;
            TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
                applied = TRY(apply_events(tx, account, step, clock_.now(), random_));
                return {};
            }));
            return applied;
        });
    }
    if (counts.lines == 0) return fail(ErrorKind::invalid, "there are no lines");
    return counts;
}

Result<EventImportCounts> EventImport::rehearse(AccountId id, std::unique_ptr<ByteSource> source, const Progress& progress, std::stop_token stop) {
    auto account = TRY(account_of(store_, id));
    EventReading reading(store_, account, std::move(source), steps_);
    EventImportCounts counts;
    std::unordered_set<std::uint64_t> seen;
    while (true) {
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "stopped");
        auto events = TRY(reading.next(clock_.now(), counts));
        if (events.empty()) break;
        TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
            std::map<std::string, MetricId, std::less<>> metrics;
            for (auto& metric : TRY(tx.events().metrics(id)))
                if (!metric.integration) metrics.emplace(metric.name, metric.id);
            for (auto& event : events) {
                auto& said = event.said;
                bool repeats = !seen.insert(std::uint64_t(hash64(said.person + '\n' + said.metric + '\n' + said.unique_id))).second;
                if (auto metric = metrics.find(said.metric); !repeats && metric != metrics.end()) repeats = TRY(is_held(tx, id, event, metric->second));
                ++(repeats ? counts.repeated : counts.created);
            }
            return {};
        }));
        if (progress) progress(counts);
    }
    if (counts.lines == 0) return fail(ErrorKind::invalid, "there are no lines");
    return counts;
}

}  // namespace regulars::ingest
