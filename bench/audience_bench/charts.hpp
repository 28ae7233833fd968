// A metric's charts over days of a time zone, against the same by SQL.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/index.hpp"
#include "measuring.hpp"

namespace regulars::bench {

/// The index is of the world's events, not in full.
void compare_charts(const audience::Index& index, const World& world,
                    const std::filesystem::path& folder, const std::vector<std::string>& rivals);

}  // namespace regulars::bench
