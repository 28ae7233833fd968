// Orders as Toast shows them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "sandbox/toast/book.hpp"
#include "sandbox/toast/menu.hpp"

namespace regulars::sandbox::toast {

/// What is odd about one row this time it is shown; all false for a plain one.
struct RowFaults {
    bool fewer_keys = false;  // keys nobody can rely on are absent
    bool unknown_key = false;
    bool decimal_zeros = false;    // 30.0 where others say 30
    bool customer_absent = false;  // no key where others say null
};

struct Showing {
    const Book& book;
    const Place& place;
    RowFaults faults;
    bool shows_guests = true;     // the client has the scope guest.pi:read
    bool shows_addresses = true;  // the client has the scope delivery_info.address:read
    /// What webhooks send: no names, no phones, no addresses; an email now and then.
    bool is_webhook = false;
};

/// Appends one JSON object.
void write_order(JsonWriter& out, const Showing& showing, const Order& order);
void write_payment(JsonWriter& out, const Showing& showing, const Order& order, const Check& check,
                   const Payment& payment);
/// "2026-03-15T17:20:31.234+0000".
std::string date_text(Millis at);
/// Major units as a JSON number: 30, 42.8, 0.05; 30.0 with zeros.
std::string money_text(Minor minor, bool decimal_zeros);
/// {"guid","entityType","externalId"}; null for an empty guid.
void write_reference(JsonWriter& out, std::string_view guid, std::string_view type);
/// What a check says of loyalty: the account, or its last digits; the check has one.
std::string loyalty_identifier(const Order& order, const Check& check);
std::string_view loyalty_vendor(const Place& place);
/// What a check calls a line.
std::string_view shown_name(const Selection& selection);
/// The number by which all locations know an item; larger than 2^53.
std::int64_t item_id(std::uint32_t item);
std::int64_t option_id(std::uint32_t option);

}  // namespace regulars::sandbox::toast
