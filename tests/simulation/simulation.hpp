// The whole system in one process on virtual time: sandbox, faults, crashes, and the truth.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace regulars::simulation {

struct Outcome {
    /// What differs from the sandbox's truth; empty when all is equal.
    std::vector<std::string> differences;
    /// A hash over all that is held at the end: the same seed gives the same.
    std::int64_t fingerprint = 0;
    int runs = 0, crashes = 0, requests = 0, faults = 0;
    std::int64_t events = 0, profiles = 0;
};

enum class Vendor { opentable, toast };

/// One world from one seed, as one vendor shows it: connects its restaurants, syncs through faults
/// and crashes for some virtual days, lets everything settle, and compares with the truth.
Outcome simulate(std::uint64_t seed, Vendor vendor);

}  // namespace regulars::simulation
