// What Toast's orders make true; docs/decisions/0005 is its specification.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/batch.hpp"
#include "sources/toast/guests.hpp"
#include "sources/toast/memo.hpp"
#include "sources/toast/menu.hpp"
#include "sources/toast/names.hpp"
#include "sources/toast/order.hpp"
#include "sources/toast/properties.hpp"
#include "sources/toast/settings.hpp"

namespace regulars::sources::toast {

/// "order/{guid}"; one without guid is keyed by its content.
std::string order_record_key(const Order& order);
std::string order_record_key(std::string_view guid);
std::string refund_record_key(std::string_view payment);
/// "toast:{restaurant}:{order}:placed".
std::string placed_id(std::string_view restaurant, std::string_view order);
/// "toast:{restaurant}:{order}:fulfilled".
std::string fulfilled_id(std::string_view restaurant, std::string_view order);
/// "toast:{restaurant}:{order}:refunded:{payment}:{total so far}".
std::string refunded_id(std::string_view restaurant, std::string_view order,
                        std::string_view payment, std::int64_t total);

/// Adds the person that a customer is, as their order says. Fields that this order does not
/// say are not forgotten: partial contacts are facets of their own (docs/decisions/0005).
void upsert_person(const Customer& customer, Instant as_of, const std::string& country,
                   ingest::Batch& out);

/// A restaurant's orders read again later in the same run, or at an instant.
struct Later {
    std::vector<OrderPlace> again;
    std::vector<std::pair<std::string, Instant>> awaited;  // orders of this restaurant
    std::int64_t unnamed = 0;  // further orders to be read again; nobody knows which
};

/// Maps one restaurant's orders into one Batch. Not thread-safe.
class Mapper {
  public:
    /// `refund` recalls what is remembered of a payment's refund, or null.
    Mapper(const Settings& settings, Instant history_since, const std::string& restaurant,
           const Names& names, const Menu& menu, Guests& guests,
           std::function<const model::SourceRecord*(const std::string& payment)> refund,
           Instant now, ingest::Batch& out, Later& later)
        : settings_(settings),
          history_since_(history_since),
          restaurant_(restaurant),
          names_(names),
          menu_(menu),
          guests_(guests),
          refund_(std::move(refund)),
          now_(now),
          out_(out),
          later_(later) {}

    /// `before` is what is remembered under the order's key, or null. An order that no longer fits
    /// into the Batch is left to `later`.
    void order(const Order& order, const model::SourceRecord* before);

  private:
    struct Who {
        std::string key;                     // empty: nobody is known
        const Customer* customer = nullptr;  // what is said of them now, or null
        Instant as_of;
        std::string country;  // for phones
    };
    void malformed(const Order& order, const model::SourceRecord* before);
    Who who(const Order& order);
    void note_refunds(const Order& order);
    void retract(const OrderMemo& memo, const std::string& prefix);
    void retract_products(OrderMemo& memo, std::vector<std::string> now, const std::string& prefix);
    void follow_refunds(const Order& order, OrderMemo& memo, const std::string& prefix);
    /// Brings the memo up to date and gives the events; says when to look again.
    std::optional<Instant> give(const Order& order, const std::string& person, OrderMemo& memo,
                                const std::string& prefix);
    Currency currency() const;
    /// Where national phone numbers are from.
    const std::string& country() const;

    const Settings& settings_;
    Instant history_since_;
    const std::string& restaurant_;
    const Names& names_;
    const Menu& menu_;
    Guests& guests_;
    std::function<const model::SourceRecord*(const std::string&)> refund_;
    Instant now_;
    ingest::Batch& out_;
    Later& later_;
};

}  // namespace regulars::sources::toast
