// What a customer's record says of a person: names, addresses and numbers as clerks type them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sandbox/lightspeed/shop_world.hpp"

namespace regulars::sandbox::lightspeed {

struct ShownEmail {
    std::string address;  // maybe blank, maybe with blanks around
    bool is_primary = true;
};
struct ShownPhone {
    std::string number;
    const char* use = "Mobile";
};

/// A record as it reads at an instant. Twins of one person read the same but for their ids.
struct Contact {
    std::string first_name, last_name, title, company;
    std::int64_t born = 0;  // midnight in the account's zone, seconds; has_birthday tells whether
    bool has_birthday = false;
    LocalDate birthday;
    std::vector<ShownEmail> emails;
    std::vector<ShownPhone> phones;
    bool has_address = false;
    std::string street, city, region, region_code, postal_code, country, country_code;
    bool no_email = false, no_phone = false, no_mail = false;

    /// The address that counts: primary, else secondary, without blanks around; empty for none.
    std::string email() const;
    std::string phone_e164;  // empty for none
};

Contact contact_of(const ShopWorld& world, Id customer, Seconds now);
/// Only the address that counts; cheaper than the whole contact.
std::string email_of(const ShopWorld& world, Id customer, Seconds now);

}  // namespace regulars::sandbox::lightspeed
