// What predictions and scores need to know of everybody: made once, shared by all evaluations.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audience/person.hpp"

namespace regulars::audience {

/// One person's orders up to some instant.
struct Orders {
    std::int64_t count = 0;   // orders that are not of nothing
    std::int64_t valued = 0;  // of them, those whose amount is known
    Amount spent = 0, refunded = 0;
    std::optional<Instant> first, last;
    std::int64_t days = 0;  // on which there was an order: what the model counts
    bool operator==(const Orders&) const = default;
};

struct Catalog;

/// What is read of an order's or a refund's event beside its value: the order whose value a
/// reservation took (then it is that order, and none of its own), and what a refund gave back.
inline constexpr const char *matched_order_property = "Matched Order",
                            *refund_amount_property = "Refund Amount";

/// Which metrics are orders: "Completed Reservation" of OpenTable, and every "Placed Order";
/// refunds are "Refunded Order". An order of exactly 0 is none; one without an amount counts, and
/// adds nothing.
std::vector<MetricId> order_metrics_of(const Catalog& catalog);
std::vector<MetricId> refund_metrics_of(const Catalog& catalog);
/// Which events are orders and refunds, up to when, and whose days count. `orders` and `refunds`
/// are sorted.
struct OrdersAsked {
    std::vector<MetricId> orders, refunds;
    Instant until;
    Zone zone;
};
/// Of events up to `until`. `orders` and `refunds` are sorted.
Orders orders_of(std::span<const PersonEvent> events, std::span<const MetricId> orders,
                 std::span<const MetricId> refunds, Instant until, const Zone& zone);

/// BG/NBD (Fader, Hardie, Lee 2005, "Counting your customers the easy way"); time in days.
struct PurchaseModel {
    double r = 0, alpha = 0, a = 0, b = 0;
    bool operator==(const PurchaseModel&) const = default;
};
/// Gamma-Gamma (Fader, Hardie 2013): the mean value of an order.
struct ValueModel {
    double p = 0, q = 0, gamma = 0;
    bool operator==(const ValueModel&) const = default;
};

struct Population {
    Instant as_of;               // predictions and scores are of this instant
    std::int64_t customers = 0;  // people with an order
    std::optional<PurchaseModel> purchases;
    std::optional<ValueModel> values;
    std::string too_little;  // why a model is missing, for a person; else empty
    std::array<std::int64_t, 2>
        frequency_above{};  // the terciles: a score of 2 and of 3 is above these
    std::array<Amount, 2> spent_above{};

    /// Cost: some hundred passes over the customers. `customers` in any order; people without
    /// orders are ignored.
    static Population of(std::span<const Orders> customers, Instant as_of);
};

struct Predictions {
    std::optional<double> historic_number_of_orders, historic_clv, average_order_value,
        average_days_between_orders;
    std::optional<double> predicted_number_of_orders, predicted_clv, total_clv, churn_probability;
    std::optional<Instant> expected_date_of_next_purchase;
    std::optional<std::string> rfm_code;   // "333": recency, frequency, amount
    std::optional<std::string> rfm_group;  // "Champions"
    bool operator==(const Predictions&) const = default;
};
/// Historic values need no population. Amounts in major units.
Predictions predictions_of(const Orders& orders, const Population* population);
/// "Champions" of "333"; empty where the code is none.
std::string_view rfm_group_of(std::string_view code);

}  // namespace regulars::audience
