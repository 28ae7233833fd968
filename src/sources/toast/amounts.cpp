// Decimal text to integers.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/amounts.hpp"

#include <charconv>

#include "base/text.hpp"

namespace regulars::sources::toast {

std::optional<std::int64_t> minor_units(std::string_view decimal, int exponent) {
    constexpr int most_digits = 30;
    constexpr __int128 most = INT64_MAX;
    bool negative = decimal.starts_with('-');
    if (negative) decimal.remove_prefix(1);
    int power = 0;
    if (auto e = decimal.find_first_of("eE"); e != std::string_view::npos) {
        std::string_view digits = decimal.substr(e + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), power);
        if (error != std::errc() || end != digits.data() + digits.size() || power > 100 ||
            power < -100)
            return std::nullopt;
        decimal = decimal.substr(0, e);
    }
    __int128 value = 0;
    int digits = 0, after_point = -1;
    for (char c : decimal) {
        if (c == '.' && after_point < 0) {
            after_point = 0;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > most_digits) return std::nullopt;
        if (after_point >= 0) ++after_point;
        value = value * 10 + (c - '0');
    }
    if (digits == 0) return std::nullopt;
    int shift = exponent + power - (after_point > 0 ? after_point : 0);
    for (; shift > 0 && value != 0; --shift) {
        value *= 10;
        if (value > most) return std::nullopt;
    }
    int last = 0;  // the digit that was cut off last decides the rounding
    for (; shift < 0; ++shift) {
        last = int(value % 10);
        value /= 10;
    }
    if (last >= 5) ++value;
    if (value > most) return std::nullopt;
    return negative ? -std::int64_t(value) : std::int64_t(value);
}

std::string_view shortened(std::string_view decimal) {
    if (decimal.find('.') == std::string_view::npos ||
        decimal.find_first_of("eE") != std::string_view::npos)
        return decimal;
    decimal = decimal.substr(0, decimal.find_last_not_of('0') + 1);
    if (decimal.ends_with('.')) decimal.remove_suffix(1);
    return decimal;
}

std::optional<std::int64_t> minor_units(JsonNode node, int exponent) {
    if (auto text = node.string()) return minor_units(trimmed(*text), exponent);
    if (node.kind() != JsonKind::integer && node.kind() != JsonKind::number) return std::nullopt;
    return minor_units(std::string_view(node.text()), exponent);
}

}  // namespace regulars::sources::toast
