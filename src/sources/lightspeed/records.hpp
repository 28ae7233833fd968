// Lightspeed's pages as typed records, forgiving about types, shapes and missing keys.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "sources/lightspeed/decimal.hpp"

namespace regulars::sources::lightspeed {

/// Ids are digits; empty for none. Texts are trimmed and clipped.
struct Record {
    std::string id;
    std::optional<Instant> updated_at;
    std::string fault;    // why it cannot be used ("no id"), or empty
    std::string excerpt;  // of a faulty one: at most 2 kB
};

struct Phone {
    std::string number, use;  // Home, Work, Mobile, Pager, Fax
};

struct Customer : Record {  // updated_at: the later of the customer's time and the contact's
    std::string first_name, last_name, company, title, city, region, postal_code, country;
    std::string email;  // the best one: primary, else secondary, else the first; empty for none
    std::vector<Phone> phones;
    std::optional<Instant> birth;  // local midnight of the birthday
    bool archived = false, no_email = false;
    bool is_anonymized = false;
};

struct SaleLine {
    std::string id, item, parent, name, category;  // category: the item's; empty for none
    Decimal quantity, total, unit_price, normal_price;
    std::optional<Instant> item_updated_at;
    bool is_discounted = false;
    std::string discount;  // the discount's name
};

struct Shipment : Record {
    std::string sale, customer;
    bool shipped = false;
};

struct Sale : Record {
    std::string ticket, shop, customer, discount;
    bool completed = false, voided = false, archived = false;
    std::optional<Instant> completed_at;  // completeTime, else timeStamp
    std::optional<Instant> stamp;         // timeStamp
    Decimal total, discounts;             // discounts: calcDiscount
    std::vector<SaleLine> lines;
    std::optional<Customer> buyer;  // where the relation was loaded and is there
    std::optional<Shipment> shipment;
};

/// A line by itself, as SaleLine lists show it.
struct LinePlace : Record {
    std::string sale;  // empty for none
};

struct Item : Record {
    std::string image;  // an address, or empty
};

struct Category : Record {
    std::string name, parent, path;
};

struct Shop : Record {
    std::string name, zone;
};

/// What a list's "@attributes" say of its continuation.
struct Links {
    std::string next;                           // an address as given, or empty
    std::optional<std::int64_t> count, offset;  // V2 style
};

template <class T>
struct Listing {
    Links links;
    std::vector<T> items;
};

/// Errors: unavailable (no JSON object: what a sick vendor sends).
Result<Listing<Sale>> sales_from(std::string_view body);
Result<Listing<Customer>> customers_from(std::string_view body);
Result<Listing<Shipment>> shipments_from(std::string_view body);
Result<Listing<LinePlace>> lines_from(std::string_view body);
Result<Listing<Item>> items_from(std::string_view body);
Result<Listing<Category>> categories_from(std::string_view body);
Result<Listing<Shop>> shops_from(std::string_view body);

}  // namespace regulars::sources::lightspeed
