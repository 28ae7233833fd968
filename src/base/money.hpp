// Money as integer minor units of a currency, and its decimal text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace regulars {

/// An ISO 4217 code in capitals, such as USD.
class Currency {
  public:
    Currency() = default;
    /// Accepts three ASCII letters in any case. Errors: invalid.
    static Result<Currency> parse(std::string_view text);

    std::string_view code() const { return {code_.data(), 3}; }
    /// Digits after the point: 2 for USD, 0 for JPY, 3 for KWD (ISO 4217, 2024-06).
    int exponent() const;
    /// Whether ISO 4217 lists the code (2025-03), or did within the last twenty years.
    bool is_known() const;
    auto operator<=>(const Currency&) const = default;

  private:
    std::array<char, 3> code_{'U', 'S', 'D'};
};

struct Money {
    std::int64_t minor = 0;
    Currency currency;
    auto operator<=>(const Money&) const = default;
};

/// `amount / denominator` major units in the currency's own minor units, exactly. Errors: invalid
/// (denominator not positive, overflow, or a fraction that the currency cannot hold).
Result<Money> money_from(std::int64_t amount, std::int64_t denominator, Currency currency);
/// Major units: "12.50", "-3.00", "1050" (JPY).
std::string format_decimal(Money money);
/// Reads "12.5" into minor units. Errors: invalid (not a decimal, too many digits, overflow).
Result<Money> parse_decimal(std::string_view text, Currency currency);

}  // namespace regulars
