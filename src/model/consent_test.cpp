// A person's word and a vendor's word, in every order.
// SPDX-License-Identifier: Apache-2.0
#include "model/consent.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace regulars::model {
namespace {

Instant at(std::int64_t s) { return Instant::from_seconds(s); }

ConsentEntry vendor(std::int64_t when, std::optional<std::int64_t> opted_in = {}) {
    return {.id = when,
            .by = ConsentBy::vendor,
            .at = at(when),
            .opted_in_at = opted_in ? std::optional(at(*opted_in)) : std::nullopt};
}
ConsentEntry person(std::int64_t when, ConsentState state) {
    return {.id = when, .state = state, .by = ConsentBy::person, .at = at(when)};
}

using enum ConsentState;

struct Case {
    const char* name;
    std::vector<ConsentEntry> entries;
    ConsentState expected;
};

class Derive : public testing::TestWithParam<Case> {};

TEST_P(Derive, GivesTheSameStateInAnyOrder) {
    auto entries = GetParam().entries;
    std::ranges::sort(entries, {}, &ConsentEntry::id);
    do EXPECT_EQ(derive(entries).state, GetParam().expected) << GetParam().name;
    while (std::ranges::next_permutation(entries, {}, &ConsentEntry::id).found);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Derive,
    testing::Values(
        Case{"nobody spoke", {}, never_subscribed},
        Case{"a vendor subscribes", {vendor(1)}, subscribed},
        Case{"the person leaves later", {vendor(1), person(2, unsubscribed)}, unsubscribed},
        Case{"a later vendor word without a date does not win",
             {vendor(1), person(2, unsubscribed), vendor(3)},
             unsubscribed},
        Case{"nor one that shows an older opt-in",
             {person(2, unsubscribed), vendor(3, 1)},
             unsubscribed},
        Case{"a newer opt-in date wins", {person(2, unsubscribed), vendor(4, 3)}, subscribed},
        Case{"the person leaves once more",
             {person(2, unsubscribed), vendor(4, 3), person(5, unsubscribed)},
             unsubscribed},
        Case{"the person returns", {person(2, unsubscribed), person(3, subscribed)}, subscribed}));

TEST(Derive, AtOneInstantTheStricterWordHolds) {
    ConsentEntry entries[] = {person(2, subscribed), person(2, unsubscribed)};
    EXPECT_EQ(derive(entries).state, unsubscribed);
}

}  // namespace
}  // namespace regulars::model
