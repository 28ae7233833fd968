// Why somebody is in or out, condition by condition, with what each found and the events that
// decide.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analytics/live_audience.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "model/account.hpp"
#include "store/store.hpp"

namespace regulars::api {

struct DecidingEvent {
    EventId id;
    std::string metric_id, metric;
    Instant time;
    std::optional<Money> value;
};

/// The schema ConditionExplanation.
struct WhyCondition {
    std::string pointer;                // in the definition
    std::optional<bool> holds;          // none: it cannot be evaluated here
    std::string code;                   // what kind of words says it
    std::string values;                 // a JSON object: what those words need
    std::vector<DecidingEvent> events;  // newest first, at most 5
    std::int64_t count = 0;             // how many decide
};

struct Why {
    bool is_member = false;
    std::optional<Instant> next_change;
    std::vector<std::vector<WhyCondition>> groups;  // as in the definition
};

/// What cannot be evaluated here says so, and the others are answered. What the person is, agreed
/// to and belongs to is as of now at any instant. Errors: not_found (no such profile), the store's.
Result<Why> why(const analytics::LiveAudience& audience, store::Store& store,
                const model::Account& account, const audience::Definition& definition,
                ProfileId person, Instant at);

/// Whether some condition holds; none where that depends on what cannot be evaluated.
std::optional<bool> holds(const std::vector<WhyCondition>& group);

/// The member `groups` of the schema Explanation.
void write_groups(JsonWriter& out, const Why& why);

}  // namespace regulars::api
