// Business days by the integration's clock.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/business_day.hpp"

#include "base/json.hpp"

namespace regulars::analytics {

Result<Zone> zone_of(const model::Integration& integration, const model::Account& account) {
    auto settings =
        JsonDocument::parse(integration.settings, {.max_bytes = 64u << 10, .max_depth = 8});
    auto named = settings ? settings->root()["time_zone"].string() : std::nullopt;
    return Zone::find(named ? *named : std::string_view(account.time_zone));
}

LocalDate last_closed_day(const Zone& zone, Instant now) {
    return date_of_day(day_number(zone.to_local(now - night_ends).date()) - 1);
}

}  // namespace regulars::analytics
