// Tests of the models against the numbers that their authors published for CDNOW's customers.
// SPDX-License-Identifier: Apache-2.0
#include "audience/purchase_models.hpp"

#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

namespace regulars::audience {
namespace {

const PurchaseModel published{0.243, 4.414, 0.793, 2.426};  // weeks
const ValueModel published_value{6.25, 3.74, 15.44};

struct Cdnow {
    std::vector<Visits> visits;
    std::vector<Spending> spending;  // of those who came back
};

Cdnow cdnow() {
    std::ifstream in(std::string(REGULARS_TEST_DATA) + "/cdnow.csv");
    std::string line;
    std::getline(in, line);
    Cdnow data;
    while (std::getline(in, line)) {
        for (char& c : line)
            if (c == ',') c = ' ';
        std::istringstream cells(line);
        double repeats, last, observed, cents;
        int customers = 0;
        cells >> repeats >> last >> observed >> cents >> customers;
        for (int i = 0; i < customers; i++) {
            data.visits.push_back({repeats, last / 7, observed / 7});
            if (repeats > 0) data.spending.push_back({repeats, cents / 100});
        }
    }
    return data;
}

TEST(PurchaseModel, ExpectsWhatTheAuthorsExpect) {
    EXPECT_NEAR(expected_purchases(published, {2, 30.43, 38.86}, 39), 1.226,
                0.001);  // customer 1 of the spreadsheet
    // Nobody came back: the chance of no purchase in 39 weeks (BTYD's manual).
    EXPECT_NEAR(std::exp(log_likelihood(published, {0, 0, 39})), 0.5737864, 1e-6);
}

TEST(PurchaseModel, WhoseVisitsEndedEarlyIsLessLikelyToBeThere) {
    EXPECT_EQ(alive(published, {0, 0, 39}), 1);
    EXPECT_GT(alive(published, {5, 38, 39}), alive(published, {5, 20, 39}));
    EXPECT_GT(alive(published, {2, 10, 39}), alive(published, {10, 10, 39}));
}

TEST(PurchaseModel, FitsAsPublished) {
    auto data = cdnow();
    ASSERT_EQ(data.visits.size(), 2357u);
    auto model = fit(std::span<const Visits>(data.visits));
    ASSERT_TRUE(model);
    EXPECT_NEAR(model->r, published.r, 0.002);
    EXPECT_NEAR(model->alpha, published.alpha, 0.02);
    EXPECT_NEAR(model->a, published.a, 0.01);
    EXPECT_NEAR(model->b, published.b, 0.03);
    const std::pair<double, double> table[] = {{0.1429, 0.0078},  {1, 0.0532},  {3, 0.1506},
                                               {31.8571, 1.0405}, {32, 1.0437}, {78, 1.8576}};
    for (auto& [weeks, expected] : table)
        EXPECT_NEAR(expected_purchases(*model, weeks), expected, 0.0006) << weeks;
    double sum = 0;
    for (auto& visits : data.visits) sum += log_likelihood(*model, visits);
    EXPECT_NEAR(sum, -9582.4, 0.2);
}

TEST(PurchaseModel, FindsTheModelThatMadeTheVisits) {
    std::mt19937_64 random(7);
    const PurchaseModel truth{1.2, 20, 0.8, 3};
    std::vector<Visits> customers;
    for (int i = 0; i < 6000; i++) {
        double rate = std::gamma_distribution<double>(truth.r, 1 / truth.alpha)(random);
        double x = std::gamma_distribution<double>(truth.a, 1)(random),
               y = std::gamma_distribution<double>(truth.b, 1)(random);
        double leaves = x / (x + y),
               observed = std::uniform_real_distribution<double>(100, 400)(random);
        Visits visits{0, 0, observed};
        for (double t = std::exponential_distribution<double>(rate)(random); t < observed;
             t += std::exponential_distribution<double>(rate)(random)) {
            visits.repeats++, visits.last = t;
            if (std::bernoulli_distribution(leaves)(random)) break;
        }
        customers.push_back(visits);
    }
    auto model = fit(std::span<const Visits>(customers));
    ASSERT_TRUE(model);
    EXPECT_NEAR(model->r / model->alpha, truth.r / truth.alpha, 0.006);
    EXPECT_NEAR(model->r, truth.r, 0.15);
    EXPECT_NEAR(model->a / (model->a + model->b), truth.a / (truth.a + truth.b), 0.03);
}

TEST(ValueModel, ExpectsWhatTheAuthorsExpect) {
    const std::pair<Spending, double> customers[] = {
        {{2, 22.35}, 24.65}, {{1, 11.77}, 18.91}, {{0, 0}, 35.17}, {{7, 73.74}, 71.46}};
    for (auto& [spending, expected] : customers)
        EXPECT_NEAR(expected_mean(published_value, spending), expected, 0.1) << spending.mean;
}

TEST(ValueModel, FitsAsPublished) {
    auto data = cdnow();
    ASSERT_EQ(data.spending.size(), 946u);
    auto model = fit(std::span<const Spending>(data.spending));
    ASSERT_TRUE(model);
    EXPECT_NEAR(model->p, published_value.p, 0.05);
    EXPECT_NEAR(model->q, published_value.q, 0.03);
    EXPECT_NEAR(model->gamma, published_value.gamma, 0.2);
}

}  // namespace
}  // namespace regulars::audience
