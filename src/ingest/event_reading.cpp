// Collects lines until a Batch is full.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/event_reading.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace regulars::ingest {
namespace {

constexpr std::size_t most_remembered = 1'000'000;  // profiles looked up by their id

}  // namespace

void tell(EventImportCounts& counts, LineProblem problem) {
    ++counts.problems[problem.reason];
    counts.skipped += problem.is_line_skipped;
    if (counts.told.size() < most_told_problems) counts.told.push_back(std::move(problem));
}

Result<std::vector<ReadEvent>> EventReading::next(Instant now, EventImportCounts& counts) {
    std::vector<ReadEvent> events;
    auto told_before = std::ptrdiff_t(counts.told.size());
    Line line;
    while (events.empty() && !is_over_) {
        while (events.size() < steps_.events) {
            is_over_ = !TRY(lines_.next(line));
            if (is_over_) break;
            if (trimmed(line.text).empty()) continue;
            ++counts.lines;
            std::vector<LineProblem> notes;
            auto event = read_event_line(line, account_, now, notes);
            if (!event) {
                tell(counts, std::move(event).error());
                continue;
            }
            for (auto& note : notes) tell(counts, std::move(note));
            events.push_back({std::move(*event), std::nullopt});
        }
        TRY(find_profiles(events, counts));
    }
    // Whose profile is unknown was found out last, but is told as the lines stand.
    std::ranges::stable_sort(counts.told.begin() + told_before, counts.told.end(), {}, &LineProblem::line);
    return events;
}

Result<void> EventReading::find_profiles(std::vector<ReadEvent>& events, EventImportCounts& counts) {
    std::vector<std::string> unknown;
    if (profiles_.size() > most_remembered) profiles_.clear();
    for (auto& [said, profile] : events)
        if (!said.profile_id.empty() && profiles_.emplace(said.profile_id, ProfileId{}).second) unknown.push_back(said.profile_id);
    if (!unknown.empty())
        TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
            for (auto& id : unknown)
                if (auto found = TRY(tx.profiles().find(account_.id, id))) profiles_[id] = found->id;
            return {};
        }));
    std::erase_if(events, [&](ReadEvent& event) {
        if (event.said.profile_id.empty()) return false;
        event.profile = profiles_.at(event.said.profile_id);
        if (*event.profile) return false;
        tell(counts, {event.said.line, "/profile_id", "unknown_profile", std::string(clipped(event.said.profile_id, 80)), true});
        return true;
    });
    return {};
}

}  // namespace regulars::ingest
