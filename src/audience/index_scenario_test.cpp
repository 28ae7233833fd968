// Runs the scenarios of segments on the index, folded and not.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "audience/index.hpp"
#include "audience/scenario_test.hpp"

namespace regulars::audience {
namespace {

Members members_of_an_index(bool is_folded) {
    return [=](const std::vector<Person>& people, const Question& question, Instant now) {
        Index index;
        for (auto& person : people) index.put(person);
        if (is_folded) index.fold();
        auto members = index.members(question, now);
        EXPECT_EQ(index.count(question, now), std::int64_t(members.size()));
        return members;
    };
}

TEST(Scenarios, HoldOnTheIndex) { run_scenarios(members_of_an_index(true)); }
TEST(Scenarios, HoldOnTheIndexBeforeItIsFolded) { run_scenarios(members_of_an_index(false)); }

}  // namespace
}  // namespace regulars::audience
