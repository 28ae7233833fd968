// Remembering what values mean, and reading those that are new.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/event_codes.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "analytics/people.hpp"

namespace regulars::analytics {
namespace {

constexpr std::size_t most_remembered = 16'384;  // values a property
constexpr std::size_t nowhere = SIZE_MAX;

}  // namespace

std::size_t EventCodes::number_of(std::string_view name, std::size_t likely) {
    if (likely < known_.size() && known_[likely].name == name) return likely;
    auto found = by_name_.find(name);
    if (found == by_name_.end()) {
        found = by_name_.emplace(name, known_.size()).first;
        known_.emplace_back().name = name;
    }
    return found->second;
}

void EventCodes::add(Known& known, const JsonMembers::Member& member) {
    auto take = [&](const Codes& codes) {
        codes_.insert(codes_.end(), codes.begin(), codes.end());
    };
    if (known.last_codes && known.last == member.value) return take(*known.last_codes);
    bool is_full = known.values.size() >= most_remembered;
    if (is_full && member.is_plain_text) {
        if (!known.property) known.property = filling_.property(known.name);
        filling_.seek(*known.property, member.value.substr(1, member.value.size() - 2));
        awaited_.push_back(codes_.size());
        codes_.push_back({*known.property, 0});
        return;
    }
    if (auto found = known.values.find(member.value); found != known.values.end()) {
        known.last = found->first, known.last_codes = &found->second;
        return take(found->second);
    }
    audience::PersonEvent alone;
    read_properties(fmt::format(R"({{"{}":{}}})", known.name, member.value), alone);
    auto codes = filling_.codes_of(alone);
    take(codes);
    if (!is_full) known.values.emplace(member.value, std::move(codes));
}

void EventCodes::read_whole(std::string_view json) {
    audience::PersonEvent event;
    read_properties(json, event);
    // What is sought already gets a code that nobody asks for.
    auto begin = ends_.empty() ? 0 : ends_.back();
    for (auto& place : awaited_)
        if (place >= begin) place = nowhere;
    codes_.resize(begin);
    std::ranges::copy(filling_.codes_of(event), std::back_inserter(codes_));
}

bool cut(std::string_view json, std::vector<JsonMembers::Member>& members) {
    JsonMembers all(json);
    while (auto member = all.next()) members.push_back(*member);
    return all.is_done();
}

void EventCodes::read(const CutEvent& event) {
    read_members(event);
    ends_.push_back(codes_.size());
}

void EventCodes::settle() {
    for (auto place : awaited_) {
        auto code = filling_.found();
        if (place != nowhere) codes_[place] = code;
    }
    awaited_.clear();
}

void EventCodes::read_members(const CutEvent& event) {
    ++event_;
    std::size_t likely = 0, last = SIZE_MAX;
    for (const auto& member : event.members) {
        auto number = number_of(member.name, likely);
        auto& known = known_[number];
        if (known.met_in == event_) {
            read_whole(event.json);  // a name that stands twice
            return;
        }
        known.met_in = event_;
        if (last != SIZE_MAX) known_[last].next = number;
        last = number, likely = known.next;
        add(known, member);
    }
    if (!event.is_whole) read_whole(event.json);
}

}  // namespace regulars::analytics
