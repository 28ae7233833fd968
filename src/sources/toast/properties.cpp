// Writes the properties in the order in which people read them.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/properties.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/toast/amounts.hpp"
#include "sources/toast/rules.hpp"

namespace regulars::sources::toast {
namespace {

// An event holds at most 64 kB; each list has its share of them, in bytes of JSON.
constexpr std::size_t items_share = 10'000;
constexpr std::size_t modifiers_share = 8'000;
constexpr std::size_t groups_share = 4'000;
constexpr std::size_t lines_share = 28'000;
constexpr std::size_t line_modifiers_share = 2'000;  // of each line
constexpr std::size_t longest_text = 200;

/// A text, or null where it is empty.
void write_text(JsonWriter& out, std::string_view name, std::string_view text) {
    out.key(name);
    if (text.empty())
        out.value(nullptr);
    else
        out.value(clipped(text, longest_text));
}

/// As many as their share allows; then says how many were left out, with those that never came.
void write_texts(JsonWriter& out, const std::string& name, const std::vector<std::string>& texts,
                 std::size_t share, std::size_t absent = 0) {
    std::size_t written = 0, begin = out.text().size();
    out.key(name).begin_array();
    for (auto& text : texts) {
        if (out.text().size() - begin + 6 * std::min(text.size(), longest_text) > share) break;
        out.value(clipped(text, longest_text));
        ++written;
    }
    out.end_array();
    if (std::size_t left_out = texts.size() - written + absent; left_out > 0)
        out.member(name + " Left Out", std::int64_t(left_out));
}

void add_once(std::vector<std::string>& texts, const std::string& text) {
    if (!text.empty() && std::ranges::find(texts, text) == texts.end()) texts.push_back(text);
}

bool has_discount(const Order& order) {
    return std::ranges::any_of(order.checks, [](const Check& check) {
        return check.is_live() && (check.has_discount ||
                                   std::ranges::any_of(check.selections, [](const Selection& line) {
                                       return !line.is_voided && line.has_discount;
                                   }));
    });
}

const Check* loyalty_check(const Order& order) {
    for (auto& check : order.checks)
        if (check.is_live() && (!check.loyalty.empty() || !check.loyalty_vendor.empty()))
            return &check;
    return nullptr;
}

std::string payment_types(const Order& order) {
    std::vector<std::string> types;
    for (auto* payment : live_payments(order)) add_once(types, payment->type);
    return fmt::format("{}", fmt::join(types, ", "));
}

}  // namespace

Properties::Properties(const Order& order, const Names& names, const Menu& menu, Currency currency)
    : order_(order),
      names_(names),
      menu_(menu),
      currency_(currency),
      lines_(live_selections(order)) {}

void Properties::write_shared(JsonWriter& out) const {
    std::vector<std::string> items;
    for (auto* line : lines_) items.push_back(line->name);
    std::size_t absent = left_out_of(order_);
    write_texts(out, "Items", items, items_share, absent);
    out.member("Item Count", std::int64_t(lines_.size() + absent));
    DiningOption option = names_.dining_option(order_.dining_option);
    write_text(out, "Fulfillment Method", words_of(option.behavior));
    write_text(out, "Fulfillment Method Name", option.name);
    out.member("Order ID", order_.guid);
    write_text(out, "Source", order_.source);
    write_text(out, "Restaurant Name", names_.restaurant());
    out.member("Guest Count", order_.guests);
    write_text(out, "Payment Type", payment_types(order_));
    write_places(out);
    write_choices(out, lines_);
}

void Properties::write_places(JsonWriter& out) const {
    write_text(out, "Revenue Center",
               names_.name(NameList::revenue_centers, order_.revenue_center));
    write_text(out, "Restaurant Service", names_.name(NameList::services, order_.service));
}

void Properties::write_choices(JsonWriter& out, std::span<const Selection* const> lines) const {
    std::vector<std::string> modifiers, groups;
    std::size_t absent = 0;
    for (auto* line : lines) {
        modifiers.insert(modifiers.end(), line->modifiers.begin(), line->modifiers.end());
        absent += line->modifiers_left_out;
        add_once(groups, menu_.group(line->group));
    }
    write_texts(out, "Modifiers", modifiers, modifiers_share, absent);
    if (!groups.empty()) write_texts(out, "Menu Group Names", groups, groups_share);
}

void Properties::write_loyalty(JsonWriter& out) const {
    auto* check = loyalty_check(order_);
    write_text(out, "Loyalty Applied", check ? check->loyalty : "");
    write_text(out, "Loyalty Vendor", check ? check->loyalty_vendor : "");
}

void Properties::write_lines(JsonWriter& out) const {
    std::size_t written = 0, begin = out.text().size();
    out.key("$extra").begin_object().key("items").begin_array();
    for (auto* line : lines_) {
        JsonWriter entry;
        entry.begin_object()
            .member("name", clipped(line->name, longest_text))
            .key("quantity")
            .raw(line->quantity);
        entry.key("price").raw(shortened(format_decimal({line->price, currency_})));
        write_text(entry, "product_id", line->product_id);
        write_text(entry, "image", menu_.image(line->product_id));
        write_texts(entry, "modifiers", line->modifiers, line_modifiers_share,
                    line->modifiers_left_out);
        entry.end_object();
        if (out.text().size() - begin + entry.text().size() > lines_share) break;
        out.raw(entry.text());
        ++written;
    }
    out.end_array();
    if (std::size_t left_out = lines_.size() - written + left_out_of(order_); left_out > 0)
        out.member("items_left_out", std::int64_t(left_out));
    out.end_object();
}

std::string Properties::placed(std::size_t products_left_out) const {
    JsonWriter out;
    out.begin_object();
    write_shared(out);
    out.member("Discount Applied", has_discount(order_));
    write_loyalty(out);
    if (products_left_out > 0) out.member("Products Left Out", std::int64_t(products_left_out));
    write_lines(out);
    out.end_object();
    return out.take();
}

std::string Properties::fulfilled() const {
    JsonWriter out;
    out.begin_object();
    write_shared(out);
    write_loyalty(out);
    write_lines(out);
    out.end_object();
    return out.take();
}

std::string Properties::refunded(std::int64_t amount) const {
    JsonWriter out;
    out.begin_object();
    write_shared(out);
    out.key("Refund Amount").raw(shortened(format_decimal({amount, currency_})));
    write_lines(out);
    out.end_object();
    return out.take();
}

std::string Properties::product(const Selection& selection, const std::string& quantity,
                                std::int64_t price) const {
    JsonWriter out;
    out.begin_object();
    write_text(out, "Name", selection.name);
    write_text(out, "ProductID", selection.product_id);
    out.key("Quantity").raw(quantity);
    out.key("Item Price").raw(shortened(format_decimal({price, currency_})));
    out.member("Order ID", order_.guid);
    write_text(out, "Restaurant Name", names_.restaurant());
    write_places(out);
    const Selection* line = &selection;
    write_choices(out, {&line, 1});
    out.key("$extra").begin_object();
    write_text(out, "image", menu_.image(selection.product_id));
    out.end_object().end_object();
    return out.take();
}

}  // namespace regulars::sources::toast
