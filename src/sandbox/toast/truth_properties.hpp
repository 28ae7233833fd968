// The properties of an order's events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/json.hpp"
#include "sandbox/toast/book.hpp"

namespace regulars::sandbox::toast {

/// Each answer is a JSON object. Holds references to what it is made from.
class Properties {
  public:
    Properties(const Book& book, const Place& place, const Order& order)
        : book_(book), place_(place), order_(order) {}

    std::string placed() const;
    /// Of a line, or of one of its units at that price.
    std::string product(const Selection& line, int units, Minor price) const;
    std::string fulfilled() const;
    std::string refunded(Minor amount) const;

  private:
    void shared(JsonWriter& out) const;
    void loyalty(JsonWriter& out) const;
    void places(JsonWriter& out) const;
    void items(JsonWriter& out) const;
    std::string number(Minor minor) const;
    std::vector<const Selection*> lines() const;

    const Book& book_;
    const Place& place_;
    const Order& order_;
};

}  // namespace regulars::sandbox::toast
