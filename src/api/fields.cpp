// Checks members one by one.
// SPDX-License-Identifier: Apache-2.0
#include "api/fields.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/json_pointer.hpp"
#include "ingest/contact.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_problems = 20;

}  // namespace

Outcome<Fields> Fields::of(const Call& call) {
    auto type = call.header("Content-Type");
    if (!type ||
        !equals_ignoring_case(trimmed(type->substr(0, type->find(';'))), "application/json"))
        return refuse(415, "invalid", "The content is application/json.");
    auto document =
        TRY(JsonDocument::parse(call.http.body, {.max_bytes = 1u << 20, .max_depth = 16}));
    if (!document.root().is_object())
        return refuse(Problem(400, "invalid",
                              fmt::format("is an object, not {}", name_of(document.root().kind())))
                          .at("/"));
    return Fields(std::move(document));
}

void Fields::wrong(std::string_view name, std::string detail) {
    wrong_at(pointer_to("", name), std::move(detail));
}

void Fields::wrong_at(std::string pointer, std::string detail) {
    if (problems_.size() < most_problems)
        problems_.push_back(Problem(400, "invalid", std::move(detail)).at(std::move(pointer)));
}

std::optional<std::string_view> Fields::raw(std::string_view name, bool required) {
    auto node = root()[name];
    if (node.is_missing()) {
        if (required) wrong(name, "is required");
        return std::nullopt;
    }
    auto text = node.string();
    if (!text) wrong(name, fmt::format("is a text, not {}", name_of(node.kind())));
    return text;
}

std::string Fields::text(std::string_view name, TextLimits limits) {
    auto found = raw(name, true);
    if (!found) return {};
    auto text = trimmed(*found);
    if (text.size() < limits.least)
        wrong(name, limits.least == 1 ? "is required"
                                      : fmt::format("has at least {} bytes", limits.least));
    else if (text.size() > limits.most)
        wrong(name, fmt::format("has at most {} bytes, not {}", limits.most, text.size()));
    else if (std::ranges::any_of(text, [](unsigned char c) { return c < ' ' || c == 0x7F; }))
        wrong(name, "holds a control character");
    else
        return std::string(text);
    return {};
}

std::optional<std::string> Fields::maybe_text(std::string_view name, TextLimits limits) {
    if (!has(name)) return std::nullopt;
    return text(name, limits);
}

std::string Fields::secret(std::string_view name, TextLimits limits) {
    auto found = raw(name, true);
    if (!found) return {};
    if (found->size() >= limits.least && found->size() <= limits.most) return std::string(*found);
    wrong(name, fmt::format("has {} to {} bytes", limits.least, limits.most));
    return {};
}

Outcome<void> Fields::done() {
    if (problems_.empty()) return {};
    Problem first = std::move(problems_.front());
    first.more.assign(std::make_move_iterator(problems_.begin() + 1),
                      std::make_move_iterator(problems_.end()));
    return refuse(std::move(first));
}

std::string email_in(Fields& fields, std::string_view name) {
    auto text = fields.text(name, {1, 254});
    if (text.empty()) return {};
    auto email = ingest::normalized_email(text);
    if (!email) fields.wrong(name, "is not an email address");
    return email.value_or("");
}

std::string password_in(Fields& fields, std::string_view name) {
    return fields.secret(name, {10, 200});
}

std::string time_zone_in(Fields& fields, std::string_view name) {
    auto text = fields.text(name, {1, 60});
    if (text.empty()) return "UTC";
    auto zone = Zone::find(text);
    if (zone) return zone->name();
    fields.wrong(name, "is no time zone of the IANA database");
    return "UTC";
}

Currency currency_in(Fields& fields, std::string_view name) {
    auto text = fields.text(name, {1, 3});
    if (text.empty()) return {};
    auto currency = Currency::parse(text);
    if (!currency) fields.wrong(name, "is no currency code of three letters (ISO 4217)");
    return currency.value_or(Currency{});
}

std::string country_in(Fields& fields, std::string_view name) {
    auto text = fields.text(name, {2, 2});
    for (char& c : text) c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
    if (text.empty() || std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; }))
        return text;
    fields.wrong(name, "is a country code of two letters (ISO 3166-1)");
    return {};
}

std::string locale_in(Fields& fields, std::string_view name) {
    auto text = fields.text(name, {1, 2});
    for (const char* known : {"en", "es", "fr", "ko"})
        if (text == known) return text;
    if (!text.empty()) fields.wrong(name, "is one of en, es, fr, ko");
    return "en";
}

model::Role role_in(Fields& fields, std::string_view name) {
    auto text = fields.text(name, {1, 20});
    if (text.empty()) return model::Role::analyst;
    auto role = model::role_named(text);
    if (!role) fields.wrong(name, "is one of owner, admin, analyst");
    return role.value_or(model::Role::analyst);
}

}  // namespace regulars::api
