// The index answers as the reference does, about everybody, at any instant, after any history.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "audience/definitions_test.hpp"
#include "audience/index.hpp"
#include "audience/random_people.hpp"

namespace regulars::audience {
namespace {

const Instant middle = *parse_instant("2026-03-29T15:00:00Z");

Catalog random_catalog(SeededRandom& random) {
    Catalog catalog;
    catalog.metrics = {{{1}, "MET001", "Completed Reservation", "opentable"},
                       {{2}, "MET002", "Placed Order", "toast"},
                       {{3}, "MET003", "Completed Reservation", "opentable"},
                       {{4}, "MET004", "Placed Order", ""}};
    for (const auto* group : {"LIST01", "LIST02", "SEGM01"})
        catalog.groups.push_back({group, group});
    catalog.day_zone = *Zone::find(random.chance(0.5)   ? "UTC"
                                   : random.chance(0.5) ? "America/New_York"
                                                        : "Europe/Berlin");
    return catalog;
}

struct World {
    Index index;
    std::map<ProfileId, Person> people;
};

/// Puts, adds, removes and folds; the same is in the map.
void live(World& world, RandomPeople& draw, int steps) {
    auto& random = draw.random();
    for (int step = 0; step < steps; ++step) {
        ProfileId id{std::int64_t(1 + random.below(150))};
        auto kind = random.below(20);
        if (kind == 0) {
            world.index.remove(id);
            world.people.erase(id);
        } else if (kind == 1 && random.chance(0.2)) {
            world.index.fold();
        } else if (kind < 12) {
            world.people[id] = draw.person(id);
            world.index.put(world.people[id]);
        } else if (auto found = world.people.find(id); found != world.people.end()) {
            auto event = draw.event();
            auto& events = found->second.events;
            events.insert(
                std::ranges::upper_bound(events, std::pair(event.time, event.id), {},
                                         [](const auto& e) { return std::pair(e.time, e.id); }),
                event);
            RC_ASSERT(world.index.add(id, event));
        }
    }
}

void expect_as_reference(const World& world, const Question& question, Instant now) {
    std::vector<ProfileId> expected;
    for (const auto& [id, person] : world.people) {
        auto standing = stands(question, person, now);
        if (standing.is_member) expected.push_back(id);
        RC_ASSERT(world.index.stands(question, id, now) == standing);
    }
    RC_ASSERT(world.index.members(question, now) == expected);
    RC_ASSERT(world.index.count(question, now) == std::int64_t(expected.size()));
}

Question any_question(const Catalog& catalog) {
    Vocabulary words;
    words.only_answerable = true;
    for (;;) {
        auto question = Question::ask(*any_definition(words), catalog);
        if (question) return *question;
    }
}

RC_GTEST_PROP(Index, AnswersAsTheReference, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto catalog = random_catalog(draw.random());
    World world;
    live(world, draw, 200);
    if (draw.random().chance(0.3)) world.index.fold();
    for (int i = 0; i < 4; ++i) {
        auto question = any_question(catalog);
        for (int j = 0; j < 3; ++j) {
            expect_as_reference(world, question,
                                draw.instant() + days(std::int64_t(draw.random().below(20))));
            live(world, draw, 10);
        }
    }
}

RC_GTEST_PROP(Index, KnowsSizesOfThePast, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto catalog = random_catalog(draw.random());
    World world;
    live(world, draw, 150);
    auto question = any_question(catalog);
    std::vector<Instant> instants;
    std::vector<std::int64_t> expected;
    for (int i = 0; i < 6; ++i) {
        instants.push_back(draw.instant());
        std::int64_t size = 0;
        for (auto [id, person] : world.people) {
            std::erase_if(person.events,
                          [&](const auto& event) { return event.time > instants.back(); });
            size += stands(question, person, instants.back()).is_member;
        }
        expected.push_back(size);
    }
    RC_ASSERT(world.index.sizes(question, instants) == expected);
}

TEST(Index, AnswersOnTwoThreadsAsOnOne) {
    // Enough people that the scan is divided.
    RandomPeople draw(5, middle);
    Index index;
    std::int64_t expected = 0;
    for (int i = 1; i <= 70'000; ++i) {
        Person person{.id = {i}, .created_at = middle, .updated_at = middle};
        if (i % 3 == 0)
            person.events.push_back({.id = {i},
                                     .metric = {1},
                                     .time = middle - days(i % 50),
                                     .value = std::nullopt,
                                     .properties = {}});
        index.put(person);
        expected += i % 3 == 0 && i % 50 <= 30;
    }
    auto catalog = random_catalog(draw.random());
    Definition definition{
        .groups = {{MetricCondition{
            .metric = "MET001",
            .test = {NumberOperator::greater_than_or_equal, 1},
            .timeframe = RelativeDate{RelativeOperator::in_the_last, TimeUnit::day, 30}}}},
        .order_by = {}};
    auto question = *Question::ask(definition, catalog);
    EXPECT_EQ(index.count(question, middle), expected);
    auto members = index.members(question, middle);
    EXPECT_EQ(std::int64_t(members.size()), expected);
    EXPECT_TRUE(std::ranges::is_sorted(members));
    index.fold();
    EXPECT_EQ(index.members(question, middle), members);
}

}  // namespace
}  // namespace regulars::audience
