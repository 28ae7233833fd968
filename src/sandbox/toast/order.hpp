// An order as Toast holds it at one moment: checks, their lines, and what was paid; plain values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace regulars::sandbox::toast {

/// Milliseconds since 1970-01-01T00:00:00Z; 0 is "never".
using Millis = std::int64_t;
constexpr Instant instant_of(Millis ms) { return {ms * 1000}; }
/// All in minor units of the restaurant's currency.
using Minor = std::int64_t;

/// Where an order came in; those up to `google` are online.
enum class Source : std::uint8_t {
    online,
    pickup_app,
    toast_local,
    branded_online,
    branded_mobile,
    catering_online,
    ecommerce,
    google,
    in_store,
    pay_at_table,
    toast_tables,
    kiosk,
    caller_id,
    invoice,
    catering,
    api,
    drive_thru
};
std::string_view name_of(Source source);
constexpr bool is_online(Source s) { return s <= Source::google; }

enum class Approval : std::uint8_t { needs_approval, approved, future, not_approved };
std::string_view name_of(Approval approval);

enum class Fulfillment : std::uint8_t { fresh, hold, sent, ready };
std::string_view name_of(Fulfillment status);
enum class DeliveryState : std::uint8_t { unknown, pending, in_progress, picked_up, delivered };
std::string_view name_of(DeliveryState state);
enum class CheckStatus : std::uint8_t { open, paid, closed };
std::string_view name_of(CheckStatus status);
enum class PaymentType : std::uint8_t { cash, credit, gift_card, other };
std::string_view name_of(PaymentType type);
enum class PaymentStatus : std::uint8_t { none, authorized, captured, voided, denied };
std::string_view name_of(PaymentStatus status);
enum class RefundStatus : std::uint8_t { none, partial, full };
std::string_view name_of(RefundStatus status);

struct Selection {
    std::uint32_t number = 0;   // names it within the order
    std::uint32_t item = 0;     // of the menu, or of its options when it modifies
    bool is_open_item = false;  // typed in by hand: on no menu
    bool is_option = false;
    std::int32_t thousandths = 1000;  // the quantity
    Minor unit_price = 0;             // one of it, without what modifies it
    Minor before_discounts = 0;       // with quantity and modifiers, like `price`
    Minor price = 0, tax = 0;
    bool tax_included = false;
    bool voided = false;
    Fulfillment status = Fulfillment::fresh;
    Millis created = 0, modified = 0, voided_at = 0;
    Minor refunded = 0;
    std::vector<Selection> modifiers;
};

struct Payment {
    std::uint32_t number = 0;  // names it within the order: 0 … 7
    PaymentType type = PaymentType::credit;
    PaymentStatus status = PaymentStatus::none;
    Minor amount = 0, tip = 0;  // the amount is without the tip
    Millis paid = 0, voided_at = 0;
    RefundStatus refund_status = RefundStatus::none;
    Minor refunded = 0, tip_refunded = 0;  // in all so far
    Millis refunded_at = 0;                // the last time

    bool holds() const {
        return status != PaymentStatus::voided && status != PaymentStatus::denied;
    }
};

enum class DiscountState : std::uint8_t { unsaid, applied, voided };
struct Discount {
    std::string_view name;
    Minor amount = 0;
    int percent = 0;  // 0 for a fixed amount
    DiscountState state = DiscountState::unsaid;
    bool has_promo_code = false;
};

struct ServiceCharge {
    std::string_view name;
    Minor amount = 0;
    bool is_gratuity = false, is_delivery = false;
};

/// Who a check says its guest is.
enum class Contact : std::uint8_t {
    null,    // the key says null, or is not there
    guid,    // a guid and nothing else
    details  // names, and what is known of email and phone
};
struct Customer {
    Contact contact = Contact::null;
    std::uint32_t person = 0;  // index among the world's people
    bool has_guid = false, has_email = false, has_phone = false;
    bool dashes = false;  // how the phone is written
};

struct Check {
    std::uint32_t number = 0;    // names it together with `of_order`
    std::uint32_t of_order = 0;  // where it was written; it may have moved since
    std::vector<Selection> selections;
    std::vector<Payment> payments;
    std::vector<Discount> discounts;
    std::vector<ServiceCharge> charges;
    Customer customer;
    std::uint32_t loyalty = 0;  // account + 1; 0 for none
    CheckStatus status = CheckStatus::open;
    bool voided = false, deleted = false;
    Millis opened = 0, created = 0, paid = 0, closed = 0, modified = 0, voided_at = 0,
           deleted_at = 0;

    bool is_live() const { return !voided && !deleted; }
    Minor amount() const;  // of what is not voided, and charges that are no gratuity
    Minor tax() const;
    Minor gratuity() const;
    Minor tips() const;  // of payments that are not voided
    Minor total() const { return amount() + tax() + gratuity() + tips(); }
    /// What is to be paid: the total without tips.
    Minor due() const { return amount() + tax() + gratuity(); }
};

struct Order {
    std::uint32_t index = 0;  // in its restaurant
    std::uint32_t look = 0;   // random bits that choose forms
    Source source = Source::online;
    Approval approval = Approval::approved;
    std::uint8_t dining_option = 0;
    std::uint8_t revenue_center = 0, service = 0;  // + 1; 0 for none
    std::uint8_t guests = 1;
    bool has_delivery_info = false;
    DeliveryState delivery = DeliveryState::unknown;
    bool voided = false, deleted = false, test_mode = false, excess_food = false;
    std::int32_t business_date = 0;  // yyyymmdd
    std::int32_t prep_s = 0;
    Millis opened = 0, created = 0, modified = 0, promised = 0, estimated = 0, paid = 0, closed = 0;
    Millis dispatched = 0, delivered = 0, voided_at = 0, deleted_at = 0;
    std::vector<Check> checks;

    /// The sum of what its live checks are due: the events' value.
    Minor value() const;
};

}  // namespace regulars::sandbox::toast
