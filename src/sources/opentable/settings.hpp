// The settings and credentials of one OpenTable restaurant.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "sources/setting_fields.hpp"

namespace regulars::sources::opentable {

struct Settings {
    std::string oauth_url = "https://oauth.opentable.com";  // no slash at the end
    std::string api_url = "https://platform.opentable.com";
    std::string rid;              // digits
    std::string restaurant_name;  // in no payload: what the user calls it
    Zone time_zone = Zone::utc();
    std::string country;               // ISO 3166-1 alpha-2, for national phone numbers
    std::optional<Currency> currency;  // of amounts whose record names none
    int interval_minutes = 30;
    double max_requests_per_second = 2;  // 0: no limit
    int page_size = 2000;                // 1 … 2000: the vendor's most
    /// Public ids of integrations whose orders say what a reservation was worth where OpenTable
    /// does not; at most 20, none by default.
    std::vector<std::string> pos_value_from;
};

struct Credentials {
    std::string client_id, client_secret;
};

/// Where the history of an integration added `now` begins: two calendar years back, as in the
/// field.
Instant history_before(Instant now);

/// By name.
std::span<const SettingName> setting_names();
/// Whether what was read with the settings `before` means the same with `after`.
bool mean_the_same(const Settings& before, const Settings& after);
/// Reads the integration's JSON. Errors: invalid (`where` is the field's JSON pointer).
Result<Settings> settings_from(std::string_view json);
/// Errors: invalid (`where` is the field's JSON pointer; no value is shown).
Result<Credentials> credentials_from(std::string_view json);

}  // namespace regulars::sources::opentable
