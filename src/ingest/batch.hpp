// What a source wants true, applied in one transaction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/consent.hpp"
#include "model/event.hpp"
#include "model/integration.hpp"
#include "model/profile.hpp"

namespace regulars::ingest {

/// Whether what is said of a person is all that their source knows, or is added to what it said
/// before.
enum class Says { everything, more };

/// What the source says of one person now; replaces what it said before, unless that is newer.
struct PersonUpsert {
    std::string key;  // the source's own id ("opentable:1234567-876a…"), itself a vendor identifier
    std::vector<std::string> aliases;  // further vendor identifiers ("opentable:gpid:…")
    Instant as_of;
    model::PersonFields fields;       // email as given: ingest normalizes; phone is left empty
    std::vector<std::string> phones;  // as given, best first: ingest keeps the first valid one
    std::string country;    // ISO 3166-1 alpha-2 for national phone numbers; empty: the account's
    bool opted_in = false;  // the source's word allows email marketing
    std::optional<Instant> opted_in_at;  // the date the vendor itself shows
    /// Joins the integration's list whether opted in or not, when first brought: a customer, no
    /// subscriber.
    bool joins_list = false;
    std::string same_as;  // merged at the source: the key of the surviving person, or empty
    /// Of an imported row: its identifiers in matching form, sorted; then the key is none of them,
    /// and email and phone are taken as they are.
    std::vector<model::Identifier> identifiers;
    /// Who it is, where the source names one of our own profiles; then the key is no identifier
    /// either.
    std::optional<ProfileId> profile;
    Says says = Says::everything;
};

/// The person asked to be forgotten: everything this source brought is erased, and its key never
/// makes a person again.
struct PersonErasure {
    std::string key;
};

/// What becomes of the time of an event that exists already.
enum class Timing { stays, moves };

/// Where an event's unique id is unique. `person`: it is somebody else's own id, unique among the
/// person's events of one metric, and the first event under it stays as it is (klaviyo-api §8.3).
enum class Uniqueness { account, person };

struct EventUpsert {
    std::string unique_id;
    Uniqueness uniqueness = Uniqueness::account;
    std::string metric;
    bool listed = true;
    std::string person;  // the key of a PersonUpsert, now or earlier
    Instant time;
    Timing timing = Timing::stays;
    std::optional<Money> value;
    std::string properties;  // a JSON object
    /// The person's list property that gains this value ("OpenTable Restaurants Visited").
    std::optional<std::pair<std::string, std::string>> seen;
};

struct Batch {
    AccountId account;
    IntegrationId integration;  // 0: what was given to the product itself (its "API"); no cursors,
                                // records, run or notice then
    std::vector<PersonUpsert> people;  // at most 5,000 of each
    std::vector<PersonErasure> erasures;
    std::vector<EventUpsert> events;
    std::vector<std::string> retractions;  // unique ids of events that the vendor took back
    std::vector<model::SourceRecord> records;
    std::vector<model::Cursor> cursors;  // new state; `version` is the one that was read
    std::optional<model::Run> run;       // the run's progress; its counts of profiles and events
                                         // are added up by ingest
    std::optional<std::string> notice;   // replaces the integration's notice
};

/// What a Batch changed.
struct Applied {
    std::int64_t profiles_created = 0, profiles_updated = 0, profiles_erased = 0,
                 profiles_merged = 0;
    std::int64_t events_created = 0, events_updated = 0, events_retracted = 0, events_unchanged = 0;
    /// Events and people that were refused because their person was forgotten.
    std::int64_t refused_forgotten = 0;
    /// Events whose person no PersonUpsert ever made; the connector should not let it happen.
    std::int64_t refused_unknown_person = 0;
    std::int64_t subscribed = 0;

    Applied& operator+=(const Applied& more) {
        profiles_created += more.profiles_created, profiles_updated += more.profiles_updated;
        profiles_erased += more.profiles_erased, profiles_merged += more.profiles_merged;
        events_created += more.events_created, events_updated += more.events_updated;
        events_retracted += more.events_retracted, events_unchanged += more.events_unchanged;
        refused_forgotten += more.refused_forgotten,
            refused_unknown_person += more.refused_unknown_person;
        subscribed += more.subscribed;
        return *this;
    }
};

}  // namespace regulars::ingest
