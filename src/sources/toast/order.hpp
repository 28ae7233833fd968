// An order as Toast shows it, with what Regulars needs of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace regulars::sources::toast {

struct Customer {
    std::string guid, first_name, last_name, email, phone, phone_country;
    bool has_email() const;  // looks like one
    bool has_phone() const;
    bool has_contact() const { return has_email() || has_phone(); }
};

struct Selection {
    std::string guid, name, product_id, group;  // trimmed; empty when unknown
    std::string quantity = "1";                 // a number's text
    std::int64_t price = 0;                     // minor units, of the whole line
    bool is_voided = false, is_ready = false, has_discount = false;
    std::vector<std::string> modifiers;  // names, nested ones too, in reading order; at most 100
    std::size_t modifiers_left_out = 0;
};

struct Payment {
    std::string guid, type;
    bool is_voided = false;
    std::optional<std::int64_t> refunded;  // minor units, altogether; 0 where only a tip was
    std::optional<Instant> refunded_at;
    std::int64_t refund_day = 0;  // yyyymmdd, or 0
};

struct Check {
    std::string display_number, payment_status, loyalty, loyalty_vendor;
    bool is_deleted = false, is_voided = false, has_discount = false;
    std::int64_t amount = 0, tax = 0, gratuity = 0;  // minor units; tips are in none of them
    std::optional<Customer> customer;
    std::vector<Payment> payments;
    std::vector<Selection> selections;    // at most 3,000
    std::size_t selections_left_out = 0;  // live ones
    bool is_live() const { return !is_deleted && !is_voided; }
    std::int64_t value() const { return amount + tax + gratuity; }
};

struct Order {
    std::string guid, display_number, source, approval;
    std::string dining_option, revenue_center, service;  // GUIDs
    std::optional<std::int64_t> guests;
    std::optional<Instant> created, opened, modified, closed, promised, estimated, delivered_at;
    bool is_delivered = false;
    bool is_deleted = false, is_voided = false, is_test = false, is_excess_food = false;
    std::int64_t business_day = 0;  // yyyymmdd, or 0
    std::vector<Check> checks;
    std::string fault;    // why it cannot be used ("has no guid"), or empty
    std::string excerpt;  // of a faulty one: at most 2 KB

    std::optional<Instant> placed() const { return created ? created : opened; }
    /// Minor units: live checks without tips.
    std::int64_t value() const;
};

/// Amounts in minor units of a currency with so many digits. A text that is no order has a fault.
/// Cost: some 15 times the text's size while it is read.
Order order_from(std::string_view json, int currency_exponent);

/// What the address of a single payment says.
struct PaymentAnswer {
    std::string order;
    Payment payment;
};
/// Nothing when it is no payment.
std::optional<PaymentAnswer> payment_from(std::string_view json, int currency_exponent);

/// 20260302 as a day; nothing when it is none.
std::optional<LocalDate> day_of(std::int64_t yyyymmdd);

}  // namespace regulars::sources::toast
