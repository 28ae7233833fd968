// Which events hold conditions, and what they add up to by the values of a property.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analytics/charts.hpp"
#include "analytics/day.hpp"

namespace regulars::analytics {

/// For each event of a whole day, 1 where all conditions hold; nothing when there are none.
std::vector<std::uint8_t> passing_events(const Day& day, const std::vector<Condition>& where);

/// Adds up values of one currency, a day after the other.
struct ValueSum {
    std::int64_t minor = 0;
    bool is_known = false;
    std::optional<std::int64_t> sum() const { return is_known ? std::optional(minor) : std::nullopt; }
};

/// `bucket_of` gives each day's bucket, ascending.
std::vector<Group> group(const std::vector<std::shared_ptr<const Day>>& days, const std::vector<std::vector<std::uint8_t>>& passing,
                         const std::vector<std::uint32_t>& bucket_of, std::size_t buckets, const std::string& property, Currency currency,
                         std::uint32_t greatest_profile);

}  // namespace regulars::analytics
