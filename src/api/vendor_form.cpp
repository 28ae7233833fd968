// OpenTable's form is flat, as its help page words it; the others' hold settings and credentials.
// SPDX-License-Identifier: Apache-2.0
#include "api/vendor_form.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace regulars::api {
namespace {

using model::IntegrationKind;

constexpr std::pair<std::string_view, std::string_view> opentable_pointers[] = {
    {"/rid", "/restaurant_id"}, {"/client_secret", "/secret_id"}};

void opentable_form_in(Fields& fields, const Services& services, Form form, VendorForm& read) {
    bool all = form == Form::add, some = form != Form::change;
    JsonWriter settings, credentials;
    settings.begin_object();
    credentials.begin_object();
    auto take = [&](JsonWriter& out, const char* name, const char* field, TextLimits limits,
                    bool required) {
        if (required || fields.has(field)) out.member(name, fields.text(field, limits));
    };
    take(credentials, "client_id", "client_id", {1, 200}, some);
    take(credentials, "client_secret", "secret_id", {1, 400}, all);
    if (form != Form::change) {
        auto rid = fields.text("restaurant_id", {1, 12});
        if (!std::ranges::all_of(rid, [](char c) { return c >= '0' && c <= '9'; }))
            fields.wrong("restaurant_id", "is OpenTable's restaurant id, digits only");
        settings.member("rid", rid);
        if (!services.vendor_url.empty())
            settings.member("oauth_url", services.vendor_url)
                .member("api_url", services.vendor_url);
    }
    // Trying a connection does not ask what the restaurant is called.
    if (form == Form::check && !fields.has("restaurant_name"))
        settings.member("restaurant_name", "-");
    else
        take(settings, "restaurant_name", "restaurant_name", {1, 120}, all);
    if (all || fields.has("time_zone"))
        settings.member("time_zone", time_zone_in(fields, "time_zone"));
    if (form != Form::check && fields.has("pos_value_from"))
        settings.key("pos_value_from").raw(fields["pos_value_from"].text());
    read.settings = settings.end_object().take();
    read.credentials = credentials.end_object().take();
}

/// The object under `name`, behind the members of `first`. Addresses are the operator's to choose.
std::string object_in(Fields& fields, const char* name, bool required,
                      std::initializer_list<std::pair<const char*, std::string_view>> first = {}) {
    JsonNode node = fields[name];
    JsonWriter out;
    out.begin_object();
    for (auto& [key, value] : first)
        if (!value.empty()) out.member(key, value);
    if (!node.is_object() && (required || !node.is_nothing())) fields.wrong(name, "is an object");
    node.each_member([&](std::string_view key, JsonNode member) {
        if (key.ends_with("_url"))
            fields.wrong_at(fmt::format("/{}/{}", name, key),
                            "is chosen by the operator of this server");
        else
            out.key(key).raw(member.text());
    });
    return out.end_object().take();
}

}  // namespace

IntegrationKind kind_in(Fields& fields, const Services& services) {
    auto kind = model::integration_kind_named(fields.text("kind", {1, 20}));
    if (kind && std::ranges::find(services.kinds, *kind) != services.kinds.end()) return *kind;
    fields.wrong("kind", "is an app that can be connected here");
    return IntegrationKind::opentable;
}

VendorForm vendor_form_in(Fields& fields, const Services& services, IntegrationKind kind,
                          Form form) {
    VendorForm read;
    if (form == Form::add || (form == Form::change && fields.has("name")))
        read.name = fields.text("name", {1, 80});
    if (kind == IntegrationKind::opentable) {
        opentable_form_in(fields, services, form, read);
        return read;
    }
    auto url = form == Form::change ? std::string_view() : services.vendor_url;
    if (kind == IntegrationKind::toast)
        read.settings = object_in(fields, "settings", form != Form::change, {{"api_url", url}});
    else
        read.settings = object_in(fields, "settings", form != Form::change,
                                  {{"auth_url", url}, {"api_url", url}});
    if (kind == IntegrationKind::lightspeed) {
        if (form == Form::add)
            read.authorization = fields.text("authorization", {1, 8'000});
        else
            read.authorization = fields.maybe_text("authorization", {1, 8'000});
    } else {
        read.credentials = object_in(fields, "credentials", form != Form::change);
    }
    return read;
}

std::string where_in_the_form(IntegrationKind kind, std::string_view part, std::string_view where) {
    if (kind != IntegrationKind::opentable) return fmt::format("/{}{}", part, where);
    for (auto& [connectors, forms] : opentable_pointers)
        if (where == connectors) return std::string(forms);
    return std::string(where);
}

}  // namespace regulars::api
