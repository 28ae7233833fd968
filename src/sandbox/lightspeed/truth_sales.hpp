// How one sale looks to whoever makes events of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sandbox/lightspeed/truth.hpp"

namespace regulars::sandbox::lightspeed {

/// A sale at an instant, with what decides about its events.
struct SaleView {
    SaleView(const ShopWorld& world, Id sale, const TruthRules& rules, Seconds now);

    const ShopWorld& world;
    const Sale& sale;
    Id id;
    Seconds now;
    std::int64_t total_minor = 0;
    Amount negative = 0;  // sum of the returned lines
    bool has_positive = false, has_negative = false;
    Id buyer = 0;         // of what was bought
    Id refund_buyer = 0;  // of what was brought back
    bool is_placed = false,
         is_refunded = false;  // as far as the sale goes: nobody has asked for a buyer yet
};

std::string person_key(const ShopWorld& world, Id customer);
/// JSON of an event's properties. `sign` 1 is for bought lines, -1 for returned ones.
std::string sale_properties(const SaleView& view, int sign, std::string_view email,
                            std::string_view metric);
std::string product_properties(const SaleView& view, std::uint32_t line, std::string_view email);

}  // namespace regulars::sandbox::lightspeed
