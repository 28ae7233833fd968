// Merging settings, and the account's defaults.
// SPDX-License-Identifier: Apache-2.0
#include "sources/set_up.hpp"

#include <algorithm>
#include <ranges>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "model/country.hpp"
#include "sources/setting_fields.hpp"
#include "sources/vendors.hpp"

namespace regulars::sources {
namespace {

/// The setting that says what is read.
const char* field_of_places(model::IntegrationKind kind) {
    switch (kind) {
        case model::IntegrationKind::opentable:
            return "rid";
        case model::IntegrationKind::toast:
            return "restaurants";
        case model::IntegrationKind::lightspeed:
            return "account";
    }
    return "";
}

/// The vendor's ids of what an integration reads, in one spelling.
std::vector<std::string> places_of(const model::Integration& integration) {
    std::vector<std::string> places;
    auto document = JsonDocument::parse(integration.settings);
    if (!document) return places;
    auto take = [&](JsonNode node) {
        std::string id = node.integer() ? std::to_string(*node.integer())
                                        : std::string(trimmed(node.string().value_or("")));
        for (char& c : id) c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
        id.erase(0, std::min(id.find_first_not_of('0'), id.size()));
        if (!id.empty()) places.push_back(std::move(id));
    };
    JsonNode field = document->root()[field_of_places(integration.kind)];
    if (field.is_array())
        field.each(take);
    else
        take(field);
    return places;
}

}  // namespace

std::optional<Overlap> overlap_of(const model::Integration& fresh,
                                  std::span<const model::Integration> others) {
    auto mine = places_of(fresh);
    for (auto& other : others) {
        if (other.kind != fresh.kind || (fresh.id && other.id == fresh.id)) continue;
        for (auto& place : places_of(other))
            if (std::ranges::find(mine, place) != mine.end())
                return Overlap{&other, fmt::format("/{}", field_of_places(fresh.kind)), place};
    }
    return std::nullopt;
}

Result<std::string> merged(std::string_view before, std::string_view changes) {
    auto parsed = [](std::string_view text) -> Result<JsonDocument> {
        auto document = TRY(JsonDocument::parse(text.empty() ? "{}" : text,
                                                {.max_bytes = 64u << 10, .max_depth = 8}));
        if (!document.root().is_object()) return fail(ErrorKind::invalid, "is a JSON object");
        return document;
    };
    auto old_document = TRY(parsed(before)), new_document = TRY(parsed(changes));
    JsonWriter out;
    out.begin_object();
    old_document.root().each_member([&](std::string_view name, JsonNode node) {
        auto change = new_document.root()[name];
        if (change.is_missing())
            out.key(name).raw(node.text());
        else if (!change.is_nothing())
            out.key(name).raw(change.text());
    });
    new_document.root().each_member([&](std::string_view name, JsonNode node) {
        if (!node.is_nothing() && old_document.root()[name].is_missing())
            out.key(name).raw(node.text());
    });
    out.end_object();
    return out.take();
}

Result<std::string> settings_from_pairs(std::span<const std::string> pairs) {
    JsonWriter out;
    out.begin_object();
    for (auto& pair : pairs) {
        auto at = pair.find('=');
        if (at == std::string::npos || at == 0)
            return fail(ErrorKind::invalid, "is key=value", pair);
        auto value = std::string_view(pair).substr(at + 1);
        out.key(std::string_view(pair).substr(0, at));
        if (trimmed(value).empty())
            out.value(nullptr);
        else if (auto json = JsonDocument::parse(value, {.max_bytes = 64u << 10, .max_depth = 8}))
            out.raw(json->root().text());
        else
            out.value(value);
    }
    out.end_object();
    return out.take();
}

Result<void> check_names(model::IntegrationKind kind, std::string_view chosen) {
    auto fields = TRY(SettingFields::parse(chosen.empty() ? "{}" : chosen));
    auto known = connector_of(kind).settings();
    std::string unknown;
    fields.each([&](std::string_view name, JsonNode value) {
        bool is_known = std::ranges::find(known, name, &SettingName::name) != known.end();
        if (!is_known && !value.is_nothing() && unknown.empty()) unknown = name;
    });
    if (unknown.empty()) return {};
    return wrong_setting(
        unknown, fmt::format("is no setting of {}; there are {}", model::display_name(kind),
                             fmt::join(known | std::views::transform(&SettingName::name), ", ")));
}

Result<std::string> changed_settings(model::IntegrationKind kind, std::string_view before,
                                     std::string_view changes) {
    TRY(check_names(kind, changes));
    auto settings = TRY(merged(before, changes));
    TRY(connector_of(kind).check_settings(settings));
    return settings;
}

Result<Changed> with_settings(const model::Integration& before, std::string_view changes,
                              std::span<const model::Cursor> cursors) {
    auto& connector = connector_of(before.kind);
    Changed changed{.integration = before, .cursors = {}};
    auto& settings = changed.integration.settings;
    settings = TRY(changed_settings(before.kind, before.settings, changes));
    auto since = TRY(connector.history_since(settings, before.created_at));
    auto since_before = connector.history_since(before.settings, before.created_at);
    if (!since_before || *since_before != since) changed.integration.history_since = since;
    changed.cursors = connector.read_again(before.settings, settings, cursors);
    return changed;
}

Result<std::string> new_settings(model::IntegrationKind kind, std::string_view chosen,
                                 const model::Account& account) {
    TRY(check_names(kind, chosen));
    auto document = TRY(JsonDocument::parse(chosen.empty() ? "{}" : chosen,
                                            {.max_bytes = 64u << 10, .max_depth = 8}));
    auto chosen_country = document.root()["country"].string().value_or("");
    std::string country(chosen_country.empty() ? account.country : chosen_country);
    auto currency = country == account.country
                        ? account.currency
                        : model::currency_of(country).value_or(account.currency);
    JsonWriter defaults;
    defaults.begin_object().member("country", country).member("currency", currency.code());
    if (document.root()["time_zone"].is_nothing()) defaults.member("time_zone", account.time_zone);
    defaults.end_object();
    auto settings = TRY(merged(defaults.text(), chosen));
    TRY(connector_of(kind).check_settings(settings));
    return settings;
}

void resume_with_new_credentials(model::Integration& integration, Instant now) {
    if (integration.status != model::IntegrationStatus::stopped) return;
    integration.status = model::IntegrationStatus::active;
    integration.notice.clear();
    integration.last_error.clear();
    integration.last_failure.reset();
    integration.next_sync_at = now;
}

Result<model::Integration> set_up(const SetUp& chosen, const model::Account& account, Instant now) {
    model::Integration integration{.kind = chosen.kind,
                                   .name = std::string(trimmed(chosen.name)),
                                   .created_at = now,
                                   .next_sync_at = now};
    if (integration.name.empty())
        return fail(ErrorKind::invalid, "an integration has a name; put the location in it",
                    "/name");
    integration.settings = TRY(new_settings(chosen.kind, chosen.settings, account));
    auto& connector = connector_of(chosen.kind);
    TRY(connector.check_credentials(chosen.credentials));
    integration.history_since = TRY(connector.history_since(integration.settings, now));
    return integration;
}

}  // namespace regulars::sources
