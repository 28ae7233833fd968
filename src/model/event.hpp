// Metrics and events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/money.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::model {

/// A kind of event of one integration. Listed metrics stand on the metrics page; the others can be
/// used in segments and filters only.
struct Metric {
    MetricId id;
    std::string public_id;  // six characters
    IntegrationId integration;
    std::string name;  // "Completed Reservation"
    bool listed = true;
    std::int64_t events = 0;
    bool operator==(const Metric&) const = default;
};

struct Event {
    EventId id;
    std::string unique_id;  // for ever unique in the account
    MetricId metric;
    ProfileId profile;
    FacetId facet;  // through which source's word the event belongs to the profile
    Instant time;
    std::optional<Money> value;
    std::string properties = "{}";  // a JSON object
    bool operator==(const Event&) const = default;
};

}  // namespace regulars::model
