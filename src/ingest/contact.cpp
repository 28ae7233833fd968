// Emails by rule, phones by libphonenumber.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/contact.hpp"

#include <algorithm>

#include <phonenumbers/phonenumberutil.h>

#include "base/generations.hpp"
#include "base/text.hpp"

namespace regulars::ingest {

std::optional<std::string> normalized_email(std::string_view text) {
    auto email = lowered(trimmed(text));
    auto at = email.find('@');
    bool one_at = at != std::string::npos && at > 0 && at + 1 < email.size() &&
                  email.find('@', at + 1) == std::string::npos;
    bool clean = std::ranges::none_of(
        email, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; });
    if (!one_at || !clean || email.size() > 254) return std::nullopt;
    return email;
}

namespace {

/// Asks libphonenumber. The text is trimmed and of sensible length.
std::optional<std::string> read_phone(std::string_view text, std::string_view country) {
    using i18n::phonenumbers::PhoneNumber;
    using i18n::phonenumbers::PhoneNumberUtil;
    auto& numbers = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (numbers.Parse(std::string(text), std::string(country), &number) !=
            PhoneNumberUtil::NO_PARSING_ERROR ||
        !numbers.IsValidNumber(number))
        return std::nullopt;
    std::string formatted;
    numbers.Format(number, PhoneNumberUtil::E164, &formatted);
    return formatted;
}

}  // namespace

std::optional<std::string> normalized_phone(std::string_view text, std::string_view country) {
    text = trimmed(text);
    if (text.size() < 4 || text.size() > 40) return std::nullopt;
    // A regular's number comes with each order.
    constexpr std::size_t most_remembered = 16'384;
    static thread_local Generations<std::string, std::optional<std::string>> remembered(
        most_remembered);
    std::string key = std::string(country).append(1, '\x1f').append(text);
    if (auto* known = remembered.find(key)) return *known;
    return remembered.put(std::move(key), read_phone(text, country));
}

std::optional<std::string> first_valid_phone(std::span<const std::string> candidates,
                                             std::string_view country) {
    for (auto& candidate : candidates)
        if (auto phone = normalized_phone(candidate, country)) return phone;
    return std::nullopt;
}

}  // namespace regulars::ingest
