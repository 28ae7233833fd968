// Fills a check with lines, discounts and taxes, so that its money adds up.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sandbox/dice.hpp"
#include "sandbox/toast/menu.hpp"
#include "sandbox/toast/order.hpp"

namespace regulars::sandbox::toast {

struct LinesWanted {
    std::size_t location = 0;
    Country country = Country::us;
    int lines = 1;
    bool is_comp = false;            // everything is given away
    bool is_pantry = false;          // shop goods only
    std::uint32_t first_number = 0;  // of its selections
    Millis created = 0;
};

/// Appends the lines and, by chance, a discount on the whole check. Returns the next free number.
std::uint32_t write_lines(Check& check, const LinesWanted& wanted, Dice& dice);

}  // namespace regulars::sandbox::toast
