// Gathers, compares, and tells.
// SPDX-License-Identifier: Apache-2.0
#include "reconciliation.hpp"

#include <algorithm>
#include <set>

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

void erase_some(store::Store& store, ingest::Ingest& ingest, AccountId account, LocalDate from,
                LocalDate to) {
    constexpr std::size_t some = 3;
    std::set<ProfileId> people;
    Instant first = Zone::utc().start_of(from), last = Zone::utc().start_of(to);
    must(store.read([&](store::Transaction& tx) -> Result<void> {
        return tx.events().each(account, {}, [&](const model::Event& event) -> Result<void> {
            bool is_order =
                event.unique_id.ends_with(":placed") || event.unique_id.ends_with(":refunded");
            if (is_order && event.time >= first && event.time < last) people.insert(event.profile);
            return {};
        });
    }));
    std::size_t step = std::max<std::size_t>(1, people.size() / some), n = 0;
    for (auto person : people)
        if (n++ % step == 0) must(ingest.erase_person(account, person));
}

}  // namespace regulars::simulation
