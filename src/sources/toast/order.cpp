// Reads orders, forgiving about types, missing keys and nulls.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/order.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "sources/toast/amounts.hpp"

namespace regulars::sources::toast {
namespace {

// Limits keep a page of large orders small once it is read.
constexpr std::size_t longest_guid = 64;
constexpr std::size_t longest_text = 500;
constexpr std::size_t longest_excerpt = 2'048;
constexpr std::size_t most_checks = 500;
constexpr std::size_t most_selections = 3'000;  // of a check
constexpr std::size_t most_payments = 200;
constexpr std::size_t most_modifiers = 100;  // of a selection
constexpr int deepest_modifier = 8;
constexpr std::size_t largest_order = 16u << 20;

std::string text(JsonNode node, std::size_t most = longest_text) {
    if (auto value = node.string()) return std::string(clipped(trimmed(*value), most));
    if (node.kind() == JsonKind::integer || node.kind() == JsonKind::number)
        return std::string(clipped(node.text(), most));
    return {};
}

/// Of a reference ({guid, entityType, …}).
std::string guid_in(JsonNode reference) { return text(reference["guid"], longest_guid); }

bool is_true(JsonNode node) { return node.boolean().value_or(false); }

std::optional<Instant> time(JsonNode node) {
    auto value = node.string();
    if (!value || value->empty()) return std::nullopt;
    auto at = parse_instant(*value);
    return at ? std::optional(*at) : std::nullopt;
}

/// Whether some discount stands; a voided one is as if it were not there.
bool has_discount(JsonNode list) {
    bool any = false;
    list.each([&](JsonNode discount) {
        auto state = discount["processingState"].string().value_or("");
        if (state != "VOID" && state != "PENDING_VOID") any = true;
    });
    return any;
}

Customer customer_of(JsonNode node) {
    return {guid_in(node),       text(node["firstName"]), text(node["lastName"]),
            text(node["email"]), text(node["phone"], 60), text(node["phoneCountryCode"], 8)};
}

/// Counts amounts that are there and are none, so that no order is worth less in silence.
struct Reading {
    int exponent;
    int odd_amounts = 0;
    bool is_too_long = false;  // more checks or payments than anybody makes: a part would be wrong

    std::int64_t amount(JsonNode node) {
        if (node.is_nothing()) return 0;
        auto minor = minor_units(node, exponent);
        constexpr std::int64_t most = 1'000'000'000'000'000;  // so that sums stay exact
        if (minor && *minor <= most && *minor >= -most) return *minor;
        ++odd_amounts;
        return 0;
    }
};

void read_modifiers(Selection& into, JsonNode list, int depth) {
    if (depth > deepest_modifier) return;
    list.each([&](JsonNode modifier) {
        if (is_true(modifier["voided"])) return;
        auto name = text(modifier["displayName"]);
        if (!name.empty() && into.modifiers.size() < most_modifiers)
            into.modifiers.push_back(std::move(name));
        else
            into.modifiers_left_out += !name.empty();
        into.has_discount = into.has_discount || has_discount(modifier["appliedDiscounts"]);
        read_modifiers(into, modifier["modifiers"], depth + 1);
    });
}

Selection selection_of(JsonNode node, Reading& reading) {
    Selection selection;
    selection.guid = guid_in(node);
    selection.name = text(node["displayName"]);
    JsonNode item = node["item"];
    selection.product_id = guid_in(item);
    if (selection.product_id.empty())
        selection.product_id = text(item["multiLocationId"], longest_guid);
    selection.group = guid_in(node["itemGroup"]);
    if (auto quantity = node["quantity"]; quantity.number())
        selection.quantity = shortened(quantity.text());
    selection.price = reading.amount(node["price"]);
    selection.is_voided = is_true(node["voided"]);
    selection.is_ready = node["fulfillmentStatus"].string() == "READY";
    selection.has_discount = has_discount(node["appliedDiscounts"]);
    read_modifiers(selection, node["modifiers"], 1);
    return selection;
}

Payment payment_of(JsonNode node, Reading& reading) {
    Payment payment;
    payment.guid = guid_in(node);
    payment.type = text(node["type"], 40);
    payment.is_voided = node["paymentStatus"].string() == "VOIDED" || node["voidInfo"].is_object();
    JsonNode refund = node["refund"];
    auto status = node["refundStatus"].string().value_or("");
    if (refund.is_object() && (status == "PARTIAL" || status == "FULL")) {
        payment.refunded = std::max<std::int64_t>(0, reading.amount(refund["refundAmount"]));
        payment.refunded_at = time(refund["refundDate"]);
        payment.refund_day = refund["refundBusinessDate"].integer().value_or(0);
    }
    return payment;
}

Check check_of(JsonNode node, Reading& reading) {
    Check check;
    check.display_number = text(node["displayNumber"], 40);
    check.payment_status = text(node["paymentStatus"], 40);
    check.is_deleted = is_true(node["deleted"]);
    check.is_voided = is_true(node["voided"]);
    check.has_discount = has_discount(node["appliedDiscounts"]);
    check.amount = reading.amount(node["amount"]);
    check.tax = reading.amount(node["taxAmount"]);
    node["appliedServiceCharges"].each([&](JsonNode charge) {
        if (is_true(charge["gratuity"])) check.gratuity += reading.amount(charge["chargeAmount"]);
    });
    JsonNode loyalty = node["appliedLoyaltyInfo"];
    check.loyalty = text(loyalty["loyaltyIdentifier"]);
    if (check.loyalty.empty()) check.loyalty = text(loyalty["maskedLoyaltyIdentifier"]);
    check.loyalty_vendor = text(loyalty["vendor"], 40);
    if (JsonNode customer = node["customer"]; customer.is_object())
        check.customer = customer_of(customer);
    node["payments"].each([&](JsonNode payment) {
        if (check.payments.size() < most_payments)
            check.payments.push_back(payment_of(payment, reading));
        else
            reading.is_too_long = true;
    });
    node["selections"].each([&](JsonNode selection) {
        if (check.selections.size() < most_selections) {
            check.selections.push_back(selection_of(selection, reading));
        } else if (!is_true(selection["voided"])) {
            ++check.selections_left_out;
            check.has_discount = check.has_discount || has_discount(selection["appliedDiscounts"]);
        }
    });
    return check;
}

}  // namespace

bool Customer::has_email() const {
    auto at = email.find('@');
    bool clean = std::ranges::none_of(
        email, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; });
    return clean && at != std::string::npos && at > 0 && at + 1 < email.size() &&
           email.find('@', at + 1) == std::string::npos && email.size() <= 254;
}

bool Customer::has_phone() const {
    constexpr int fewest_digits = 5;
    return std::ranges::count_if(phone, [](char c) { return c >= '0' && c <= '9'; }) >=
           fewest_digits;
}

std::int64_t Order::value() const {
    std::int64_t sum = 0;
    for (auto& check : checks)
        if (check.is_live()) sum += check.value();
    return sum;
}

Order order_from(std::string_view json, int currency_exponent) {
    Order order;
    auto faulty = [&](std::string_view why) {
        order.fault = why;
        order.excerpt = clipped(json, longest_excerpt);
        if (!is_utf8(order.excerpt)) order.excerpt = "(no text)";
        return std::move(order);
    };
    auto document = JsonDocument::parse(json, {.max_bytes = largest_order});
    if (!document) return faulty("cannot be read");
    JsonNode root = document->root();
    if (!root.is_object()) return faulty("is no object");
    order.guid = root["guid"].string() && root["guid"].string()->size() <= longest_guid
                     ? text(root["guid"])
                     : "";
    order.display_number = text(root["displayNumber"], 40);
    order.source = text(root["source"], 100);
    order.approval = text(root["approvalStatus"], 40);
    order.dining_option = guid_in(root["diningOption"]);
    order.revenue_center = guid_in(root["revenueCenter"]);
    order.service = guid_in(root["restaurantService"]);
    order.guests = root["numberOfGuests"].integer();
    order.created = time(root["createdDate"]);
    order.opened = time(root["openedDate"]);
    order.modified = time(root["modifiedDate"]);
    order.closed = time(root["closedDate"]);
    order.promised = time(root["promisedDate"]);
    order.estimated = time(root["estimatedFulfillmentDate"]);
    JsonNode delivery = root["deliveryInfo"];
    order.is_delivered = delivery["deliveryState"].string() == "DELIVERED";
    order.delivered_at = time(delivery["deliveredDate"]);
    order.is_deleted = is_true(root["deleted"]);
    order.is_voided = is_true(root["voided"]);
    order.is_test = is_true(root["createdInTestMode"]);
    order.is_excess_food = is_true(root["excessFood"]);
    order.business_day = root["businessDate"].integer().value_or(0);
    Reading reading{currency_exponent};
    root["checks"].each([&](JsonNode check) {
        if (order.checks.size() < most_checks)
            order.checks.push_back(check_of(check, reading));
        else
            reading.is_too_long = true;
    });
    if (order.guid.empty()) return faulty("has no guid");
    if (!order.modified) return faulty("has no time of change");
    if (!order.placed()) return faulty("has no time of creation");
    if (reading.is_too_long) return faulty("has more checks or payments than are read");
    if (reading.odd_amounts > 0) return faulty("has an amount that is none");
    return order;
}

std::optional<PaymentAnswer> payment_from(std::string_view json, int currency_exponent) {
    auto document = JsonDocument::parse(json, {.max_bytes = 1u << 20});
    if (!document || !document->root().is_object()) return std::nullopt;
    Reading reading{currency_exponent};
    return PaymentAnswer{text(document->root()["orderGuid"], longest_guid),
                         payment_of(document->root(), reading)};
}

std::optional<LocalDate> day_of(std::int64_t yyyymmdd) {
    if (yyyymmdd < 1970'01'01 || yyyymmdd > 9999'12'31) return std::nullopt;
    LocalDate day{int(yyyymmdd / 10'000), int(yyyymmdd / 100 % 100), int(yyyymmdd % 100)};
    return is_valid(day) ? std::optional(day) : std::nullopt;
}

}  // namespace regulars::sources::toast
