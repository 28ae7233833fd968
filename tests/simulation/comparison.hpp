// What is held, against the sandbox's truth.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.hpp"
#include "sandbox/sandbox.hpp"
#include "simulation.hpp"
#include "store/store.hpp"

namespace regulars::simulation {

/// Adds every difference to the outcome (at most 20), and its fingerprint and totals.
void compare(store::Store& store, AccountId account, sandbox::Sandbox& sandbox, Instant since,
             Outcome& outcome);

}  // namespace regulars::simulation
