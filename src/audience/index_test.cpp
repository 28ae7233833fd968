// The index answers as the reference does, about everybody, at any instant, after any history.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include <gtest/gtest.h>

#include "audience/random_world.hpp"

namespace regulars::audience {
namespace {

const Instant middle = *parse_instant("2026-03-29T15:00:00Z");

void expect_as_reference(const RandomWorld& world, const Question& question, Instant now) {
    std::vector<ProfileId> expected;
    for (const auto& [id, person] : world.people) {
        auto standing = stands(question, person, now);
        if (standing.is_member) expected.push_back(id);
        RC_ASSERT(world.index.stands(question, id, now) == standing);
    }
    RC_ASSERT(world.index.members(question, now) == expected);
    RC_ASSERT(world.index.count(question, now) == std::int64_t(expected.size()));
}

RC_GTEST_PROP(Index, AnswersAsTheReference, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto catalog = random_catalog(draw.random());
    RandomWorld world;
    world.live(draw, 200);
    if (draw.random().chance(0.3)) world.index.fold();
    for (int i = 0; i < 4; ++i) {
        auto question = any_question(catalog);
        for (int j = 0; j < 3; ++j) {
            expect_as_reference(world, question,
                                draw.instant() + days(std::int64_t(draw.random().below(20))));
            world.live(draw, 10);
        }
    }
}

RC_GTEST_PROP(Index, OrdersPeopleAsTheReference, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto catalog = random_catalog(draw.random());
    RandomWorld world;
    world.live(draw, 150);
    if (draw.random().chance(0.5)) world.index.fold();
    std::vector<ProfileId> everybody{{1'000'000}};
    for (const auto& [id, person] : world.people) everybody.push_back(id);
    for (int i = 0; i < 6; ++i) {
        auto question = any_question(catalog);
        auto now = draw.instant();
        auto figures = world.index.order_figures(question, everybody, now);
        RC_ASSERT(figures[0] == std::nullopt);
        for (std::size_t p = 1; p < everybody.size(); ++p)
            RC_ASSERT(figures[p] == order_figure(question, world.people.at(everybody[p]), now));
    }
}

RC_GTEST_PROP(Index, KnowsEverybodysOrders, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto catalog = random_catalog(draw.random());
    RandomWorld world;
    world.live(draw, 150);
    if (draw.random().chance(0.5)) world.index.fold();
    OrdersAsked asked{order_metrics_of(catalog), refund_metrics_of(catalog), draw.instant(),
                      catalog.day_zone};
    std::vector<Orders> expected;
    for (const auto& [id, person] : world.people) {
        auto orders =
            orders_of(person.events, asked.orders, asked.refunds, asked.until, asked.zone);
        if (orders.count > 0) expected.push_back(orders);
    }
    auto told = world.index.orders(asked);
    auto by_first = [](const Orders& a, const Orders& b) {
        return std::tuple(a.first, a.last, a.count, a.spent, a.refunded, a.valued) <
               std::tuple(b.first, b.last, b.count, b.spent, b.refunded, b.valued);
    };
    std::ranges::sort(told, by_first), std::ranges::sort(expected, by_first);
    RC_ASSERT(told == expected);
}

RC_GTEST_PROP(Index, KnowsSizesOfThePast, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto catalog = random_catalog(draw.random());
    RandomWorld world;
    world.live(draw, 150);
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
