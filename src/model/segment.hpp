// Segments as they are kept: a definition with a name, its members, and what made them come and go.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::model {

struct Segment {
    SegmentId id;
    std::string public_id;  // six characters
    std::string name;
    std::string description;
    std::string definition;  // Klaviyo's grammar as JSON (klaviyo-api §9), as it was given
    bool is_active = true;   // an inactive one keeps the members that it has
    bool is_starred = false;
    std::int64_t version = 1;  // grows with every change of the above
    std::int64_t followed_version =
        0;  // of the definition that its members are those of; less: processing
    Instant created_at, updated_at;
    bool operator==(const Segment&) const = default;
};

/// Why somebody came or went. An edit of the definition starts no flows; the others are organic.
enum class SegmentCause { event, profile, instant, edit };
std::string_view name_of(SegmentCause cause);  // "event", "profile" …

struct SegmentMember {
    ProfileId profile;
    Instant joined_at;
    SegmentCause cause = SegmentCause::edit;
    EventId event;  // of cause event
    bool operator==(const SegmentMember&) const = default;
};

/// One person's entering or leaving.
struct SegmentMove {
    std::int64_t number = 0;  // grows through the account
    ProfileId profile;
    bool has_entered = false;
    Instant at;
    SegmentCause cause = SegmentCause::profile;
    EventId event;
    bool operator==(const SegmentMove&) const = default;
};

}  // namespace regulars::model
