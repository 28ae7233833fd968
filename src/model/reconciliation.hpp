// What a vendor holds of a business day, record by record, and how it compares with what we hold.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "model/event.hpp"
#include "model/integration.hpp"

namespace regulars::model {

/// An event that a record makes beside the one that stands for it.
struct FurtherEvent {
    std::string unique_id;
    std::optional<Money> value;
    std::string record;  // remembered with a reason why it may not be here; empty: there is none
    bool operator==(const FurtherEvent&) const = default;
};

/// One of the vendor's records (a reservation, an order, a refund, a sale).
struct VendorRow {
    std::string record;     // the key under which it is remembered (SourceRecord::key)
    std::string part_of;    // the record whose exclusion is its own (a refund's order), or empty
    std::string unique_id;  // of the event that stands for it where it makes one ("toast:…:placed")
    std::string label;      // what a person looks it up by at the vendor ("Sale 1042")
    std::string place;      // the location's name
    LocalDate day;          // its business day at that location
    Zone zone = Zone::utc();  // the location's
    std::optional<Money> value;
    std::vector<std::string> persons;  // keys of facets: those whose it may be
    std::vector<FurtherEvent> also;
    std::string exclusion;  // why it makes no event by the vendor's word alone, or empty
    std::optional<Instant> changed_at;  // by the vendor's clock; none where it does not tell
    /// Of `value`, what makes no event although the record does: goods sold in an exchange that is
    /// a return on the whole. Its reason is `apart_reason`.
    std::optional<Money> apart;
    std::string apart_reason;
    bool operator==(const VendorRow&) const = default;
};

/// What an event of ours says of the vendor's record behind it.
struct EventTrace {
    std::string record;  // the record's key; empty where the event does not tell
    std::optional<LocalDate>
        day;  // the record's business day; none: by the event's time in the location's zone
    std::optional<Money>
        value;          // by the vendor's word: one that was matched from elsewhere is none
    std::string place;  // the vendor's id of the location; empty where there is but one
    /// The unique id of the event that its value adds to: theirs together are the record's. Empty:
    /// the value is all.
    std::string adds_to;
};

/// What a remembered record tells of its events where they don't.
struct RecordTrace {
    std::optional<LocalDate> day;      // its business day
    std::vector<std::string> persons;  // as VendorRow::persons
};

/// How events of one integration lead back to the vendor's records.
struct Tracer {
    std::vector<std::string> metrics;  // whose events each stand for a record that the vendor shows
    Duration before{}, after{};        // how far an event's time lies from its business day at most
    /// Whether every trace has the vendor's own word of the day. Otherwise it may be a day off.
    bool knows_day = false;
    /// Reasons for which only some of a record's events are missing.
    std::set<std::string, std::less<>> partial_exclusions;
    std::function<std::optional<EventTrace>(const Event&)>
        trace;                                               // nothing: not of a vendor's record
    std::function<RecordTrace(const SourceRecord&)> recall;  // or null: it tells nothing
};

/// Records, and what they are worth by currency. Parts of records have a worth alone.
struct Tally {
    std::int64_t count = 0;
    std::map<Currency, std::int64_t> minor;
    void add(const std::optional<Money>& value);
    bool operator==(const Tally&) const = default;
};

enum class DifferenceKind {
    not_synced,     // the vendor's record was never read
    event_missing,  // it was read, and an event that it makes is not here
    value_differs,
    day_differs,       // it stands on another business day here
    not_at_vendor,     // an event of ours whose record the vendor does not show
    excluded_but_held  // it is excluded for a reason, and its event is here nevertheless
};
std::string_view name_of(DifferenceKind kind);

struct Difference {
    DifferenceKind kind = DifferenceKind::not_synced;
    std::string record, unique_id, label;  // as far as they are known
    std::optional<Money> vendor, ours;
    std::string reason;                // of the exclusion, or empty
    std::optional<LocalDate> our_day;  // where it is another
    bool operator==(const Difference&) const = default;
};

/// One business day at one place. Where nothing differs, ours and the excluded add up to the
/// vendor's.
struct ReconciledDay {
    static constexpr std::size_t most_differences = 200;  // that are named
    LocalDate day;
    std::string place;      // empty: the vendor named none, having nothing on that day
    std::string time_zone;  // IANA name of the location's zone, in which the day lies; empty:
                            // checked when it was not kept yet
    Tally vendor, ours;
    std::map<std::string, Tally> excluded;  // by reason
    std::int64_t difference_count = 0;
    std::vector<Difference> differences;  // the first of them, by label
    Instant checked_at;
    std::string
        refusal;  // why the vendor did not show this place, whose figures are none; or empty
    bool is_equal() const { return difference_count == 0; }
    bool operator==(const ReconciledDay&) const = default;
};

/// {"count":3,"values":[{"minor":1250,"currency":"USD"}]}.
void write(JsonWriter& out, const Tally& tally);
void write(JsonWriter& out, const Difference& difference);
/// The three tallies as they are kept; and back. Errors: invalid.
std::string figures_json(const ReconciledDay& day);
Result<void> read_figures(ReconciledDay& day, std::string_view json);
std::string differences_json(const ReconciledDay& day);
Result<std::vector<Difference>> differences_from(std::string_view json);

}  // namespace regulars::model
