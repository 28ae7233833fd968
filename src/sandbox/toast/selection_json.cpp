// Writes lines and what modifies them.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/selection_json.hpp"

#include <fmt/format.h>

#include "sandbox/toast/guid.hpp"

namespace regulars::sandbox::toast {
namespace {

void write_menu_reference(JsonWriter& out, std::string_view guid, std::string_view type,
                          std::int64_t id) {
    out.begin_object()
        .member("guid", guid)
        .member("entityType", type)
        .member("externalId", nullptr);
    out.member("multiLocationId", std::to_string(id)).end_object();
}

void write_date(JsonWriter& out, std::string_view key, Millis at) {
    out.key(key);
    if (at == 0)
        out.value(nullptr);
    else
        out.value(date_text(at));
}

std::string_view type_of(const Selection& s) {
    if (s.is_open_item) return "OPEN_ITEM";
    return !s.is_option && menu_items()[s.item].kind == ItemKind::gift_card ? "TOAST_CARD_SELL"
                                                                            : "NONE";
}

}  // namespace

std::int64_t item_id(std::uint32_t item) {
    return 500'000'004'061'487'708 + std::int64_t(item) * 13;
}
std::int64_t option_id(std::uint32_t option) {
    return 500'000'004'061'990'001 + std::int64_t(option) * 7;
}

std::string_view shown_name(const Selection& s) {
    if (s.is_open_item) return "Open Food ";
    if (s.is_option) return menu_options()[s.item].name;
    const MenuItem& item = menu_items()[s.item];
    return item.shown.empty() ? item.name : item.shown;
}

void write_selection(JsonWriter& out, const Showing& showing, const Order& order,
                     const Selection& s) {
    std::uint64_t seed = showing.book.world().options().seed;
    std::size_t location = showing.place.location;
    auto named = [&](Named what, std::uint32_t number) {
        return guid_of(seed, what, location, number);
    };
    auto money = [&](std::string_view key, Minor minor) {
        out.key(key).raw(money_text(minor, showing.faults.decimal_zeros));
    };
    bool on_menu = !s.is_open_item && !s.is_option;
    out.begin_object().member(
        "guid", guid_of(seed, Named::selection, location << 32 | order.index, s.number));
    out.member("entityType", "MenuItemSelection")
        .member("externalId", nullptr)
        .member("deferred", type_of(s) == "TOAST_CARD_SELL");
    money("preDiscountPrice", s.before_discounts);
    out.member("voidReason", nullptr).key("optionGroup");
    if (s.is_option) {
        std::uint32_t group = menu_options()[s.item].group;
        write_menu_reference(out, named(Named::option_group, group), "MenuOptionGroup",
                             500'000'004'061'880'001 + group);
    } else {
        out.value(nullptr);
    }
    out.member("displayName", shown_name(s))
        .key("appliedDiscounts")
        .begin_array()
        .end_array()
        .key("modifiers")
        .begin_array();
    for (auto& modifier : s.modifiers) write_selection(out, showing, order, modifier);
    out.end_array().member("seatNumber", -1);
    write_date(out, "voidDate", s.voided_at);
    out.member("fulfillmentStatus", name_of(s.status)).key("optionGroupPricingMode");
    if (s.is_option)
        out.value("ADJUSTS_PRICE");
    else
        out.value(nullptr);
    out.member("salesCategory", nullptr).member("selectionType", type_of(s));
    money("price", s.price);
    out.member("voided", s.voided).key("appliedTaxes").begin_array();
    if (s.tax != 0) {
        out.begin_object().member(
            "guid", guid_of(seed, Named::tax_rate, location << 32 | order.index, s.number));
        out.member("entityType", "AppliedTaxRate")
            .key("rate")
            .value(double(tax_rate(showing.book.restaurant(showing.place).country)) / 100'000);
        out.member("name", s.tax_included ? "VAT" : "State Tax");
        money("taxAmount", s.tax);
        out.member("type", "PERCENT").member("facilitatorCollectAndRemitTax", false).end_object();
    }
    out.end_array().key("itemGroup");
    if (on_menu) {
        std::uint32_t group = menu_items()[s.item].group;
        write_menu_reference(out, named(Named::menu_group, group), "MenuGroup",
                             500'000'004'061'770'001 + group);
    } else {
        out.value(nullptr);
    }
    out.key("item");
    if (s.is_open_item) {
        out.value(nullptr);
    } else if (s.is_option) {
        write_menu_reference(out, named(Named::item, 1000 + s.item), "MenuItem", option_id(s.item));
    } else {
        write_menu_reference(out, named(Named::item, s.item), "MenuItem", item_id(s.item));
    }
    out.member("taxInclusion", s.is_option      ? "INHERITED"
                               : s.tax_included ? "INCLUDED"
                                                : "NOT_INCLUDED")
        .key("quantity");
    bool is_whole = s.thousandths % 1000 == 0;
    out.raw(is_whole ? fmt::format("{}{}", s.thousandths / 1000,
                                   showing.faults.decimal_zeros ? ".0" : "")
                     : fmt::format("{}.{:02}", s.thousandths / 1000, s.thousandths % 1000 / 10));
    if (!showing.faults.fewer_keys) money("receiptLinePrice", s.unit_price);
    out.member("unitOfMeasure",
               on_menu && menu_items()[s.item].kind == ItemKind::by_weight ? "LB" : "NONE");
    if (s.refunded != 0) {
        out.key("refundDetails").begin_object();
        money("refundAmount", s.refunded);
        money("taxRefundAmount", 0);
        money("tipRefundAmount", 0);
        out.member("refundTransaction", nullptr).end_object();
    } else if (!showing.faults.fewer_keys) {
        out.member("refundDetails", nullptr);
    }
    money("tax", s.tax);
    out.key("diningOption");
    write_reference(out, named(Named::dining_option, order.dining_option), "DiningOption");
    out.key("voidBusinessDate");
    if (s.voided_at == 0)
        out.value(nullptr);
    else
        out.value(int(Book::business_date(showing.place, s.voided_at)));
    write_date(out, "createdDate", s.created);
    out.member("preModifier", nullptr);
    write_date(out, "modifiedDate", s.modified);
    out.end_object();
}

}  // namespace regulars::sandbox::toast
