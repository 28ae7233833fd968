// Validates settings and credentials field by field.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/settings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sources/setting_fields.hpp"

namespace regulars::sources::lightspeed {
namespace {

Result<void> read_addresses(const SettingFields& fields, Addresses& addresses) {
    addresses.auth_url = TRY(fields.url("auth_url", addresses.auth_url));
    addresses.api_url = TRY(fields.url("api_url", addresses.api_url));
    return {};
}

/// Lightspeed shows it as a number; people type it as either.
Result<std::string> account_of(const SettingFields& fields) {
    std::string account;
    if (auto number = fields["account"].integer())
        account = fmt::format("{}", *number);
    else
        account = TRY(fields.required("account"));
    bool digits = std::ranges::all_of(account, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || account.size() > 18)
        return wrong_setting("account", "is Lightspeed's account id, digits only");
    return account;
}

Result<std::optional<Instant>> history_of(const SettingFields& fields) {
    std::string text = TRY(fields.text("history_since"));
    if (text.empty()) return std::optional<Instant>();
    auto since = parse_instant(text);
    if (!since) return wrong_setting("history_since", "is a date such as 2024-01-31");
    return std::optional(*since);
}

}  // namespace

Result<Addresses> addresses_from(std::string_view json) {
    auto fields = TRY(SettingFields::parse(json));
    Addresses addresses;
    TRY(read_addresses(fields, addresses));
    return addresses;
}

Result<Settings> settings_from(std::string_view json) {
    auto fields = TRY(SettingFields::parse(json));
    Settings settings;
    TRY(read_addresses(fields, settings));
    settings.account = TRY(account_of(fields));
    settings.history_since = TRY(history_of(fields));
    settings.interval_minutes =
        TRY(fields.integer("interval_minutes", settings.interval_minutes, 1, 24 * 60));
    settings.include_zero_value =
        TRY(fields.boolean("include_zero_value", settings.include_zero_value));
    settings.include_no_email = TRY(fields.boolean("include_no_email", settings.include_no_email));
    settings.start_welcome_flow =
        TRY(fields.boolean("start_welcome_flow", settings.start_welcome_flow));
    settings.country = TRY(fields.country("country"));
    settings.currency = TRY(fields.currency("currency")).value_or(Currency{});
    settings.page_size = TRY(fields.integer("page_size", settings.page_size, 1, 100));
    return settings;
}

Result<Credentials> credentials_from(std::string_view json) {
    auto fields = TRY(SettingFields::parse(json));
    return Credentials{TRY(fields.required("client_id")), TRY(fields.required("client_secret")),
                       TRY(fields.required("refresh_token"))};
}

std::string to_json(const Credentials& credentials) {
    JsonWriter out;
    out.begin_object()
        .member("client_id", credentials.client_id)
        .member("client_secret", credentials.client_secret);
    out.member("refresh_token", credentials.refresh_token).end_object();
    return out.take();
}

}  // namespace regulars::sources::lightspeed
