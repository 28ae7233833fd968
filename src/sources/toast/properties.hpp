// The properties of an order's events, kept below what one event may hold.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "sources/toast/menu.hpp"
#include "sources/toast/names.hpp"
#include "sources/toast/order.hpp"

namespace regulars::sources::toast {

/// What the events of an order say, each a JSON object of less than 64 kB: lists that are longer
/// than their share are cut, and "… Left Out" counts the rest.
class Properties {
  public:
    Properties(const Order& order, const Names& names, const Menu& menu, Currency currency);

    std::string placed(std::size_t products_left_out) const;
    std::string fulfilled() const;
    std::string refunded(std::int64_t amount) const;
    /// Of a line, or of one unit of it where `quantity` is "1" and the price is the unit's.
    std::string product(const Selection& selection, const std::string& quantity,
                        std::int64_t price) const;

  private:
    void write_shared(JsonWriter& out) const;
    void write_places(JsonWriter& out) const;
    void write_choices(JsonWriter& out, std::span<const Selection* const> lines) const;
    void write_loyalty(JsonWriter& out) const;
    void write_lines(JsonWriter& out) const;

    const Order& order_;
    const Names& names_;
    const Menu& menu_;
    Currency currency_;
    std::vector<const Selection*> lines_;
};

}  // namespace regulars::sources::toast
