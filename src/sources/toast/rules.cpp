// The rules on one order.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/rules.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits),
                         [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

/// Of the countries where Toast is (its site, 2025); of others a customer's phone says its own.
std::string_view calling_code_of(std::string_view country) {
    if (country == "US" || country == "CA") return "1";
    if (country == "GB") return "44";
    if (country == "IE") return "353";
    if (country == "AU") return "61";
    return {};
}

/// In E.164 where the country is known, else its digits.
std::string whole_number(const Customer& customer, std::string_view country) {
    std::string code = digits_of(customer.phone_country), number = digits_of(customer.phone);
    if (customer.phone.starts_with('+')) return "+" + number;
    if (code.empty()) code = calling_code_of(country);
    if (code.empty()) return number;
    bool has_code = code == "1" && number.size() == 11 && number.starts_with('1');
    bool has_trunk_prefix = code != "1" && number.starts_with('0');
    return "+" + code + (has_code || has_trunk_prefix ? number.substr(1) : number);
}

bool is_wholly_voided(const Order& order) {
    if (order.is_voided) return true;
    bool any = false;
    for (auto& check : order.checks) {
        if (check.is_live()) return false;
        any = any || !check.is_deleted;
    }
    return any;
}

bool is_selected(const Order& order, const Settings& settings) {
    return std::ranges::any_of(settings.sources, [&](auto& source) {
        return source == "*" || equals_ignoring_case(source, order.source);
    });
}

}  // namespace

std::vector<std::string> guests_of(const Order& order) {
    constexpr std::size_t most_guests = 100;
    std::vector<std::string> guests;
    for (auto& check : order.checks) {
        if (!check.customer || check.customer->guid.empty() || guests.size() >= most_guests)
            continue;
        if (std::ranges::find(guests, check.customer->guid) == guests.end())
            guests.push_back(check.customer->guid);
    }
    return guests;
}

std::vector<std::string> phones_of(const Customer& customer, std::string_view country) {
    std::vector<std::string> phones;
    if (!customer.has_phone()) return phones;
    if (auto number = whole_number(customer, country); number.starts_with('+'))
        phones.push_back(std::move(number));
    if (phones.empty() || phones[0] != customer.phone) phones.push_back(customer.phone);
    return phones;
}

std::string person_key(const Customer& customer, std::string_view country) {
    if (!customer.guid.empty()) return "toast:" + customer.guid;
    if (customer.has_email()) return "toast:email:" + lowered(customer.email);
    return "toast:phone:" + whole_number(customer, country);
}

std::string_view flaw_of(const Order& order, const Settings& settings) {
    if (order.is_deleted) return "deleted";
    if (order.is_test) return "test_mode";
    if (order.is_excess_food) return "excess_food";
    if (is_wholly_voided(order)) return "voided";
    if (order.approval == "NOT_APPROVED") return "not_approved";
    if (live_selections(order).empty()) return "no_items";
    if (!is_selected(order, settings)) return "source_not_selected";
    return {};
}

std::vector<const Selection*> live_selections(const Order& order) {
    std::vector<const Selection*> lines;
    for (auto& check : order.checks) {
        if (!check.is_live()) continue;
        for (auto& selection : check.selections)
            if (!selection.is_voided) lines.push_back(&selection);
    }
    return lines;
}

std::size_t left_out_of(const Order& order) {
    std::size_t left_out = 0;
    for (auto& check : order.checks)
        if (check.is_live()) left_out += check.selections_left_out;
    return left_out;
}

std::vector<const Payment*> live_payments(const Order& order) {
    std::vector<const Payment*> payments;
    for (auto& check : order.checks) {
        if (!check.is_live()) continue;
        for (auto& payment : check.payments)
            if (!payment.is_voided) payments.push_back(&payment);
    }
    return payments;
}

Fulfilment fulfilment_of(const Order& order, Behavior behavior, FulfilledWhen rule, Instant now) {
    Instant modified = *order.modified;
    Instant closed_at = order.closed.value_or(modified);
    bool is_closed = true;
    for (auto& check : order.checks)
        if (check.is_live() && check.payment_status != "CLOSED") is_closed = false;
    auto lines = live_selections(order);
    bool is_ready = !lines.empty() && std::ranges::all_of(lines, &Selection::is_ready);
    auto when = [](bool is, Instant at) {
        return Fulfilment{is ? std::optional(at) : std::nullopt, {}};
    };
    Instant delivered_at = order.delivered_at ? *order.delivered_at : closed_at;
    switch (rule) {
        case FulfilledWhen::closed:
            return when(is_closed, closed_at);
        case FulfilledWhen::ready:
            return when(is_ready, modified);
        case FulfilledWhen::delivered:
            return when(order.is_delivered, delivered_at);
        case FulfilledWhen::automatic:
            break;
    }
    if (order.is_delivered) return when(true, delivered_at);
    if (behavior != Behavior::take_out && behavior != Behavior::delivery)
        return when(is_closed, closed_at);
    if (is_ready) return when(true, modified);
    auto promised = order.estimated ? order.estimated : order.promised;
    if (!is_closed || !promised) return {};
    // Our clock may run ahead of the vendor's, who may yet change the promise.
    constexpr Duration most_skew = 2min;
    if (*promised + most_skew <= now) return when(true, *promised);
    return {{}, *promised + most_skew};
}

}  // namespace regulars::sources::toast
