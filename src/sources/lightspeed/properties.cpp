// Writes properties of bounded size.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/properties.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "base/json.hpp"

namespace regulars::sources::lightspeed {
namespace {

// Bytes of JSON. Together with the single values, each of at most 250 characters, they stay below
// 64 kB.
constexpr std::size_t items_budget = 14'000, categories_budget = 8'000, codes_budget = 6'000,
                      extra_budget = 24'000;

enum class Lines { positive, negative };

std::vector<const SaleLine*> lines_of(const Sale& sale, Lines which) {
    std::vector<const SaleLine*> lines;
    for (auto& line : sale.lines)
        if (which == Lines::negative ? line.quantity.is_negative() : line.quantity.is_positive())
            lines.push_back(&line);
    return lines;
}

/// Elements of a list, as many as fit.
class Cut {
  public:
    explicit Cut(std::size_t budget) : budget_(budget) { list_.begin_array(); }
    /// `element` is JSON.
    void add(std::string_view element) {
        if (left_out_ > 0 || list_.text().size() + element.size() + 2 > budget_)
            ++left_out_;
        else
            list_.raw(element);
    }
    void add_text(std::string_view text) {
        JsonWriter out;
        out.value(text);
        add(out.text());
    }
    /// Writes the list under `name`, and what was left out beside it.
    void write(JsonWriter& out, std::string_view name, std::string_view left_out) {
        out.key(name).raw(list_.end_array().text());
        if (left_out_ > 0) out.member(left_out, left_out_);
    }

  private:
    std::size_t budget_;
    JsonWriter list_;
    std::int64_t left_out_ = 0;
};

void write_items(JsonWriter& out, const std::vector<const SaleLine*>& lines) {
    Cut list(items_budget);
    for (auto* line : lines) list.add_text(line->name);
    list.write(out, "Items", "Items Left Out");
}

void write_categories(JsonWriter& out, std::string_view name,
                      const std::vector<const SaleLine*>& lines, const Catalogue& catalogue) {
    Cut list(categories_budget);
    std::unordered_set<std::string_view> seen;
    for (auto* line : lines)
        for (auto category : catalogue.path_of(line->category))
            if (seen.insert(category).second) list.add_text(category);
    list.write(out, name, fmt::format("{} Left Out", name));
}

void write_codes(JsonWriter& out, const Sale& sale, const std::vector<const SaleLine*>& lines) {
    Cut list(codes_budget);
    std::unordered_set<std::string_view> seen;
    auto add = [&](std::string_view name) {
        if (!name.empty() && seen.insert(name).second) list.add_text(name);
    };
    for (auto* line : lines) add(line->discount);
    add(sale.discount);
    list.write(out, "Discount Codes", "Discount Codes Left Out");
}

void write_count(JsonWriter& out, const std::vector<const SaleLine*>& lines) {
    Decimal count;
    for (auto* line : lines) count += line->quantity.abs();
    out.key("Item Count").raw(count.text());
}

void write_discounts(JsonWriter& out, const Sale& sale) {
    out.key("Total Discounts").raw(sale.discounts.text());
}

void write_is_discounted(JsonWriter& out, const Sale& sale,
                         const std::vector<const SaleLine*>& lines) {
    bool discounted = !sale.discounts.is_zero() ||
                      std::ranges::any_of(lines, [](auto* line) { return line->is_discounted; });
    out.member("Is Discounted", discounted);
}

void write_text(JsonWriter& out, std::string_view name, std::string_view text) {
    out.key(name);
    if (text.empty())
        out.value(nullptr);
    else
        out.value(text);
}

void write_product_id(JsonWriter& out, std::string_view name, const SaleLine& line) {
    out.member(name, line.item.empty() ? std::string("0") : line.item);
}

void write_extra(JsonWriter& out, const std::vector<const SaleLine*>& lines,
                 const Catalogue& catalogue) {
    Cut list(extra_budget);
    for (auto* line : lines) {
        JsonWriter item;
        item.begin_object()
            .member("name", line->name)
            .key("quantity")
            .raw(line->quantity.abs().text())
            .key("price")
            .raw(line->unit_price.text());
        write_product_id(item, "product_id", *line);
        if (auto image = catalogue.image_of(line->item); !image.empty())
            item.member("image", image);
        list.add(item.end_object().text());
    }
    out.key("$extra").begin_object();
    list.write(out, "items", "items_left_out");
    out.end_object();
}

void write_sale(JsonWriter& out, const Sale& sale) {
    out.member("Sale ID", sale.id);
    write_text(out, "Ticket Number", sale.ticket);
}

}  // namespace

std::string placed_properties(const Sale& sale, const Catalogue& catalogue,
                              std::string_view domain) {
    auto lines = lines_of(sale, Lines::positive);
    JsonWriter out;
    out.begin_object();
    write_items(out, lines);
    write_count(out, lines);
    write_categories(out, "Categories", lines, catalogue);
    write_codes(out, sale, lines);
    write_text(out, "Email Domain", domain);
    write_is_discounted(out, sale, lines);
    write_discounts(out, sale);
    write_text(out, "Shop", catalogue.shop_name(sale.shop));
    write_text(out, "ShopID", sale.shop);
    write_sale(out, sale);
    if (lines.size() > most_products)
        out.member("Products Left Out", std::int64_t(lines.size() - most_products));
    write_extra(out, lines, catalogue);
    return out.end_object().take();
}

std::string product_properties(const Sale& sale, const SaleLine& line, const Catalogue& catalogue,
                               std::string_view domain) {
    JsonWriter out;
    out.begin_object().member("Name", line.name);
    write_product_id(out, "Product ID", line);
    out.key("Quantity").raw(line.quantity.text());
    auto path = catalogue.path_of(line.category);
    write_text(out, "Category", path.empty() ? std::string_view() : path.back());
    write_text(out, "Email Domain", domain);
    write_sale(out, sale);
    return out.end_object().take();
}

std::string refunded_properties(const Sale& sale, const Catalogue& catalogue,
                                std::string_view domain, Decimal given_back) {
    auto lines = lines_of(sale, Lines::negative);
    JsonWriter out;
    out.begin_object();
    write_items(out, lines);
    write_count(out, lines);
    write_categories(out, "Categories", lines, catalogue);
    write_codes(out, sale, lines);
    write_text(out, "Email Domain", domain);
    write_is_discounted(out, sale, lines);
    write_discounts(out, sale);
    write_sale(out, sale);
    out.key("Refund Amount").raw(given_back.text());
    write_extra(out, lines, catalogue);
    return out.end_object().take();
}

std::string shipped_properties(const Sale& sale, const Catalogue& catalogue) {
    auto lines = lines_of(sale, Lines::positive);
    JsonWriter out;
    out.begin_object();
    write_items(out, lines);
    write_categories(out, "Collections", lines, catalogue);
    write_codes(out, sale, lines);
    write_discounts(out, sale);
    write_sale(out, sale);
    write_extra(out, lines, catalogue);
    return out.end_object().take();
}

}  // namespace regulars::sources::lightspeed
