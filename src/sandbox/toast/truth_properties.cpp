// Writes properties from the newest version of an order.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/truth_properties.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/toast/guid.hpp"
#include "sandbox/toast/order_json.hpp"
#include "sandbox/toast/truth.hpp"

namespace regulars::sandbox::toast {
namespace {

void write_or_null(JsonWriter& out, std::string_view key, std::string_view text) {
    out.key(key);
    if (text.empty())
        out.value(nullptr);
    else
        out.value(text);
}

void add_modifiers(std::vector<std::string>& out, const Selection& line) {
    for (auto& modifier : line.modifiers) {
        if (modifier.voided) continue;
        out.emplace_back(trimmed(shown_name(modifier)));
        add_modifiers(out, modifier);
    }
}

void add_once(std::vector<std::string>& out, std::string_view text) {
    if (std::ranges::find(out, text) == out.end()) out.emplace_back(text);
}

std::string_view words_of(Behavior behavior) {
    constexpr std::string_view words[] = {"Dine In", "Take Out", "Delivery"};
    return words[std::size_t(behavior)];
}

std::string quantity_text(const Selection& line) {
    std::string text = fmt::format("{}.{:03}", line.thousandths / 1000, line.thousandths % 1000);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace

std::vector<const Selection*> Properties::lines() const {
    std::vector<const Selection*> all;
    for (auto& check : order_.checks) {
        if (!check.is_live()) continue;
        for (auto& line : check.selections) {
            if (!line.voided) all.push_back(&line);
        }
    }
    return all;
}

std::string Properties::number(Minor minor) const { return money_text(minor, false); }

void Properties::shared(JsonWriter& out) const {
    std::vector<std::string> items, modifiers, groups, types;
    for (const Selection* line : lines()) {
        items.emplace_back(trimmed(shown_name(*line)));
        add_modifiers(modifiers, *line);
        if (!line->is_open_item) add_once(groups, menu_groups()[menu_items()[line->item].group]);
    }
    for (auto& check : order_.checks) {
        if (!check.is_live()) continue;
        for (auto& payment : check.payments) {
            if (payment.status != PaymentStatus::voided) add_once(types, name_of(payment.type));
        }
    }
    const DiningOption& option = dining_options()[order_.dining_option];
    out.member("Items", items).member("Item Count", std::int64_t(items.size()));
    write_or_null(out, "Fulfillment Method", option.is_archived ? "" : words_of(option.behavior));
    write_or_null(out, "Fulfillment Method Name", option.is_archived ? "" : option.name);
    out.member("Order ID", book_.order_guid(place_, order_.index))
        .member("Source", name_of(order_.source));
    out.member("Restaurant Name", restaurant_name(book_, place_))
        .member("Guest Count", int(order_.guests));
    std::string joined;
    for (auto& type : types) joined += (joined.empty() ? "" : ", ") + type;
    write_or_null(out, "Payment Type", joined);
    places(out);
    out.member("Modifiers", modifiers);
    if (!groups.empty()) out.member("Menu Group Names", groups);
}

void Properties::places(JsonWriter& out) const {
    write_or_null(out, "Revenue Center",
                  order_.revenue_center == 0 ? "" : revenue_centers()[order_.revenue_center - 1u]);
    write_or_null(out, "Restaurant Service",
                  order_.service == 0 ? "" : restaurant_services()[order_.service - 1u]);
}

void Properties::loyalty(JsonWriter& out) const {
    auto found =
        std::ranges::find_if(order_.checks, [](auto& c) { return c.is_live() && c.loyalty != 0; });
    bool has = found != order_.checks.end();
    write_or_null(out, "Loyalty Applied", has ? loyalty_identifier(order_, *found) : "");
    write_or_null(out, "Loyalty Vendor", has ? loyalty_vendor(place_) : "");
}

std::string Properties::placed() const {
    JsonWriter out;
    out.begin_object();
    shared(out);
    bool discounted = std::ranges::any_of(order_.checks, [](auto& c) {
        return c.is_live() && std::ranges::any_of(c.discounts, [](auto& d) {
                   return d.state != DiscountState::voided;
               });
    });
    out.member("Discount Applied", discounted);
    loyalty(out);
    items(out);
    out.end_object();
    return out.take();
}

void Properties::items(JsonWriter& out) const {
    out.key("$extra").begin_object().key("items").begin_array();
    for (const Selection* line : lines()) {
        out.begin_object()
            .member("name", trimmed(shown_name(*line)))
            .key("quantity")
            .raw(quantity_text(*line))
            .key("price")
            .raw(number(line->price));
        write_or_null(out, "product_id",
                      line->is_open_item ? ""
                                         : guid_of(book_.world().options().seed, Named::item,
                                                   place_.location, line->item));
        write_or_null(out, "image", line->is_open_item ? "" : image_of(line->item));
        std::vector<std::string> modifiers;
        add_modifiers(modifiers, *line);
        out.member("modifiers", modifiers).end_object();
    }
    out.end_array().end_object();
}

std::string Properties::product(const Selection& line, int units, Minor price) const {
    JsonWriter out;
    std::vector<std::string> modifiers;
    add_modifiers(modifiers, line);
    out.begin_object().member("Name", trimmed(shown_name(line)));
    write_or_null(out, "ProductID",
                  line.is_open_item ? ""
                                    : guid_of(book_.world().options().seed, Named::item,
                                              place_.location, line.item));
    out.key("Quantity")
        .raw(units > 1 ? "1" : quantity_text(line))
        .key("Item Price")
        .raw(number(price));
    out.member("Order ID", book_.order_guid(place_, order_.index))
        .member("Restaurant Name", restaurant_name(book_, place_));
    places(out);
    out.member("Modifiers", modifiers);
    if (!line.is_open_item)
        out.member("Menu Group Names",
                   std::vector{std::string(menu_groups()[menu_items()[line.item].group])});
    out.key("$extra").begin_object();
    write_or_null(out, "image", line.is_open_item ? "" : image_of(line.item));
    out.end_object().end_object();
    return out.take();
}

std::string Properties::fulfilled() const {
    JsonWriter out;
    out.begin_object();
    shared(out);
    loyalty(out);
    items(out);
    out.end_object();
    return out.take();
}

std::string Properties::refunded(Minor amount) const {
    JsonWriter out;
    out.begin_object();
    shared(out);
    out.key("Refund Amount").raw(number(amount));
    items(out);
    out.end_object();
    return out.take();
}

}  // namespace regulars::sandbox::toast
