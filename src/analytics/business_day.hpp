// Which zone an integration's business days are of, and which of them are over.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.hpp"
#include "model/account.hpp"
#include "model/integration.hpp"

namespace regulars::analytics {

/// Nights belong to the day before, until half past four.
inline constexpr Duration night_ends = 4h + 30min;

/// The integration's own zone (its settings' time_zone), else its account's. Errors: invalid.
Result<Zone> zone_of(const model::Integration& integration, const model::Account& account);
/// The newest business day that is over at `now`.
LocalDate last_closed_day(const Zone& zone, Instant now);

}  // namespace regulars::analytics
