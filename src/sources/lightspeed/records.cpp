// Reads each kind of record out of its node.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/records.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/lightspeed/dialect.hpp"

namespace regulars::sources::lightspeed {
namespace {

constexpr std::size_t longest_text = 250;
constexpr std::size_t longest_address = 1'000;  // of an image
constexpr std::size_t longest_excerpt = 2'000;
constexpr std::size_t most_phones = 20;

std::string text_of(JsonNode node, std::size_t longest = longest_text) {
    std::string text = word_in(node);
    return std::string(clipped(trimmed(text), longest));
}

Decimal decimal_or_zero(JsonNode node) { return decimal_in(node).value_or(Decimal{}); }

/// The first of several names that is a time: samples write "updatetime", the tutorial
/// "updateTime".
std::optional<Instant> instant_of(JsonNode node, std::initializer_list<std::string_view> names) {
    for (auto name : names)
        if (auto at = instant_in(node[name])) return at;
    return std::nullopt;
}

template <class T>
void blame(T& record, JsonNode node, std::string fault) {
    record.fault = std::move(fault);
    std::string text = node.text();
    record.excerpt = clipped(text, longest_excerpt);
}

/// Primary, else Secondary, else the first that is not blank.
std::string email_of(JsonNode contact) {
    std::array<std::string, 3> best;
    each_in(contact, "Emails", "ContactEmail", [&](JsonNode email) {
        std::string address = text_of(email["address"], longest_text + 4);
        std::string use = text_of(email["useType"]);
        std::size_t rank = equals_ignoring_case(use, "Primary")     ? 0
                           : equals_ignoring_case(use, "Secondary") ? 1
                                                                    : 2;
        if (best[rank].empty()) best[rank] = std::move(address);
    });
    for (auto& address : best)
        if (!address.empty()) return address;
    return {};
}

void read_contact(JsonNode contact, Customer& customer) {
    customer.email = email_of(contact);
    customer.no_email = boolean_in(contact["noEmail"]);
    each_in(contact, "Phones", "ContactPhone", [&](JsonNode phone) {
        Phone read{text_of(phone["number"]), text_of(phone["useType"])};
        if (!read.number.empty() && customer.phones.size() < most_phones)
            customer.phones.push_back(std::move(read));
    });
    auto take = [](std::string& into, std::string text) {
        if (into.empty()) into = std::move(text);
    };
    each_in(contact, "Addresses", "ContactAddress", [&](JsonNode address) {
        bool is_first = customer.city.empty() && customer.region.empty() &&
                        customer.postal_code.empty() && customer.country.empty();
        if (!is_first) return;
        take(customer.city, text_of(address["city"]));
        take(customer.region, text_of(address["state"]));
        take(customer.region, text_of(address["stateCode"]));
        take(customer.postal_code, text_of(address["zip"]));
        take(customer.country, text_of(address["country"]));
        take(customer.country, text_of(address["countryCode"]));
    });
}

Customer customer_in(JsonNode node) {
    Customer c;
    c.id = id_in(node["customerID"]);
    c.first_name = text_of(node["firstName"]);
    c.last_name = text_of(node["lastName"]);
    c.company = text_of(node["company"]);
    c.title = text_of(node["title"]);
    c.birth = instant_in(node["dob"]);
    c.archived = boolean_in(node["archived"]);
    JsonNode contact = node["Contact"];
    read_contact(contact, c);
    c.updated_at = instant_of(node, {"timeStamp", "updatetime", "updateTime"});
    if (auto at = instant_in(contact["timeStamp"]))
        c.updated_at = std::max(c.updated_at.value_or(*at), *at);
    c.is_anonymized = c.archived && c.first_name == "Customer" && !c.id.empty() &&
                      c.last_name == fmt::format("[{}]", c.id) && c.email.empty() &&
                      c.phones.empty();
    if (c.id.empty())
        blame(c, node, "no id");
    else if (!c.updated_at)
        blame(c, node, "no time");
    return c;
}

SaleLine line_in(JsonNode node) {
    SaleLine line;
    line.id = id_in(node["saleLineID"]);
    line.item = id_in(node["itemID"]);
    line.parent = id_in(node["parentSaleLineID"]);
    line.quantity = decimal_or_zero(node["unitQuantity"]);
    line.total = decimal_or_zero(node["calcTotal"]);
    line.unit_price = decimal_or_zero(node["unitPrice"]);
    line.normal_price = decimal_or_zero(node["normalUnitPrice"]);
    JsonNode item = node["Item"];
    line.category = id_in(item["categoryID"]);
    line.item_updated_at = instant_in(item["timeStamp"]);
    line.name = text_of(item["description"]);
    if (line.name.empty()) line.name = text_of(node["Note"]["note"]);
    if (line.name.empty()) line.name = "Miscellaneous";
    for (auto key : {"calcLineDiscount", "discountAmount", "discountPercent"})
        line.is_discounted |= !decimal_or_zero(node[key]).is_zero();
    line.is_discounted |= line.normal_price > line.unit_price;
    line.discount = text_of(node["Discount"]["name"]);
    return line;
}

Shipment shipment_in(JsonNode node) {
    Shipment s;
    s.id = id_in(node["shipToID"]);
    s.sale = id_in(node["saleID"]);
    s.customer = id_in(node["customerID"]);
    s.shipped = boolean_in(node["shipped"]);
    s.updated_at = instant_in(node["timeStamp"]);
    if (s.id.empty())
        blame(s, node, "no id");
    else if (!s.updated_at)
        blame(s, node, "no time");
    return s;
}

Sale sale_in(JsonNode node) {
    Sale sale;
    sale.id = id_in(node["saleID"]);
    sale.ticket = text_of(node["ticketNumber"]);
    sale.shop = id_in(node["shopID"]);
    sale.customer = id_in(node["customerID"]);
    sale.discount = text_of(node["Discount"]["name"]);
    sale.completed = boolean_in(node["completed"]);
    sale.voided = boolean_in(node["voided"]);
    sale.archived = boolean_in(node["archived"]);
    sale.stamp = instant_in(node["timeStamp"]);
    sale.updated_at = instant_of(node, {"updatetime", "updateTime"});
    sale.completed_at = instant_of(node, {"completeTime", "timeStamp"});
    sale.discounts = decimal_or_zero(node["calcDiscount"]);
    auto total = decimal_in(node["total"]);
    if (!total) total = decimal_in(node["calcTotal"]);
    each_in(node, "SaleLines", "SaleLine",
            [&](JsonNode line) { sale.lines.push_back(line_in(line)); });
    if (node["Customer"].is_object())
        if (Customer buyer = customer_in(node["Customer"]);
            buyer.id == sale.customer && buyer.fault.empty())
            sale.buyer = std::move(buyer);
    if (node["ShipTo"].is_object())
        if (Shipment shipment = shipment_in(node["ShipTo"]); shipment.fault.empty()) {
            if (shipment.sale.empty()) shipment.sale = sale.id;
            sale.shipment = std::move(shipment);
        }
    if (sale.id.empty())
        blame(sale, node, "no id");
    else if (!total)
        blame(sale, node, "no total");
    else if (sale.completed && !sale.completed_at)
        blame(sale, node, "no time");
    else if (std::ranges::any_of(sale.lines, [](auto& line) { return line.id.empty(); }))
        blame(sale, node, "a line without id");
    if (total) sale.total = *total;
    return sale;
}

LinePlace place_in(JsonNode node) {
    LinePlace place;
    place.id = id_in(node["saleLineID"]);
    place.sale = id_in(node["saleID"]);
    if (place.id.empty()) blame(place, node, "no id");
    return place;
}

/// The vendor's parts: a base address, perhaps with a slash at its end, and a public id.
std::string image_of(JsonNode image) {
    std::string base = text_of(image["baseImageURL"], longest_address),
                id = text_of(image["publicID"]);
    if (id.empty() || !(base.starts_with("https://") || base.starts_with("http://"))) return {};
    while (base.ends_with('/')) base.pop_back();
    return fmt::format("{}/{}.jpg", base, id);
}

Item item_in(JsonNode node) {
    Item item;
    item.id = id_in(node["itemID"]);
    item.updated_at = instant_in(node["timeStamp"]);
    std::optional<Decimal> first;
    each_in(node, "Images", "Image", [&](JsonNode image) {
        std::string address = image_of(image);
        Decimal ordering = decimal_or_zero(image["ordering"]);
        if (address.empty() || (first && ordering >= *first)) return;
        first = ordering;
        item.image = std::move(address);
    });
    if (item.id.empty()) blame(item, node, "no id");
    return item;
}

Category category_in(JsonNode node) {
    Category category;
    category.id = id_in(node["categoryID"]);
    category.name = text_of(node["name"]);
    category.parent = id_in(node["parentID"]);
    category.path = text_of(node["fullPathName"], longest_address);
    if (category.id.empty()) blame(category, node, "no id");
    return category;
}

Shop shop_in(JsonNode node) {
    Shop shop;
    shop.id = id_in(node["shopID"]);
    shop.name = text_of(node["name"]);
    shop.zone = text_of(node["timeZone"]);
    if (shop.id.empty()) blame(shop, node, "no id");
    return shop;
}

template <class T>
Result<Listing<T>> listing_from(std::string_view body, std::string_view element,
                                T (*read)(JsonNode)) {
    auto document = JsonDocument::parse(body);
    if (!document || !document->root().is_object())
        return fail(ErrorKind::unavailable, "Lightspeed's answer is no list of records");
    JsonNode root = document->root();
    // Even an empty list has attributes; an object without either is something else.
    if (root["@attributes"].is_missing() && root[element].is_missing())
        return fail(ErrorKind::unavailable, "Lightspeed's answer is no list of records");
    Listing<T> listing;
    JsonNode attributes = root["@attributes"];
    listing.links.next = word_in(attributes["next"]);
    auto whole = [](JsonNode node) -> std::optional<std::int64_t> {
        auto number = decimal_in(node);
        if (!number || number->is_negative()) return std::nullopt;
        return number->money(*Currency::parse("JPY")).minor;
    };
    listing.links.count = whole(attributes["count"]);
    listing.links.offset = whole(attributes["offset"]);
    each_in(root[element], [&](JsonNode node) { listing.items.push_back(read(node)); });
    return listing;
}

}  // namespace

Result<Listing<Sale>> sales_from(std::string_view body) {
    return listing_from<Sale>(body, "Sale", sale_in);
}
Result<Listing<Customer>> customers_from(std::string_view body) {
    return listing_from<Customer>(body, "Customer", customer_in);
}
Result<Listing<Shipment>> shipments_from(std::string_view body) {
    return listing_from<Shipment>(body, "ShipTo", shipment_in);
}
Result<Listing<LinePlace>> lines_from(std::string_view body) {
    return listing_from<LinePlace>(body, "SaleLine", place_in);
}
Result<Listing<Item>> items_from(std::string_view body) {
    return listing_from<Item>(body, "Item", item_in);
}
Result<Listing<Category>> categories_from(std::string_view body) {
    return listing_from<Category>(body, "Category", category_in);
}
Result<Listing<Shop>> shops_from(std::string_view body) {
    return listing_from<Shop>(body, "Shop", shop_in);
}

}  // namespace regulars::sources::lightspeed
