// What is held of Toast, against the sandbox's truth.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "model/integration.hpp"
#include "model/reconciliation.hpp"
#include "sandbox/sandbox.hpp"
#include "simulation.hpp"
#include "store/store.hpp"

namespace regulars::simulation {

/// How an integration of one seed is set up, for the connector and for the truth.
struct ToastShape {
    std::string settings;         // further members of its JSON, with a comma in front
    std::string settings_before;  // others of the same sources, for whoever changes their mind
    sandbox::toast::TruthSettings truth;
};
ToastShape toast_shape(std::uint64_t seed);

/// Adds every difference to the outcome (at most 20), and its fingerprint and totals.
void compare_with_toast(store::Store& store, AccountId account, IntegrationId integration,
                        sandbox::Sandbox& sandbox, Instant since, const ToastShape& shape,
                        Outcome& outcome);

/// Day by day: the vendor's orders are those whose events are held and those that are excluded, to
/// the cent.
void reconcile_with_toast(store::Store& store, AccountId account, IntegrationId integration,
                          sandbox::Sandbox& sandbox, Instant since, const ToastShape& shape,
                          std::span<const model::VendorRow> rows, LocalDate from, LocalDate to,
                          Outcome& outcome);

}  // namespace regulars::simulation
