// Sales as events see them: who bought, what came back, and what stands on the event.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/truth_sales.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/lightspeed/sale_rows.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

void keep_new(std::vector<std::string>& all, std::string_view one) {
    if (std::ranges::find(all, one) == all.end()) all.emplace_back(one);
}

std::string name_of_line(const ShopWorld& world, const SaleLine& line) {
    if (line.item != 0) return world.catalogue().items[line.item - 1].description;
    std::string_view note = trimmed(note_text(line.note));
    return note.empty() ? "Miscellaneous" : std::string(note);
}

std::vector<std::string_view> categories_of(const ShopWorld& world, const SaleLine& line,
                                            Seconds now) {
    if (line.item == 0) return {};
    return world.catalogue().path_of(world.catalogue().items[line.item - 1].category, now);
}

std::string decimal(Amount amount) {
    std::string out;
    append_amount(out, amount);
    return out;
}

std::string domain_of(std::string_view email) {
    auto at = email.rfind('@');
    return at == std::string_view::npos ? std::string() : lowered(email.substr(at + 1));
}

}  // namespace

SaleView::SaleView(const ShopWorld& w, Id sale_id, const TruthRules& rules, Seconds at)
    : world(w), sale(w.sales()[sale_id - 1]), id(sale_id), now(at) {
    auto lines = world.lines_of(sale).first(sale.lines_shown(now));
    total_minor = minor_of(world.sums_of(sale, now).total);
    buyer = refund_buyer = sale.customer_at(now);
    for (const SaleLine& line : lines) {
        has_positive |= line.quantity > 0;
        if (line.quantity >= 0) continue;
        has_negative = true;
        negative += world.sums_of(sale, line).total;
        const Sale* original = world.sale_of_line(line.parent);
        if (refund_buyer == 0 && original != nullptr) refund_buyer = original->customer_at(now);
    }
    bool counts = sale.is_completed(now) && !sale.is_archived(now) && !sale.is_voided(now);
    bool has_value =
        total_minor > 0 || (total_minor == 0 && !has_negative && rules.include_zero_value);
    is_placed = counts && has_positive && has_value;
    is_refunded = counts && has_negative;
}

std::string person_key(const ShopWorld& world, Id customer) {
    return fmt::format("lightspeed:{}:{}", world.account(), customer);
}

std::string sale_properties(const SaleView& view, int sign, std::string_view email,
                            std::string_view metric) {
    const ShopWorld& world = view.world;
    const Sale& sale = view.sale;
    bool is_shipped = metric == "Shipped Order";
    std::vector<std::string> items, categories, codes;
    std::int64_t quantity = 0;
    auto sums = world.sums_of(sale, view.now);
    bool is_discounted = sums.discount != 0;
    JsonWriter extra;
    extra.begin_object().key("items").begin_array();
    for (const SaleLine& line : world.lines_of(sale).first(sale.lines_shown(view.now))) {
        if (line.quantity * sign <= 0) continue;
        items.push_back(name_of_line(world, line));
        for (std::string_view category : categories_of(world, line, view.now))
            keep_new(categories, category);
        if (line.discount != 0) keep_new(codes, discounts()[line.discount - 1u].name);
        is_discounted |= line.discount_percent != 0 || line.discount_amount != 0 ||
                         line.normal_price > line.price;
        quantity += line.quantity * sign;
        extra.begin_object()
            .member("name", items.back())
            .key("quantity")
            .raw(decimal(line.quantity * sign * (whole_amount / 100)));
        extra.key("price")
            .raw(decimal(amount_of_minor(line.price)))
            .member("product_id", std::to_string(line.item));
        if (line.item != 0 && world.catalogue().items[line.item - 1].images != 0)
            extra.member("image", image_url(line.item, 0));
        extra.end_object();
    }
    extra.end_array().end_object();
    if (sale.discount_percent != 0) keep_new(codes, discounts()[sale.discount - 1u].name);
    JsonWriter out;
    out.begin_object().member("Items", items);
    if (!is_shipped) out.key("Item Count").raw(decimal(quantity * (whole_amount / 100)));
    out.member(is_shipped ? "Collections" : "Categories", categories)
        .member("Discount Codes", codes);
    if (!is_shipped)
        out.member("Email Domain", domain_of(email)).member("Is Discounted", is_discounted);
    out.key("Total Discounts").raw(decimal(sums.discount));
    if (metric == "Placed Order") {
        out.member("Shop", world.catalogue().shops[sale.shop].name)
            .member("ShopID", std::to_string(sale.shop + 1));
    }
    if (metric == "Refunded Order") {
        Amount given_back = !view.is_placed   ? std::max(Amount(0), -sums.total)
                            : view.buyer == 0 ? std::abs(view.negative)
                                              : Amount(0);
        out.key("Refund Amount").raw(decimal(given_back));
    }
    out.member("Sale ID", std::to_string(view.id))
        .member("Ticket Number", ticket_number(view.id))
        .key("$extra")
        .raw(extra.text())
        .end_object();
    return out.take();
}

std::string product_properties(const SaleView& view, std::uint32_t index, std::string_view email) {
    const SaleLine& line = view.world.lines()[index];
    auto categories = categories_of(view.world, line, view.now);
    JsonWriter out;
    out.begin_object()
        .member("Name", name_of_line(view.world, line))
        .member("Product ID", std::to_string(line.item));
    out.key("Quantity").raw(decimal(line.quantity * (whole_amount / 100))).key("Category");
    if (categories.empty())
        out.value(nullptr);
    else
        out.value(categories.back());
    out.member("Email Domain", domain_of(email))
        .member("Sale ID", std::to_string(view.id))
        .member("Ticket Number", ticket_number(view.id));
    out.end_object();
    return out.take();
}

}  // namespace regulars::sandbox::lightspeed
