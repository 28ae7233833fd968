// Reads the definitions of all segments for the groups that they name.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/asked_for.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace regulars::analytics {
namespace {

constexpr int most_told = 5;

std::vector<AskedGroup> asked_by(const model::Segment& segment) {
    auto definition = audience::definition_from(segment.definition);
    return definition ? groups_asked_by(*definition) : std::vector<AskedGroup>();
}

}  // namespace

std::vector<AskedGroup> groups_asked_by(const audience::Definition& definition) {
    std::vector<AskedGroup> asked;
    for (std::size_t g = 0; g < definition.groups.size(); ++g)
        for (std::size_t c = 0; c < definition.groups[g].size(); ++c) {
            auto* of = std::get_if<audience::GroupCondition>(&definition.groups[g][c]);
            if (!of) continue;
            for (std::size_t i = 0; i < of->groups.size(); ++i)
                asked.push_back(
                    {of->groups[i],
                     fmt::format("/condition_groups/{}/conditions/{}/group_ids/{}", g, c, i)});
        }
    return asked;
}

Result<void> refuse_while_asked_for(store::Transaction& tx, AccountId account,
                                    std::string_view group) {
    std::string names;
    int more = 0, told = 0;
    for (auto& segment : TRY(tx.segments().all(account))) {
        auto asked = asked_by(segment);
        if (segment.public_id == group ||
            std::ranges::find(asked, group, &AskedGroup::group) == asked.end())
            continue;
        if (told == most_told)
            ++more;
        else
            names += fmt::format("{}'{}'", told++ ? ", " : "", segment.name);
    }
    if (names.empty()) return {};
    if (more > 0) names += fmt::format(" and {} more", more);
    return fail(ErrorKind::conflict,
                "segments ask for its members; change or delete them first: " + names);
}

Result<AskingSegments> AskingSegments::read(store::Transaction& tx, AccountId account) {
    AskingSegments all;
    for (auto& segment : TRY(tx.segments().all(account)))
        all.segments_[segment.public_id] = {segment.name, asked_by(segment)};
    return all;
}

Result<void> AskingSegments::refuse_circle(const model::Segment& segment,
                                           const audience::Definition& definition) const {
    for (auto& asked : groups_asked_by(definition)) {
        std::vector<std::string_view> waiting{asked.group};
        std::set<std::string_view> seen;
        while (!waiting.empty()) {
            auto group = waiting.back();
            waiting.pop_back();
            if (group == segment.public_id) {
                bool is_direct = asked.group == segment.public_id;
                return fail(
                    ErrorKind::conflict,
                    is_direct
                        ? fmt::format("'{}' would ask for its own members", segment.name)
                        : fmt::format("'{}' would ask for its own members: '{}' asks for them "
                                      "already",
                                      segment.name, segments_.find(asked.group)->second.name),
                    asked.pointer);
            }
            auto next = segments_.find(group);
            if (next == segments_.end() || !seen.insert(group).second) continue;
            for (auto& further : next->second.asked) waiting.push_back(further.group);
        }
    }
    return {};
}

}  // namespace regulars::analytics
