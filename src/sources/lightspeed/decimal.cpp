// Reads, rounds and writes decimals in 128-bit integers.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/decimal.hpp"

#include <algorithm>
#include <cstdint>

namespace regulars::sources::lightspeed {
namespace {

constexpr int most_digits = 18;    // before the point
constexpr int most_exponent = 30;  // either way; beyond it nothing sensible is meant

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    int exponent = 0;
    if (auto e = text.find_first_of("eE"); e != std::string_view::npos) {
        auto power = text.substr(e + 1);
        bool minus = power.starts_with('-');
        if (minus || power.starts_with('+')) power.remove_prefix(1);
        if (power.empty() || power.size() > 3) return std::nullopt;
        for (char c : power) {
            if (c < '0' || c > '9') return std::nullopt;
            exponent = exponent * 10 + (c - '0');
        }
        if (exponent > most_exponent) return std::nullopt;
        if (minus) exponent = -exponent;
        text = text.substr(0, e);
    }
    // The value of a digit is 10^position; the first one's position follows from the point's.
    auto point = text.find('.');
    auto whole = text.substr(0, point);
    auto fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if (whole.empty() && fraction.empty()) return std::nullopt;
    __int128 units = 0;
    int position = int(std::min<std::size_t>(whole.size(), 1'000)) - 1 + exponent;
    if (whole.size() + fraction.size() > 1'000) return std::nullopt;
    for (auto part : {whole, fraction}) {
        for (char c : part) {
            if (c < '0' || c > '9') return std::nullopt;
            int at = position--;
            if (c == '0' || at < -places) continue;
            if (at >= most_digits) return std::nullopt;
            __int128 worth = c - '0';
            for (int i = 0; i < at + places; ++i) worth *= 10;
            units += worth;
        }
    }
    return Decimal(negative ? -units : units);
}

Money Decimal::money(Currency currency) const {
    __int128 unit = 1;
    for (int i = currency.exponent(); i < places; ++i) unit *= 10;
    __int128 minor = (units_ + (units_ < 0 ? -unit : unit) / 2) / unit;
    minor = std::clamp<__int128>(minor, INT64_MIN, INT64_MAX);
    return {std::int64_t(minor), currency};
}

std::string Decimal::text() const {
    __int128 size = units_ < 0 ? -units_ : units_;
    std::string digits;
    for (__int128 whole = size / one; whole > 0 || digits.empty(); whole /= 10)
        digits.insert(digits.begin(), char('0' + int(whole % 10)));
    __int128 fraction = size % one;
    if (fraction != 0) {
        std::string tail;
        for (__int128 place = one / 10; fraction != 0; place /= 10) {
            tail += char('0' + int(fraction / place));
            fraction %= place;
        }
        digits += "." + tail;
    }
    return units_ < 0 ? "-" + digits : digits;
}

}  // namespace regulars::sources::lightspeed
