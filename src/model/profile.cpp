// JSON forms of what is known of people, and the sum of facets.
// SPDX-License-Identifier: Apache-2.0
#include "model/profile.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "model/naming.hpp"

namespace regulars::model {
namespace {
constexpr Names<IdentifierKind, 4> identifier_kinds{{{IdentifierKind::vendor, "vendor"},
                                                     {IdentifierKind::external, "external"},
                                                     {IdentifierKind::email, "email"},
                                                     {IdentifierKind::phone, "phone"}}};

Result<Property> property_from(JsonNode node) {
    if (auto flag = node.boolean()) return Property(*flag);
    if (auto whole = node.integer(); whole && node.kind() == JsonKind::integer)
        return Property(*whole);
    if (auto number = node.number()) return Property(*number);
    if (auto text = node.string()) return Property(std::string(*text));
    if (!node.is_array())
        return fail(ErrorKind::invalid,
                    fmt::format("a property cannot be {}", name_of(node.kind())));
    std::vector<std::string> texts;
    bool all_texts = true;
    node.each([&](JsonNode item) {
        if (auto text = item.string())
            texts.emplace_back(*text);
        else
            all_texts = false;
    });
    if (!all_texts) return fail(ErrorKind::invalid, "a list property holds texts only");
    return Property(std::move(texts));
}

void unite(std::vector<std::string>& into, const std::vector<std::string>& more) {
    into.insert(into.end(), more.begin(), more.end());
    std::ranges::sort(into);
    into.erase(std::unique(into.begin(), into.end()), into.end());
}

void unite(Properties& into, const Properties& more) {
    for (auto& [name, property] : more) {
        auto [at, fresh] = into.emplace(name, property);
        auto* texts = std::get_if<std::vector<std::string>>(&at->second);
        auto* added = std::get_if<std::vector<std::string>>(&property);
        if (texts && added) unite(*texts, fresh ? std::vector<std::string>{} : *added);
    }
}

void keep_first(std::string& known, const std::string& other) {
    if (known.empty()) known = other;
}

}  // namespace

std::string_view name_of(IdentifierKind kind) { return identifier_kinds.name(kind); }

std::string Birthday::text() const {
    return format_iso(LocalDate{year.value_or(1904), month, day});
}

void write(JsonWriter& out, const Property& property) {
    std::visit([&](const auto& v) { out.value(v); }, property);
}

void write(JsonWriter& out, const Properties& properties) {
    out.begin_object();
    for (auto& [name, property] : properties) {
        out.key(name);
        write(out, property);
    }
    out.end_object();
}

Result<Properties> properties_from(JsonNode node) {
    if (!node.is_object())
        return fail(ErrorKind::invalid,
                    fmt::format("properties are an object, not {}", name_of(node.kind())));
    Properties properties;
    std::optional<Error> first_error;
    node.each_member([&](std::string_view name, JsonNode value) {
        auto property = property_from(value);
        if (property)
            properties[std::string(name)] = std::move(*property);
        else if (!first_error)
            first_error =
                Error{property.error().kind, property.error().message, "/" + std::string(name)};
    });
    if (first_error) return std::unexpected(*first_error);
    return properties;
}

std::string to_json(const PersonFields& fields) {
    JsonWriter out;
    out.begin_object();
    if (!fields.email.empty()) out.member("email", fields.email);
    if (!fields.phone.empty()) out.member("phone", fields.phone);
    if (!fields.first_name.empty()) out.member("first_name", fields.first_name);
    if (!fields.last_name.empty()) out.member("last_name", fields.last_name);
    if (fields.birthday) {
        out.key("birthday").begin_array().value(fields.birthday->year.value_or(0));
        out.value(fields.birthday->month).value(fields.birthday->day).end_array();
    }
    if (!fields.properties.empty()) {
        out.key("properties");
        write(out, fields.properties);
    }
    out.end_object();
    return out.take();
}

Result<PersonFields> person_fields_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json));
    JsonNode root = document.root();
    PersonFields fields{
        text_in(root["email"]),     text_in(root["phone"]), text_in(root["first_name"]),
        text_in(root["last_name"]), std::nullopt,           {}};
    if (JsonNode node = root["birthday"]; node.is_array()) {
        std::vector<int> parts;
        node.each([&](JsonNode part) { parts.push_back(int(part.integer().value_or(0))); });
        if (parts.size() != 3)
            return fail(ErrorKind::invalid, "a birthday has three parts", "/birthday");
        fields.birthday =
            Birthday{parts[0] ? std::optional(parts[0]) : std::nullopt, parts[1], parts[2]};
    }
    if (JsonNode node = root["properties"]; !node.is_missing())
        fields.properties = TRY(properties_from(node));
    return fields;
}

PersonFields fold(std::span<const Facet> facets) {
    std::vector<const Facet*> newest_first;
    for (auto& facet : facets) newest_first.push_back(&facet);
    std::ranges::sort(newest_first, [](auto* a, auto* b) {
        return std::tie(a->as_of, a->key) > std::tie(b->as_of, b->key);
    });
    PersonFields sum;
    for (auto* facet : newest_first) {
        keep_first(sum.email, facet->said.email);
        keep_first(sum.phone, facet->said.phone);
        keep_first(sum.first_name, facet->said.first_name);
        keep_first(sum.last_name, facet->said.last_name);
        if (!sum.birthday) sum.birthday = facet->said.birthday;
        unite(sum.properties, facet->said.properties);
        unite(sum.properties, facet->seen);
    }
    return sum;
}

}  // namespace regulars::model
