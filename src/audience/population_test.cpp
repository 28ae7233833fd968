// Tests of orders, scores and predictions over a population.
// SPDX-License-Identifier: Apache-2.0
#include "audience/population.hpp"

#include <set>

#include <gtest/gtest.h>

#include "audience/catalog.hpp"

namespace regulars::audience {
namespace {

Instant at(std::string_view text) { return *parse_instant(text); }

/// `days` visits, one every `interval` days, each of 10.
Orders regular(std::int64_t count, std::int64_t interval_days, Instant first,
               Amount each = 10'000) {
    return {count, count, count * each, 0, first, first + days((count - 1) * interval_days), count};
}

TEST(Rfm, AllCodesHaveOneGroup) {
    std::set<std::string_view> groups;
    for (char r = '1'; r <= '3'; r++)
        for (char f = '1'; f <= '3'; f++)
            for (char m = '1'; m <= '3'; m++) {
                auto group = rfm_group_of(std::string{r, f, m});
                EXPECT_FALSE(group.empty()) << r << f << m;
                groups.insert(group);
            }
    EXPECT_EQ(groups.size(), 6u);
    EXPECT_EQ(rfm_group_of("333"), "Champions");
    EXPECT_EQ(rfm_group_of("2"), "");
}

TEST(Rfm, ScoresRecencyByDaysAndTheRestByThirds) {
    Instant now = at("2026-06-30");
    std::vector<Orders> people;
    for (int i = 1; i <= 9; i++) people.push_back(regular(i, 1, now - days(180 + 10), i * 1'000));
    auto population = Population::of(people, now);
    EXPECT_EQ(population.customers, 9);
    EXPECT_EQ(predictions_of(people[2], &population).rfm_code,
              "211");  // 3 orders: the lowest third
    EXPECT_EQ(predictions_of(people[3], &population).rfm_code, "222");
    EXPECT_EQ(predictions_of(people[8], &population).rfm_code, "233");
    EXPECT_EQ(predictions_of(regular(1, 1, now - days(180)), &population).rfm_code->front(), '3');
    EXPECT_EQ(predictions_of(regular(1, 1, now - days(365)), &population).rfm_code->front(), '2');
    EXPECT_EQ(
        predictions_of(regular(1, 1, now - days(365) - Duration(1)), &population).rfm_code->front(),
        '1');
    EXPECT_EQ(predictions_of(Orders{}, &population).rfm_code, std::nullopt);
}

TEST(Predictions, SayWhenThereIsTooLittleData) {
    Instant now = at("2026-06-30");
    std::vector<Orders> people(9, regular(2, 5, now - days(60)));
    EXPECT_NE(Population::of(people, now).too_little.find("at least 10 customers"),
              std::string::npos);
    people.push_back(regular(2, 5, now - days(60)));
    EXPECT_TRUE(Population::of(people, now).purchases);
    EXPECT_NE(Population::of(std::vector<Orders>(20, regular(2, 5, now - days(20))), now)
                  .too_little.find("30 days"),
              std::string::npos);
    EXPECT_EQ(Population::of({}, now).customers, 0);
}

TEST(Predictions, OfARegularAndOfSomebodyWhoStopped) {
    Instant now = at("2026-06-30");
    std::vector<Orders> people;
    for (int i = 0; i < 60; i++) {
        people.push_back(regular(1 + i % 3, 20 + i, now - days(300 + i), 5'000 + 1'000 * (i % 7)));
        people.push_back(
            regular(2 + i % 12, 14 + i % 5, now - days(250 + i), 5'000 + 1'000 * (i % 5)));
    }
    auto population = Population::of(people, now);
    ASSERT_EQ(population.too_little, "");
    auto weekly = predictions_of(regular(40, 7, now - days(280)), &population),
         stopped = predictions_of(regular(10, 7, now - days(280)), &population);
    EXPECT_GT(*weekly.predicted_number_of_orders, 1);
    EXPECT_LT(*stopped.predicted_number_of_orders, 0.1);
    EXPECT_LT(*weekly.churn_probability, *stopped.churn_probability);
    EXPECT_GT(*weekly.predicted_clv, *stopped.predicted_clv);
    EXPECT_EQ(*weekly.total_clv, *weekly.historic_clv + *weekly.predicted_clv);
    EXPECT_GE(*stopped.churn_probability, 0);
    EXPECT_LE(*stopped.churn_probability, 1);
    auto next = *weekly.expected_date_of_next_purchase - *regular(40, 7, now - days(280)).last;
    EXPECT_GT(next, days(4));
    EXPECT_LT(next, days(14));
    EXPECT_EQ(weekly.average_days_between_orders, 7);
    EXPECT_EQ(weekly.historic_clv, 400);
}

TEST(Orders, KnowTheirMetrics) {
    Catalog catalog;
    catalog.metrics = {{MetricId{3}, "a", "Completed Reservation", "opentable"},
                       {MetricId{1}, "b", "Placed Order", "toast"},
                       {MetricId{2}, "c", "Completed Reservation", ""},
                       {MetricId{4}, "d", "Refunded Order", "lightspeed"}};
    EXPECT_EQ(order_metrics_of(catalog), (std::vector{MetricId{1}, MetricId{3}}));
    EXPECT_EQ(refund_metrics_of(catalog), (std::vector{MetricId{4}}));
}

}  // namespace
}  // namespace regulars::audience
