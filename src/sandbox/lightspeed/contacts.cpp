// Forms of contacts, chosen by the person and the record's look.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/contacts.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

struct Town {
    const char *city, *region, *code, *postal_code;
};
constexpr Town towns[] = {
    {"New York", "New York", "NY", "10012"},      {"Chicago", "Illinois", "IL", "60614"},
    {"Los Angeles", "California", "CA", "90026"}, {"Hoboken", "New Jersey", "NJ", "07030"},
    {"Evanston", "Illinois", "IL", "60201"},      {"Montréal", "Quebec", "QC", "H2T 1S6"},
    {"O'Fallon", "Missouri", "MO", "63366"}};
constexpr const char* titles[] = {"Sommelier", "Buyer", "Dr.", "Chef"};

std::string written(Country country, std::uint32_t line, std::uint32_t form) {
    std::string digits = national_number(country, line);
    if (country == Country::gb) return (form % 2 == 0 ? "+44 " : "+44") + digits;
    std::string_view d = digits;
    switch (form % 4) {
        case 0:
            return fmt::format("{}-{}-{}", d.substr(0, 3), d.substr(3, 3), d.substr(6));
        case 1:
            return fmt::format("({}) {} {}", d.substr(0, 3), d.substr(3, 3), d.substr(6));
        case 2:
            return fmt::format("+1{}", d);
        default:
            return digits;
    }
}

std::string cased(std::string address, std::uint32_t look) {
    if (look % 23 == 0) {
        for (char& c : address) {
            if (c >= 'a' && c <= 'z') c = char(c - 32);
        }
    }
    return address;
}

std::vector<ShownEmail> emails_of(const ShopWorld& world, const Customer& c, Seconds now) {
    std::uint32_t version = c.email_version(now);
    std::uint32_t form = (c.look >> 5) % 40;
    if (version == 0) {
        // Nothing, or a blank that somebody saved.
        if (form == 0 && !c.is_anonymized(now)) return {{"", true}};
        return {};
    }
    // Twins write one address alike, or which of them it is would depend on who reads first.
    std::string address = cased(email_address(world.people()[c.person], c.person, version),
                                std::uint32_t(mix(world.options().seed, c.person) >> 20));
    switch (form) {
        case 1:
            return {{address, false}};
        case 2:
            return {{"", true}, {address, false}};
        case 3:
            return {{" ", true}, {address + " ", false}};
        case 4:
            return {{address + "  ", true}};
        case 5:
            return {{fmt::format("office{}@example.com", c.person), false}, {address, true}};
        case 6:
            return {{address, true}, {fmt::format("second{}@example.org", c.person), false}};
        default:
            return {{address, true}};
    }
}

}  // namespace

std::string Contact::email() const {
    for (bool primary : {true, false}) {
        for (const ShownEmail& shown : emails) {
            if (shown.is_primary == primary && !trimmed(shown.address).empty())
                return std::string(trimmed(shown.address));
        }
    }
    return {};
}

std::string email_of(const ShopWorld& world, Id customer, Seconds now) {
    const Customer& c = world.customers()[customer - 1];
    if (c.email_version(now) == 0) return {};
    Contact contact;
    contact.emails = emails_of(world, c, now);
    return contact.email();
}

Contact contact_of(const ShopWorld& world, Id customer, Seconds now) {
    const Customer& c = world.customers()[customer - 1];
    Contact out;
    if (c.is_anonymized(now)) {
        out.first_name = "Customer";
        out.last_name = fmt::format("[{}]", customer);
        return out;
    }
    const Person& p = world.people()[c.person];
    std::uint64_t draw = mix(world.options().seed ^ 0x636f6e74616374, c.person);
    out.first_name = first_name(p.first);
    out.last_name = last_name(p.last);
    if (draw % 41 == 0) out.last_name.clear();
    if (draw % 37 == 0) out.first_name = lowered(out.first_name);
    if (draw >> 8 & 1 && draw % 7 == 0) out.title = titles[draw % std::size(titles)];
    if (draw % 11 == 0) out.company = fmt::format("{} & Co.", last_name(p.last));
    if (p.birth_month != 0) {
        int year = p.birth_year != 0 ? p.birth_year : int(1944 + 4 * (draw % 14));
        out.birthday = {year, p.birth_month, p.birth_day};
        out.born = world.catalogue().shops[0].clock.zone().start_of(out.birthday).seconds();
        out.has_birthday = true;
    }
    out.emails = emails_of(world, c, now);
    if (p.phone != 0 && draw % 13 != 0) {
        constexpr const char* uses[] = {"Mobile", "Mobile", "Home", "Work"};
        const char* use = uses[draw % 4];
        out.phones.push_back({written(p.country, p.phone, c.look), use});
        out.phone_e164 = e164(p.country, p.phone);
        if (draw % 17 == 0) out.phones.push_back({"", "Pager"});
        if (draw % 19 == 0)
            out.phones.insert(out.phones.begin(), {written(p.country, p.phone, c.look + 1), "Fax"});
    }
    if (draw % 3 != 0) {
        const Town& town = towns[draw % std::size(towns)];
        out.has_address = true;
        out.street = fmt::format("{} {} Street", 1 + draw % 400,
                                 last_name(std::uint16_t(draw % last_name_count())));
        out.city = town.city, out.region = town.region, out.region_code = town.code,
        out.postal_code = town.postal_code;
        if (draw % 5 == 0) out.region.clear();
        out.country = town.code == std::string_view("QC") ? "Canada" : "United States";
        out.country_code = town.code == std::string_view("QC") ? "CA" : "US";
    }
    out.no_email = draw % 29 == 0;
    out.no_phone = draw % 31 == 0;
    out.no_mail = draw % 23 == 0;
    return out;
}

}  // namespace regulars::sandbox::lightspeed
