// Validates settings and credentials field by field.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/settings.hpp"

#include <algorithm>
#include <tuple>

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

constexpr SettingName names[] = {
    {"account", "the account id, digits"},
    {"history_since", "a date such as 2024-01-31; everything"},
    {"include_zero_value", "true or false: sales worth nothing; false"},
    {"include_no_email",
     "true or false: customers without an email; false. Taken back, their events go and the people "
     "stay"},
    {"start_welcome_flow", "true or false: for new customers on the list; false"},
    {"country", "ISO 3166 alpha-2, for phone numbers"},
    {"currency", "ISO 4217"},
    {"time_zone", "by which business days are shown"},
    {"interval_minutes", "between syncs; 60"},
    {"page_size", "1 to 100; 100"},
    {"auth_url", "where tokens are asked for"},
    {"api_url", "where data is read"},
};

}  // namespace

std::span<const SettingName> setting_names() { return names; }

bool mean_the_same(const Settings& before, const Settings& after) {
    auto meaning = [](const Settings& s) {
        return std::tuple(s.account, s.history_since, s.include_zero_value, s.include_no_email,
                          s.country, s.currency.code());
    };
    return meaning(before) == meaning(after);
}

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
    if (!fields["time_zone"].is_nothing()) TRY(fields.zone("time_zone"));
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
