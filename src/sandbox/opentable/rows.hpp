// Writes records as OpenTable shows them at each tier.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/opentable/naming.hpp"

namespace regulars::sandbox::opentable {

/// The host that every URL in an answer names, whoever served it.
constexpr std::string_view named_host = "https://platform.opentable.com";

/// What is odd about one row this time it is shown; all false for a plain one.
struct RowFaults {
    bool without_z = false;  // UTC times lose their Z
    bool numbers_as_texts = false;
    bool unknown_key = false;
    bool fewer_keys = false;   // keys nobody can rely on are absent
    bool blanks_vary = false;  // null, "" and absent trade places
    bool wrong_calling_code = false;
    bool strange_state = false;  // a passing state goes by a name nobody knows
};

/// The name no document lists.
constexpr std::string_view strange_state_name = "TableHeld";
/// Whether a state passes by itself, so that it may go by a strange name.
bool is_passing(State state);

/// Appends one JSON object. Cost: about 2 µs.
void append_reservation(std::string& out, const World& world, const Restaurant& r,
                        std::uint32_t index, Tier tier, const RowFaults& faults);
void append_guest(std::string& out, const World& world, const Restaurant& r, std::uint32_t index,
                  Tier tier, const RowFaults& faults);
/// An item of /sync/v2/pos-data; the reservation has a check.
void append_pos_data(std::string& out, const World& world, const Restaurant& r, std::uint32_t index,
                     const RowFaults& faults);
/// The body of the status-change webhook (v3).
std::string webhook_body(const World& world, const Restaurant& r, std::uint32_t index);

}  // namespace regulars::sandbox::opentable
