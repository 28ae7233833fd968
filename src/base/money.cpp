// Exact conversions between minor units and decimal text.
// SPDX-License-Identifier: Apache-2.0
#include "base/money.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace regulars {
namespace {

constexpr std::string_view without_minor[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                              "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                              "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::string_view with_three[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

constexpr std::string_view in_use =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN "
    "BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE "
    "CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD "
    "KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
    "NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
    "TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV "
    "WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL ";
// A history may be in a currency that is gone.
constexpr std::string_view retired =
    "BYR CUC EEK GHC HRK LTL LVL MRO MZM ROL SKK SLL STD TRL VEB VEF ZMK ";

bool lists(std::string_view codes, std::string_view code) {
    for (std::size_t i = 0; i < codes.size(); i += 4)
        if (codes.substr(i, 3) == code) return true;
    return false;
}

std::int64_t power_of_ten(int exponent) {
    std::int64_t value = 1;
    while (exponent-- > 0) value *= 10;
    return value;
}

}  // namespace

Result<Currency> Currency::parse(std::string_view text) {
    Currency currency;
    if (text.size() != 3)
        return fail(ErrorKind::invalid,
                    fmt::format("is not a currency code: '{}'", text.substr(0, 12)));
    for (std::size_t i = 0; i < 3; ++i) {
        char c = text[i] >= 'a' && text[i] <= 'z' ? char(text[i] - 32) : text[i];
        if (c < 'A' || c > 'Z')
            return fail(ErrorKind::invalid, fmt::format("is not a currency code: '{}'", text));
        currency.code_[i] = c;
    }
    return currency;
}

int Currency::exponent() const {
    auto among = [this](auto& codes) {
        return std::ranges::find(codes, code()) != std::end(codes);
    };
    return among(without_minor) ? 0 : among(with_three) ? 3 : 2;
}

bool Currency::is_known() const { return lists(in_use, code()) || lists(retired, code()); }

Result<Money> money_from(std::int64_t amount, std::int64_t denominator, Currency currency) {
    if (denominator <= 0)
        return fail(ErrorKind::invalid,
                    fmt::format("a currency denominator is positive, not {}", denominator));
    __int128 scaled = static_cast<__int128>(amount) * power_of_ten(currency.exponent());
    if (scaled % denominator != 0)
        return fail(ErrorKind::invalid, fmt::format("{}/{} {} is not a whole number of minor units",
                                                    amount, denominator, currency.code()));
    scaled /= denominator;
    if (scaled > INT64_MAX || scaled < INT64_MIN)
        return fail(ErrorKind::invalid, fmt::format("is too large an amount: {}", amount));
    return Money{std::int64_t(scaled), currency};
}

std::string format_decimal(Money money) {
    int exponent = money.currency.exponent();
    std::uint64_t size =
        money.minor < 0 ? 0 - std::uint64_t(money.minor) : std::uint64_t(money.minor);
    std::string sign = money.minor < 0 ? "-" : "";
    if (exponent == 0) return sign + std::to_string(size);
    auto unit = std::uint64_t(power_of_ten(exponent));
    return fmt::format("{}{}.{:0{}}", sign, size / unit, size % unit, exponent);
}

Result<Money> parse_decimal(std::string_view text, Currency currency) {
    auto malformed = [&] {
        return fail(ErrorKind::invalid, fmt::format("is not an amount of {}: '{}'", currency.code(),
                                                    text.substr(0, 30)));
    };
    std::string_view rest = text;
    bool negative = rest.starts_with('-');
    if (negative) rest.remove_prefix(1);
    if (rest.empty()) return malformed();
    const __int128 limit = static_cast<__int128>(INT64_MAX) + (negative ? 1 : 0);
    __int128 minor = 0;
    int exponent = currency.exponent(), seen = -1, any = 0;
    for (char c : rest) {
        if (c == '.' && seen < 0) {
            seen = 0;
            continue;
        }
        if (c < '0' || c > '9') return malformed();
        if (seen >= exponent) {
            if (c != '0') return malformed();
            continue;
        }
        if (seen >= 0) ++seen;
        minor = minor * 10 + (c - '0');
        ++any;
        if (minor > limit) return malformed();
    }
    if (any == 0) return malformed();
    for (int i = std::max(seen, 0); i < exponent; ++i) minor *= 10;
    if (minor > limit) return malformed();
    return Money{std::int64_t(negative ? -minor : minor), currency};
}

}  // namespace regulars
