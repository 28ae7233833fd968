// How a list grew, day by day.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/time.hpp"
#include "store/lists.hpp"

namespace regulars::analytics {

struct ListDay {
    LocalDate day;
    std::int64_t members = 0;  // at the end of the day
    std::int64_t joined = 0, left = 0;
    bool operator==(const ListDay&) const = default;
};

/// Every day from … to, both included, of the zone. `movements`: all of the list, by time. A
/// quarter of an hour belongs to the day that it begins in; no zone's day ends inside one since
/// 1972.
std::vector<ListDay> growth(std::span<const store::ListMovement> movements, const Zone& zone,
                            LocalDate from, LocalDate to);

}  // namespace regulars::analytics
