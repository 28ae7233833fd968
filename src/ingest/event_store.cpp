// New people together, known ones one by one, then their events.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/event_store.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/crypto.hpp"
#include "ingest/event_writer.hpp"

namespace regulars::ingest {
namespace {

constexpr std::size_t most_remembered = 4'000'000;  // hashes of people of this file who were handed on already

/// What a line says of its person, for whoever heard it before. Fields are told apart by a character
/// that none of them holds.
std::uint64_t word_of(const EventLine& event) {
    std::string text = event.person + '\n' + event.email;
    for (auto& identifier : event.identifiers) text += '\n' + identifier.value;
    return std::uint64_t(hash64(text));
}

/// Somebody's first line and what later ones of the same step add to it.
void add_to(PersonUpsert& person, EventLine& said) {
    if (person.fields.email.empty()) person.fields.email = std::move(said.email);
    person.identifiers.insert(person.identifiers.end(), said.identifiers.begin(), said.identifiers.end());
    std::ranges::sort(person.identifiers);
    person.identifiers.erase(std::ranges::unique(person.identifiers).begin(), person.identifiers.end());
}

store::Newcomer newcomer_of(const PersonUpsert& person, Instant now, Random& random) {
    model::Facet facet{.key = person.key, .as_of = person.as_of, .said = person.fields, .identifiers = person.identifiers};
    for (auto& identifier : person.identifiers)
        if (identifier.kind == model::IdentifierKind::phone && facet.said.phone.empty()) facet.said.phone = identifier.value;
    model::Profile profile{.public_id = make_ulid(now, random), .fields = fold(std::span(&facet, 1)), .created_at = now, .updated_at = now};
    return {std::move(profile), std::move(facet)};
}

}  // namespace

EventStep EventSteps::make(std::vector<ReadEvent> events, Instant now) {
    EventStep step;
    std::vector<PersonUpsert> first;
    std::unordered_map<std::string, std::size_t> places;  // in `first`
    if (heard_.size() > most_remembered) heard_.clear();
    for (auto& [said, profile] : events) {
        if (heard_.insert(word_of(said)).second) {
            bool is_first = heard_.insert(std::uint64_t(hash64(said.person))).second;
            if (auto before = places.find(said.person); before != places.end()) {
                add_to(first[before->second], said);
            } else {
                bool is_maybe_new = is_first && !profile;
                if (is_maybe_new) places.emplace(said.person, first.size());
                (is_maybe_new ? first : step.known)
                    .push_back({.key = said.person, .fields = {.email = std::move(said.email)}, .identifiers = std::move(said.identifiers), .profile = profile, .says = Says::more});
            }
        }
        step.events.push_back({.unique_id = std::move(said.unique_id), .uniqueness = Uniqueness::person, .metric = std::move(said.metric), .person = std::move(said.person),
                               .time = said.time, .value = said.value, .properties = std::move(said.properties)});
    }
    step.newcomers = store_.prepare(first.size(), [&](std::size_t i) { return newcomer_of(first[i], now, random_); });
    step.people.reserve(first.size());
    for (auto place : step.newcomers->order()) step.people.push_back(std::move(first[place]));
    return step;
}

Result<Applied> apply_events(store::Transaction& tx, const model::Account& account, const EventStep& step, Instant now, Random& random) {
    Applied applied;
    model::Integration nobodys;
    People people(tx, account, nobodys, now, random, applied);
    auto added = TRY(tx.profiles().add_newcomers(account.id, *step.newcomers));
    if (auto first = std::ranges::find_if(added, [](auto& id) { return id.has_value(); }); first != added.end()) {
        auto count = std::ranges::count_if(added, [](auto& id) { return id.has_value(); });
        TRY(tx.changes().append(account.id, store::ChangeKind::profile, (*first)->value, count, now));
        applied.profiles_created += count;
    }
    // Who comes first decides who a profile is: as the lines stand, not as the store likes it.
    std::vector<std::pair<std::size_t, const PersonUpsert*>> others;
    for (std::size_t i = 0; i < added.size(); ++i)
        if (!added[i]) others.emplace_back(step.newcomers->order()[i], &step.people[i]);
    std::ranges::sort(others);
    for (auto& [place, person] : others) TRY(people.upsert(*person));
    for (auto& person : step.known) TRY(people.upsert(person));

    EventWriter events(tx, account.id, {}, now, random, people, applied);
    for (auto& event : step.events) TRY(events.upsert(event));
    TRY(events.finish());
    TRY(people.finish());
    return applied;
}

}  // namespace regulars::ingest
