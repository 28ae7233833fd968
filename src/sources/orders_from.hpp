// Which orders may say what a reservation was worth: the setting "pos_value_from", entry by entry.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.hpp"
#include "model/integration.hpp"

namespace regulars::sources {

/// An integration with orders and one of its locations: "01ARZ…/1ca55347-…" (a restaurant of
/// Toast's), "01ARZ…/2" (a shop of Lightspeed's).
struct OrdersFrom {
    std::string integration;  // public id
    std::string location;     // empty: of an integration with one location it is that one
    bool operator==(const OrdersFrom&) const = default;
};
OrdersFrom orders_from(std::string_view entry);

/// The location that is meant: the one chosen, or a Toast integration's only one. Nothing where
/// there are several and none is chosen, or there is no such one. Of Lightspeed, whose settings
/// name no shops, what is not chosen are all: empty.
std::optional<std::string> location_of(const model::Integration& with_orders,
                                       const OrdersFrom& chosen);

/// Whether a Placed Order was one of a table at that location: not of another one, neither taken
/// out nor delivered.
bool is_of_table(const model::Event& order, model::IntegrationKind kind, std::string_view location);

/// An entry of the setting that is no integration with orders, or does not say where.
struct NoOrders {
    std::string field;  // its JSON pointer
    std::string why;    // a sentence
};
/// The first such; `others` are the integrations of the same account.
std::optional<NoOrders> no_orders_of(const model::Integration& fresh,
                                     std::span<const model::Integration> others);

}  // namespace regulars::sources
