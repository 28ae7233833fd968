// What is held of a Lightspeed account, against the sandbox's truth and the vendor's own report.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "model/integration.hpp"
#include "model/reconciliation.hpp"
#include "sandbox/sandbox.hpp"
#include "simulation.hpp"
#include "store/store.hpp"

namespace regulars::simulation {

/// Adds every difference to the outcome (at most 20), and its fingerprint and totals.
void compare_lightspeed(store::Store& store, AccountId account,
                        const model::Integration& integration, sandbox::Sandbox& sandbox,
                        const sandbox::lightspeed::TruthRules& rules, Outcome& outcome);

/// Of the days `from` to `to`: each row of the audit is an event or says why not, and the sums of
/// each day and shop are the truth's, to the cent.
void reconcile_lightspeed(store::Store& store, AccountId account,
                          const model::Integration& integration, sandbox::Sandbox& sandbox,
                          const sandbox::lightspeed::TruthRules& rules,
                          std::span<const model::VendorRow> rows, LocalDate from, LocalDate to,
                          Outcome& outcome);

}  // namespace regulars::simulation
