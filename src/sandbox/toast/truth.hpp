// What a perfect sync of the simulated Toast would hold now.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/toast/book.hpp"
#include "sandbox/truth.hpp"

namespace regulars::sandbox::toast {

enum class FulfilledWhen : std::uint8_t { automatic, closed, ready, delivered };

/// How an integration is set up, as far as the truth depends on it.
struct TruthSettings {
    Instant since;  // where its history begins
    Instant
        read_since{};  // orders that did not change since are never read: nobody is known by them
    std::vector<std::string> sources;  // by name, "*" for all; empty: the online ones
    std::vector<std::uint32_t>
        rids;  // the restaurants it reads; empty: all. Nobody is known by the others' orders
    bool product_per_unit = false;  // one Ordered Product a unit instead of a line
    bool product_value_is_order = false;
    FulfilledWhen fulfilled_when = FulfilledWhen::automatic;
    bool sees_guests = true;  // the client has the scope guest.pi:read
};

/// Choices where the reference leaves one: what is not known is null; "Payment Type" joins with ",
/// "; "Modifiers" are those of all lines at every depth, in order; an amount in properties is a
/// decimal number in major units; "Item Price" is the line's price, or the unit's where each unit
/// has its event; a unit is one of a whole quantity, and a weight is one unit; what does not divide
/// is spread over a line's first units. Not thread-safe against the book's advance. Cost of each
/// question: about 30 µs an order.
class Truth {
  public:
    Truth(const Book& book, Instant now, TruthSettings settings);

    /// Ordered by location and order; `rid` 0 is all. An order that does not qualify now has none.
    std::vector<TruthEvent> events(std::uint32_t rid = 0) const;
    std::vector<TruthProfile> profiles() const;
    /// `guests` are people with an order that qualifies, `reservations` are orders.
    std::vector<TruthCounts> summary() const;
    /// By location and day, ascending, from the first day to the last, inclusive.
    std::vector<TruthDay> days(LocalDate first, LocalDate last) const;

    /// Why an order makes no event, or empty: deleted, test_mode, excess_food, voided,
    /// not_approved, no_items, source_not_selected, no_contact or before_history.
    std::string_view exclusion_of(const Order& order) const;

  private:
    friend class OrderTruth;
    const Customer* guest_of(const Order& order) const;
    bool has_contact(const Customer& customer) const;
    bool is_selected(Source source) const;
    /// The restaurants it reads.
    std::vector<const Place*> places() const;

    const Book& book_;
    Instant now_;
    TruthSettings settings_;
    std::vector<bool> known_;  // members whose details some order showed, by person
    std::vector<Seconds> known_since_;
};

/// "toast:{guid}", "toast:email:{address}" or "toast:phone:{E.164}".
std::string key_of(const Patrons& patrons, const Customer& customer);
/// When an order counts as fulfilled by what `order` says at `now`.
std::optional<Instant> fulfilled_at(const Order& order, FulfilledWhen rule, Instant now);
/// "Vespera Trattoria", or with its own name after it.
std::string restaurant_name(const Book& book, const Place& place);
/// What the restaurant's `locationName` says; may be empty.
std::string_view location_name(const Book& book, const Place& place);
/// An item's picture; empty when it has none.
std::string image_of(std::uint32_t item);

}  // namespace regulars::sandbox::toast
