// An index that is filled at once is the one that was told of everything in turn.
// SPDX-License-Identifier: Apache-2.0
#include "audience/filling.hpp"

#include <gtest/gtest.h>

#include "audience/random_world.hpp"

namespace regulars::audience {
namespace {

const Instant middle = *parse_instant("2026-03-29T15:00:00Z");

RC_GTEST_PROP(Filling, MakesTheIndexThatChangesMake, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    RandomWorld world;
    world.live(draw, 120);
    Filling filling;
    std::vector<std::pair<ProfileId, const PersonEvent*>> events;
    for (const auto& [id, person] : world.people) {
        auto alone = person;
        alone.events.clear();
        filling.put(alone);
        for (const auto& event : person.events) events.emplace_back(id, &event);
    }
    auto& random = draw.random();
    for (std::size_t i = events.size(); i > 1; --i)
        std::swap(events[i - 1], events[random.below(i)]);
    for (auto [id, event] : events) RC_ASSERT(filling.append(id, *event, filling.codes_of(*event)));
    RC_ASSERT(!filling.append({9'999}, PersonEvent{.id = {1}, .metric = {1}}, {}));

    auto index = std::move(filling).made();
    RC_ASSERT(index.events() == std::int64_t(events.size()));
    RC_ASSERT(index.everybody() == world.index.everybody());
    for (const auto& [id, person] : world.people)
        RC_ASSERT(index.person(id) == world.index.person(id));

    // And it changes on like any other.
    for (const auto& [id, person] : world.people) {
        auto event = draw.event();
        RC_ASSERT(index.add(id, event) && world.index.add(id, event));
        RC_ASSERT(index.person(id) == world.index.person(id));
        if (random.chance(0.1)) index.fold();
    }
}

}  // namespace
}  // namespace regulars::audience
