// The settings and credentials of one Lightspeed Retail (R-Series) account.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "sources/setting_fields.hpp"

namespace regulars::sources::lightspeed {

/// Where Lightspeed is asked; no slash at the end.
struct Addresses {
    std::string auth_url = "https://cloud.lightspeedapp.com";
    std::string api_url = "https://api.lightspeedapp.com";
};

struct Settings : Addresses {
    std::string account;                   // digits; one account has several shops
    std::optional<Instant> history_since;  // none: everything
    int interval_minutes = 60;
    bool include_zero_value = false;  // sales worth nothing are orders too
    bool include_no_email = false;    // customers without email are people too
    bool start_welcome_flow = false;
    std::string country;  // ISO 3166-1 alpha-2, for national phone numbers
    Currency currency;    // no payload names one; USD unless set
    int page_size = 100;  // 1 … 100: the vendor's most

    /// "/API/V3/Account/{account}/".
    std::string account_path() const { return "/API/V3/Account/" + account + "/"; }
};

struct Credentials {
    std::string client_id, client_secret, refresh_token;
};

/// By name.
std::span<const SettingName> setting_names();
/// Whether what was read with the settings `before` means the same with `after`.
bool mean_the_same(const Settings& before, const Settings& after);
/// Reads the integration's JSON. Errors: invalid (`where` is the field's JSON pointer).
Result<Settings> settings_from(std::string_view json);
/// Only the addresses, for the time before an account is chosen. Errors: invalid.
Result<Addresses> addresses_from(std::string_view json);
/// Errors: invalid (`where` is the field's JSON pointer; no value is shown).
Result<Credentials> credentials_from(std::string_view json);
std::string to_json(const Credentials& credentials);

}  // namespace regulars::sources::lightspeed
