// What a restaurant's books hold: reservations, their steps, and guests; compact, in whole seconds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace regulars::sandbox {

/// Seconds since 1970-01-01T00:00:00Z; 0 is "never". Lasts until 2106.
using Seconds = std::uint32_t;

/// Where a party stands, in the order a visit goes.
enum class State : std::uint8_t {
    not_confirmed,
    left_message,
    wrong_number,
    no_answer,
    late,
    confirmed,
    partially_arrived,
    all_arrived,
    partially_seated,
    seated,
    appetizer,
    entree,
    dessert,
    check_dropped,
    paid,
    cleared,
    bus_table,
    done,
    assumed_done,
    assumed_seated,
    cancelled,
    no_show
};
constexpr bool is_expected(State s) { return s <= State::confirmed; }
constexpr bool is_in_house(State s) {
    return s == State::partially_arrived || s == State::all_arrived;
}
constexpr bool is_seated(State s) { return s >= State::partially_seated && s <= State::bus_table; }
constexpr bool is_done(State s) { return s == State::done || s == State::assumed_done; }

enum class Origin : std::uint8_t { web, walk_in, phone };
enum class Area : std::uint8_t { standard, hightop, bar, counter, outdoor };

enum class StepKind : std::uint8_t {
    create,  // argument: person + 1, or 0
    state,
    reschedule,  // argument: the new scheduled time
    table,       // argument: the new first table
    server,      // argument: the new server
    party,       // argument: the new party size
    guest,       // argument: person + 1
    check        // argument: the check's subtotal in minor units
};

/// One change of a reservation. All of them are known when the reservation is planned; one has
/// happened when it has a sequence.
struct Step {
    Seconds at = 0;
    std::uint32_t sequence = 0;  // the version it made, or found when silent; 0 until it happens
    std::int32_t argument = 0;
    StepKind kind = StepKind::state;
    State state = State::not_confirmed;  // of kinds create and state
    std::uint8_t skew_s = 0;             // how far ahead of the truth the writing host's clock ran
    /// Changes content without making a version: no sequence, no updated time.
    bool silent = false;
};

/// A reservation as it stands now.
struct Reservation {
    Seconds created = 0, scheduled = 0, updated = 0;
    Seconds arrived = 0, seated = 0, done = 0;
    Seconds cancelled = 0;  // the first cancellation
    Seconds waitlisted = 0;
    std::uint32_t sequence = 0;  // 0 until it is created: not yet visible to anybody
    std::uint32_t guest = 0;     // index + 1 among the restaurant's guests; 0 for none
    std::uint32_t confirmation = 0;
    std::uint32_t first_step = 0;
    std::uint32_t look = 0;  // random bits that choose texts
    std::int32_t check_subtotal = 0, check_tax = 0,
                 check_tip = 0;  // minor units; all 0 without a check
    Seconds check_at = 0;        // when the check last changed
    std::uint8_t step_count = 0;
    State state = State::not_confirmed;
    Origin origin = Origin::web;
    Area area = Area::standard;
    std::uint8_t party = 2;
    std::uint8_t table = 0, second_table = 0;  // 0 for none
    std::uint8_t server = 0;                   // 0 for none
    bool opted_out = false;                    // its data is for operations only
    bool duplicate = false;      // the host wrote a second guest record for a person already known
    bool arrival_noted = false;  // the host's arrival button notes the time

    bool has_check() const { return check_subtotal != 0; }
    std::int64_t check_total() const {
        return std::int64_t(check_subtotal) + check_tax + check_tip;
    }
};

enum class OptIn : std::uint8_t { unknown, no, yes };

/// A guest record as it stands now.
struct Guest {
    std::uint32_t person = 0;
    Seconds created = 0;  // 0 when the book does not say
    Seconds updated = 0;
    std::uint32_t sequence = 0;
    Seconds first_visit = 0, last_visit = 0;
    std::uint32_t email = 0;        // version of the person's address; 0 for none
    std::uint32_t phone = 0;        // line in the person's country; 0 for none
    std::uint32_t primary = 0;      // index + 1 of the record this one was merged into; 0 when none
    std::uint32_t merges_into = 0;  // the same, planned
    Seconds opt_in_changed = 0;
    std::uint32_t look = 0;  // random bits that choose texts and forms
    OptIn opt_in = OptIn::unknown;
    bool has_network_id = false;
    bool opted_out = false;  // marketing_opted_out, whatever opt_in says
    bool forgotten = false, archived = false, hidden = false;
    bool shows_birthday = false;
    /// Has had a duplicate: its email and phone stay as they are, or who is who would depend on
    /// when somebody looked.
    bool settled = false;
    bool absorbed = false;      // another record was merged into it: it is never forgotten
    bool ever_counted = false;  // at some time its opt-in allowed email

    bool counts() const {
        return opt_in == OptIn::yes && !opted_out && !forgotten && !archived && email != 0;
    }
};

}  // namespace regulars::sandbox
