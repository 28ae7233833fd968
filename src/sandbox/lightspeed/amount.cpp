// Rounding and printing of decimals.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/amount.hpp"

#include <charconv>

namespace regulars::sandbox::lightspeed {
namespace {

constexpr std::int64_t rate_unit = 100'000;

std::int64_t divided(std::int64_t n, std::int64_t by) {
    return n >= 0 ? (n + by / 2) / by : -((-n + by / 2) / by);
}

}  // namespace

std::int64_t minor_of(Amount amount) { return divided(amount, minor_amount); }

Amount taxed(Amount amount, std::int32_t rate) {
    // In two parts, so that the product fits.
    std::int64_t high = amount / 1'000'000, low = amount % 1'000'000;
    return high * rate * 10 + divided(low * rate, rate_unit);
}

Amount without_tax(Amount amount, std::int32_t rate) {
    return divided(amount / 100 * rate_unit, rate_unit + rate) * 100;
}

void append_amount(std::string& out, Amount amount) {
    std::uint64_t size = amount < 0 ? std::uint64_t(-amount) : std::uint64_t(amount);
    if (amount < 0) out += '-';
    char digits[24];
    auto end =
        std::to_chars(digits, digits + sizeof digits, size / std::uint64_t(whole_amount)).ptr;
    out.append(digits, std::size_t(end - digits));
    std::uint64_t fraction = size % std::uint64_t(whole_amount);
    if (fraction == 0) return;
    out += '.';
    char places[10];
    for (int i = 10; i-- > 0; fraction /= 10) places[i] = char('0' + fraction % 10);
    std::size_t length = 10;
    while (places[length - 1] == '0') --length;
    out.append(places, length);
}

}  // namespace regulars::sandbox::lightspeed
