// What was put, added and removed is what is there, folded or not.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "audience/index.hpp"
#include "audience/random_people.hpp"

namespace regulars::audience {
namespace {

const Instant middle = *parse_instant("2026-06-17T15:00:00Z");

void expect_same(const Index& index, const std::map<ProfileId, Person>& people) {
    RC_ASSERT(index.people() == std::int64_t(people.size()));
    std::int64_t events = 0;
    for (const auto& [id, person] : people) {
        RC_ASSERT(index.person(id) == std::optional(person));
        events += std::int64_t(person.events.size());
    }
    RC_ASSERT(index.events() == events);
}

void add_sorted(Person& person, const PersonEvent& event) {
    std::erase_if(person.events,
                  [&](const auto& e) { return e.metric == event.metric && e.id == event.id; });
    auto at = std::ranges::upper_bound(person.events, std::pair(event.time, event.id), {},
                                       [](const auto& e) { return std::pair(e.time, e.id); });
    person.events.insert(at, event);
}

RC_GTEST_PROP(IndexChanges, KeepsPeopleAsTheyWerePut, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto& random = draw.random();
    Index index;
    std::map<ProfileId, Person> people;
    for (int step = 0; step < 120; ++step) {
        ProfileId id{std::int64_t(1 + random.below(12))};
        switch (random.below(10)) {
            case 0:
                index.remove(id);
                people.erase(id);
                break;
            case 1:
                index.fold();
                break;
            case 2: {
                auto person = draw.person(id);
                index.put(person);
                people[id] = person;
                break;
            }
            case 3: {  // completed later
                auto found = people.find(id);
                if (found == people.end() || found->second.events.empty()) break;
                auto event = found->second.events[random.below(found->second.events.size())];
                event.value = 12'345;
                event.properties = draw.properties();
                if (random.chance(0.2)) event.time = draw.instant();
                RC_ASSERT(index.add(id, event));
                add_sorted(found->second, event);
                break;
            }
            default: {
                auto event = draw.event();
                auto found = people.find(id);
                RC_ASSERT(index.add(id, event) == (found != people.end()));
                if (found != people.end()) add_sorted(found->second, event);
            }
        }
        if (step % 10 == 0) expect_same(index, people);
    }
    expect_same(index, people);
    index.fold();
    expect_same(index, people);
}

TEST(IndexChanges, ReadsEveryKindOfValueBack) {
    const model::Property values[] = {true,
                                      false,
                                      std::int64_t(0),
                                      INT64_MIN,
                                      INT64_MAX,
                                      -0.5,
                                      1e300,
                                      std::string(),
                                      std::string("Web"),
                                      std::string("2026-03-01T19:30Z"),
                                      std::string("1001-00ab12cd34ef5678-0"),
                                      std::string("DEADBEEF00112233"),
                                      std::string("mixed 123456 aF"),
                                      std::string(200, '7'),
                                      std::string("nul\0 123456", 11),
                                      std::vector<std::string>{},
                                      std::vector<std::string>{"", "a", "2026-03-01T19:30Z"}};
    Index index;
    Person person{.id = {7}, .created_at = middle, .updated_at = middle};
    for (const auto& value : values) {
        auto n = std::int64_t(person.events.size());
        person.events.push_back({.id = {n + 1},
                                 .metric = {1},
                                 .time = middle + Duration(n),
                                 .value = std::nullopt,
                                 .properties = {{"Any", value}}});
        person.fields.properties["p" + std::to_string(n)] = value;
    }
    person.events[2].value = INT64_MAX;
    person.events[3].value = INT64_MIN + 1;
    index.put(person);
    EXPECT_EQ(index.person({7}), person);
    index.fold();
    EXPECT_EQ(index.person({7}), person);
}

TEST(IndexChanges, KeepsFoundShapesApartFromPlainTexts) {
    Index index;
    Person person{.id = {1}, .created_at = middle, .updated_at = middle};
    for (int i = 0; i < 2000; ++i) {  // far more shapes than are given numbers
        std::string text =
            std::to_string(100'000 + i) + std::string(std::size_t(i % 50), 'z') + std::to_string(i);
        person.events.push_back({.id = {i + 1},
                                 .metric = {1},
                                 .time = middle,
                                 .value = std::nullopt,
                                 .properties = {{"Any", text}}});
    }
    index.put(person);
    index.fold();
    EXPECT_EQ(index.person({1}), person);
}

TEST(IndexChanges, LeavesAFollowedGroupToItsFollower) {
    Index index;
    Person person{.id = {1}, .created_at = middle, .updated_at = middle};
    person.groups = {{"SEGM01", middle}};
    index.put(person);
    index.set_member("SEGM01", {1}, std::nullopt);
    index.put(person);
    EXPECT_TRUE(index.person({1})->groups.empty());
    index.set_member("SEGM01", {1}, middle + 1s);
    EXPECT_EQ(index.person({1})->groups, (std::vector<PersonGroup>{{"SEGM01", middle + 1s}}));
}

}  // namespace
}  // namespace regulars::audience
