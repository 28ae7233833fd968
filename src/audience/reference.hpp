// The reference: whether one person is in a segment at one instant, by reading the definition
// aloud.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "audience/question.hpp"

namespace regulars::audience {

/// An answer, and the first later instant at which it can change if nothing happens (none: never):
/// the first at which an event, a date or a join enters or leaves some condition's window.
struct Standing {
    bool is_member = false;
    std::optional<Instant> next_change;
    bool operator==(const Standing&) const = default;
};

/// Why one condition holds or not: the events that decide, newest first, at most 5, and how many
/// there are.
struct Finding {
    std::string pointer;  // of the condition in the definition: "/condition_groups/0/conditions/1"
    bool holds = false;
    std::vector<EventId> events;
    std::int64_t matching = 0;         // events that satisfy the condition's timeframe and filters
    std::optional<double> measured;    // the count, sum, average, distance or prediction compared
    std::vector<Currency> currencies;  // of values that were added up
    std::optional<std::string>
        value;  // the property's value as JSON, the consent's state, the group's join time
    std::optional<Instant> next_change;
};

struct Explanation {
    Standing standing;
    std::vector<Finding> findings;  // of every condition, in the definition's order
};

/// Cost: the person's events times the conditions. Exact; slow on purpose.
Standing stands(const Question& question, const Person& person, Instant now);
Explanation explain(const Question& question, const Person& person, Instant now);

/// What the person is ordered by, where the definition says by what; nothing for the average of
/// nothing.
std::optional<double> order_figure(const Question& question, const Person& person, Instant now);

}  // namespace regulars::audience
