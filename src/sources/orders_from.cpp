// Reads entries, and what orders say of where they were placed.
// SPDX-License-Identifier: Apache-2.0
#include "sources/orders_from.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.hpp"

namespace regulars::sources {
namespace {

std::vector<std::string> restaurants_of(const model::Integration& toast) {
    std::vector<std::string> guids;
    if (auto document = JsonDocument::parse(toast.settings))
        document->root()["restaurants"].each(
            [&](JsonNode guid) { guids.emplace_back(guid.string().value_or("")); });
    return guids;
}

}  // namespace

OrdersFrom orders_from(std::string_view entry) {
    auto slash = entry.find('/');
    if (slash == std::string_view::npos) return {std::string(entry), {}};
    return {std::string(entry.substr(0, slash)), std::string(entry.substr(slash + 1))};
}

std::optional<std::string> location_of(const model::Integration& with_orders,
                                       const OrdersFrom& chosen) {
    if (with_orders.kind != model::IntegrationKind::toast) return chosen.location;
    auto restaurants = restaurants_of(with_orders);
    if (chosen.location.empty() && restaurants.size() == 1) return restaurants.front();
    if (std::ranges::find(restaurants, chosen.location) == restaurants.end()) return std::nullopt;
    return chosen.location;
}

bool is_of_table(const model::Event& order, model::IntegrationKind kind,
                 std::string_view location) {
    bool is_toast = kind == model::IntegrationKind::toast;
    if (is_toast && !order.unique_id.starts_with(fmt::format("toast:{}:", location))) return false;
    if (!is_toast && location.empty()) return true;
    auto document = JsonDocument::parse(order.properties, {.max_bytes = 1u << 20, .max_depth = 32});
    if (!document) return false;
    auto root = document->root();
    if (!is_toast) return root["ShopID"].string() == location;
    auto how = root["Fulfillment Method"].string();
    return how != "Take Out" && how != "Delivery";
}

std::optional<NoOrders> no_orders_of(const model::Integration& fresh,
                                     std::span<const model::Integration> others) {
    auto document = JsonDocument::parse(fresh.settings, {.max_bytes = 64u << 10, .max_depth = 8});
    if (!document) return std::nullopt;
    std::optional<NoOrders> found;
    std::size_t at = 0;
    document->root()["pos_value_from"].each([&](JsonNode node) {
        auto chosen = orders_from(node.string().value_or(""));
        auto other = std::ranges::find_if(others, [&](auto& one) {
            return one.kind != model::IntegrationKind::opentable &&
                   one.public_id == chosen.integration;
        });
        std::string why;
        if (other == others.end())
            why = fmt::format("There is no Toast or Lightspeed integration with the id '{}'.",
                              chosen.integration);
        else if (!location_of(*other, chosen))
            why = chosen.location.empty()
                      ? fmt::format(
                            "'{}' has several restaurants: say which one it is, as "
                            "'{}/GUID'.",
                            other->name, chosen.integration)
                      : fmt::format("'{}' has no restaurant '{}'.", other->name, chosen.location);
        if (!why.empty() && !found) found = NoOrders{fmt::format("/pos_value_from/{}", at), why};
        ++at;
    });
    return found;
}

}  // namespace regulars::sources
