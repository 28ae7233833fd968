// Reads postal codes and finds them in the forms in which people write them.
// SPDX-License-Identifier: Apache-2.0
#include "audience/postal_codes.hpp"

#include <charconv>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "base/text.hpp"

namespace regulars::audience {
namespace {

constexpr std::size_t most_codes = 5'000'000;
constexpr double earth_radius_km = 6371.0088;
constexpr std::size_t inward_letters = 3;  // of a British code: "SW1A 2AA" is SW1A and 2AA

std::string letters_and_digits(std::string_view text) {
    std::string out;
    for (char c : text) {
        bool is_lower = c >= 'a' && c <= 'z';
        if (is_lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            out += is_lower ? char(c - 'a' + 'A') : c;
    }
    return out;
}

std::string key_of(std::string_view country, std::string_view code) {
    return fmt::format("{} {}", letters_and_digits(country), code);
}

std::optional<double> degrees(std::string_view text, double most) {
    double value;
    text = trimmed(text);
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || !(std::abs(value) <= most))
        return std::nullopt;
    return value;
}

}  // namespace

double kilometers_between(Position a, Position b) {
    constexpr double radians = std::numbers::pi / 180;
    double up = std::sin((b.latitude - a.latitude) * radians / 2),
           across = std::sin((b.longitude - a.longitude) * radians / 2);
    double h =
        up * up + std::cos(a.latitude * radians) * std::cos(b.latitude * radians) * across * across;
    return 2 * earth_radius_km * std::asin(std::sqrt(std::min(1.0, h)));
}

Result<PostalCodes> PostalCodes::from_csv(std::string_view text) {
    PostalCodes codes;
    std::size_t number = 0;
    for (auto line : split(text, '\n')) {
        number++;
        line = trimmed(line);
        if (line.empty()) continue;
        auto cells = split(line, ',');
        auto latitude = cells.size() == 4 ? degrees(cells[2], 90) : std::nullopt;
        auto longitude = cells.size() == 4 ? degrees(cells[3], 180) : std::nullopt;
        if (!latitude || !longitude)
            return fail(ErrorKind::invalid,
                        "expected a country, a postal code, a latitude and a longitude",
                        fmt::format("line {}", number));
        codes.places_.try_emplace(key_of(cells[0], letters_and_digits(cells[1])),
                                  Position{*latitude, *longitude});
        if (codes.places_.size() > most_codes)
            return fail(ErrorKind::exhausted, "at most 5,000,000 postal codes can be loaded");
    }
    return codes;
}

std::optional<Position> PostalCodes::find(std::string_view country_code,
                                          std::string_view postal_code) const {
    auto country = letters_and_digits(country_code);
    auto code = letters_and_digits(postal_code);
    if (code.empty()) return std::nullopt;
    auto known = [&](std::string_view part) -> std::optional<Position> {
        auto at = places_.find(key_of(country, part));
        return at == places_.end() ? std::nullopt : std::optional(at->second);
    };
    if (auto whole = known(code)) return whole;
    if (country == "US" && code.size() > 5) return known(std::string_view(code).substr(0, 5));
    if (country == "CA" && code.size() > 3) return known(std::string_view(code).substr(0, 3));
    if (country == "NL" && code.size() > 4) return known(std::string_view(code).substr(0, 4));
    if (country == "GB" && code.size() > inward_letters)
        return known(std::string_view(code).substr(0, code.size() - inward_letters));
    return std::nullopt;
}

}  // namespace regulars::audience
