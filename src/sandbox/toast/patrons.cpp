// What follows from a person's number.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/patrons.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/toast/guid.hpp"

namespace regulars::sandbox::toast {

Patrons::Patrons(const World& world, Seconds begins, Seconds ends)
    : world_(world), begins_(begins), ends_(ends), founders_(world.people_when(0)) {
    last_of_homes_.resize(world.restaurants().size(), 0);
    for (std::uint32_t i = 0; i < founders_; ++i) last_of_homes_[world.people()[i].home] = i;
}

std::uint64_t Patrons::look(std::uint32_t person) const {
    return mix(mix(world_.options().seed, 0x706174726f6e), person);
}

Habit Patrons::habit(std::uint32_t person) const {
    const Person& p = world_.people()[person];
    std::uint64_t bits = look(person);
    std::uint32_t kind = std::uint32_t(bits % 100), shows = std::uint32_t(bits >> 8) % 100;
    Habit habit;
    habit.is_member = kind < 15;
    habit.has_guid = kind < 83;
    habit.has_email = p.has_email;
    habit.has_phone = p.phone != 0;
    if (habit.has_email && habit.has_phone) {
        // A phone alone could belong to two people with addresses; only of founders is that known.
        bool alone = person < founders_ && !p.shares_phone &&
                     std::ranges::find(last_of_homes_, person) == last_of_homes_.end();
        habit.has_phone = shows >= 25;
        habit.has_email = !alone || shows < 85;
    }
    if (habit.is_member) {
        double span = 1.1 * double(ends_ - begins_);
        habit.known_from = begins_ + Seconds(span * double(bits >> 20 & 0xffff) / 65'536);
    }
    return habit;
}

std::string Patrons::guid(std::uint32_t person) const {
    return guid_of(world_.options().seed, Named::customer, 0, person);
}

std::string Patrons::first_name(std::uint32_t person) const {
    std::string name(sandbox::first_name(world_.people()[person].first));
    return look(person) >> 40 & 15 ? name : lowered(name);
}

std::string Patrons::last_name(std::uint32_t person) const {
    if ((look(person) >> 44) % 20 == 0) return {};
    return std::string(sandbox::last_name(world_.people()[person].last));
}

std::string Patrons::email(std::uint32_t person) const {
    std::string email = email_address(world_.people()[person], person, 1);
    if ((look(person) >> 48) % 12 == 0 && email[0] >= 'a' && email[0] <= 'z')
        email[0] = char(email[0] - 32);
    return email;
}

std::string Patrons::phone(std::uint32_t person, bool dashes) const {
    const Person& p = world_.people()[person];
    std::string digits = national_number(p.country, p.phone);
    if (!dashes || p.country == Country::gb) return digits;
    return fmt::format("{}-{}-{}", digits.substr(0, 3), digits.substr(3, 3), digits.substr(6));
}

std::string Patrons::e164(std::uint32_t person) const {
    const Person& p = world_.people()[person];
    return sandbox::e164(p.country, p.phone);
}

std::string_view Patrons::calling_code(std::uint32_t person) const {
    return calling_code_of(world_.people()[person].country);
}

}  // namespace regulars::sandbox::toast
