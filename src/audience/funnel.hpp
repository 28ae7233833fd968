// Steps taken in order: which events of one person complete a funnel.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/time.hpp"

namespace regulars::audience {

/// Whether each of a person's events, by time, is one of a step; those outside of the timeframe are
/// none's.
struct FunnelStepEvents {
    bool exists = true;
    std::vector<bool> is_of_step;  // one an event
};

/// The events that complete the funnel, one for each step that exists, in order; nothing where none
/// do. One event a step, each at a later time than the one before; from the first to the last at
/// most `window`. A step that must not exist is satisfied where no event of it lies between the
/// events of the steps around it; before the first step: earlier; after the last: later, and within
/// `window` of the first. What happens at one instant is neither before nor after. `times` ascend.
/// Cost: the square of the events of the first step and later ones.
std::optional<std::vector<std::size_t>> completed(std::span<const FunnelStepEvents> steps,
                                                  std::span<const Instant> times,
                                                  std::optional<Duration> window);

}  // namespace regulars::audience
