// The people of the world: names, addresses and phone numbers, derived from small integers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace regulars::sandbox {

/// How national numbers are written, in the countries where the restaurants are.
enum class Country : std::uint8_t { us, gb, ca };
std::string_view code_of(Country country);          // "US"
std::string_view calling_code_of(Country country);  // "1"
std::string_view currency_of(Country country);      // "USD"

/// A person as they are, whichever books they stand in. Email addresses are numbered: 0 is none,
/// and two different numbers or people never give the same address.
struct Person {
    std::uint32_t phone = 0;  // the number of a phone line in `country`; 0 for none
    std::uint16_t first = 0, last = 0;
    std::uint16_t birth_year = 0;                 // 0 when unknown
    std::uint8_t birth_month = 0, birth_day = 0;  // 0 when unknown
    std::uint8_t home = 0;                        // the restaurant they go to most
    Country country = Country::us;
    bool has_email = false;
    bool shares_phone = false;    // with the rest of a household
    bool travels = false;         // known in several restaurants, always under one network id
    bool has_network_id = false;  // false for people whom only a house ever entered
    bool differs_away = false;    // gives another address in other restaurants
};

std::string_view first_name(std::uint16_t number);
std::string_view last_name(std::uint16_t number);
std::uint16_t first_name_count();
std::uint16_t last_name_count();
/// The `version`-th address of the person numbered `id`; version 0 is the empty text.
std::string email_address(const Person& person, std::uint32_t id, std::uint32_t version);
/// The significant digits of a phone line, without trunk prefix ("2125550142", "2079460123"). Every
/// one is valid and in a range set aside for fiction, or beside it.
std::string national_number(Country country, std::uint32_t line);
/// How many different lines a country has; the world gives out no more.
std::uint32_t phone_line_count(Country country);
/// "+12125550142"; empty for line 0.
std::string e164(Country country, std::uint32_t line);

}  // namespace regulars::sandbox
