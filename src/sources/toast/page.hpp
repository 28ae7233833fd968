// One answer of Toast's, understood, and what its mapping needs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sources/connector.hpp"
#include "sources/toast/location.hpp"
#include "sources/toast/memo.hpp"
#include "sources/toast/order.hpp"
#include "sources/toast/walk.hpp"

namespace regulars::sources::toast {

struct ToastPage final : Page {
    std::size_t location = 0;
    TaskKind kind = TaskKind::restaurant;
    std::vector<Order> orders;           // each GUID once, in its newest version
    std::int64_t known = 0;              // orders that an earlier page of the list showed just so
    std::string body;                    // of a list whose rows are cut and not read yet
    std::vector<std::string_view> rows;  // of that list
    bool goes_on = false;                // the list does: its walk must know these rows
    std::vector<std::string> payments;   // of kind refunds
    LocalDate day;                       // of kind refunds
    Instant asked_at;                    // what changed later may not be in it
    std::string cursor;                  // the location's state after this page

    // What `missing` asked for, in the order of its last call, and what came.
    struct Wanted {
        enum class What { entry, contact, payment } what;
        NameList list = NameList::dining_options;
        std::string guid;  // of the entry, guest or payment
        OrderPlace place;  // of a contact
    };
    std::vector<Wanted> wanted;
    bool has_asked = false;
    std::vector<std::pair<std::string, Order>>
        supplied;  // orders that show a contact, with their restaurant
    std::vector<std::string> refunded_orders;

    void add_key(std::string key) {
        auto [place, is_new] = places_.try_emplace(std::move(key), keys_.size());
        if (is_new) keys_.push_back(place->first);
    }
    /// What is remembered under a key of the page, or null.
    const model::SourceRecord* recall(const Remembered& remembered, const std::string& key) const {
        auto found = places_.find(key);
        return found != places_.end() && remembered.at(found->second) ? &*remembered[found->second]
                                                                      : nullptr;
    }

    std::int64_t records() const override { return std::ssize(orders) + known; }
    std::span<const std::string> keys() const override { return keys_; }

  private:
    std::vector<std::string> keys_;
    std::unordered_map<std::string, std::size_t> places_;
};

/// Cuts a list of orders into its rows, which are views of it. Cost: one look at each byte. Errors:
/// unavailable (no list, or a cut one), exhausted.
Result<void> cut_orders(ToastPage& page, std::string_view body);
/// Reads the rows that were cut, one by one, and lets the body go; those whose text is known,
/// letter by letter, are counted and not read: an earlier page brought them. Says a hash of each
/// row's id and version.
std::vector<std::int64_t> read_rows(ToastPage& page, int currency_exponent, KnownTexts& texts);
/// Both at once.
Result<std::vector<std::int64_t>> read_orders(ToastPage& page, std::string_view body,
                                              int currency_exponent, KnownTexts& texts);
/// A list of payments' GUIDs.
Result<void> read_payments(ToastPage& page, std::string_view body);
/// Adds one order, and the keys of what its mapping must recall.
void add_order(ToastPage& page, Order order);

}  // namespace regulars::sources::toast
