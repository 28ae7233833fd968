// A simulated Lightspeed account, synced through faults and crashes and held against the truth.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "simulation.hpp"

namespace regulars::simulation {

/// One world from one seed; also reconciled day by day with the vendor's own report.
Outcome simulate_lightspeed(std::uint64_t seed);

}  // namespace regulars::simulation
