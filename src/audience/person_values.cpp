// Finds a person's value by the name that Klaviyo gives it.
// SPDX-License-Identifier: Apache-2.0
#include "audience/person_values.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace regulars::audience {
namespace {

/// Built-in names that live in details, and the custom property of imports beside each.
struct Detail {
    std::string_view name, property;
};
constexpr Detail details[] = {{"external_id", ""},
                              {"organization", "Organization"},
                              {"title", "Title"},
                              {"locale", "Language"},
                              {"image", "Image"},
                              {"location.address1", "Address"},
                              {"location.address2", "Address 2"},
                              {"location.city", "City"},
                              {"location.region", "Region"},
                              {"location.zip", "Postal Code"},
                              {"location.country", "Country"},
                              {"location.latitude", "Latitude"},
                              {"location.longitude", "Longitude"},
                              {"location.timezone", "Time Zone"},
                              {"location.ip", "IP Address"}};
constexpr std::string_view fields[] = {"email",    "phone_number", "first_name", "last_name",
                                       "birthday", "created",      "updated"};

/// Any name of "properties['Any name']".
std::optional<std::string_view> custom_name(std::string_view property) {
    constexpr std::string_view opening = "properties[";
    if (!property.starts_with(opening) || !property.ends_with(']')) return std::nullopt;
    auto quoted = property.substr(opening.size(), property.size() - opening.size() - 1);
    if (quoted.size() < 3 || quoted.front() != quoted.back() ||
        (quoted.front() != '\'' && quoted.front() != '"'))
        return std::nullopt;
    return quoted.substr(1, quoted.size() - 2);
}

std::optional<model::Property> found(const model::Properties& properties, std::string_view name) {
    auto at = properties.find(name);
    return at == properties.end() ? std::nullopt : std::optional(at->second);
}

std::optional<model::Property> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(model::Property(text));
}

constexpr std::string_view european_union[] = {
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
    "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"};

struct Country {
    std::string_view code, name;  // lowered; English and its own language
};
constexpr Country countries[] = {{"US", "united states"},
                                 {"US", "united states of america"},
                                 {"US", "usa"},
                                 {"US", "u.s."},
                                 {"US", "u.s.a."},
                                 {"GB", "united kingdom"},
                                 {"GB", "uk"},
                                 {"GB", "great britain"},
                                 {"GB", "england"},
                                 {"GB", "scotland"},
                                 {"GB", "wales"},
                                 {"CA", "canada"},
                                 {"MX", "mexico"},
                                 {"AU", "australia"},
                                 {"NZ", "new zealand"},
                                 {"JP", "japan"},
                                 {"CH", "switzerland"},
                                 {"CH", "schweiz"},
                                 {"CH", "suisse"},
                                 {"NO", "norway"},
                                 {"AT", "austria"},
                                 {"AT", "österreich"},
                                 {"BE", "belgium"},
                                 {"BE", "belgique"},
                                 {"BE", "belgië"},
                                 {"BG", "bulgaria"},
                                 {"HR", "croatia"},
                                 {"HR", "hrvatska"},
                                 {"CY", "cyprus"},
                                 {"CZ", "czechia"},
                                 {"CZ", "czech republic"},
                                 {"DK", "denmark"},
                                 {"DK", "danmark"},
                                 {"EE", "estonia"},
                                 {"FI", "finland"},
                                 {"FI", "suomi"},
                                 {"FR", "france"},
                                 {"DE", "germany"},
                                 {"DE", "deutschland"},
                                 {"GR", "greece"},
                                 {"GR", "el"},
                                 {"HU", "hungary"},
                                 {"IE", "ireland"},
                                 {"IT", "italy"},
                                 {"IT", "italia"},
                                 {"LV", "latvia"},
                                 {"LT", "lithuania"},
                                 {"LU", "luxembourg"},
                                 {"MT", "malta"},
                                 {"NL", "netherlands"},
                                 {"NL", "the netherlands"},
                                 {"NL", "nederland"},
                                 {"PL", "poland"},
                                 {"PL", "polska"},
                                 {"PT", "portugal"},
                                 {"RO", "romania"},
                                 {"SK", "slovakia"},
                                 {"SI", "slovenia"},
                                 {"ES", "spain"},
                                 {"ES", "españa"},
                                 {"SE", "sweden"},
                                 {"SE", "sverige"}};

}  // namespace

Result<void> check_property(std::string_view property, const std::string& pointer) {
    if (custom_name(property) || std::ranges::find(fields, property) != std::end(fields)) return {};
    std::vector<std::string_view> names(std::begin(fields), std::end(fields));
    for (auto& detail : details) {
        if (detail.name == property) return {};
        names.push_back(detail.name);
    }
    return fail(ErrorKind::invalid,
                fmt::format("expected one of {}, or properties['Any name'], not \"{}\"",
                            fmt::join(names, ", "), clipped(property, 60)),
                pointer);
}

std::optional<model::Property> value_of(const Person& person, std::string_view property) {
    if (property == "email") return unless_empty(person.fields.email);
    if (property == "phone_number") return unless_empty(person.fields.phone);
    if (property == "first_name") return unless_empty(person.fields.first_name);
    if (property == "last_name") return unless_empty(person.fields.last_name);
    if (property == "birthday")
        return person.fields.birthday
                   ? std::optional(model::Property(person.fields.birthday->text()))
                   : std::nullopt;
    if (property == "created") return format_iso(person.created_at);
    if (property == "updated") return format_iso(person.updated_at);
    if (auto name = custom_name(property)) return found(person.fields.properties, *name);
    if (auto value = found(person.details, property)) return value;
    auto detail = std::ranges::find(details, property, &Detail::name);
    return detail == std::end(details) || detail->property.empty()
               ? std::nullopt
               : found(person.fields.properties, detail->property);
}

std::string country_code_of(std::string_view text) {
    text = trimmed(text);
    auto name = lowered(text);
    auto known = std::ranges::find(countries, name, &Country::name);
    if (known != std::end(countries)) return std::string(known->code);
    if (text.size() != 2) return std::string(text);
    std::string code;
    for (char c : name) code += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    return code;
}

std::string country_of(const Person& person, std::string_view account_country) {
    auto value = value_of(person, "location.country");
    auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
    return country_code_of(text && !trimmed(*text).empty() ? *text : account_country);
}

bool is_in_european_union(std::string_view country_code) {
    return std::ranges::find(european_union, country_code) != std::end(european_union);
}

}  // namespace regulars::audience
