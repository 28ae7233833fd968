// Counts orders, fits the models over everybody, and predicts for one.
// SPDX-License-Identifier: Apache-2.0
#include "audience/population.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "audience/catalog.hpp"
#include "audience/purchase_models.hpp"
#include "audience/values.hpp"

namespace regulars::audience {
namespace {

constexpr std::size_t most_fitted = 20'000;  // customers; of more, every n-th by their first order
constexpr std::size_t least_returned = 10;   // who came back, below which nothing is predicted
constexpr double least_observed_days = 30, days_ahead = 365;
constexpr std::int64_t recent_days = 180, remembered_days = 365;
constexpr double day_us = 86'400e6;

double days_between(Instant a, Instant b) { return double((b - a).count()) / day_us; }

Instant seen_until(const Orders& orders, Instant as_of) { return std::max(as_of, *orders.last); }

Visits visits_of(const Orders& orders, Instant as_of) {
    return {double(orders.days - 1),
            orders.days > 1 ? days_between(*orders.first, *orders.last) : 0,
            days_between(*orders.first, seen_until(orders, as_of))};
}

Spending spending_of(const Orders& orders) {
    return {double(orders.valued),
            orders.valued ? double(orders.spent) / 1000 / double(orders.valued) : 0};
}

struct Group {
    std::string_view name, codes;
};
constexpr Group groups[] = {
    {"Champions", "333 332 323"},       {"Loyal", "321 322 331 232 233"},
    {"Recent", "312 313 311 222 223"},  {"Needs attention", "213 221 123 132 133"},
    {"At risk", "231 212 122 131 211"}, {"Inactive", "111 112 113 121"}};

template <class T>
std::array<T, 2> terciles(std::vector<T> values) {
    std::ranges::sort(values);
    std::size_t n = values.size();
    return {values[(n + 2) / 3 - 1], values[(2 * n + 2) / 3 - 1]};
}

template <class T>
char score(const std::array<T, 2>& above, T value) {
    return char('1' + (value > above[0]) + (value > above[1]));
}

std::string rfm_code_of(const Orders& orders, const Population& population) {
    double since = days_between(*orders.last, seen_until(orders, population.as_of));
    char recency = since <= double(recent_days)       ? '3'
                   : since <= double(remembered_days) ? '2'
                                                      : '1';
    return {recency, score(population.frequency_above, orders.count),
            score(population.spent_above, orders.spent - orders.refunded)};
}

std::vector<MetricId> named(const Catalog& catalog, std::string_view name,
                            std::string_view kind = {}) {
    std::vector<MetricId> metrics;
    for (auto& metric : catalog.metrics)
        if (metric.name == name && (kind.empty() || metric.kind == kind))
            metrics.push_back(metric.id);
    return metrics;
}

/// Whose value is that of an order which stands beside it.
bool is_told_by_order(const PersonEvent& event) {
    return event.properties.contains(matched_order_property);
}

/// A refund's own amount stands in a property where the vendor's value is the whole order's.
Amount refund_of(const PersonEvent& event) {
    auto at = event.properties.find(refund_amount_property);
    auto amount = at == event.properties.end() ? std::nullopt : amount_in(at->second);
    return std::abs(amount.value_or(event.value.value_or(0)));
}

}  // namespace

std::vector<MetricId> order_metrics_of(const Catalog& catalog) {
    auto metrics = named(catalog, "Completed Reservation", "opentable");
    std::ranges::copy(named(catalog, "Placed Order"), std::back_inserter(metrics));
    std::ranges::sort(metrics);
    return metrics;
}

std::vector<MetricId> refund_metrics_of(const Catalog& catalog) {
    auto metrics = named(catalog, "Refunded Order");
    std::ranges::sort(metrics);
    return metrics;
}

Orders orders_of(std::span<const PersonEvent> events, std::span<const MetricId> orders,
                 std::span<const MetricId> refunds, Instant until, const Zone& zone) {
    Orders sum;
    std::int64_t last_day = 0;
    for (auto& event : events) {
        if (event.time > until) continue;
        if (std::ranges::binary_search(refunds, event.metric)) sum.refunded += refund_of(event);
        if (!std::ranges::binary_search(orders, event.metric) || event.value == Amount(0) ||
            is_told_by_order(event))
            continue;
        sum.count++;
        if (event.value) sum.valued++, sum.spent += *event.value;
        std::int64_t day = day_at(event.time, zone);
        if (!sum.first || day != last_day) sum.days++;
        if (!sum.first) sum.first = event.time;
        sum.last = event.time;
        last_day = day;
    }
    return sum;
}

Population Population::of(std::span<const Orders> everybody, Instant as_of) {
    Population population{.as_of = as_of};
    std::vector<Orders> customers;
    std::vector<std::int64_t> counts;
    std::vector<Amount> amounts;
    std::size_t returned = 0;
    for (auto& orders : everybody) {
        if (orders.count == 0) continue;
        customers.push_back(orders);
        counts.push_back(orders.count);
        amounts.push_back(orders.spent - orders.refunded);
        if (orders.days > 1) returned++;
    }
    population.customers = std::int64_t(customers.size());
    if (!customers.empty()) {
        population.frequency_above = terciles(std::move(counts));
        population.spent_above = terciles(std::move(amounts));
    }
    if (returned < least_returned) {
        population.too_little =
            fmt::format("at least {} customers must have come back for predictions, not {}",
                        least_returned, returned);
        return population;
    }
    std::ranges::sort(customers, {}, [](const Orders& o) {
        return std::tuple(*o.first, *o.last, o.days, o.spent, o.valued);
    });
    if (days_between(*customers.front().first, as_of) < least_observed_days) {
        population.too_little = fmt::format("orders of at least {} days are needed for predictions",
                                            least_observed_days);
        return population;
    }
    std::vector<Visits> visits;
    std::vector<Spending> spending;
    std::size_t every = (customers.size() + most_fitted - 1) / most_fitted;
    for (std::size_t i = 0; i < customers.size(); i += every) {
        visits.push_back(visits_of(customers[i], as_of));
        if (auto spent = spending_of(customers[i]); spent.mean > 0) spending.push_back(spent);
    }
    population.purchases = fit(visits);
    if (spending.size() >= least_returned) population.values = fit(spending);
    if (!population.purchases)
        population.too_little = "no model of returning fits the orders";
    else if (!population.values)
        population.too_little = "too few amounts of orders are known to predict what people spend";
    return population;
}

Predictions predictions_of(const Orders& orders, const Population* population) {
    Predictions p;
    p.historic_number_of_orders = double(orders.count);
    p.historic_clv = double(orders.spent - orders.refunded) / 1000;
    if (orders.valued) p.average_order_value = double(orders.spent) / 1000 / double(orders.valued);
    if (orders.count > 1)
        p.average_days_between_orders =
            days_between(*orders.first, *orders.last) / double(orders.count - 1);
    if (!population || orders.count == 0) return p;
    p.rfm_code = rfm_code_of(orders, *population);
    p.rfm_group = rfm_group_of(*p.rfm_code);
    if (!population->purchases) return p;
    auto visits = visits_of(orders, population->as_of);
    auto& model = *population->purchases;
    p.predicted_number_of_orders = expected_purchases(model, visits, days_ahead);
    p.churn_probability = 1 - alive(model, visits);
    if (visits.repeats > 0) {
        double interval_days = (model.alpha + visits.observed) / (model.r + visits.repeats);
        constexpr double most_interval_days = 36'500;
        p.expected_date_of_next_purchase =
            (*orders.last +
             Duration(std::int64_t(std::min(interval_days, most_interval_days) * day_us)))
                .floor_seconds();
    }
    if (!population->values || !orders.valued) return p;
    p.predicted_clv =
        *p.predicted_number_of_orders * expected_mean(*population->values, spending_of(orders));
    p.total_clv = *p.historic_clv + *p.predicted_clv;
    return p;
}

std::string_view rfm_group_of(std::string_view code) {
    for (auto& group : groups)
        if (code.size() == 3 && group.codes.contains(code)) return group.name;
    return {};
}

}  // namespace regulars::audience
