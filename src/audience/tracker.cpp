// Following segments: what changed is asked, what differs is told and passed on.
// SPDX-License-Identifier: Apache-2.0
#include "audience/tracker_state.hpp"

#include <algorithm>

namespace regulars::audience {

Tracker::Tracker(Index& index) : state_(std::make_unique<State>(index)) {}
Tracker::~Tracker() = default;

Result<std::vector<Transition>> Tracker::follow(const std::string& segment, Question question,
                                                const std::vector<ProfileId>& members, Cause cause,
                                                Instant now) {
    auto& state = *state_;
    auto* known = state.find(segment);
    if (known) {
        std::swap(known->question, question);
        if (!state.settle_depths()) {
            std::swap(known->question, question);
            state.settle_depths();
            return fail(ErrorKind::conflict, "the segment asks for membership of itself", segment);
        }
    } else {
        auto number = ++state.last_number;
        known = &state.segments
                     .emplace(
                         number,
                         Followed{.number = number, .id = segment, .question = std::move(question)})
                     .first->second;
        state.numbers[segment] = number;
        if (!state.settle_depths()) {
            state.numbers.erase(segment);
            state.segments.erase(number);
            state.settle_depths();
            return fail(ErrorKind::conflict, "the segment asks for membership of itself", segment);
        }
    }
    state.list_dependents();
    state.index.set_member(segment, {}, std::nullopt);

    known->members = {};
    for (auto person : members) {
        known->members.add(std::uint64_t(person.value));
        if (!state.index.member_since(segment, person))
            state.index.set_member(segment, person, now);
    }
    for (auto person : state.index.in_group(segment)) {
        if (!known->members.contains(std::uint64_t(person.value)))
            state.index.set_member(segment, person, std::nullopt);
    }
    std::vector<Transition> out;
    State::Affected affected;
    state.ask_whole(*known, now, cause, affected, out);
    state.ask(std::move(affected), now, out);

    state.pending -= std::int64_t(known->due.size());
    known->due.clear();
    std::erase_if(state.unarmed,
                  [&](const Unarmed& waiting) { return waiting.segment == known->number; });
    state.arm_later(*known, now, state.index.everybody());
    return out;
}

void Tracker::forget(const std::string& segment) {
    auto* known = state_->find(segment);
    if (!known) return;
    state_->pending -= std::int64_t(known->due.size());
    std::erase_if(state_->unarmed,
                  [&](const Unarmed& waiting) { return waiting.segment == known->number; });
    state_->segments.erase(known->number);
    state_->numbers.erase(segment);
    state_->settle_depths();
    state_->list_dependents();
}

std::vector<Transition> Tracker::changed(ProfileId person, const Touched& touched, Instant now) {
    auto& state = *state_;
    State::Affected affected;
    auto touch = [&](const std::vector<Followed*>& segments) {
        for (auto* segment : segments) affected[segment].people = {person};
    };
    auto touch_metric = [&](MetricId metric, Cause cause) {
        auto found = state.of_metric.find(metric);
        if (found == state.of_metric.end()) return;
        touch(found->second);
        for (auto* segment : found->second) affected[segment].cause = cause;
    };
    if (touched.everything) touch(state.all);
    for (const auto& group : touched.groups) {
        auto found = state.of_group.find(group);
        if (found == state.of_group.end()) continue;
        touch(found->second);
        for (auto* segment : found->second) affected[segment].cause = touched.of_groups;
    }
    for (auto metric : touched.metrics) touch_metric(metric, {});
    for (auto [metric, id] : touched.news) touch_metric(metric, {Cause::event, id});
    if (touched.profile) touch(state.of_profile);
    if (touched.consent) touch(state.of_consent);
    std::vector<Transition> out;
    state.ask(std::move(affected), now, out);
    return out;
}

std::vector<Transition> Tracker::removed(ProfileId person, Instant now) {
    std::vector<Transition> out;
    State::Affected nobody;
    for (auto& [number, segment] : state_->segments) {
        state_->arm(segment, person, std::nullopt);
        state_->was_asked(segment, person);
        if (segment.members.contains(std::uint64_t(person.value)))
            state_->move(segment, person, false, now, {}, nobody, out);
    }
    return out;
}

std::optional<Instant> Tracker::next() const {
    auto& state = *state_;
    state.drop_stale();
    std::optional<Instant> first;
    if (!state.timers.empty()) first = Instant{state.timers.top().at_us};
    for (const auto& waiting : state.unarmed)
        first = first ? std::min(*first, waiting.from) : waiting.from;
    return first;
}

std::vector<Transition> Tracker::tick(Instant now) {
    auto& state = *state_;
    std::vector<Transition> out;
    state.arm_all();
    for (state.drop_stale(); !state.timers.empty() && state.timers.top().at_us <= now.us;
         state.drop_stale()) {
        // What is told of this instant is told before anybody's next timer is sought.
        if (!state.unarmed.empty() && !out.empty()) return out;
        state.arm_all();
        Instant at{state.timers.top().at_us};
        State::Affected affected;
        for (; !state.timers.empty() && state.timers.top().at_us == at.us; state.timers.pop()) {
            const auto& timer = state.timers.top();
            auto found = state.segments.find(timer.segment);
            if (found == state.segments.end()) continue;
            auto* due = found->second.due.find(timer.person);
            if (!due || *due != at.us) continue;
            auto& asked = affected[&found->second];
            asked.people.push_back({timer.person});
            asked.cause = {.kind = Cause::instant};
            state.arm(found->second, {timer.person}, std::nullopt);
        }
        state.ask(std::move(affected), at, out);
    }
    return out;
}

std::int64_t Tracker::size(const std::string& segment) const {
    auto* known = state_->find(segment);
    return known ? std::int64_t(known->members.cardinality()) : 0;
}

std::vector<ProfileId> Tracker::members(const std::string& segment) const {
    std::vector<ProfileId> people;
    if (auto* known = state_->find(segment)) {
        people.reserve(known->members.cardinality());
        for (auto person : known->members) people.push_back({std::int64_t(person)});
    }
    return people;
}

bool Tracker::has(const std::string& segment, ProfileId person) const {
    auto* known = state_->find(segment);
    return known && known->members.contains(std::uint64_t(person.value));
}

std::int64_t Tracker::pending() const { return state_->pending; }

}  // namespace regulars::audience
