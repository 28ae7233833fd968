// What OpenTable would POST to a restaurant's subscriber: each new state of a reservation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "sandbox/delivery.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox::opentable {

/// The deliveries due in [from, to), in the order they are sent, from a world that stands at `to`
/// or later (vendor-opentable §9). A change that was overtaken before its notice went out is told
/// by the newer one's alone. Where things go wrong they come twice, late and out of order, or
/// never.
std::vector<Delivery> deliveries(const World& world, std::size_t location, std::string_view secret,
                                 Instant from, Instant to, Faults level);

}  // namespace regulars::sandbox::opentable
