// Makes persons of an order's customers.
// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "sources/toast/mapping.hpp"
#include "sources/toast/rules.hpp"

namespace regulars::sources::toast {

void upsert_person(const Customer& customer, Instant as_of, const std::string& country,
                   ingest::Batch& out) {
    constexpr std::string_view everything = "epfl";
    ingest::PersonUpsert person{
        .key = person_key(customer, country), .as_of = as_of, .country = country};
    if (customer.has_email()) person.fields.email = customer.email;
    person.fields.first_name = customer.first_name;
    person.fields.last_name = customer.last_name;
    person.phones = phones_of(customer, country);
    if (!customer.guid.empty()) person.fields.properties.emplace("Toast Guest ID", customer.guid);

    // A facet is replaced by a newer one. One that knows less must not take away what an older one
    // knows, so each set of known fields has a facet of its own, and the profile takes each field
    // from the newest that knows it.
    std::string known;
    if (!person.fields.email.empty()) known += 'e';
    if (!person.phones.empty()) known += 'p';
    if (!person.fields.first_name.empty()) known += 'f';
    if (!person.fields.last_name.empty()) known += 'l';
    if (known != everything) {
        ingest::PersonUpsert bare{.key = person.key, .as_of = Instant{}, .country = country};
        bare.fields.properties = person.fields.properties;
        person.aliases.push_back(person.key);
        person.key += ":" + known;
        out.people.push_back(std::move(person));
        out.people.push_back(std::move(bare));
        return;
    }
    out.people.push_back(std::move(person));
}

}  // namespace regulars::sources::toast
