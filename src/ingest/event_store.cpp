// New people together, known ones one by one, then their events.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/event_store.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/crypto.hpp"
#include "ingest/event_ids.hpp"
#include "ingest/event_writer.hpp"
#include "ingest/import_store.hpp"

namespace regulars::ingest {
namespace {

constexpr std::size_t most_remembered =
    4'000'000;  // hashes of people of this file who were handed on already

/// What a line says of its person, for whoever heard it before. Fields are told apart by a
/// character that none of them holds.
std::uint64_t word_of(const EventLine& event) {
    std::string text = event.person + '\n' + event.email;
    for (auto& identifier : event.identifiers) text += '\n' + identifier.value;
    return std::uint64_t(hash64(text));
}

/// Somebody's first line and what later ones of the same step add to it.
void add_to(PersonUpsert& person, EventLine& said) {
    if (person.fields.email.empty()) person.fields.email = std::move(said.email);
    person.identifiers.insert(person.identifiers.end(), said.identifiers.begin(),
                              said.identifiers.end());
    std::ranges::sort(person.identifiers);
    person.identifiers.erase(std::ranges::unique(person.identifiers).begin(),
                             person.identifiers.end());
}

store::Newcomer newcomer_of(const PersonUpsert& person, ImportId import, Instant now,
                            Random& random) {
    model::Facet facet{.import = import,
                       .key = person.key,
                       .as_of = person.as_of,
                       .said = person.fields,
                       .identifiers = person.identifiers};
    for (auto& identifier : person.identifiers)
        if (identifier.kind == model::IdentifierKind::phone && facet.said.phone.empty())
            facet.said.phone = identifier.value;
    model::Profile profile{.public_id = make_ulid(now, random),
                           .fields = fold(std::span(&facet, 1)),
                           .created_at = now,
                           .updated_at = now};
    return {std::move(profile), std::move(facet), std::string(person_in(person.key))};
}

}  // namespace

EventStep EventSteps::make(ReadEvents read, Instant now, Random& random) {
    EventStep step;
    std::vector<PersonUpsert> first;
    std::unordered_map<std::string, std::size_t> places;  // in `first`
    if (heard_.size() > most_remembered) heard_.clear();
    step.events.reserve(read.events.size());
    for (auto& [said, profile] : read.events) {
        auto key = key_of(import_, said.person);
        if (heard_.insert(word_of(said)).second) {
            bool is_first = heard_.insert(std::uint64_t(hash64(said.person))).second;
            if (auto before = places.find(key); before != places.end()) {
                add_to(first[before->second], said);
            } else {
                bool is_maybe_new = is_first && !profile;
                if (is_maybe_new) places.emplace(key, first.size());
                (is_maybe_new ? first : step.known)
                    .push_back({.key = key,
                                .fields = {.email = std::move(said.email)},
                                .identifiers = std::move(said.identifiers),
                                .profile = profile,
                                .says = Says::more});
            }
        }
        step.events.push_back({.unique_id = std::move(said.unique_id),
                               .uniqueness = Uniqueness::person,
                               .metric = std::move(said.metric),
                               .person = std::move(key),
                               .time = said.time,
                               .value = said.value,
                               .properties = std::move(said.properties)});
    }
    step.newcomers = store_.prepare(
        first.size(), [&](std::size_t i) { return newcomer_of(first[i], import_, now, random); });
    step.people.reserve(first.size());
    for (auto place : step.newcomers->order()) step.people.push_back(std::move(first[place]));
    step.read = std::move(read);
    return step;
}

Result<void> apply_events(store::Transaction& tx, const model::Account& account,
                          model::Import& import, const EventStep& step, Instant now,
                          Random& random) {
    Applied applied;
    model::Integration nobodys;
    People people(tx, account, nobodys, now, random, applied, import.id);
    auto added = TRY(tx.profiles().add_newcomers(account.id, *step.newcomers));
    auto newcomers = std::ranges::count_if(added, [](auto& id) { return id.has_value(); });
    if (newcomers > 0) {
        auto first = std::ranges::find_if(added, [](auto& id) { return id.has_value(); });
        TRY(tx.changes().append(account.id, store::ChangeKind::profile, (*first)->value, newcomers,
                                now));
        applied.profiles_created += newcomers;
    }
    // Who comes first decides who a profile is: as the lines stand, not as the store likes it.
    std::vector<std::pair<std::size_t, const PersonUpsert*>> others;
    for (std::size_t i = 0; i < added.size(); ++i)
        if (!added[i]) others.emplace_back(step.newcomers->order()[i], &step.people[i]);
    std::ranges::sort(others);
    for (auto& person : step.known) others.emplace_back(0, &person);
    for (auto& [place, person] : others) {
        // Forgotten in whatever file: the events are refused below.
        if (TRY(tx.profiles().is_forgotten(account.id, person_in(person->key)))) continue;
        import.done.people += !TRY(tx.profiles().place_of_facet(account.id, person->key));
        TRY(people.upsert(*person));
    }

    EventWriter events(tx, account.id, {}, now, random, people, applied);
    for (auto& event : step.events) TRY(events.upsert(event));
    TRY(events.finish());
    TRY(people.finish());
    auto& done = import.done;
    done.people += newcomers;
    done.created += applied.profiles_created;
    done.updated = std::max<std::int64_t>(0, done.people - done.created);
    done.events += applied.events_created;
    done.repeated += applied.events_unchanged;
    done.forgotten += std::ssize(step.events) - applied.events_created - applied.events_unchanged;
    return keep_progress(tx, account.id, import, step.read);
}

}  // namespace regulars::ingest
