// Reads our side of a reconciliation from the store.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "analytics/reconciliation.hpp"

namespace regulars::analytics {
namespace {

constexpr std::int64_t most_events = 2'000'000;
constexpr int most_parts = 1'000;  // of one sum

}  // namespace

Result<Evidence> gather(store::Transaction& tx, AccountId account, IntegrationId integration,
                        std::vector<model::VendorRow> rows, const model::Tracer& tracer,
                        const Zone& zone, LocalDate from, LocalDate to) {
    Evidence evidence{
        .rows = std::move(rows), .zone = zone, .partial_exclusions = tracer.partial_exclusions};
    auto remembered = [&](const std::string& key) {
        return tx.source_records().find(account, integration, key);
    };
    auto look_up = [&](const std::string& unique_id) -> Result<void> {
        if (unique_id.empty()) return {};
        auto event = TRY(tx.events().find(account, unique_id));
        if (!event) return {};
        HeldEvent held{.unique_id = unique_id, .value = event->value};
        if (auto trace = tracer.trace(*event)) {
            held.record = trace->record, held.day = trace->day, held.value = trace->value;
            for (int part = 0; part < most_parts && !trace->adds_to.empty(); ++part) {
                auto before = TRY(tx.events().find(account, trace->adds_to));
                trace = before ? tracer.trace(*before) : std::nullopt;
                if (!trace) break;
                if (held.value && trace->value) held.value->minor += trace->value->minor;
            }
        }
        evidence.events.emplace(unique_id, std::move(held));
        return {};
    };
    for (auto& row : evidence.rows) {
        auto record = TRY(remembered(row.part_of.empty() ? row.record : row.part_of));
        if (record) evidence.exclusions.emplace(row.record, record->exclusion);
        TRY(look_up(row.unique_id));
        for (auto& further : row.also) {
            TRY(look_up(further.unique_id));
            if (further.record.empty()) continue;
            if (auto known = TRY(remembered(further.record)))
                evidence.exclusions.emplace(further.record, known->exclusion);
        }
        if (row.unique_id.empty() || evidence.events.contains(row.unique_id)) continue;
        auto persons = row.persons;
        if (record && tracer.recall) {
            auto more = tracer.recall(*record).persons;
            persons.insert(persons.end(), more.begin(), more.end());
        }
        for (auto& person : persons)
            if (TRY(tx.profiles().is_forgotten(account, person)))
                evidence.forgotten.insert(row.record);
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
                auto trace = tracer.trace(event);
                if (!trace) return {};
                if (!trace->day && !trace->record.empty() && tracer.recall)
                    if (auto record = TRY(remembered(trace->record)))
                        trace->day = tracer.recall(*record).day;
                auto day = trace->day.value_or(zone.to_local(event.time).date());
                if (day >= from && day <= to)
                    evidence.others.push_back({event.unique_id, trace->record, day, trace->value});
                return {};
            }));
    }
    return evidence;
}

}  // namespace regulars::analytics
