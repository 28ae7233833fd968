// Decides what goes wrong with an answer, from a seed and a counter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "sandbox/fault_dealer.hpp"
#include "sandbox/opentable/rows.hpp"

namespace regulars::sandbox::opentable {

enum class WireFault : std::uint8_t {
    none,
    lost,            // acted upon, never answered
    cut_short,       // the connection closes half-way
    truncated_body,  // a whole answer whose JSON ends half-way
    too_many,        // 429, with or without Retry-After
    broken,          // 500, 502 or 503, as HTML, as JSON or empty
    token_revoked,   // 401 though the token had not expired
    stale_page,      // the page before the one that was asked for
    more_promised,   // hasNextPage on the last page, or no nextPageUrl on another
};

/// Thread-safe.
class WireFaults : public FaultDealer {
  public:
    using FaultDealer::FaultDealer;

    /// What goes wrong with this request. The same request is refused at most four times in a row.
    WireFault draw(Faults level, std::uint64_t chance, std::string_view request);
    static RowFaults draw_row(Faults level, std::uint64_t chance, std::uint32_t row);
    /// Whether this version of a record has a strange state, the same whenever it is shown.
    static bool is_strange(Faults level, std::uint32_t look, std::uint32_t sequence);
};

}  // namespace regulars::sandbox::opentable
