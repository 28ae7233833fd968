// A large account made from one seed, to measure against.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "store/store.hpp"

namespace regulars::bench {

/// The metrics of the account's integration, by their ids' order.
inline constexpr const char* metrics[] = {"Created Reservation", "Confirmed Reservation",
                                          "Completed Reservation", "Cancelled Reservation",
                                          "No Showed Reservation"};

struct LargeAccount {
    std::int64_t profiles = 100'000, events = 1'000'000;
    Instant until;  // the newest event's time; the oldest is two years before
};

/// Fills an empty store with one account, one paused integration with its last runs,
/// people (some of them perhaps the same) and their events. Cost:
/// about a minute a million people, and ten a ten million events. Errors: those of the store.
Result<void> fill(store::Store& store, const LargeAccount& wanted);

}  // namespace regulars::bench
