// Collects lines until a step is full.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/event_reading.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace regulars::ingest {
namespace {

constexpr std::size_t most_remembered = 1'000'000;  // profiles looked up by their id
constexpr std::size_t most_told_bytes = 80;

void note(RowsRead& into, LineProblem problem) {
    note_problem(into, {problem.line, std::move(problem.pointer), std::move(problem.reason),
                        std::move(problem.value), problem.is_line_skipped});
}

}  // namespace

Result<bool> EventReading::next_line(Line& line) {
    while (TRY(lines_.next(line)))
        if (!trimmed(line.text).empty()) return true;
    return false;
}

Result<void> EventReading::pass_over(std::int64_t lines) {
    Line line;
    while (lines-- > 0 && TRY(next_line(line))) {
    }
    return {};
}

Result<ReadEvents> EventReading::next(std::int64_t most, Instant now) {
    ReadEvents read;
    Line line;
    for (; read.rows < most && TRY(next_line(line)); ++read.rows) {
        std::vector<LineProblem> notes;
        auto event = read_event_line(line, account_, now, notes);
        if (!event) {
            note(read, std::move(event).error());
            continue;
        }
        for (auto& one : notes) note(read, std::move(one));
        read.events.push_back({std::move(*event), std::nullopt});
    }
    TRY(find_profiles(read));
    return read;
}

Result<void> EventReading::find_profiles(ReadEvents& read) {
    std::vector<std::string> unknown;
    if (profiles_.size() > most_remembered) profiles_.clear();
    for (auto& [said, profile] : read.events)
        if (!said.profile_id.empty() && profiles_.emplace(said.profile_id, ProfileId{}).second)
            unknown.push_back(said.profile_id);
    if (!unknown.empty())
        TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
            for (auto& id : unknown)
                if (auto found = TRY(tx.profiles().find(account_.id, id)))
                    profiles_[id] = found->id;
            return {};
        }));
    auto is_nobodys = [&](ReadEvent& event) {
        if (event.said.profile_id.empty()) return false;
        event.profile = profiles_.at(event.said.profile_id);
        if (*event.profile) return false;
        note(read, {event.said.line, "/profile_id", "unknown_profile",
                    std::string(clipped(event.said.profile_id, most_told_bytes)), true});
        return true;
    };
    // Found out last, but told as the lines stand.
    if (std::erase_if(read.events, is_nobodys) > 0)
        std::ranges::stable_sort(read.problems, {}, &model::ImportProblem::line);
    return {};
}

}  // namespace regulars::ingest
