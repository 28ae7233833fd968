// What a person's events say of their reservations: those to come, and a lifetime's numbers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/written.hpp"

namespace regulars::api {

struct UpcomingReservation {
    EventId event;  // its Created Reservation
    IntegrationId integration;
    Instant scheduled_at;
    std::string time_zone, restaurant_name, request;
    std::optional<std::int64_t> party_size;
    std::vector<std::string> tables, visit_tags;
    bool confirmed = false;
};

struct Lifetime {
    std::int64_t visits = 0, reservations = 0, cancellations = 0, no_shows = 0, covers = 0;
    std::optional<Money> value;  // over visits, in the account's currency
    std::optional<Instant> first_seen, last_seen;
};

struct Story {
    std::vector<UpcomingReservation> upcoming;  // soonest first
    Lifetime lifetime;
};

/// All but covers.
Lifetime lifetime_of(const std::vector<store::ProfileSum>& sums, const Names& names,
                     Currency currency);
/// Reads the person's newest 2,000 events.
Result<Story> story_of(store::Transaction& tx, const model::Account& account, const Names& names,
                       ProfileId profile, const std::vector<store::ProfileSum>& sums, Instant now);

}  // namespace regulars::api
