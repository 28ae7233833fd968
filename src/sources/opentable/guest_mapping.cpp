// Maps guests to people.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "sources/opentable/fields.hpp"
#include "sources/opentable/mapping.hpp"

namespace regulars::sources::opentable {
namespace {

constexpr std::size_t longest_name = 250;
constexpr std::size_t longest_phone = 40;

/// Accepts {year, month, day} with the year 0 or missing, and "YYYY-MM-DD".
std::optional<model::Birthday> birthday_from(JsonNode node) {
    std::optional<std::int64_t> year, month, day;
    if (auto text = node.string()) {
        auto date = parse_date(text->substr(0, 10));
        if (!date) return std::nullopt;
        year = date->year, month = date->month, day = date->day;
    } else {
        year = integer_in(node["year"]), month = integer_in(node["month"]),
        day = integer_in(node["day"]);
    }
    if (!month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    constexpr int leap = 2000;
    if (!is_valid({leap, int(*month), int(*day)})) return std::nullopt;
    model::Birthday birthday{std::nullopt, int(*month), int(*day)};
    if (year && *year > 0 && *year <= 9999 && is_valid({int(*year), int(*month), int(*day)}))
        birthday.year = int(*year);
    return birthday;
}

std::vector<std::string> phones_of(const Guest& guest) {
    std::vector<std::string> phones;
    auto add = [&](std::string text) {
        if (!text.empty() && text.size() <= longest_phone &&
            std::ranges::find(phones, text) == phones.end())
            phones.push_back(std::move(text));
    };
    auto in_order = [&](auto&& add_one) {
        for (auto& phone : guest.phones)
            if (phone.is_primary) add_one(phone);
        for (auto& phone : guest.phones)
            if (!phone.is_primary) add_one(phone);
    };
    in_order([&](const Phone& phone) {
        auto number = trimmed(phone.number), country = trimmed(phone.country_code);
        if (country.starts_with('+')) country.remove_prefix(1);
        bool digits = !country.empty() &&
                      std::ranges::all_of(country, [](char c) { return c >= '0' && c <= '9'; });
        if (digits && !number.starts_with('+')) add(fmt::format("+{}{}", country, number));
    });
    // A country code may be the wrong one (O17). A number that names its country beats one that is
    // read as the restaurant's: a Briton's 20 7946 0002 is a number in Maine too.
    auto single = std::string(trimmed(guest.phone));
    if (single.starts_with('+')) add(single);
    in_order([&](const Phone& phone) { add(std::string(trimmed(phone.number))); });
    add(single);
    return phones;
}

GuestStatus status_of(const Guest& guest) {
    if (guest.forgotten) return GuestStatus::forgotten;
    if (guest.archived) return GuestStatus::archived;
    return guest.has_personal_keys ? GuestStatus::known : GuestStatus::copper;
}

std::string name_in(std::string_view text) {
    return std::string(clipped(trimmed(text), longest_name));
}

}  // namespace

std::string_view name_of(GuestStatus status) {
    switch (status) {
        case GuestStatus::unknown:
            return "unknown";
        case GuestStatus::known:
            return "known";
        case GuestStatus::archived:
            return "archived";
        case GuestStatus::forgotten:
            return "forgotten";
        case GuestStatus::copper:
            return "copper";
        case GuestStatus::not_found:
            return "not_found";
    }
    return "unknown";
}

GuestStatus guest_status_of(const model::SourceRecord* remembered) {
    if (!remembered) return GuestStatus::unknown;
    for (auto status : {GuestStatus::known, GuestStatus::archived, GuestStatus::forgotten,
                        GuestStatus::copper, GuestStatus::not_found})
        if (remembered->state == name_of(status)) return status;
    return GuestStatus::unknown;
}

std::string person_key(std::string_view guest_id) {
    return std::string("opentable:").append(guest_id);
}
std::string guest_record_key(std::string_view guest_id) {
    return std::string("guest/").append(guest_id);
}

std::string survivor_of(const Guest& guest, std::string_view rid) {
    std::string_view named = trimmed(guest.primary_guest);
    named = named.substr(0, named.find_first_of("?#"));
    while (named.ends_with('/')) named.remove_suffix(1);
    if (auto slash = named.rfind('/'); slash != std::string_view::npos)
        named.remove_prefix(slash + 1);
    constexpr std::size_t longest = 200;
    if (named.empty() || named.size() > longest) return {};
    std::string id = named.starts_with(fmt::format("{}-", rid)) ? std::string(named)
                                                                : fmt::format("{}-{}", rid, named);
    return id == guest.id ? std::string() : id;
}

GuestStatus Mapper::guest(const Guest& guest, const model::SourceRecord* before) {
    GuestStatus was = guest_status_of(before);
    if (was == GuestStatus::forgotten) return was;  // for ever, whatever a later page says
    if (!guest.fault.empty()) {
        malformed("guest", guest, before);
        return was;
    }
    GuestStatus status = status_of(guest);
    bool is_old_news = before && was != GuestStatus::not_found && guest.sequence < before->version;
    if (is_old_news && status != GuestStatus::forgotten) return was;

    content_.clear();
    auto birthday = guest.birth_date.is_nothing() ? std::string() : guest.birth_date.text();
    fmt::format_to(std::back_inserter(content_),
                   "{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}",
                   name_of(status), guest.sequence, guest.updated_at->us, guest.gpid,
                   guest.first_name, guest.last_name, guest.email, birthday, guest.primary_guest,
                   settings_.restaurant_name, settings_.country);
    for (auto& phone : phones_of(guest)) content_.append("\x1f").append(phone);
    fmt::format_to(std::back_inserter(content_), "\x1f{}{}{}\x1f{}", guest.email_optin,
                   guest.marketing_opted_out, guest.has_visited,
                   guest.opted_in_at ? guest.opted_in_at->us : 0);
    std::int64_t hash = hash64(content_);
    if (before && before->content_hash == hash && before->exclusion.empty()) return was;

    if (status == GuestStatus::forgotten)
        out_.erasures.push_back({person_key(guest.id)});
    else if (status != GuestStatus::copper)
        upsert_person(guest, status);
    out_.records.push_back(
        {.key = guest_record_key(guest.id),
         .version = std::max(guest.sequence, before ? before->version : guest.sequence),
         .updated_at = *guest.updated_at,
         .state = std::string(name_of(status)),
         .content_hash = hash,
         .memo = "{}"});
    return status;
}

void Mapper::upsert_person(const Guest& guest, GuestStatus status) {
    ingest::PersonUpsert person{
        .key = person_key(guest.id), .as_of = *guest.updated_at, .country = settings_.country};
    if (status == GuestStatus::archived) {
        auto survivor = survivor_of(guest, settings_.rid);
        if (!survivor.empty()) person.same_as = person_key(survivor);
        out_.people.push_back(std::move(person));
        return;
    }
    if (!guest.gpid.empty())
        person.aliases.push_back(
            fmt::format("opentable:gpid:{}", clipped(guest.gpid, longest_name)));
    model::PersonFields& fields = person.fields;
    if (auto email = trimmed(guest.email); email.size() <= longest_name + 4) fields.email = email;
    fields.first_name = name_in(guest.first_name);
    fields.last_name = name_in(guest.last_name);
    fields.birthday = birthday_from(guest.birth_date);
    if (fields.birthday) {
        fields.properties["Birthday"] = fields.birthday->text();
        fields.properties["OpenTable Birthday Month"] = std::int64_t(fields.birthday->month);
        fields.properties["OpenTable Birthday Day"] = std::int64_t(fields.birthday->day);
    }
    fields.properties["OpenTable Guest IDs"] = std::vector<std::string>{std::string(guest.id)};
    if (guest.has_visited)
        fields.properties["OpenTable Restaurants Visited"] =
            std::vector<std::string>{settings_.restaurant_name};
    person.phones = phones_of(guest);
    person.opted_in = guest.email_optin && !guest.marketing_opted_out && !fields.email.empty();
    if (person.opted_in) person.opted_in_at = guest.opted_in_at;
    out_.people.push_back(std::move(person));
}

void Mapper::guest_not_found(std::string_view guest_id) {
    out_.records.push_back({.key = guest_record_key(guest_id),
                            .state = std::string(name_of(GuestStatus::not_found)),
                            .memo = "{}"});
}

}  // namespace regulars::sources::opentable
