// Compares what a vendor holds of some business days with what we hold, and names what differs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/reconciliation.hpp"
#include "store/store.hpp"

namespace regulars::analytics {

/// An event of ours as far as the comparison goes.
struct HeldEvent {
    std::string unique_id;
    std::string record;            // empty where it does not tell
    std::optional<LocalDate> day;  // by its own word; none where that does not count
    std::optional<Money> value;    // by the vendor's word
};

/// Everything that a comparison looks at.
struct Evidence {
    std::vector<model::VendorRow> rows;  // each record once
    std::unordered_map<std::string, std::string>
        exclusions;  // of rows and further events whose record is remembered; empty: none
    std::unordered_map<std::string, HeldEvent> events;  // by unique id: those that the rows name
    Zone zone = Zone::utc();                            // of days at no known place
    std::vector<HeldEvent> others;  // further events whose records lie in these days; `day` is set
    std::set<std::string, std::less<>> forgotten;  // records of people who were erased here
    std::set<std::string, std::less<>> partial_exclusions;  // leave some of a record's events
    /// Records that changed at the vendor since then are not expected here as they are; none: all
    /// are.
    std::optional<Instant> synced_at;
};

/// The reason under which a record is counted that changed after we last synced.
constexpr std::string_view changed_since_sync = "changed_since_sync";

/// The days `from` to `to`, both inclusive, by day and place; a day on which nothing happened too.
/// Rows and events of other days only explain. A record is held when its standing event is, else
/// excluded when a reason is known, else it differs; one that changed since `synced_at` and does
/// not fit is excluded as `changed_since_sync`. Cost: a few microseconds a row.
std::vector<model::ReconciledDay> compare(const Evidence& evidence, LocalDate from, LocalDate to);

/// Reads our side of the comparison: what the rows name, and the events of those days that no row
/// names, of the tracer's metrics; `zone` gives an event its day where it does not tell, and a day
/// its zone where no row does. Errors: exhausted (more than 2,000,000 events to look at), and the
/// store's.
Result<Evidence> gather(store::Transaction& tx, AccountId account, IntegrationId integration,
                        std::vector<model::VendorRow> rows, const model::Tracer& tracer,
                        const Zone& zone, LocalDate from, LocalDate to);

}  // namespace regulars::analytics
