// Gathers, compares, and tells.
// SPDX-License-Identifier: Apache-2.0
#include "reconciliation.hpp"

#include <fmt/format.h>

#include "analytics/reconciliation.hpp"
#include "mortal.hpp"
#include "sources/vendors.hpp"

namespace regulars::simulation {

void reconcile(store::Store& store, AccountId account, const model::Integration& integration,
               sources::Audited audited, LocalDate from, LocalDate to, Outcome& outcome) {
    auto tracer = must(sources::connector_of(integration.kind).tracer({account, integration, {}}));
    std::vector<model::ReconciledDay> days;
    must(store.read([&](store::Transaction& tx) -> Result<void> {
        auto evidence = TRY(analytics::gather(tx, account, integration.id, std::move(audited.rows),
                                              tracer, audited.zone, from, to));
        days = analytics::compare(evidence, from, to);
        return {};
    }));
    for (auto& day : days)
        for (auto& d : day.differences)
            outcome.differences.push_back(
                fmt::format("reconciled {} {}: {} {} {}", integration.name, format_iso(day.day),
                            model::name_of(d.kind), d.label, d.unique_id));
}

}  // namespace regulars::simulation
