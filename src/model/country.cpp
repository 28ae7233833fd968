// Countries by currency.
// SPDX-License-Identifier: Apache-2.0
#include "model/country.hpp"

#include <utility>

#include "base/text.hpp"

namespace regulars::model {
namespace {

constexpr std::pair<std::string_view, std::string_view> countries_of[] = {
    {"USD", "US PR"},
    {"CAD", "CA"},
    {"MXN", "MX"},
    {"GBP", "GB GG JE IM"},
    {"AUD", "AU"},
    {"NZD", "NZ"},
    {"JPY", "JP"},
    {"EUR", "AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK"},
    {"CHF", "CH LI"},
    {"SEK", "SE"},
    {"NOK", "NO"},
    {"DKK", "DK"},
    {"PLN", "PL"},
    {"CZK", "CZ"},
    {"HUF", "HU"},
    {"RON", "RO"},
    {"AED", "AE"},
    {"SAR", "SA"},
    {"QAR", "QA"},
    {"KWD", "KW"},
    {"BHD", "BH"},
    {"ILS", "IL"},
    {"TRY", "TR"},
    {"ZAR", "ZA"},
    {"INR", "IN"},
    {"SGD", "SG"},
    {"HKD", "HK"},
    {"TWD", "TW"},
    {"KRW", "KR"},
    {"THB", "TH"},
    {"MYR", "MY"},
    {"IDR", "ID"},
    {"PHP", "PH"},
    {"VND", "VN"},
    {"CNY", "CN"},
    {"BRL", "BR"},
    {"ARS", "AR"},
    {"CLP", "CL"},
    {"COP", "CO"},
    {"PEN", "PE"},
};

}  // namespace

std::optional<Currency> currency_of(std::string_view country) {
    for (auto& [currency, countries] : countries_of)
        for (auto known : split(countries, ' '))
            if (equals_ignoring_case(known, country)) return Currency::parse(currency).value();
    return std::nullopt;
}

}  // namespace regulars::model
