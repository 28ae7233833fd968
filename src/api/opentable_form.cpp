// Maps the form's names to the connector's.
// SPDX-License-Identifier: Apache-2.0
#include "api/opentable_form.hpp"

#include <algorithm>

#include "sources/opentable/settings.hpp"

namespace regulars::api {
namespace {

constexpr std::pair<std::string_view, std::string_view> pointers[] = {{"/rid", "/restaurant_id"}, {"/client_secret", "/secret_id"}};

/// The connector's fields have other names than the form's.
template <class T>
Result<T> in_the_form(Result<T> result) {
    if (result) return result;
    Error error = std::move(result).error();
    for (auto& [connectors, forms] : pointers)
        if (error.where == connectors) error.where = forms;
    return std::unexpected(std::move(error));
}

std::string text_in(JsonNode node) { return std::string(node.string().value_or("")); }

}  // namespace

OpenTableForm opentable_form_in(Fields& fields, Form form) {
    if (form != Form::change)
        if (auto kind = fields.text("kind", {1, 20}); !kind.empty() && kind != "opentable") fields.wrong("kind", "is opentable");
    OpenTableForm read;
    auto wants = [&](const char* name, bool required) { return required || fields.has(name); };
    bool all = form == Form::add;
    bool some = form != Form::change;
    if (wants("name", all)) read.name = fields.text("name", {1, 80});
    if (wants("client_id", some)) read.client_id = fields.text("client_id", {1, 200});
    if (wants("secret_id", all)) read.secret_id = fields.text("secret_id", {1, 400});
    if (form != Form::change) {
        auto rid = fields.text("restaurant_id", {1, 12});
        if (!std::ranges::all_of(rid, [](char c) { return c >= '0' && c <= '9'; })) fields.wrong("restaurant_id", "is OpenTable's restaurant id, digits only");
        read.restaurant_id = rid;
    }
    if (wants("restaurant_name", all)) read.restaurant_name = fields.text("restaurant_name", {1, 120});
    if (wants("time_zone", all)) read.time_zone = time_zone_in(fields, "time_zone");
    return read;
}

Result<std::string> opentable_settings(const Services& services, const model::Account& account, const OpenTableForm& form, std::string_view before) {
    JsonWriter out;
    out.begin_object();
    auto replaced = [&](std::string_view name) {
        return (name == "rid" && form.restaurant_id) || (name == "restaurant_name" && form.restaurant_name) || (name == "time_zone" && form.time_zone);
    };
    if (!before.empty()) {
        auto document = TRY(JsonDocument::parse(before));
        document.root().each_member([&](std::string_view name, JsonNode node) {
            if (!replaced(name)) out.key(name).raw(node.text());
        });
    } else {
        if (!services.opentable_oauth_url.empty()) out.member("oauth_url", services.opentable_oauth_url);
        if (!services.opentable_api_url.empty()) out.member("api_url", services.opentable_api_url);
        out.member("country", account.country).member("currency", account.currency.code());
        // Trying a connection asks for neither.
        if (!form.restaurant_name) out.member("restaurant_name", "-");
        if (!form.time_zone) out.member("time_zone", account.time_zone);
    }
    if (form.restaurant_id) out.member("rid", *form.restaurant_id);
    if (form.restaurant_name) out.member("restaurant_name", *form.restaurant_name);
    if (form.time_zone) out.member("time_zone", *form.time_zone);
    out.end_object();
    TRY(in_the_form(sources::opentable::settings_from(out.text())));
    return out.take();
}

Result<std::string> opentable_credentials(const OpenTableForm& form, std::string_view before) {
    std::string client_id, secret;
    if (!before.empty()) {
        auto document = TRY(JsonDocument::parse(before));
        client_id = text_in(document.root()["client_id"]);
        secret = text_in(document.root()["client_secret"]);
    }
    JsonWriter out;
    out.begin_object().member("client_id", form.client_id.value_or(client_id)).member("client_secret", form.secret_id.value_or(secret)).end_object();
    TRY(in_the_form(sources::opentable::credentials_from(out.text())));
    return out.take();
}

}  // namespace regulars::api
