// Dates without their year: the same day of every year, as birthdays are asked for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/window.hpp"

namespace regulars::audience {

/// The day `n` units later (negative: earlier); months are clamped to their last day. Not of hours.
std::int64_t shifted(std::int64_t day, TimeUnit unit, std::int64_t n);

/// Where the date, moved into some year, must lie: "next" from now to the end of the last day,
/// "last" from the start of the first day to now.
Window recurring_window_of(const AnniversaryRelative& test, Instant now, const Zone& zone);
/// Whether the date lies within the window in some year. The 29th of February is in leap years
/// only.
bool recurs_within(const Window& window, Instant date, const Zone& zone);

std::optional<Instant> next_recurrence(const AnniversaryRelative& test, Instant date, Instant now,
                                       const Zone& zone);
std::optional<Instant> next_anniversary(Instant date, Instant now, const Zone& zone);
std::optional<Instant> next_anniversary_month(Instant date, Instant now, const Zone& zone);

}  // namespace regulars::audience
