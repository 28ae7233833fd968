// What OpenTable's records make true; docs/decisions/0002 is its specification.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "ingest/batch.hpp"
#include "sources/opentable/memo.hpp"
#include "sources/opentable/records.hpp"
#include "sources/opentable/settings.hpp"

namespace regulars::sources::opentable {

/// What is known of a reservation's guest. Remembered as the state of the guest's record.
enum class GuestStatus { unknown, known, archived, forgotten, copper, not_found };
std::string_view name_of(GuestStatus status);
GuestStatus guest_status_of(const model::SourceRecord* remembered);

std::string person_key(std::string_view guest_id);  // "opentable:1234567-876a…"
std::string guest_record_key(std::string_view guest_id);
std::string reservation_record_key(std::string_view reservation_id);
/// "guest/…" or "reservation/…" of any record; one without id is keyed by its content.
std::string record_key(std::string_view stream, const Record& record);
/// The surviving guest of an archived one, as "{rid}-{tail}": the vendor writes an address, an id,
/// or an id without the restaurant's. Empty when it names none but itself.
std::string survivor_of(const Guest& guest, std::string_view rid);

// Names of metrics; a reservation has at most one event of each.
inline constexpr std::string_view created_metric = "Created Reservation";
inline constexpr std::string_view confirmed_metric = "Confirmed Reservation";
inline constexpr std::string_view completed_metric = "Completed Reservation";
inline constexpr std::string_view cancelled_metric = "Cancelled Reservation";
inline constexpr std::string_view no_show_metric = "No Showed Reservation";
inline constexpr std::string_view value_metric = "Completed Reservation Value";

/// "opentable:{rid}:{reservation id}:", which the metric's name makes an event's unique id of.
std::string event_prefix(std::string_view rid, std::string_view reservation_id);
bool is_completed(const Reservation& reservation);
bool is_walk_in(const Reservation& reservation);
/// The POS total as money; none where there is no total, or no currency is known.
std::optional<Money> value_of(const Reservation& reservation, const Settings& settings);

/// Maps records into one Batch. Cost per reservation: a few microseconds. Not thread-safe.
class Mapper {
  public:
    Mapper(const Settings& settings, Instant history_since, ingest::Batch& out)
        : settings_(settings), history_since_(history_since), out_(out) {}

    /// `before` is what is remembered under record_key, or null. Says what the guest is now.
    GuestStatus guest(const Guest& guest, const model::SourceRecord* before);
    /// Remembers that the vendor knows no such guest.
    void guest_not_found(std::string_view guest_id);
    void reservation(const Reservation& reservation, const model::SourceRecord* before,
                     GuestStatus guest);

  private:
    void malformed(std::string_view stream, const Record& record,
                   const model::SourceRecord* before);
    void upsert_person(const Guest& guest, GuestStatus status);
    void write_tail(const Reservation& reservation, const std::optional<Money>& value);
    std::int64_t content_hash(const Reservation& reservation, GuestStatus guest,
                              const std::optional<Money>& value);
    std::string exclusion_of(const Reservation& reservation, GuestStatus guest,
                             const Memo& memo) const;
    /// Which events the reservation has now, and which were taken back; says what is missing and
    /// why.
    std::string give_events(const Reservation& reservation, Memo& memo, std::string_view prefix);
    void write_events(const Memo& memo, std::string_view prefix);

    const Settings& settings_;
    Instant history_since_;
    ingest::Batch& out_;
    JsonWriter tail_;  // the eleven properties that all events of a reservation share, as an object
    std::string content_;
};

}  // namespace regulars::sources::opentable
