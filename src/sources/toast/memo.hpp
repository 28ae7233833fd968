// What is remembered of an order (its events and their times) and of a guest (whether there is a
// way to write to them).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace regulars::sources::toast {

/// Times once given never move. Names nobody.
struct OrderMemo {
    struct Refund {
        std::int64_t total = 0;  // of its payment up to here, minor units
        Instant at;
        bool operator==(const Refund&) const = default;
    };
    bool has_events = false;        // they are held now
    std::int64_t business_day = 0;  // yyyymmdd: the day that the order counts on, or 0
    std::optional<Instant> placed, fulfilled;
    std::string fulfilled_when = "auto";  // the setting by which `fulfilled` was found
    std::vector<std::string>
        products;  // ends of the unique ids of Ordered Products held: "{selection}:product"
    std::map<std::string, std::vector<Refund>> refunds;  // by payment; totals ascend
    std::string excerpt;                                 // of a malformed version
    bool operator==(const OrderMemo&) const = default;
};
std::string to_json(const OrderMemo& memo);
/// Reads what to_json wrote; what it cannot read is as if never written.
OrderMemo order_memo_from(std::string_view json);

/// An order of a restaurant.
struct OrderPlace {
    std::string restaurant, order;
    auto operator<=>(const OrderPlace&) const = default;
};

/// How far a guest, by their GUID, is known.
enum class GuestState {
    waiting,  // nobody has seen an email or phone
    shown,    // `order` shows one, but makes no event
    person    // a person was made
};
std::string_view name_of(GuestState state);
std::optional<GuestState> guest_state_named(std::string_view name);

struct GuestMemo {
    OrderPlace shown_by;  // of state shown
    std::vector<OrderPlace>
        waiting;             // orders to be read again when a contact is known; at most 200
    int left_out = 0;        // further ones
    bool has_email = false;  // some order showed one
    bool operator==(const GuestMemo&) const = default;
};
constexpr std::size_t most_waiting = 200;
std::string to_json(const GuestMemo& memo);
GuestMemo guest_memo_from(std::string_view json);

}  // namespace regulars::sources::toast
