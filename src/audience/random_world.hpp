// An index and beside it the people it should know, drawn at random; questions about them, for
// tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include <rapidcheck/gtest.h>

#include "audience/definitions_test.hpp"
#include "audience/index.hpp"
#include "audience/random_people.hpp"

namespace regulars::audience {

/// What random people and definitions speak of, and segments besides.
inline Catalog catalog_of_words(std::string_view zone,
                                std::initializer_list<const char*> segments = {}) {
    Catalog catalog;
    catalog.metrics = {{{1}, "MET001", "Completed Reservation", "opentable"},
                       {{2}, "MET002", "Placed Order", "toast"},
                       {{3}, "MET003", "Completed Reservation", "opentable"},
                       {{4}, "MET004", "Placed Order", ""}};
    for (const auto* group : {"LIST01", "LIST02", "SEGM01"})
        catalog.groups.push_back({group, group});
    for (const auto* segment : segments) catalog.groups.push_back({segment, segment, true});
    catalog.day_zone = *Zone::find(zone);
    return catalog;
}

inline Catalog random_catalog(SeededRandom& random) {
    return catalog_of_words(random.chance(0.5)   ? "UTC"
                            : random.chance(0.5) ? "America/New_York"
                                                 : "Europe/Berlin");
}

/// One that can be asked; of `groups`.
inline Question any_question(const Catalog& catalog,
                             const std::vector<std::string>& groups = Vocabulary{}.groups) {
    Vocabulary words;
    words.only_answerable = true;
    words.groups = groups;
    for (;;) {
        auto question = Question::ask(*any_definition(words), catalog);
        if (question) return *question;
    }
}

struct RandomWorld {
    Index index;
    std::map<ProfileId, Person> people;

    /// Puts, adds, removes and folds; the same is in the map.
    void live(RandomPeople& draw, int steps) {
        auto& random = draw.random();
        for (int step = 0; step < steps; ++step) {
            ProfileId id{std::int64_t(1 + random.below(150))};
            auto kind = random.below(20);
            if (kind == 0) {
                index.remove(id);
                people.erase(id);
            } else if (kind == 1 && random.chance(0.2)) {
                index.fold();
            } else if (kind < 12) {
                people[id] = draw.person(id);
                index.put(people[id]);
            } else if (auto found = people.find(id); found != people.end()) {
                auto event = draw.event();
                auto& events = found->second.events;
                events.insert(
                    std::ranges::upper_bound(events, std::pair(event.time, event.id), {},
                                             [](const auto& e) { return std::pair(e.time, e.id); }),
                    event);
                RC_ASSERT(index.add(id, event));
            }
        }
    }
};

}  // namespace regulars::audience
