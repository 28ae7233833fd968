// The tracker's inside: followed segments, who depends on what, and timers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <queue>
#include <set>
#include <span>

#include <roaring/roaring64map.hh>

#include "audience/columns/number_map.hpp"
#include "audience/tracker.hpp"

namespace regulars::audience {

struct Followed {
    std::uint32_t number = 0;  // of the segment, never given twice
    std::string id;
    Question question;
    int depth = 0;  // more than that of any segment it asks for
    Roaring64Map members;
    NumberMap<std::int64_t> due;  // by person, in microseconds: the timer that counts
};

/// People whose timers are to be set as seen from an instant.
struct Unarmed {
    std::uint32_t segment = 0;
    Instant from;
    Roaring64Map people;  // without those who were asked since
};

struct Timer {
    std::int64_t at_us;
    std::int64_t person;
    std::uint32_t segment;
    bool operator<(const Timer& other) const { return at_us > other.at_us; }  // the earliest on top
};

struct Tracker::State {
    explicit State(Index& of) : index(of) {}

    Followed* find(const std::string& segment) {
        auto found = numbers.find(segment);
        return found == numbers.end() ? nullptr : &segments.at(found->second);
    }
    const Followed* find(const std::string& segment) const {
        return const_cast<State*>(this)->find(segment);
    }
    /// By depth, then number: the order in which changes are passed on.
    struct ByDepth {
        bool operator()(const Followed* a, const Followed* b) const {
            return std::pair(a->depth, a->number) < std::pair(b->depth, b->number);
        }
    };
    /// Who is to be asked about, and why.
    struct Asked {
        std::vector<ProfileId> people;
        Cause cause;
    };
    using Affected = std::map<Followed*, Asked, ByDepth>;

    /// Depths anew, or false if some segment asks for itself.
    bool settle_depths();
    void list_dependents();
    /// Asks each about its people, in order, and passes on what changes.
    void ask(Affected affected, Instant at, std::vector<Transition>& out);
    void move(Followed& segment, ProfileId person, bool entered, Instant at, Cause cause,
              Affected& affected, std::vector<Transition>& out);
    /// Makes the members those of the index.
    void ask_whole(Followed& segment, Instant at, Cause cause, Affected& affected,
                   std::vector<Transition>& out);
    void arm(Followed& segment, ProfileId person, std::optional<Instant> at);
    void arm_all();
    void arm_later(const Followed& segment, Instant from, std::span<const ProfileId> people);
    /// Whoever is asked has their timer set by the answer.
    void was_asked(const Followed& segment, ProfileId person);
    void drop_stale();

    Index& index;
    std::map<std::uint32_t, Followed> segments;
    std::map<std::string, std::uint32_t, std::less<>> numbers;
    std::uint32_t last_number = 0;
    std::map<MetricId, std::vector<Followed*>> of_metric;
    std::map<std::string, std::vector<Followed*>, std::less<>> of_group;
    std::vector<Followed*> of_profile, of_consent, all;
    std::priority_queue<Timer> timers;
    std::int64_t pending = 0;  // timers that count; the others in the queue are stale
    std::vector<Unarmed> unarmed;
};

}  // namespace regulars::audience
