// How often people come back, and what they spend: BG/NBD and Gamma-Gamma, fitted by maximum
// likelihood.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "audience/population.hpp"

namespace regulars::audience {

/// What BG/NBD knows of a customer; times in one unit, of which the model's alpha is too.
struct Visits {
    double repeats = 0;   // purchases after the first
    double last = 0;      // from the first purchase to the last
    double observed = 0;  // from the first purchase to now
};
/// What Gamma-Gamma knows: how many purchases, and their mean amount (over 0).
struct Spending {
    double purchases = 0, mean = 0;
};

double log_likelihood(const PurchaseModel& model, const Visits& visits);
double log_likelihood(const ValueModel& model, const Spending& spending);

/// The chance that the customer has not left for good.
double alive(const PurchaseModel& model, const Visits& visits);
/// How many purchases to expect in the next `ahead` units of time.
double expected_purchases(const PurchaseModel& model, const Visits& visits, double ahead);
/// How many a customer of whom nothing is known makes in the first `ahead` units of time.
double expected_purchases(const PurchaseModel& model, double ahead);
/// The mean amount to expect of this customer's purchases.
double expected_mean(const ValueModel& model, const Spending& spending);

/// Nothing where the search does not settle.
std::optional<PurchaseModel> fit(std::span<const Visits> customers);
std::optional<ValueModel> fit(std::span<const Spending> customers);

/// Nelder and Mead's simplex search (1965) from `start` in steps of 1; at most `most_steps` steps.
/// Nothing where the values at the corners then still differ by more than 1e-7 of the least.
std::optional<std::vector<double>> minimum(
    const std::function<double(std::span<const double>)>& value, std::vector<double> start,
    int most_steps);

}  // namespace regulars::audience
