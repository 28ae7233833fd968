// What a perfect sync of the simulated OpenTable would hold now, by decisions 0001 and 0002.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "sandbox/opentable/naming.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox {

/// What the vendor shows of the world, as far as the truth depends on it.
struct Shown {
    const World& world;
    std::function<opentable::Tier(std::size_t location)> tier;
    /// Whether the version of a record has a state nobody knows.
    std::function<bool(const Reservation&)> is_strange;
};

struct TruthEvent {
    std::string metric;       // "Completed Reservation"
    std::string unique_id;    // "opentable:{rid}:{reservation}:{metric}"
    std::uint32_t rid = 0;
    std::string reservation;  // "{rid}-{tail}"
    std::string person;       // "opentable:{guest id}"
    Instant time;             // as the first version that shows it gives it
    std::vector<Instant> times;  // all that some version gives it, sorted: a poll may see a later one only
    /// False when only a version that has passed showed it: then it may be missing.
    bool certain = true;
    std::optional<Money> value;
    std::string properties;   // a JSON object; its Created Date is that of `time`
    Instant changed;          // when anything of it last changed: a poll before that cannot know
};

struct TruthProfile {
    std::vector<std::string> guests;  // all guest keys that are this person, merged ones too, sorted
    std::string email;                // as shown; empty when none, like the following
    std::string phone;                // E.164
    std::string first_name, last_name;
    std::string properties;           // a JSON object
    Instant changed;
};

struct TruthConsent {
    std::vector<std::string> guests;
    std::string email;
    std::string channel = "email";
    std::string state = "subscribed";
    /// False when only a version that has passed allowed it: then it may never have been seen.
    bool certain = true;
};

struct TruthCounts {
    std::uint32_t rid = 0;
    std::string name;
    std::int64_t guests = 0, reservations = 0;               // visible records
    std::map<std::string, std::int64_t> events;              // certain ones, by metric
    std::map<std::string, std::int64_t> uncertain_events;    // by metric
    std::map<std::string, std::int64_t> excluded;            // records, by reason
};

/// Why a reservation makes no event (or misses one), or empty.
std::string_view exclusion_of(const Shown& shown, std::size_t location, std::uint32_t reservation, Instant since);

/// `since` is decision 0002's history_since. Ordered by location and reservation; `rid` 0 is all.
/// Cost: about 2 µs an event.
std::vector<TruthEvent> truth_events(const Shown& shown, Instant since, std::uint32_t rid = 0);
/// Ordered by first guest key.
std::vector<TruthProfile> truth_profiles(const Shown& shown);
/// Who is subscribed, or may be.
std::vector<TruthConsent> truth_consents(const Shown& shown);
std::vector<TruthCounts> truth_summary(const Shown& shown, Instant since);

void write(JsonWriter& out, const TruthEvent& event);
void write(JsonWriter& out, const TruthProfile& profile);
void write(JsonWriter& out, const TruthConsent& consent);
void write(JsonWriter& out, const TruthCounts& counts);

}  // namespace regulars::sandbox
