// Reads the definitions of all segments for the groups that they name.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/asked_for.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

namespace regulars::analytics {
namespace {

constexpr int most_told = 5;

/// A list or segment that a definition names, and where.
struct Asked {
    std::string group;
    std::string pointer;
};

std::vector<Asked> asked_by(const audience::Definition& definition) {
    std::vector<Asked> asked;
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

/// Nothing of a definition that can no longer be read.
std::vector<Asked> asked_by(const model::Segment& segment) {
    auto definition = audience::definition_from(segment.definition);
    return definition ? asked_by(*definition) : std::vector<Asked>();
}

}  // namespace

Result<void> refuse_while_asked_for(store::Transaction& tx, AccountId account,
                                    std::string_view group) {
    std::string names;
    int more = 0, told = 0;
    for (auto& segment : TRY(tx.segments().all(account))) {
        auto asked = asked_by(segment);
        if (segment.public_id == group ||
            std::ranges::find(asked, group, &Asked::group) == asked.end())
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

Result<void> refuse_circle(store::Transaction& tx, AccountId account, const model::Segment& segment,
                           const audience::Definition& definition) {
    std::map<std::string, model::Segment> others;
    for (auto& other : TRY(tx.segments().all(account)))
        if (other.id != segment.id) others.emplace(other.public_id, other);
    for (auto& asked : asked_by(definition)) {
        std::vector<std::string> waiting{asked.group};
        std::set<std::string> seen;
        while (!waiting.empty()) {
            auto group = std::move(waiting.back());
            waiting.pop_back();
            if (group == segment.public_id) {
                auto by_way = others.find(asked.group);
                return fail(ErrorKind::conflict,
                            by_way == others.end()
                                ? fmt::format("'{}' would ask for its own members", segment.name)
                                : fmt::format("'{}' would ask for its own members: '{}' asks for "
                                              "them already",
                                              segment.name, by_way->second.name),
                            asked.pointer);
            }
            auto next = others.find(group);
            if (next == others.end() || !seen.insert(group).second) continue;
            for (auto& further : asked_by(next->second)) waiting.push_back(further.group);
        }
    }
    return {};
}

}  // namespace regulars::analytics
