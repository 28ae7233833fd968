// What can be asked of a live audience, from any thread.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "analytics/live_audience.hpp"

namespace regulars::analytics {
namespace {

constexpr std::size_t sample_size = 10;
constexpr Duration catch_up_within = 2s;

std::vector<Ranked> ranked_by(const audience::Index& index, const audience::Question& question,
                              std::span<const ProfileId> people, Instant at) {
    auto figures = index.order_figures(question, people, at);
    std::vector<Ranked> ranked;
    ranked.reserve(people.size());
    for (std::size_t i = 0; i < people.size(); ++i) ranked.push_back({figures[i], people[i]});
    return ranked;
}

}  // namespace

Direction direction_of(const audience::Definition& definition) {
    return definition.order_by && definition.order_by->is_descending ? Direction::descending
                                                                     : Direction::ascending;
}

/// The first of people who are given by id, in the question's order.
std::vector<ProfileId> LiveAudience::first_of(const audience::Question& question,
                                              std::vector<ProfileId> people, Instant at,
                                              std::size_t limit) const {
    if (auto& definition = question.definition(); definition.order_by) {
        auto page = page_of(ranked_by(index_, question, people, at), direction_of(definition),
                            std::nullopt, limit);
        std::ranges::transform(page, people.begin(), &Ranked::person);
    }
    people.resize(std::min(people.size(), limit));
    return people;
}

Result<audience::Question> LiveAudience::ask(const audience::Definition& definition) const {
    return audience::Question::ask(definition, catalog_);
}

Result<void> LiveAudience::check(const audience::Definition& definition) const {
    std::shared_lock lock(mutex_);
    TRY(ask(definition));
    return {};
}

std::vector<Error> LiveAudience::faults(const audience::Definition& definition) const {
    std::shared_lock lock(mutex_);
    std::vector<Error> faults;
    if (ask(definition)) return faults;
    constexpr std::string_view first = "/condition_groups/0/conditions/0";
    for (std::size_t g = 0; g < definition.groups.size(); ++g)
        for (std::size_t c = 0; c < definition.groups[g].size(); ++c) {
            auto asked = ask({.groups = {{definition.groups[g][c]}}, .order_by = {}});
            if (asked) continue;
            auto error = std::move(asked.error());
            if (error.where.starts_with(first))
                error.where.replace(0, first.size(),
                                    fmt::format("/condition_groups/{}/conditions/{}", g, c));
            faults.push_back(std::move(error));
        }
    if (auto asked = ask({.groups = {}, .order_by = definition.order_by}); !asked)
        faults.push_back(std::move(asked.error()));
    return faults;
}

Result<Counted> LiveAudience::count(const audience::Definition& definition) const {
    return count(definition, clock_.now());
}

Result<Counted> LiveAudience::count(const audience::Definition& definition, Instant at) const {
    std::shared_lock lock(mutex_);
    auto question = TRY(ask(definition));
    auto started = clock_.now();
    auto members = index_.members(question, at);
    Counted counted{.count = std::int64_t(members.size()),
                    .of = index_.people(),
                    .took = clock_.now() - started,
                    .at = at,
                    .day_zone = catalog_.day_zone.name()};
    counted.sample = first_of(question, std::move(members), at, sample_size);
    return counted;
}

Result<std::vector<ProfileId>> LiveAudience::members(const audience::Definition& definition,
                                                     Instant at) const {
    std::shared_lock lock(mutex_);
    auto question = TRY(ask(definition));
    auto members = index_.members(question, at);
    auto all = members.size();
    return first_of(question, std::move(members), at, all);
}

Result<std::vector<Ranked>> LiveAudience::ranked(const audience::Definition& definition,
                                                 std::span<const ProfileId> people) const {
    std::shared_lock lock(mutex_);
    return ranked_by(index_, TRY(ask(definition)), people, clock_.now());
}

Result<std::vector<std::int64_t>> LiveAudience::sizes(const audience::Definition& definition,
                                                      std::span<const Instant> instants) const {
    std::shared_lock lock(mutex_);
    return index_.sizes(TRY(ask(definition)), instants);
}

audience::Tally LiveAudience::tally(const audience::TallyQuestion& question) const {
    std::shared_lock lock(mutex_);
    return index_.tally(question);
}

std::vector<audience::ValueCount> LiveAudience::values(
    const audience::ValueQuestion& question) const {
    std::shared_lock lock(mutex_);
    return index_.values(question);
}

bool LiveAudience::reaches(std::int64_t sequence, Duration at_most) const {
    std::shared_lock lock(mutex_);
    return moved_on_.wait_for(lock, at_most, [&] { return sequence_ >= sequence; });
}

Result<void> LiveAudience::catch_up_with(std::span<const std::string> groups) const {
    auto is_unknown = [&](const std::string& group) {
        return std::ranges::find(catalog_.groups, group, &audience::KnownGroup::public_id) ==
               catalog_.groups.end();
    };
    std::vector<std::string> fresh;
    {
        std::shared_lock lock(mutex_);
        std::ranges::copy_if(groups, std::back_inserter(fresh), is_unknown);
    }
    if (fresh.empty() || is_asking_only_) return {};
    std::set<std::string> in_store;
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        auto names = TRY(group_names(tx, account_));
        for (auto& [id, group] : names.lists) in_store.insert(group);
        for (auto& [id, group] : names.segments) in_store.insert(group);
        return {};
    }));
    std::erase_if(fresh, [&](auto& group) { return !in_store.contains(group); });
    std::shared_lock lock(mutex_);
    moved_on_.wait_for(lock, catch_up_within,
                       [&] { return std::ranges::none_of(fresh, is_unknown); });
    return {};
}

Result<std::vector<LiveAudience::Overlap>> LiveAudience::overlap(
    const audience::Definition& definition, std::span<const std::string> groups) const {
    std::shared_lock lock(mutex_);
    auto now = clock_.now();
    auto members = index_.members(TRY(ask(definition)), now);
    std::vector<Overlap> overlaps;
    for (auto& group : groups) {
        audience::Definition of_group{.groups = {{audience::GroupCondition{.groups = {group}}}}};
        auto theirs = index_.members(TRY(ask(of_group)), now);
        std::vector<ProfileId> both;
        std::ranges::set_intersection(members, theirs, std::back_inserter(both));
        overlaps.push_back({std::int64_t(theirs.size()), std::int64_t(both.size())});
    }
    return overlaps;
}

Result<audience::Explanation> LiveAudience::explain(const audience::Definition& definition,
                                                    ProfileId person, Instant at) const {
    audience::Question question = TRY([&]() -> Result<audience::Question> {
        std::shared_lock lock(mutex_);
        return ask(definition);
    }());
    std::optional<audience::Person> found;
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        found = TRY(person_of(tx, account_, TRY(group_names(tx, account_)), person));
        return {};
    }));
    if (!found) return fail(ErrorKind::not_found, "there is no such profile");
    return audience::explain(question, *found, at);
}

Result<void> LiveAudience::save(const std::filesystem::path& folder) const {
    std::shared_lock lock(mutex_);
    return index_.save(folder / "audience.index", sequence_);
}

std::int64_t LiveAudience::people() const {
    std::shared_lock lock(mutex_);
    return index_.people();
}
std::int64_t LiveAudience::events() const {
    std::shared_lock lock(mutex_);
    return index_.events();
}
std::size_t LiveAudience::memory_bytes() const {
    std::shared_lock lock(mutex_);
    return index_.memory_bytes();
}
std::int64_t LiveAudience::sequence() const {
    std::shared_lock lock(mutex_);
    return sequence_;
}

}  // namespace regulars::analytics
