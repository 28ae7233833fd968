// Exact decimal numbers, as Lightspeed writes amounts and quantities: "11.4860025".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"

namespace regulars::sources::lightspeed {

/// Sums of decimals are exact: 15 places after the point and 18 digits before it. Digits past the
/// fifteenth are dropped, which no rounding to minor units can notice in a single amount.
class Decimal {
  public:
    Decimal() = default;
    /// Reads digits with a sign, a point and an exponent ("-34.48", "1e2"). Nothing when it is no
    /// number or has more than 18 digits before the point.
    static std::optional<Decimal> parse(std::string_view text);
    static Decimal of(int whole) { return Decimal(__int128(whole) * one); }

    bool is_zero() const { return units_ == 0; }
    bool is_negative() const { return units_ < 0; }
    bool is_positive() const { return units_ > 0; }
    Decimal abs() const { return Decimal(units_ < 0 ? -units_ : units_); }
    Decimal& operator+=(Decimal other) {
        units_ += other.units_;
        return *this;
    }
    friend Decimal operator-(Decimal a) { return Decimal(-a.units_); }
    auto operator<=>(const Decimal&) const = default;

    /// Rounds half away from zero to the currency's minor units; saturates at what Money can hold.
    Money money(Currency currency) const;
    /// Without trailing zeros: "11.4860025", "20", "-0.5"; valid as a JSON number.
    std::string text() const;

  private:
    static constexpr int places = 15;
    static constexpr __int128 one = 1'000'000'000'000'000;
    explicit Decimal(__int128 units) : units_(units) {}
    __int128 units_ = 0;
};

}  // namespace regulars::sources::lightspeed
