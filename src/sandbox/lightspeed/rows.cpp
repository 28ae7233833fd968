// Names of resources and relations, and the smaller records: customers, shipments, items,
// categories, shops.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/rows.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/json.hpp"
#include "sandbox/lightspeed/sale_rows.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

constexpr std::array<std::string_view, 7> names{"Sale", "SaleLine", "Customer", "ShipTo",
                                                "Item", "Category", "Shop"};
constexpr std::array<std::string_view, 7> id_names{"saleID", "saleLineID", "customerID", "shipToID",
                                                   "itemID", "categoryID", "shopID"};

void append_contact(Dialect& d, std::string_view key, const Contact& contact, Id id,
                    Seconds stamp) {
    d.begin(key).id("contactID", id + 40).text("custom", "");
    d.flag("noEmail", contact.no_email)
        .flag("noPhone", contact.no_phone)
        .flag("noMail", contact.no_mail);
    if (contact.has_address || d.faults().blank_objects) {
        d.begin("Addresses")
            .begin("ContactAddress")
            .text("address1", contact.street)
            .text("address2", "");
        d.text("city", contact.city)
            .text("state", contact.region)
            .text("stateCode", contact.region_code);
        d.text("zip", contact.postal_code)
            .text("country", contact.country)
            .text("countryCode", contact.country_code)
            .end()
            .end();
    } else {
        d.nothing("Addresses");
    }
    if (contact.phones.empty())
        d.nothing("Phones");
    else
        d.begin("Phones")
            .several("ContactPhone", contact.phones.size(),
                     [&](std::size_t i) {
                         d.begin()
                             .text("number", contact.phones[i].number)
                             .text("useType", contact.phones[i].use)
                             .end();
                     })
            .end();
    if (contact.emails.empty())
        d.nothing("Emails");
    else
        d.begin("Emails")
            .several("ContactEmail", contact.emails.size(),
                     [&](std::size_t i) {
                         d.begin()
                             .text("address", contact.emails[i].address)
                             .text("useType",
                                   contact.emails[i].is_primary ? "Primary" : "Secondary")
                             .end();
                     })
            .end();
    d.nothing("Websites").time("timeStamp", stamp).end();
}

void append_category(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now) {
    const Category& c = world.catalogue().categories[id - 1];
    auto path = world.catalogue().path_of(id, now);
    // Nodes number a walk through the visible tree; a rough one that grows with each category will
    // do.
    std::int64_t left = 2 * id - 1;
    d.begin(key)
        .id("categoryID", id)
        .text("name", c.name)
        .number("nodeDepth", std::int64_t(path.empty() ? 0 : path.size() - 1));
    d.text("fullPathName", fmt::format("{}", fmt::join(path, "/")))
        .number("leftNode", left)
        .number("rightNode", left + 1);
    d.time("createTime", c.created).time("timeStamp", c.stamp(now)).id("parentID", c.parent).end();
}

void append_shop(Dialect& d, std::string_view key, const ShopWorld& world, Id id,
                 const Relations& relations) {
    const Shop& shop = world.catalogue().shops[id - 1];
    std::int64_t opened = world.begins().seconds() - 40 * 86'400;
    d.begin(key)
        .id("shopID", id)
        .text("name", shop.name)
        .number("serviceRate", 0)
        .text("timeZone", shop.zone_alias);
    d.flag("taxLabor", false)
        .text("labelTitle", "Shop Name")
        .flag("labelMsrp", false)
        .flag("archived", false);
    d.time("timeStamp", opened)
        .text("companyRegistrationNumber", "")
        .text("vatNumber", "")
        .flag("zebraBrowserPrint", false);
    d.id("contactID", id + 1)
        .id("taxCategoryID", id)
        .id("receiptSetupID", id)
        .id("ccGatewayID", id)
        .id("gatewayConfigID", id);
    d.id("priceLevelID", 1);
    if (relations.has("Contact")) {
        Contact contact{.has_address = true,
                        .street = shop.street,
                        .city = shop.city,
                        .region = shop.region,
                        .region_code = shop.region,
                        .postal_code = shop.postal_code,
                        .country = "United States",
                        .country_code = "US",
                        .phone_e164 = {}};
        contact.emails.push_back({fmt::format("shop{}@example.com", id), true});
        append_contact(d, "Contact", contact, id, Seconds(opened));
    }
    d.end();
}

void append_ship_to(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                    const Relations& relations) {
    const ShipTo& ship = world.ship_tos()[id - 1];
    Contact contact;
    if (ship.customer != 0) contact = contact_of(world, ship.customer, now);
    d.begin(key)
        .id("shipToID", id)
        .flag("shipped", ship.is_shipped(now))
        .time("timeStamp", ship.stamp(now));
    d.text("shipNote", ship.look % 4 == 0 ? "Leave with the doorman" : "")
        .text("firstName", contact.first_name);
    d.text("lastName", contact.last_name)
        .text("company", contact.company)
        .id("customerID", ship.customer)
        .id("saleID", ship.sale);
    if (relations.has("Contact"))
        append_contact(d, "Contact", contact, id + 90'000, ship.stamp(now));
    d.end();
}

}  // namespace

std::string_view name_of(Resource resource) { return names[std::size_t(resource)]; }
std::string_view id_name_of(Resource resource) { return id_names[std::size_t(resource)]; }

std::optional<Resource> resource_named(std::string_view name) {
    auto found = std::ranges::find(names, name);
    if (found == names.end()) return {};
    return Resource(found - names.begin());
}

const std::vector<std::string_view>& Relations::allowed(Resource resource) {
    static const std::array<std::vector<std::string_view>, 7> all{{
        {"Customer",
         "Customer.Contact",
         "Discount",
         "Quote",
         "SaleLines",
         "SaleLines.Discount",
         "SaleLines.InventorySales",
         "SaleLines.Item",
         "SaleLines.Note",
         "SaleLines.TaxClass",
         "SaleNotes",
         "SalePayments",
         "SalePayments.CCCharge",
         "SalePayments.PaymentType",
         "SalePayments.SaleAccounts",
         "SalePayments.Signatures",
         "ShipTo",
         "ShipTo.Contact",
         "TaxCategory",
         "TaxCategory.TaxCategoryClasses"},
        {"Discount", "InventorySales", "Item", "Note", "TaxClass"},
        {"Contact", "CreditAccount", "CustomFieldValues", "CustomerType", "Discount", "Note",
         "Tags"},
        {"Contact"},
        {"Category", "CustomFieldValues", "Images", "ItemAttributes", "ItemECommerce", "ItemShops",
         "ItemVendorNums", "Manufacturer", "Note", "Tags", "TaxClass"},
        {"Parent"},
        {"CCGateway", "Contact", "PriceLevel", "ReceiptSetup", "Registers", "TaxCategory"},
    }};
    return all[std::size_t(resource)];
}

Result<Relations> Relations::parse(Resource resource, std::string_view text) {
    Relations out;
    auto& may = allowed(resource);
    if (text == "all") {
        for (std::string_view name : may) out.names_.emplace(name);
        return out;
    }
    auto document = JsonDocument::parse(text, {.max_bytes = 4096, .max_depth = 4});
    if (!document || !document->root().is_array())
        return fail(ErrorKind::invalid, "load_relations must be a JSON array or \"all\".");
    std::string unknown;
    document->root().each([&](JsonNode node) {
        std::string_view name = node.string().value_or("");
        if (std::ranges::find(may, name) == may.end()) {
            unknown = name;
            return;
        }
        out.names_.emplace(name);
        // The relation it hangs on comes too.
        if (auto dot = name.find('.'); dot != std::string_view::npos)
            out.names_.emplace(name.substr(0, dot));
    });
    if (!unknown.empty())
        return fail(ErrorKind::invalid, fmt::format("'{}' is not a valid relation of '{}'.",
                                                    unknown, name_of(resource)));
    return out;
}

std::size_t count_of(const ShopWorld& world, Resource resource) {
    switch (resource) {
        case Resource::sale:
            return world.sales().size();
        case Resource::sale_line:
            return world.lines().size();
        case Resource::customer:
            return world.customers().size();
        case Resource::ship_to:
            return world.ship_tos().size();
        case Resource::item:
            return world.catalogue().items.size();
        case Resource::category:
            return world.catalogue().categories.size();
        case Resource::shop:
            break;
    }
    return world.catalogue().shops.size();
}

bool is_visible(const ShopWorld& world, Resource resource, Id id, Seconds now) {
    if (id == 0 || id > count_of(world, resource)) return false;
    switch (resource) {
        case Resource::sale:
            return world.sales()[id - 1].is_visible(now);
        case Resource::sale_line: {
            const SaleLine& line = world.lines()[id - 1];
            const Sale& sale = world.sales()[line.sale - 1];
            if (line.kind != LineKind::plain) return line.created <= now;
            return sale.is_visible(now) && sale.lines_shown(now) != 0;
        }
        case Resource::customer:
            return world.customers()[id - 1].is_visible(now);
        case Resource::ship_to:
            return world.ship_tos()[id - 1].is_visible(now);
        case Resource::item:
            return world.catalogue().items[id - 1].is_visible(now);
        case Resource::category:
            return world.catalogue().categories[id - 1].is_visible(now);
        case Resource::shop:
            break;
    }
    return true;
}

bool is_archived(const ShopWorld& world, Resource resource, Id id, Seconds now) {
    switch (resource) {
        case Resource::sale:
            return world.sales()[id - 1].is_archived(now);
        case Resource::customer:
            return world.customers()[id - 1].is_archived(now);
        case Resource::item:
            return world.catalogue().items[id - 1].is_archived(now);
        default:
            return false;
    }
}

void append_customer(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                     const Relations& relations, std::string_view prefix) {
    const Customer& c = world.customers()[id - 1];
    Contact contact = contact_of(world, id, now);
    auto loads = [&](std::string_view name) {
        return relations.has(fmt::format("{}{}", prefix, name));
    };
    d.begin(key).text("firstName", contact.first_name).text("lastName", contact.last_name);
    if (contact.has_birthday && contact.born != 0) d.text("dob", vendor_time(contact.born));
    d.text("title", contact.title)
        .text("company", contact.company)
        .text("companyRegistrationNumber", "")
        .text("vatNumber", "");
    d.id("creditAccountID", c.look % 5 == 0 ? id : 0)
        .id("customerTypeID", c.look % 3 == 0 ? 2 : 0)
        .id("discountID", 0)
        .id("taxCategoryID", 0);
    d.id("customerID", id)
        .id("contactID", id + 40)
        .time("createTime", c.created)
        .time("timeStamp", c.stamp(now))
        .flag("archived", c.is_archived(now));
    if (loads("Contact")) append_contact(d, "Contact", contact, id, c.contact_stamp(now));
    if (loads("CreditAccount") && c.look % 5 == 0) {
        d.begin("CreditAccount")
            .id("creditAccountID", id)
            .number("balance", 0)
            .number("creditLimit", 0)
            .time("timeStamp", c.created)
            .end();
    }
    if (loads("CustomerType") && c.look % 3 == 0)
        d.begin("CustomerType").id("customerTypeID", 2).text("name", "Wine club").end();
    if (loads("Note"))
        d.begin("Note").text("note", "").flag("isPublic", false).time("timeStamp", c.created).end();
    if (loads("Tags")) d.nothing("Tags");
    if (d.faults().unknown_key) d.text("loyaltyTier", "gold");
    d.end();
}

void append_item(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                 const Relations& relations) {
    const Item& item = world.catalogue().items[id - 1];
    d.begin(key)
        .id("itemID", id)
        .text("systemSku", fmt::format("2100000{:05}", id))
        .amount("defaultCost", amount_of_minor(item.cost));
    d.amount("avgCost", amount_of_minor(item.cost))
        .flag("discountable", true)
        .flag("tax", item.category != 14);
    d.flag("archived", item.is_archived(now))
        .text("itemType", "default")
        .flag("serialized", false)
        .text("description", item.description);
    d.number("modelYear", 0)
        .text("upc", fmt::format("0614{:08}", id * 97))
        .text("ean", "")
        .text("customSku", fmt::format("W-{}", id));
    d.text("manufacturerSku", "")
        .time("createTime", item.created)
        .time("timeStamp", item.stamp(now))
        .id("categoryID", item.category);
    d.id("taxClassID", 1)
        .id("departmentID", 0)
        .id("itemMatrixID", 0)
        .id("manufacturerID", 0)
        .id("seasonID", 0)
        .id("defaultVendorID", 0);
    bool has_category =
        item.category != 0 && world.catalogue().categories[item.category - 1].is_visible(now);
    if (relations.has("Category") && has_category)
        append_category(d, "Category", world, item.category, now);
    if (relations.has("Images") && item.images != 0) {
        d.begin("Images")
            .several("Image", std::size_t(item.images),
                     [&](std::size_t i) {
                         d.begin()
                             .id("imageID", id * 4 + i)
                             .text("description", item.description)
                             .text("filename", fmt::format("{}.jpg", i + 1));
                         d.number("ordering", std::int64_t(i))
                             .text("publicID", image_public_id(id, int(i)))
                             .text("baseImageURL", image_base_url());
                         d.id("itemID", id).id("itemMatrixID", 0).end();
                     })
            .end();
    }
    if (relations.has("Tags")) d.nothing("Tags");
    if (relations.has("ItemShops")) {
        d.begin("ItemShops")
            .several("ItemShop", world.catalogue().shops.size(),
                     [&](std::size_t shop) {
                         d.begin()
                             .id("itemShopID", id * 10 + shop)
                             .number("qoh", (id * 13 + std::int64_t(shop)) % 40)
                             .id("itemID", id)
                             .id("shopID", shop + 1);
                         d.time("timeStamp", item.created).end();
                     })
            .end();
    }
    d.begin("Prices")
        .several("ItemPrice", 2,
                 [&](std::size_t i) {
                     d.begin()
                         .amount("amount", amount_of_minor(i == 0 ? item.price : 0))
                         .id("useTypeID", i + 1)
                         .text("useType", i == 0 ? "Default" : "MSRP")
                         .end();
                 })
        .end()
        .end();
}

void append_row(std::string& out, const ShopWorld& world, Resource resource, Id id, Seconds now,
                const Relations& relations, const DialectFaults& faults) {
    Dialect d(out, faults);
    switch (resource) {
        case Resource::sale:
            return append_sale(d, {}, world, id, now, relations);
        case Resource::sale_line:
            return append_sale_line(d, {}, world, id, now, relations, "");
        case Resource::customer:
            return append_customer(d, {}, world, id, now, relations, "");
        case Resource::ship_to:
            return append_ship_to(d, {}, world, id, now, relations);
        case Resource::item:
            return append_item(d, {}, world, id, now, relations);
        case Resource::category:
            return append_category(d, {}, world, id, now);
        case Resource::shop:
            return append_shop(d, {}, world, id, relations);
    }
}

void append_ship_to_of_sale(Dialect& d, const ShopWorld& world, Id id, Seconds now,
                            const Relations& relations) {
    Relations own;
    if (relations.has("ShipTo.Contact")) own = *Relations::parse(Resource::ship_to, "all");
    append_ship_to(d, "ShipTo", world, id, now, own);
}

}  // namespace regulars::sandbox::lightspeed
