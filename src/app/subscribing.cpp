// Reading people and telling what came of them.
// SPDX-License-Identifier: Apache-2.0
#include "app/subscribing.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace regulars::app {

Result<std::unique_ptr<Bench>> Bench::open(const CommandLine& line) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    return std::unique_ptr<Bench>(new Bench{std::move(folder), std::move(account), {}, {}});
}

Result<model::List> Bench::list(const std::string& id_or_name) {
    std::optional<model::List> found;
    bool is_unclear = false;
    TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
        if ((found = TRY(tx.lists().find(account.id, std::string_view(id_or_name))))) return {};
        for (auto& list : TRY(tx.lists().all(account.id))) {
            if (!equals_ignoring_case(list.name, id_or_name)) continue;
            is_unclear |= found.has_value();
            found = list;
        }
        return {};
    }));
    if (is_unclear)
        return fail(ErrorKind::conflict, "several lists have this name; give the id", id_or_name);
    if (!found) return fail(ErrorKind::not_found, "there is no such list", id_or_name);
    return *found;
}

ingest::Who who_in(const std::string& text) {
    if (text.find('@') != text.npos) return {.email = text};
    if (text.starts_with('+')) return {.phone = text};
    return {.profile_id = text};
}

std::vector<std::span<const std::string>> in_portions(std::span<const std::string> people) {
    std::vector<std::span<const std::string>> portions;
    for (std::size_t from = 0; from < people.size(); from += ingest::most_people_at_once)
        portions.push_back(
            people.subspan(from, std::min(ingest::most_people_at_once, people.size() - from)));
    return portions;
}

void Tally::add(const ingest::Edited& edited, std::span<const std::string> people) {
    sum_.changed += edited.changed;
    sum_.unchanged += edited.unchanged;
    sum_.pending += edited.pending;
    sum_.created += edited.created;
    for (auto& refusal : edited.refused) refused_.emplace_back(people[refusal.index], refusal.why);
}

Result<void> Tally::report(const CommandLine& line, const char* done) const {
    if (line.json) {
        JsonWriter out;
        out.begin_object()
            .member(done, sum_.changed)
            .member("unchanged", sum_.unchanged)
            .member("pending", sum_.pending)
            .member("profiles_created", sum_.created);
        out.key("errors").begin_array();
        for (auto& [who, why] : refused_)
            out.begin_object().member("who", who).member("why", why).end_object();
        out.end_array().end_object();
        TRY(print(out.take() + "\n"));
    } else {
        std::string text = fmt::format("{} {}, {} unchanged", sum_.changed, done, sum_.unchanged);
        if (sum_.pending > 0) text += fmt::format(", {} asked to confirm", sum_.pending);
        if (sum_.created > 0) text += fmt::format(", {} new profiles", sum_.created);
        text += "\n";
        for (auto& [who, why] : refused_) text += fmt::format("{}: {}\n", who, why);
        TRY(print(text));
    }
    if (refused_.empty()) return {};
    return fail(ErrorKind::invalid, fmt::format("{} could not be served", refused_.size()));
}

}  // namespace regulars::app
