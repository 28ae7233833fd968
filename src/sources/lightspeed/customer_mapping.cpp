// Maps customers to people.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "sources/lightspeed/mapping.hpp"

namespace regulars::sources::lightspeed {
namespace {

using enum CustomerStatus;

constexpr CustomerStatus statuses[] = {known, lost, no_email, erased, not_found};
constexpr std::size_t longest_domain = 250;

std::string domain_of(std::string_view email) {
    auto at = email.rfind('@');
    return at == std::string_view::npos ? std::string()
                                        : lowered(clipped(email.substr(at + 1), longest_domain));
}

/// Mobile first; a fax or pager is nobody's phone.
std::vector<std::string> phones_of(const Customer& customer) {
    std::vector<std::string> phones;
    auto take = [&](auto&& belongs) {
        for (auto& phone : customer.phones)
            if (belongs(phone.use) && std::ranges::find(phones, phone.number) == phones.end())
                phones.push_back(phone.number);
    };
    for (auto use : {"Mobile", "Home", "Work"})
        take([&](const std::string& is) { return equals_ignoring_case(is, use); });
    take([](const std::string& is) {
        return std::ranges::none_of(
            std::initializer_list<std::string_view>{"Mobile", "Home", "Work", "Fax", "Pager"},
            [&](auto use) { return equals_ignoring_case(is, use); });
    });
    return phones;
}

/// The date on which local midnight it is; a clock change may have moved it by an hour.
std::optional<model::Birthday> birthday_of(const Customer& customer, const Zone& zone) {
    if (!customer.birth) return std::nullopt;
    LocalDate date = zone.to_local(*customer.birth).date();
    if (date.year < 1 || date.year > 9999) return std::nullopt;
    return model::Birthday{date.year, date.month, date.day};
}

std::string content_of(const Customer& c) {
    std::string content = fmt::format(
        "{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}{}", c.updated_at->us,
        c.email, c.first_name, c.last_name, c.company, c.title, c.city, c.region, c.postal_code,
        c.country, c.birth ? c.birth->us : INT64_MIN, c.no_email, c.is_anonymized);
    for (auto& phone : c.phones)
        content.append("\x1f").append(phone.use).append("=").append(phone.number);
    return content;
}

}  // namespace

std::string_view name_of(CustomerStatus status) {
    switch (status) {
        case unknown:
            return "unknown";
        case known:
            return "known";
        case lost:
            return "lost";
        case no_email:
            return "no_email";
        case erased:
            return "erased";
        case not_found:
            return "not_found";
    }
    return "unknown";
}

CustomerStatus customer_status_of(const model::SourceRecord* remembered) {
    if (remembered)
        for (auto status : statuses)
            if (remembered->state == name_of(status)) return status;
    return unknown;
}

std::string person_key(const Settings& settings, std::string_view customer_id) {
    return fmt::format("lightspeed:{}:{}", settings.account, customer_id);
}
std::string customer_record_key(std::string_view customer_id) {
    return std::string("customer/").append(customer_id);
}

CustomerChange Mapper::customer(const Customer& customer, const model::SourceRecord* before) {
    CustomerStatus was = customer_status_of(before);
    CustomerMemo memo = before ? customer_memo_from(before->memo) : CustomerMemo{};
    CustomerChange change{.now = {customer.id, was, memo.domain}};
    if (was == erased) return change;
    if (!customer.fault.empty()) {
        malformed("customer", customer, before,
                  to_json(CustomerMemo{memo.domain, customer.excerpt}));
        return change;
    }
    if (before && was != not_found && *customer.updated_at < before->updated_at) return change;

    bool has_email = !customer.email.empty() || settings_.include_no_email;
    bool was_person = was == known || was == lost;
    CustomerStatus status = customer.is_anonymized               ? erased
                            : has_email                          ? known
                            : was_person && !memo.domain.empty() ? lost
                                                                 : no_email;
    change.now = {customer.id, status,
                  status == known  ? domain_of(customer.email)
                  : status == lost ? memo.domain
                                   : std::string()};
    std::string as_read = content_of(customer) + settings_.country +
                          catalogue_.first_zone().name() + (settings_.include_no_email ? "+" : "");
    std::int64_t hash = hash64(as_read);
    if (before && before->content_hash == hash && before->exclusion.empty()) return change;

    if (status == erased)
        out_.erasures.push_back({person_key(settings_, customer.id)});
    else if (status != no_email)
        upsert_person(customer);
    // Customers read for the first time have no sales read before them.
    bool is_news = status != was && status != lost;
    change.touches_sales =
        before && (is_news || (status == known && change.now.domain != memo.domain));
    out_.records.push_back({.key = customer_record_key(customer.id),
                            .version = customer.updated_at->us,
                            .updated_at = *customer.updated_at,
                            .state = std::string(name_of(status)),
                            .content_hash = hash,
                            .memo = to_json(CustomerMemo{change.now.domain, {}})});
    return change;
}

Buyer Mapper::customer_in_passing(const Customer& customer) {
    if (customer.is_anonymized) return {customer.id, erased, {}};
    if (customer.email.empty() && !settings_.include_no_email) return {customer.id, no_email, {}};
    upsert_person(customer);
    return {customer.id, known, domain_of(customer.email)};
}

void Mapper::upsert_person(const Customer& customer) {
    ingest::PersonUpsert person{.key = person_key(settings_, customer.id),
                                .as_of = *customer.updated_at,
                                .country = settings_.country};
    model::PersonFields& fields = person.fields;
    fields.email = customer.email;
    fields.first_name = customer.first_name;
    fields.last_name = customer.last_name;
    fields.birthday = birthday_of(customer, catalogue_.first_zone());
    auto take = [&](const char* name, const std::string& value) {
        if (!value.empty()) fields.properties[name] = value;
    };
    take("Organization", customer.company);
    take("Title", customer.title);
    take("City", customer.city);
    take("Region", customer.region);
    take("Postal Code", customer.postal_code);
    take("Country", customer.country);
    if (fields.birthday) fields.properties["Birthday"] = fields.birthday->text();
    person.phones = phones_of(customer);
    person.joins_list = !customer.no_email && !customer.email.empty();
    out_.people.push_back(std::move(person));
}

void Mapper::customer_not_found(std::string_view customer_id) {
    out_.records.push_back({.key = customer_record_key(customer_id),
                            .state = std::string(name_of(not_found)),
                            .memo = "{}"});
}

}  // namespace regulars::sources::lightspeed
