// The settings and credentials of one Toast integration: one or more restaurants.
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

namespace regulars::sources::toast {

/// One Ordered Product for a line, or for each unit of it.
enum class ProductPer { line, unit };
/// What an Ordered Product is worth: its line, or the whole order (as Klaviyo's page says it).
enum class ProductValue { line, order };
enum class FulfilledWhen { automatic, closed, ready, delivered };
std::string_view name_of(FulfilledWhen when);  // "auto", "closed", "ready", "delivered"

struct Settings {
    std::string api_url = "https://ws-api.toasttab.com";  // no slash at the end
    std::vector<std::string> restaurants;                 // GUIDs, lower case, 1 … 200
    std::vector<std::string> sources;  // where orders come from; "*" is everywhere
    int history_years = 3;
    ProductPer product_per = ProductPer::line;
    ProductValue product_value = ProductValue::line;
    FulfilledWhen fulfilled_when = FulfilledWhen::automatic;
    std::string country;               // ISO 3166-1 alpha-2, for national phone numbers
    std::optional<Currency> currency;  // of restaurants that name none
    int interval_minutes = 30;
    int page_size = 100;                 // 1 … 100: the vendor's most
    double max_requests_per_second = 5;  // 0: no limit
    int history_gap_seconds = 5;         // between pages of history, as the vendor asks
};

struct Credentials {
    std::string client_id, client_secret;
};

/// By name.
std::span<const SettingName> setting_names();
/// Whether what was read with the settings `before` means the same with `after`.
bool mean_the_same(const Settings& before, const Settings& after);
/// Reads the integration's JSON. Errors: invalid (`where` is the field's JSON pointer).
Result<Settings> settings_from(std::string_view json);
/// Errors: invalid (`where` is the field's JSON pointer; no value is shown).
Result<Credentials> credentials_from(std::string_view json);

/// `years` calendar years before `now`.
Instant history_before(Instant now, int years);
bool is_guid(std::string_view text);

}  // namespace regulars::sources::toast
