// Validates settings and credentials field by field.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/settings.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace regulars::sources::opentable {
namespace {

std::unexpected<Error> wrong(std::string_view field, std::string message) {
    return fail(ErrorKind::invalid, std::move(message), fmt::format("/{}", field));
}

/// The text under `field`, trimmed; empty when absent or null.
Result<std::string> text_of(JsonNode root, std::string_view field) {
    JsonNode node = root[field];
    if (node.is_nothing()) return std::string();
    if (auto text = node.string()) return std::string(trimmed(*text));
    return wrong(field, fmt::format("is a text, not {}", name_of(node.kind())));
}

Result<std::string> required(JsonNode root, std::string_view field) {
    std::string text = TRY(text_of(root, field));
    if (text.empty()) return wrong(field, "is required");
    return text;
}

Result<std::string> url_of(JsonNode root, std::string_view field, std::string otherwise) {
    std::string url = TRY(text_of(root, field));
    if (url.empty()) return otherwise;
    bool plain = std::ranges::none_of(url, [](char c) { return c <= ' ' || c == 0x7F || c == '?' || c == '#' || c == '@'; });
    std::size_t host = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    while (url.ends_with('/')) url.pop_back();
    if (!plain || host == 0 || url.size() <= host) return wrong(field, "is an address that begins with https:// or http://");
    return url;
}

Result<double> number_of(JsonNode root, std::string_view field, double otherwise, double least, double most) {
    JsonNode node = root[field];
    if (node.is_nothing()) return otherwise;
    auto number = node.number();
    if (!number || !(*number >= least && *number <= most)) return wrong(field, fmt::format("is a number from {} to {}", least, most));
    return *number;
}

Result<int> integer_of(JsonNode root, std::string_view field, int otherwise, int least, int most) {
    JsonNode node = root[field];
    if (node.is_nothing()) return otherwise;
    auto number = node.integer();
    if (!number || *number < least || *number > most) return wrong(field, fmt::format("is a whole number from {} to {}", least, most));
    return int(*number);
}

/// OpenTable shows it as a number; people type it as either.
Result<std::string> rid_of(JsonNode root) {
    std::string rid;
    if (auto number = root["rid"].integer()) rid = fmt::format("{}", *number);
    else rid = TRY(required(root, "rid"));
    bool digits = std::ranges::all_of(rid, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || rid.size() > 18) return wrong("rid", "is OpenTable's restaurant id, digits only");
    return rid;
}

}  // namespace

Instant history_before(Instant now) {
    constexpr int history_months = 24;
    LocalDate today = Zone::utc().to_local(now).date();
    return now - days(day_number(today) - day_number(plus_months(today, -history_months)));
}

Result<Settings> settings_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 64u << 10, .max_depth = 8}));
    JsonNode root = document.root();
    if (!root.is_object()) return fail(ErrorKind::invalid, "the settings are a JSON object");
    Settings settings;
    settings.oauth_url = TRY(url_of(root, "oauth_url", settings.oauth_url));
    settings.api_url = TRY(url_of(root, "api_url", settings.api_url));
    settings.rid = TRY(rid_of(root));
    settings.restaurant_name = TRY(required(root, "restaurant_name"));
    auto zone = Zone::find(TRY(required(root, "time_zone")));
    if (!zone) return wrong("time_zone", zone.error().message);
    settings.time_zone = *zone;
    settings.country = TRY(text_of(root, "country"));
    for (char& c : settings.country) c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
    bool letters = std::ranges::all_of(settings.country, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!settings.country.empty() && (settings.country.size() != 2 || !letters))
        return wrong("country", "is a country code of two letters, such as US");
    if (std::string code = TRY(text_of(root, "currency")); !code.empty()) {
        auto currency = Currency::parse(code);
        if (!currency) return wrong("currency", currency.error().message);
        settings.currency = *currency;
    }
    settings.interval_minutes = TRY(integer_of(root, "interval_minutes", settings.interval_minutes, 1, 24 * 60));
    settings.max_requests_per_second = TRY(number_of(root, "max_requests_per_second", settings.max_requests_per_second, 0, 1000));
    if (settings.max_requests_per_second > 0 && settings.max_requests_per_second < 0.001)
        return wrong("max_requests_per_second", "is 0 (no limit) or at least 0.001");
    settings.page_size = TRY(integer_of(root, "page_size", settings.page_size, 1, 2000));
    return settings;
}

Result<Credentials> credentials_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 64u << 10, .max_depth = 8}));
    JsonNode root = document.root();
    if (!root.is_object()) return fail(ErrorKind::invalid, "the credentials are a JSON object");
    return Credentials{TRY(required(root, "client_id")), TRY(required(root, "client_secret"))};
}

}  // namespace regulars::sources::opentable
