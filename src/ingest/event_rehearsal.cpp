// Asks for each event and each person whether they are there.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/event_rehearsal.hpp"

#include "base/crypto.hpp"
#include "ingest/event_ids.hpp"

namespace regulars::ingest {
namespace {

/// Whose an event would be; nothing for somebody new.
store::Maybe<ProfileId> owner_of(store::Transaction& tx, AccountId account,
                                 const ReadEvent& event) {
    if (event.profile) return event.profile;
    for (auto& identifier : event.said.identifiers)
        if (auto owner = TRY(tx.profiles().owner(account, identifier))) return owner;
    return std::nullopt;
}

Result<bool> is_held(store::Transaction& tx, AccountId account, const ReadEvent& event,
                     MetricId metric) {
    auto& said = event.said;
    auto first = TRY(tx.events().find(account, event_id_of(said.unique_id, metric)));
    if (!first) return false;
    auto owner = TRY(owner_of(tx, account, event));
    if (owner && first->profile == *owner) return true;
    return TRY(tx.events().find(account, event_id_of(said.unique_id, metric, said.person)))
        .has_value();
}

}  // namespace

Result<void> EventRehearsal::add(store::Transaction& tx, const ReadEvents& read) {
    std::map<std::string, MetricId, std::less<>> metrics;
    for (auto& metric : TRY(tx.events().metrics(account_)))
        if (!metric.integration) metrics.emplace(metric.name, metric.id);
    for (auto& event : read.events) {
        auto& said = event.said;
        bool repeats = !events_
                            .insert(std::uint64_t(
                                hash64(said.person + '\n' + said.metric + '\n' + said.unique_id)))
                            .second;
        if (auto metric = metrics.find(said.metric); !repeats && metric != metrics.end())
            repeats = TRY(is_held(tx, account_, event, metric->second));
        ++(repeats ? counts_.repeated : counts_.events);
        if (!people_.insert(std::uint64_t(hash64(said.person))).second) continue;
        ++counts_.people;
        ++(TRY(owner_of(tx, account_, event)) ? counts_.updated : counts_.created);
    }
    ingest::add(counts_, read);
    return {};
}

}  // namespace regulars::ingest
