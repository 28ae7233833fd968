// Pages of people in an order, one after the other, are everybody in that order.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/ranking.hpp"

#include <gtest/gtest.h>

namespace regulars::analytics {
namespace {

const std::vector<Ranked> people{{2.5, {1}},  {std::nullopt, {2}}, {-1, {3}}, {2.5, {4}},
                                 {1e16, {5}}, {std::nullopt, {6}}, {0.1, {7}}};

TEST(Ranking, PagesShowEverybodyOnceInOrder) {
    struct {
        Direction direction;
        std::vector<std::int64_t> order;
    } cases[] = {{Direction::descending, {5, 1, 4, 7, 3, 2, 6}},
                 {Direction::ascending, {3, 7, 1, 4, 5, 2, 6}}};
    for (auto& [direction, order] : cases)
        for (std::size_t limit : {1u, 2u, 3u, 7u, 9u}) {
            std::vector<std::int64_t> seen;
            for (std::optional<Ranked> after;;) {
                auto page = page_of(people, direction, after, limit);
                for (auto& one : page) seen.push_back(one.person.value);
                if (page.size() < limit) break;
                after = ranked_from(text_of(page.back())).value();
            }
            EXPECT_EQ(seen, order) << limit;
        }
}

TEST(Ranking, APlaceIsKeptWhoeverComesOrGoes) {
    auto page = page_of(people, Direction::descending, std::nullopt, 3);
    auto others = people;
    std::erase(others, page.back());
    others.push_back({3, {8}});
    EXPECT_EQ(page_of(others, Direction::descending, page.back(), 2),
              (std::vector<Ranked>{{0.1, {7}}, {-1, {3}}}));
}

TEST(Ranking, RefusesWhatIsNoPlace) {
    for (auto* bad : {"", "7", "x_7", "1_", "1_x", "nan_1", "inf_1", "1__2", "1_2_3"})
        EXPECT_EQ(ranked_from(bad).error().kind, ErrorKind::invalid) << bad;
    Ranked widest{-2.2250738585072014e-308, {INT64_MAX}};
    EXPECT_EQ(ranked_from(text_of(widest)).value(), widest);
    EXPECT_LE(text_of(widest).size(), 50u);
}

}  // namespace
}  // namespace regulars::analytics
