// Keeps segments true: who enters and leaves, at which instant, and because of what.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audience/index.hpp"

namespace regulars::audience {

/// Why a membership changed. Edits of the definition start no flows; the others are organic.
struct Cause {
    enum Kind { event, profile, instant, edit } kind = profile;
    EventId of_event;  // of kind event
    bool operator==(const Cause&) const = default;
};

struct Transition {
    std::string segment;  // its public id
    ProfileId person;
    bool entered = false;
    Instant at;  // the instant it became true: of a timer, the timer's
    Cause cause;
    bool operator==(const Transition&) const = default;
};

struct NewEvent {
    MetricId metric;
    EventId id;
};

/// What of a person changed; segments that cannot care are not asked. Of the new events the last
/// one of a metric that a segment asks for is the cause of what it makes of them; where there is
/// none, the profile is.
struct Touched {
    std::vector<NewEvent> news;     // in the order they came in
    std::vector<MetricId> metrics;  // of which events changed otherwise
    std::vector<std::string> groups;
    Cause of_groups;  // why those changed
    bool profile = false, consent = false, everything = false;
};

/// Follows segments over one index that somebody else keeps true; keeps who is in them there too,
/// so that a segment may ask for membership of another: its transitions are passed on, at the same
/// instant. Not thread-safe. Whatever the changes were and in whatever steps time came, the members
/// are those that the index gives from scratch.
class Tracker {
  public:
    explicit Tracker(Index& index);
    ~Tracker();

    /// Starts following a segment, or follows its new definition. `members` are those known so far
    /// (by id); the differences at `now` are returned with the cause given, and what other segments
    /// make of them. Cost: the whole segment once; everybody's timers are set by the next tick().
    /// Errors: conflict (it asks for membership of itself, maybe by way of others).
    Result<std::vector<Transition>> follow(const std::string& segment, Question question,
                                           const std::vector<ProfileId>& members, Cause cause,
                                           Instant now);
    void forget(const std::string& segment);

    /// After the index was changed for this person; tick(now) comes first, or what was due for this
    /// person before gets the instant `now`. Cost: the segments that can care, one person each.
    std::vector<Transition> changed(ProfileId person, const Touched& touched, Instant now);
    /// After the person was removed from the index.
    std::vector<Transition> removed(ProfileId person, Instant now);

    /// The first instant at which some membership can change by itself; in the past while timers
    /// wait to be set.
    std::optional<Instant> next() const;
    /// Acts on every timer up to and including `now`, in order of instants. Very many timers of one
    /// instant and segment are answered by asking the whole segment once.
    std::vector<Transition> tick(Instant now);

    std::int64_t size(const std::string& segment) const;
    std::vector<ProfileId> members(const std::string& segment) const;  // by id
    bool has(const std::string& segment, ProfileId person) const;
    /// Timers that are set.
    std::int64_t pending() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace regulars::audience
