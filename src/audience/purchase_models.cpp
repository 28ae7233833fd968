// The formulas of Fader, Hardie and Lee (2005) and of Fader and Hardie (2013), and their fitting.
// SPDX-License-Identifier: Apache-2.0
#include "audience/purchase_models.hpp"

#include <math.h>  // lgamma_r: std::lgamma writes a global

#include <algorithm>
#include <cmath>

namespace regulars::audience {
namespace {

constexpr double least_log = -7,
                 most_log = 12;  // of every parameter: beyond, the data says nothing
constexpr int most_steps = 1'500;

double log_gamma(double x) {
    int sign;
    return lgamma_r(x, &sign);
}

/// Gauss's 2F1 by its series; 0 <= z < 1.
double hypergeometric(double a, double b, double c, double z) {
    constexpr int most_terms = 20'000;
    double term = 1, sum = 1;
    for (int k = 0; k < most_terms && std::abs(term) > 1e-13 * std::abs(sum); k++) {
        term *= (a + k) * (b + k) / ((c + k) * (k + 1)) * z;
        sum += term;
    }
    return sum;
}

/// The odds that the customer left: a / (b + x - 1) ((alpha + T) / (alpha + t_x))^(r + x).
double odds_of_having_left(const PurchaseModel& m, const Visits& v) {
    if (v.repeats <= 0) return 0;
    return m.a / (m.b + v.repeats - 1) *
           std::pow((m.alpha + v.observed) / (m.alpha + v.last), m.r + v.repeats);
}

/// The formulas divide by a - 1.
PurchaseModel away_from_one(PurchaseModel m) {
    if (std::abs(m.a - 1) < 1e-6) m.a = 1 + 1e-6;
    return m;
}

template <std::size_t N>
std::array<double, N> parameters_of(std::span<const double> logs) {
    std::array<double, N> values;
    for (std::size_t i = 0; i < N; i++)
        values[i] = std::exp(std::clamp(logs[i], least_log, most_log));
    return values;
}

/// Grows as parameters leave their range.
double penalty(std::span<const double> logs) {
    double sum = 0;
    for (double log : logs) sum += std::max({0.0, least_log - log, log - most_log});
    return 1000 * sum;
}

template <class Model, std::size_t N, class Customer, class Make>
std::optional<Model> fitted(std::span<const Customer> customers, std::vector<double> start,
                            Make make) {
    auto best = minimum(
        [&](std::span<const double> logs) {
            Model model = make(parameters_of<N>(logs));
            double sum = 0;
            for (auto& customer : customers) sum -= log_likelihood(model, customer);
            return sum / double(customers.size()) + penalty(logs);
        },
        std::move(start), most_steps);
    if (!best) return std::nullopt;
    return make(parameters_of<N>(*best));
}

}  // namespace

double log_likelihood(const PurchaseModel& m, const Visits& v) {
    double x = v.repeats;
    double counts = log_gamma(m.r + x) - log_gamma(m.r) + m.r * std::log(m.alpha) +
                    log_gamma(m.a + m.b) + log_gamma(m.b + x) - log_gamma(m.b) -
                    log_gamma(m.a + m.b + x);
    double stayed = -(m.r + x) * std::log(m.alpha + v.observed);
    if (x <= 0) return counts + stayed;
    double left = std::log(m.a) - std::log(m.b + x - 1) - (m.r + x) * std::log(m.alpha + v.last);
    double larger = std::max(stayed, left);
    return counts + larger + std::log(std::exp(stayed - larger) + std::exp(left - larger));
}

double log_likelihood(const ValueModel& m, const Spending& s) {
    double px = m.p * s.purchases;
    return log_gamma(px + m.q) - log_gamma(px) - log_gamma(m.q) + m.q * std::log(m.gamma) +
           (px - 1) * std::log(s.mean) + px * std::log(s.purchases) -
           (px + m.q) * std::log(m.gamma + s.purchases * s.mean);
}

double alive(const PurchaseModel& model, const Visits& visits) {
    return 1 / (1 + odds_of_having_left(model, visits));
}

double expected_purchases(const PurchaseModel& model, const Visits& v, double ahead) {
    auto m = away_from_one(model);
    double x = v.repeats, all = m.alpha + v.observed + ahead;
    double series = hypergeometric(m.r + x, m.b + x, m.a + m.b + x - 1, ahead / all);
    double by_then = 1 - std::pow((m.alpha + v.observed) / all, m.r + x) * series;
    return std::max(0.0,
                    (m.a + m.b + x - 1) / (m.a - 1) * by_then / (1 + odds_of_having_left(m, v)));
}

double expected_purchases(const PurchaseModel& model, double ahead) {
    auto m = away_from_one(model);
    double series = hypergeometric(m.r, m.b, m.a + m.b - 1, ahead / (m.alpha + ahead));
    return (m.a + m.b - 1) / (m.a - 1) * (1 - std::pow(m.alpha / (m.alpha + ahead), m.r) * series);
}

double expected_mean(const ValueModel& m, const Spending& s) {
    double weight = m.p * s.purchases + m.q - 1;
    return weight <= 0 ? s.mean : m.p * (m.gamma + s.purchases * s.mean) / weight;
}

std::optional<PurchaseModel> fit(std::span<const Visits> customers) {
    if (customers.empty()) return std::nullopt;
    double observed = 0;
    for (auto& customer : customers) observed += customer.observed / double(customers.size());
    std::vector<double> start{-1, std::log(std::max(observed, 1e-3) / 4), -0.5, 0.5};
    return fitted<PurchaseModel, 4>(customers, start, [](auto p) {
        return PurchaseModel{p[0], p[1], p[2], p[3]};
    });
}

std::optional<ValueModel> fit(std::span<const Spending> customers) {
    if (customers.empty()) return std::nullopt;
    double mean = 0;
    for (auto& customer : customers) mean += customer.mean / double(customers.size());
    std::vector<double> start{1, 1, std::log(std::max(mean, 1e-3))};
    return fitted<ValueModel, 3>(customers, start, [](auto p) {
        return ValueModel{p[0], p[1], p[2]};
    });
}

}  // namespace regulars::audience
