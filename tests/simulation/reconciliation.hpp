// Whether reconciliation itself calls every day equal once a seed has settled.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/integration.hpp"
#include "ingest/ingest.hpp"
#include "simulation.hpp"
#include "sources/connector.hpp"
#include "store/store.hpp"

namespace regulars::simulation {

/// Compares what an audit of the days `from` to `to` found with what is held, as `regulars
/// reconcile` does; each difference is one of the outcome's.
void reconcile(store::Store& store, AccountId account, const model::Integration& integration,
               sources::Audited audited, LocalDate from, LocalDate to, Outcome& outcome);

/// Erases some three of the people who ordered on these days, as the account may; the days stay
/// as they are.
void erase_some(store::Store& store, ingest::Ingest& ingest, AccountId account, LocalDate from,
                LocalDate to);

}  // namespace regulars::simulation
