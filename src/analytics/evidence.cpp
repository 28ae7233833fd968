// Reads our side of a reconciliation from the store.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "analytics/reconciliation.hpp"

namespace regulars::analytics {
namespace {

constexpr std::int64_t most_events = 2'000'000;

}  // namespace

Result<Evidence> gather(store::Transaction& tx, AccountId account, IntegrationId integration,
                        std::vector<model::VendorRow> rows, const model::Tracer& tracer,
                        const Zone& zone, LocalDate from, LocalDate to) {
    Evidence evidence{
        .rows = std::move(rows), .zone = zone, .partial_exclusions = tracer.partial_exclusions};
    auto held = [&](const model::Event& event) -> std::optional<HeldEvent> {
        auto trace = tracer.trace(event);
        if (!trace) return std::nullopt;
        return HeldEvent{event.unique_id, trace->record, trace->day, trace->value};
    };
    auto look_up = [&](const std::string& unique_id) -> Result<void> {
        if (unique_id.empty()) return {};
        auto event = TRY(tx.events().find(account, unique_id));
        if (!event) return {};
        evidence.events.emplace(unique_id, held(*event).value_or(HeldEvent{.unique_id = unique_id,
                                                                           .value = event->value}));
        return {};
    };
    for (auto& row : evidence.rows) {
        if (auto record = TRY(tx.source_records().find(account, integration, row.record)))
            evidence.exclusions.emplace(row.record, record->exclusion);
        TRY(look_up(row.unique_id));
        for (auto& unique_id : row.also) TRY(look_up(unique_id));
        if (row.person.empty() || row.unique_id.empty() || evidence.events.contains(row.unique_id))
            continue;
        if (TRY(tx.profiles().is_forgotten(account, row.person)))
            evidence.forgotten.insert(row.person);
    }

    // Zones lie within 14 hours of UTC.
    Instant first = Zone::utc().start_of(from) - days(1) - tracer.before;
    Instant last = Zone::utc().start_of(to) + days(2) + tracer.after;
    std::int64_t seen = 0;
    for (auto& metric : TRY(tx.events().metrics(account))) {
        if (metric.integration != integration ||
            std::ranges::find(tracer.metrics, metric.name) == tracer.metrics.end())
            continue;
        TRY(tx.charts().events(
            account, metric.id, first, last, [&](const model::Event& event) -> Result<void> {
                if (++seen > most_events)
                    return fail(
                        ErrorKind::exhausted,
                        fmt::format("more than {} events lie around these days: ask for fewer",
                                    most_events));
                if (evidence.events.contains(event.unique_id)) return {};
                auto found = held(event);
                if (found && !found->day) found->day = zone.to_local(event.time).date();
                if (found && *found->day >= from && *found->day <= to)
                    evidence.others.push_back(std::move(*found));
                return {};
            }));
    }
    return evidence;
}

}  // namespace regulars::analytics
