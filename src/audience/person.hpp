// A person as segments see one: what they are, did, agreed to and belong to.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "base/time.hpp"
#include "model/consent.hpp"
#include "model/ids.hpp"
#include "model/profile.hpp"

namespace regulars::audience {

/// An amount in thousandths of a major unit, so that sums are exact in every currency.
using Amount = std::int64_t;

/// One event. `properties` holds what can be asked: booleans, numbers, texts and lists of texts of
/// the event's JSON, by name; anything else that is there and not null is an empty list.
struct PersonEvent {
    EventId id;
    MetricId metric;
    Instant time;
    std::optional<Amount> value;
    model::Properties properties;
    Currency currency;          // of the value
    model::Properties written;  // lists of texts: what charts show of a property of which
                                // `properties` cannot say it exactly
    bool operator==(const PersonEvent&) const = default;
};

/// Membership of a list or of a segment.
struct PersonGroup {
    std::string group;  // the public id
    Instant joined_at;
    bool operator==(const PersonGroup&) const = default;
};

/// The state of one channel; dates and details as far as they are known.
struct PersonConsent {
    model::Channel channel = model::Channel::email;
    model::ConsentState state = model::ConsentState::never_subscribed;
    bool can_receive = false;  // state, suppressions and the address together
    std::string method, method_detail, custom_source;
    bool is_double_opt_in = false;
    std::optional<Instant> status_at, bounced_at, suppressed_at, invalid_at;
    bool operator==(const PersonConsent&) const = default;
};

struct Person {
    ProfileId id;
    Instant created_at, updated_at;
    model::PersonFields fields;       // email, phone, names, birthday, custom properties
    model::Properties details;        // "external_id", "organization", "title", "location.city" …
    std::vector<PersonEvent> events;  // by time, then id
    std::vector<PersonGroup> groups;  // by group
    std::vector<PersonConsent> consents;  // at most one a channel
    bool operator==(const Person&) const = default;
};

}  // namespace regulars::audience
