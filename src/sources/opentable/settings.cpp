// Validates settings and credentials field by field.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/settings.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "sources/setting_fields.hpp"

namespace regulars::sources::opentable {
namespace {

/// OpenTable shows it as a number; people type it as either.
Result<std::string> rid_of(const SettingFields& fields) {
    std::string rid;
    if (auto number = fields["rid"].integer())
        rid = fmt::format("{}", *number);
    else
        rid = TRY(fields.required("rid"));
    bool digits = std::ranges::all_of(rid, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || rid.size() > 18)
        return wrong_setting("rid", "is OpenTable's restaurant id, digits only");
    return rid;
}

constexpr SettingName names[] = {
    {"rid", "the restaurant id, digits"},
    {"restaurant_name", "as events carry it"},
    {"time_zone", "of the restaurant, such as America/New_York"},
    {"country", "ISO 3166 alpha-2, for phone numbers"},
    {"currency", "ISO 4217, of amounts whose record names none"},
    {"pos_value_from", "[\"ID\", …]: integrations whose orders say what a reservation was worth"},
    {"interval_minutes", "between syncs; 30"},
    {"max_requests_per_second", "0 for no limit of ours; 2"},
    {"page_size", "1 to 2000; 2000"},
    {"oauth_url", "where tokens are asked for"},
    {"api_url", "where data is read"},
};

}  // namespace

std::span<const SettingName> setting_names() { return names; }

bool mean_the_same(const Settings& before, const Settings& after) {
    auto meaning = [](const Settings& s) {
        return std::tuple(s.rid, s.restaurant_name, s.time_zone.name(), s.country, s.currency);
    };
    return meaning(before) == meaning(after);
}

Instant history_before(Instant now) {
    constexpr int history_months = 24;
    LocalDate today = Zone::utc().to_local(now).date();
    return now - days(day_number(today) - day_number(plus_months(today, -history_months)));
}

Result<Settings> settings_from(std::string_view json) {
    auto fields = TRY(SettingFields::parse(json));
    Settings settings;
    settings.oauth_url = TRY(fields.url("oauth_url", settings.oauth_url));
    settings.api_url = TRY(fields.url("api_url", settings.api_url));
    settings.rid = TRY(rid_of(fields));
    settings.restaurant_name = TRY(fields.required("restaurant_name"));
    settings.time_zone = TRY(fields.zone("time_zone"));
    settings.country = TRY(fields.country("country"));
    settings.currency = TRY(fields.currency("currency"));
    settings.interval_minutes =
        TRY(fields.integer("interval_minutes", settings.interval_minutes, 1, 24 * 60));
    settings.max_requests_per_second =
        TRY(fields.rate("max_requests_per_second", settings.max_requests_per_second));
    settings.page_size = TRY(fields.integer("page_size", settings.page_size, 1, 2000));
    settings.pos_value_from = TRY(fields.texts("pos_value_from", {}, 20));
    return settings;
}

Result<Credentials> credentials_from(std::string_view json) {
    auto fields = TRY(SettingFields::parse(json));
    return Credentials{TRY(fields.required("client_id")), TRY(fields.required("client_secret"))};
}

}  // namespace regulars::sources::opentable
