// OpenTable's pages as typed records, forgiving about types and missing keys.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace regulars::sources::opentable {

/// What both kinds of record have. Views point into the page.
struct Record {
    std::string_view id;        // opaque, case-sensitive; "{rid}-{tail}"
    std::int64_t sequence = 0;  // higher wins
    std::optional<Instant> updated_at;
    std::string_view fault;  // why it cannot be used ("no id"), or empty
    JsonNode node;
};

struct Reservation : Record {
    std::string_view guest_id, state, origin, guest_request, table_category, server, currency_code;
    JsonNode tables, tags;  // arrays, or nothing
    std::optional<std::int64_t> party_size, pos_total;
    std::int64_t denominator = 100;
    std::optional<Instant> created, scheduled, arrived, seated, done, cancelled;
};

struct Phone {
    std::string_view number, country_code;
    bool is_primary = false;
};

struct Guest : Record {
    std::string_view gpid, first_name, last_name, email, phone, primary_guest;
    std::vector<Phone> phones;
    JsonNode birth_date;
    bool has_personal_keys = false;  // the tier shows names and emails
    bool email_optin = false, marketing_opted_out = false, forgotten = false, archived = false;
    bool has_visited = false;
    std::optional<Instant> opted_in_at;  // Platinum: when the email choice was last made
};

/// A page's frame: offset, size and whether more follows, as far as it says so.
struct Envelope {
    std::optional<std::int64_t> offset;
    std::optional<bool> has_next;
};

/// A parsed page, or a single record as a page of one. Records' views live as long as it.
template <class T>
struct Records {
    JsonDocument document;
    std::deque<std::string> texts;  // of values that were numbers where a text was due
    Envelope envelope;
    std::vector<T> items;
};

/// Errors: unavailable (no JSON, or no list of items: what a sick vendor sends).
Result<Records<Reservation>> reservations_from(std::string_view body, const Zone& zone);
Result<Records<Guest>> guests_from(std::string_view body, const Zone& zone);
/// The answer to a single guest's address.
Result<Records<Guest>> guest_from(std::string_view body, const Zone& zone);

/// At most 2 KB of a record, to show why it was not understood.
std::string excerpt(const Record& record);

}  // namespace regulars::sources::opentable
