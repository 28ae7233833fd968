// What a perfect sync of a simulated vendor would hold now; of OpenTable by decisions 0001 and
// 0002.
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
    std::string metric;     // "Completed Reservation"
    std::string unique_id;  // "opentable:{rid}:{reservation}:{metric}"
    std::uint32_t rid = 0;
    std::string reservation;  // "{rid}-{tail}"; of Toast the order's guid
    std::string person;  // "opentable:{guest id}"; of Toast "toast:{guid}", "toast:email:…" or
                         // "toast:phone:…"
    Instant time;        // as the first version that shows it gives it
    std::vector<Instant>
        times;  // all that some version gives it, sorted: a poll may see a later one only
    /// False when only a version that has passed showed it: then it may be missing.
    bool certain = true;
    std::optional<Money> value;
    /// Of a refund: what it may say was given back, in minor units; the first when nothing was
    /// missed.
    std::vector<std::int64_t> refund_amounts;
    std::string properties;  // a JSON object; its Created Date is that of `time`
    Instant changed;         // when anything of it last changed: a poll before that cannot know
};

struct TruthProfile {
    std::vector<std::string>
        guests;  // all guest keys that are this person, merged ones too, sorted
    /// Keys that may be held too: only what makes no event, or a version that has passed, showed
    /// them.
    std::vector<std::string> possible_guests;
    /// False when only such keys are this person's: then nobody may be held.
    bool certain = true;
    /// False when people share the phone: whose word of a field is newest depends on what was seen
    /// of each.
    bool fields_certain = true;
    std::string email;  // as shown; empty when none, like the following
    std::string phone;  // E.164
    std::string first_name, last_name;
    std::string properties;  // a JSON object
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
    std::int64_t guests = 0, reservations = 0;             // visible records
    std::map<std::string, std::int64_t> events;            // certain ones, by metric
    std::map<std::string, std::int64_t> uncertain_events;  // by metric
    std::map<std::string, std::int64_t> excluded;          // records, by reason
};

/// One location's business day: records = placed + excluded.
struct TruthDay {
    std::uint32_t rid = 0;
    std::string name;
    std::string date;  // "2026-03-14"
    std::int64_t records = 0, placed = 0;
    Money placed_value;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>>
        excluded;  // count and minor units, by reason
};

/// Why a reservation makes no event (or misses one), or empty.
std::string_view exclusion_of(const Shown& shown, std::size_t location, std::uint32_t reservation,
                              Instant since);

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
void write(JsonWriter& out, const TruthDay& day);

}  // namespace regulars::sandbox
