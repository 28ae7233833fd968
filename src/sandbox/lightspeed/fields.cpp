// The searchable fields of each resource, and comparing.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/lightspeed/sale_rows.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

using World = ShopWorld;

Value time_value(Seconds at) { return at == 0 ? Value() : Value(std::int64_t(at)); }
Value number_value(std::int64_t n) { return n; }
Value self(const World&, Id id, Seconds) { return number_value(id); }

const Sale& sale(const World& w, Id id) { return w.sales()[id - 1]; }
const Customer& customer(const World& w, Id id) { return w.customers()[id - 1]; }
const ShipTo& ship_to(const World& w, Id id) { return w.ship_tos()[id - 1]; }
const Item& item(const World& w, Id id) { return w.catalogue().items[id - 1]; }
const Category& category(const World& w, Id id) { return w.catalogue().categories[id - 1]; }

using K = FieldKind;

const std::vector<Field> sale_fields{
    {"saleID", K::number, self},
    {"timeStamp", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(sale(w, id).stamp(t)); }},
    {"updatetime", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(sale(w, id).updated(t)); }},
    {"updateTime", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(sale(w, id).updated(t)); }},
    {"completeTime", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(sale(w, id).complete_time(t)); }},
    {"createTime", K::time,
     [](const World& w, Id id, Seconds) { return time_value(sale(w, id).created); }},
    {"completed", K::flag,
     [](const World& w, Id id, Seconds t) { return number_value(sale(w, id).is_completed(t)); }},
    {"voided", K::flag,
     [](const World& w, Id id, Seconds t) { return number_value(sale(w, id).is_voided(t)); }},
    {"customerID", K::number,
     [](const World& w, Id id, Seconds t) { return number_value(sale(w, id).customer_at(t)); }},
    {"shopID", K::number,
     [](const World& w, Id id, Seconds) { return number_value(sale(w, id).shop + 1); }},
    {"shipToID", K::number,
     [](const World& w, Id id, Seconds) { return number_value(sale(w, id).ship_to); }},
    {"total", K::amount,
     [](const World& w, Id id, Seconds t) {
         return number_value(w.sums_of(sale(w, id), t).total);
     }},
    {"ticketNumber", K::text,
     [](const World&, Id id, Seconds) { return Value(ticket_number(id)); }},
    {"Customer.timeStamp", K::time,
     [](const World& w, Id id, Seconds t) {
         Id who = sale(w, id).customer_at(t);
         return who == 0 ? Value() : time_value(customer(w, who).stamp(t));
     }},
};
const std::vector<Field> line_fields{
    {"saleLineID", K::number, self},
    {"saleID", K::number,
     [](const World& w, Id id, Seconds t) {
         Id owner = w.lines()[id - 1].sale;
         return number_value(sale(w, owner).is_visible(t) ? owner : 0);
     }},
    {"itemID", K::number,
     [](const World& w, Id id, Seconds) { return number_value(w.lines()[id - 1].item); }},
    {"parentSaleLineID", K::number,
     [](const World& w, Id id, Seconds) { return number_value(w.lines()[id - 1].parent); }},
    {"createTime", K::time,
     [](const World& w, Id id, Seconds) { return time_value(w.lines()[id - 1].created); }},
};
const std::vector<Field> customer_fields{
    {"customerID", K::number, self},
    {"timeStamp", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(customer(w, id).stamp(t)); }},
    {"createTime", K::time,
     [](const World& w, Id id, Seconds) { return time_value(customer(w, id).created); }},
    {"Contact.timeStamp", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(customer(w, id).contact_stamp(t)); }},
    {"firstName", K::text,
     [](const World& w, Id id, Seconds t) { return Value(contact_of(w, id, t).first_name); }},
    {"lastName", K::text,
     [](const World& w, Id id, Seconds t) { return Value(contact_of(w, id, t).last_name); }},
    {"company", K::text,
     [](const World& w, Id id, Seconds t) { return Value(contact_of(w, id, t).company); }},
};
const std::vector<Field> ship_to_fields{
    {"shipToID", K::number, self},
    {"timeStamp", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(ship_to(w, id).stamp(t)); }},
    {"saleID", K::number,
     [](const World& w, Id id, Seconds) { return number_value(ship_to(w, id).sale); }},
    {"customerID", K::number,
     [](const World& w, Id id, Seconds) { return number_value(ship_to(w, id).customer); }},
    {"shipped", K::flag,
     [](const World& w, Id id, Seconds t) { return number_value(ship_to(w, id).is_shipped(t)); }},
};
const std::vector<Field> item_fields{
    {"itemID", K::number, self},
    {"timeStamp", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(item(w, id).stamp(t)); }},
    {"createTime", K::time,
     [](const World& w, Id id, Seconds) { return time_value(item(w, id).created); }},
    {"description", K::text,
     [](const World& w, Id id, Seconds) { return Value(item(w, id).description); }},
    {"categoryID", K::number,
     [](const World& w, Id id, Seconds) { return number_value(item(w, id).category); }},
    {"ItemShops.timeStamp", K::time,
     [](const World& w, Id id, Seconds) { return time_value(item(w, id).created); }},
};
const std::vector<Field> category_fields{
    {"categoryID", K::number, self},
    {"timeStamp", K::time,
     [](const World& w, Id id, Seconds t) { return time_value(category(w, id).stamp(t)); }},
    {"name", K::text, [](const World& w, Id id, Seconds) { return Value(category(w, id).name); }},
    {"parentID", K::number,
     [](const World& w, Id id, Seconds) { return number_value(category(w, id).parent); }},
};
const std::vector<Field> shop_fields{
    {"shopID", K::number, self},
    {"name", K::text,
     [](const World& w, Id id, Seconds) { return Value(w.catalogue().shops[id - 1].name); }},
};

const std::vector<Field>& fields_of(Resource resource) {
    switch (resource) {
        case Resource::sale:
            return sale_fields;
        case Resource::sale_line:
            return line_fields;
        case Resource::customer:
            return customer_fields;
        case Resource::ship_to:
            return ship_to_fields;
        case Resource::item:
            return item_fields;
        case Resource::category:
            return category_fields;
        case Resource::shop:
            break;
    }
    return shop_fields;
}

Result<Value> value_of(const ShopWorld& world, const Field& field, std::string_view text) {
    auto wrong = [&] {
        return fail(ErrorKind::invalid,
                    fmt::format("Invalid value '{}' for '{}'.", text, field.name));
    };
    switch (field.kind) {
        case FieldKind::text:
            return Value(std::string(text));
        case FieldKind::flag:
            if (text == "true" || text == "1") return Value(std::int64_t(1));
            if (text == "false" || text == "0") return Value(std::int64_t(0));
            return wrong();
        case FieldKind::time: {
            auto at = parse_instant(text);
            if (!at) return wrong();
            bool has_offset =
                text.size() > 10 && text.find_first_of("Z+-", 10) != std::string_view::npos;
            if (!has_offset)
                at = world.catalogue().shops[0].clock.zone().to_instant({at->seconds()});
            return Value(at->seconds());
        }
        case FieldKind::number: {
            std::int64_t n = 0;
            auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
            if (error != std::errc() || end != text.data() + text.size()) return wrong();
            return Value(n);
        }
        case FieldKind::amount:
            break;
    }
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || std::abs(number) > 1e8)
        return wrong();
    return Value(amount_of_minor(std::llround(number * 100)));
}

/// SQL's LIKE with %, without case.
bool is_like(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '%') {
        for (std::size_t skip = 0; skip <= text.size(); ++skip) {
            if (is_like(text.substr(skip), pattern.substr(1))) return true;
        }
        return false;
    }
    return !text.empty() && equals_ignoring_case(text.substr(0, 1), pattern.substr(0, 1)) &&
           is_like(text.substr(1), pattern.substr(1));
}

}  // namespace

const Field* field_named(Resource resource, std::string_view name) {
    for (const Field& field : fields_of(resource)) {
        if (field.name == name) return &field;
    }
    return nullptr;
}

bool is_sortable(Resource resource, std::string_view name) {
    constexpr std::array<std::string_view, 5> of_sales{"saleID", "timeStamp", "completeTime",
                                                       "updatetime", "updateTime"};
    if (resource == Resource::sale) return std::ranges::find(of_sales, name) != of_sales.end();
    return name.find('.') == std::string_view::npos && field_named(resource, name) != nullptr;
}

Result<Condition> Condition::parse(const ShopWorld& world, Resource resource, std::string_view name,
                                   std::string_view text) {
    Condition out;
    out.field = field_named(resource, name);
    if (out.field == nullptr)
        return fail(
            ErrorKind::invalid,
            fmt::format("'{}' is not a valid search parameter for '{}'.", name, name_of(resource)));
    struct Sign {
        std::string_view text;
        Operator op;
    };
    constexpr Sign signs[] = {{"=", Operator::equal},     {">", Operator::greater},
                              {">=", Operator::at_least}, {"<", Operator::less},
                              {"<=", Operator::at_most},  {"><", Operator::between},
                              {"!=", Operator::unequal},  {"~", Operator::like},
                              {"!~", Operator::unlike},   {"IN", Operator::among}};
    std::string_view rest = text;
    if (auto comma = text.find(','); comma != std::string_view::npos) {
        for (const Sign& sign : signs) {
            if (text.substr(0, comma) == sign.text) out.op = sign.op, rest = text.substr(comma + 1);
        }
    }
    bool is_list = out.op == Operator::among;
    if (is_list && rest.starts_with('[') && rest.ends_with(']'))
        rest = rest.substr(1, rest.size() - 2);
    bool has_parts = is_list || out.op == Operator::between;
    for (std::string_view part :
         has_parts ? split(rest, ',') : std::vector<std::string_view>{rest}) {
        if (is_list && part.size() >= 2 && part.front() == '"' && part.back() == '"')
            part = part.substr(1, part.size() - 2);
        out.values.push_back(TRY(value_of(world, *out.field, part)));
    }
    if (out.op == Operator::between && out.values.size() != 2)
        return fail(ErrorKind::invalid, fmt::format("'><' needs two values for '{}'.", name));
    return out;
}

bool Condition::holds(const ShopWorld& world, Id id, Seconds now) const {
    Value own = field->of(world, id, now);
    if (std::holds_alternative<std::monostate>(own))
        return op == Operator::unequal || op == Operator::unlike;
    auto like = [&] {
        const auto* text = std::get_if<std::string>(&own);
        const auto* pattern = std::get_if<std::string>(&values[0]);
        return text != nullptr && pattern != nullptr ? is_like(*text, *pattern) : own == values[0];
    };
    switch (op) {
        case Operator::equal:
            return own == values[0];
        case Operator::greater:
            return own > values[0];
        case Operator::at_least:
            return own >= values[0];
        case Operator::less:
            return own < values[0];
        case Operator::at_most:
            return own <= values[0];
        case Operator::between:
            return own >= values[0] && own <= values[1];
        case Operator::unequal:
            return own != values[0];
        case Operator::like:
            return like();
        case Operator::unlike:
            return !like();
        case Operator::among:
            break;
    }
    return std::ranges::find(values, own) != values.end();
}

}  // namespace regulars::sandbox::lightspeed
