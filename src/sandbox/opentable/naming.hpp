// How OpenTable names what the world holds: ids, states, tiers, and texts chosen by a record's
// look.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "sandbox/records.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox::opentable {

/// What a restaurant bought; decides which fields its records show.
enum class Tier : std::uint8_t { copper, gold, platinum };
std::string_view name_of(Tier tier);  // "Gold"
/// Ignores case. Errors: invalid.
Result<Tier> tier_named(std::string_view name);

std::string_view name_of(State state);
/// Reads the present names and the older API's, ignoring case.
std::optional<State> state_named(std::string_view name);
std::string_view name_of(Origin origin);

enum class Book : std::uint8_t { reservations, guests };
/// Appends the part of an id after "{rid}-": a UUID in one of two cases, or 24 hexadecimal digits.
void append_tail(std::string& out, std::uint64_t seed, Book book, std::uint32_t rid,
                 std::uint32_t index);
/// "{rid}-{tail}".
std::string record_id(std::uint64_t seed, Book book, std::uint32_t rid, std::uint32_t index);
/// The only index whose tail could be this; the caller compares. Nothing when it is no tail at all.
std::optional<std::uint32_t> index_of_tail(std::uint64_t seed, Book book, std::uint32_t rid,
                                           std::string_view tail);

/// The network-wide id of a person.
std::string network_id(std::uint64_t seed, std::uint32_t person);

/// Names and addresses as the book shows them: hosts type in their own ways.
std::string shown_first_name(const Person& person, const Guest& guest);
std::string shown_last_name(const Person& person, const Guest& guest);
std::string shown_email(const Person& person, const Guest& guest);

std::string_view guest_request(const Reservation& r);            // may be empty
std::vector<std::string_view> visit_tags(const Reservation& r);  // as shown, with "gc:service/"
std::string_view server_name(std::uint8_t server);               // empty for 0
std::string_view area_name(Area area);                           // empty for standard
/// Whether the record names its currency.
bool names_currency(const Reservation& r);

}  // namespace regulars::sandbox::opentable
