// Which events hold conditions, and what they add up to by the values of a property.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analytics/charts.hpp"
#include "analytics/day.hpp"

namespace regulars::analytics {

/// For each event of a whole day, whether all conditions hold.
std::vector<bool> passing_events(const Day& day, const std::vector<Condition>& where);

/// `bucket_of` gives each day's bucket, ascending.
std::vector<Group> group(const std::vector<std::shared_ptr<const Day>>& days, const std::vector<std::vector<bool>>& passing,
                         const std::vector<std::uint32_t>& bucket_of, std::size_t buckets, const std::string& property, Currency currency);

}  // namespace regulars::analytics
