// Decimals as the simulated Lightspeed reckons and prints them: exact, long, and without trailing
// zeros.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace regulars::sandbox::lightspeed {

/// Ten-thousand-millionths of a major unit (1e-10). Holds sums up to 900 million.
using Amount = std::int64_t;

constexpr Amount whole_amount = 10'000'000'000;
constexpr Amount minor_amount = whole_amount / 100;  // a cent
constexpr Amount amount_of_minor(std::int64_t minor) { return minor * minor_amount; }

/// Nearest cent, half away from zero.
std::int64_t minor_of(Amount amount);
inline Amount rounded_to_minor(Amount amount) { return amount_of_minor(minor_of(amount)); }
/// `amount` times `rate` hundred-thousandths. Rounds half away from zero past ten digits. Good up
/// to 9 million major units at rates below one.
Amount taxed(Amount amount, std::int32_t rate);
/// The part of `amount` that is not tax when `rate` hundred-thousandths of tax stand in it; to
/// eight digits.
Amount without_tax(Amount amount, std::int32_t rate);
/// Appends "-11.4860025", "20", "0".
void append_amount(std::string& out, Amount amount);

}  // namespace regulars::sandbox::lightspeed
