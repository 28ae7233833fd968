// Passing changes on from segment to segment, and keeping timers.
// SPDX-License-Identifier: Apache-2.0
#include "audience/tracker_state.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace regulars::audience {
namespace {

/// From here on the whole segment is asked at once: a scan of everybody costs less than so many
/// single questions.
constexpr std::size_t many = 4'096;
constexpr std::int64_t spare_timers = 100'000;

}  // namespace

bool Tracker::State::settle_depths() {
    std::map<const Followed*, bool> is_settled;  // false while on the way
    std::function<bool(Followed&)> settle = [&](Followed& segment) {
        auto [mark, is_new] = is_settled.try_emplace(&segment, false);
        if (!is_new) return mark->second;
        segment.depth = 0;
        for (const auto& group : segment.question.dependence().groups) {
            auto* asked = find(group);
            if (!asked) continue;
            if (!settle(*asked)) return false;
            segment.depth = std::max(segment.depth, asked->depth + 1);
        }
        return is_settled[&segment] = true;
    };
    return std::ranges::all_of(segments, [&](auto& entry) { return settle(entry.second); });
}

void Tracker::State::list_dependents() {
    of_metric.clear(), of_group.clear(), of_profile.clear(), of_consent.clear(), all.clear();
    for (auto& [number, segment] : segments) {
        const auto& dependence = segment.question.dependence();
        for (auto metric : dependence.metrics) of_metric[metric].push_back(&segment);
        for (const auto& group : dependence.groups) of_group[group].push_back(&segment);
        if (dependence.on_profile) of_profile.push_back(&segment);
        if (dependence.on_consent) of_consent.push_back(&segment);
        all.push_back(&segment);
    }
}

void Tracker::State::ask(Affected affected, Instant at, std::vector<Transition>& out) {
    while (!affected.empty()) {
        auto node = affected.extract(affected.begin());
        auto& segment = *node.key();
        auto& [people, cause] = node.mapped();
        std::ranges::sort(people);
        people.erase(std::unique(people.begin(), people.end()), people.end());
        if (people.size() >= many && people.size() * 16 >= std::size_t(index.people())) {
            ask_whole(segment, at, cause, affected, out);
            arm_later(segment, at, people);
            continue;
        }
        // Passing a change on changes groups, which this question may ask for: ask all first.
        auto standings = index.stands(segment.question, people, at);
        for (std::size_t i = 0; i < people.size(); ++i) {
            arm(segment, people[i], standings[i].next_change);
            was_asked(segment, people[i]);
            if (standings[i].is_member !=
                segment.members.contains(std::uint64_t(people[i].value))) {
                move(segment, people[i], standings[i].is_member, at, cause, affected, out);
            }
        }
    }
}

void Tracker::State::ask_whole(Followed& segment, Instant at, Cause cause, Affected& affected,
                               std::vector<Transition>& out) {
    Roaring64Map found;
    for (auto person : index.members(segment.question, at)) found.add(std::uint64_t(person.value));
    auto differing = found ^ segment.members;
    for (auto person : differing)
        move(segment, {std::int64_t(person)}, found.contains(person), at, cause, affected, out);
}

void Tracker::State::move(Followed& segment, ProfileId person, bool entered, Instant at,
                          Cause cause, Affected& affected, std::vector<Transition>& out) {
    if (entered)
        segment.members.add(std::uint64_t(person.value));
    else
        segment.members.remove(std::uint64_t(person.value));
    index.set_member(segment.id, person, entered ? std::optional(at) : std::nullopt);
    out.push_back({segment.id, person, entered, at, cause});
    if (auto dependents = of_group.find(segment.id); dependents != of_group.end()) {
        for (auto* dependent : dependents->second) {
            auto& asked = affected[dependent];
            asked.people.push_back(person);
            if (asked.cause.kind == Cause::profile) asked.cause = cause;
        }
    }
}

void Tracker::State::arm(Followed& segment, ProfileId person, std::optional<Instant> at) {
    auto* due = segment.due.find(person.value);
    if (!at) {
        if (due) segment.due.erase(person.value), --pending;
        return;
    }
    if (due && *due == at->us) return;
    if (!due) ++pending;
    segment.due[person.value] = at->us;
    timers.push({at->us, person.value, segment.number});
}

void Tracker::State::arm_later(const Followed& segment, Instant from,
                               std::span<const ProfileId> people) {
    if (!segment.question.dependence().on_time) return;
    Unarmed later{.segment = segment.number, .from = from, .people = {}};
    for (auto person : people) {
        was_asked(segment, person);
        later.people.add(std::uint64_t(person.value));
    }
    unarmed.push_back(std::move(later));
}

void Tracker::State::was_asked(const Followed& segment, ProfileId person) {
    for (auto& waiting : unarmed) {
        if (waiting.segment == segment.number) waiting.people.remove(std::uint64_t(person.value));
    }
}

void Tracker::State::arm_all() {
    auto waiting = std::exchange(unarmed, {});
    for (const auto& [number, from, people] : waiting) {
        auto found = segments.find(number);
        if (found == segments.end()) continue;
        std::vector<ProfileId> asked;
        asked.reserve(people.cardinality());
        for (auto person : people) asked.push_back({std::int64_t(person)});
        auto standings = index.stands(found->second.question, asked, from);
        for (std::size_t i = 0; i < asked.size(); ++i)
            arm(found->second, asked[i], standings[i].next_change);
    }
}

void Tracker::State::drop_stale() {
    if (std::int64_t(timers.size()) > 2 * pending + spare_timers) {
        std::vector<Timer> counting;
        counting.reserve(std::size_t(pending));
        for (const auto& [number, segment] : segments) {
            segment.due.each([&](std::int64_t person, std::int64_t at_us) {
                counting.push_back({at_us, person, number});
            });
        }
        timers = std::priority_queue<Timer>({}, std::move(counting));
    }
    while (!timers.empty()) {
        const auto& top = timers.top();
        auto found = segments.find(top.segment);
        auto* due = found == segments.end() ? nullptr : found->second.due.find(top.person);
        if (due && *due == top.at_us) return;
        timers.pop();
    }
}

}  // namespace regulars::audience
