// One line of JSON to one event: what it must hold, what it may hold, and why it is refused.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/lines.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "model/account.hpp"
#include "model/profile.hpp"

namespace regulars::ingest {

inline constexpr std::size_t most_line_bytes = 1u << 20;
inline constexpr std::size_t most_line_depth =
    12;  // objects and lists inside each other, the line's own included
inline constexpr std::size_t most_event_property_bytes =
    64u << 10;  // of one event's properties, as compact JSON
inline constexpr std::size_t most_event_properties = 400;  // klaviyo-api, payload limits

/// Why a line, or a member of it, was left out.
struct LineProblem {
    std::int64_t line = 0;
    std::string pointer;  // JSON pointer (RFC 6901) into the line; empty: the whole of it
    std::string reason;   // a word, see below
    std::string value;    // its beginning
    bool is_line_skipped = true;
    bool operator==(const LineProblem&) const = default;
};

/// What one line says happened.
struct EventLine {
    std::int64_t line = 0;
    std::string person;      // the key of who did it: "api:email:ana@x.example", "api:external:17",
                             // "api:phone:+1212…", "api:profile:01J…"
    std::string profile_id;  // where the line says it
    std::string email;       // as given
    std::vector<model::Identifier> identifiers;  // in matching form, sorted
    std::string metric;
    Instant time;  // whole seconds
    std::optional<Money> value;
    std::string unique_id;   // where there is none, the time in seconds
    std::string properties;  // a JSON object
};

/// Reads {email | phone | external_id | profile_id, metric, time, value, currency, unique_id,
/// properties}; null is absent; `phone_number` and `value_currency`, as Klaviyo's API has them, are
/// understood too. Rules of klaviyo-api §8.3: a metric's name is shorter than 128 characters, time
/// is ISO 8601 or seconds since 1970, cut to seconds, from 1990 to a year after `now`; a value
/// without a currency is in the account's. Reasons of refusal:
///   too_long, not_json, not_an_object, no_identifier, bad_email, bad_phone, bad_external_id,
///   bad_profile_id, no_metric, bad_metric, no_time, bad_time, time_out_of_range, bad_value,
///   bad_currency, bad_unique_id, bad_properties, too_many_properties, properties_too_large
/// A member of another name is left out and told in `notes` as unknown_member.
std::expected<EventLine, LineProblem> read_event_line(const Line& line,
                                                      const model::Account& account, Instant now,
                                                      std::vector<LineProblem>& notes);

}  // namespace regulars::ingest
