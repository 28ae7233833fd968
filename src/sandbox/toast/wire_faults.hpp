// Decides what goes wrong with an answer of Toast's, from a seed and a counter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "sandbox/fault_dealer.hpp"
#include "sandbox/toast/order_json.hpp"

namespace regulars::sandbox::toast {

enum class WireFault : std::uint8_t {
    none,
    lost,            // acted upon, never answered
    cut_short,       // the connection closes half-way
    truncated_body,  // a whole answer whose JSON ends half-way
    too_many,        // 429, with or without Retry-After, by any of the limits
    broken,          // 500 or 504 as JSON, 502, 520 or 524 as a page of the CDN
    token_revoked,   // 401 before the token's end
    forbidden,       // 403 for this one location, this time
    repeated_row,    // the last row of the page before comes again
    more_promised,   // a next link on the last page
    joined_links,    // the link headers in one, with commas
    changed_config,  // 409 to a page token
};

/// Thread-safe.
class WireFaults : public FaultDealer {
  public:
    using FaultDealer::FaultDealer;

    /// What goes wrong with this request. The same request is refused at most four times in a row.
    WireFault draw(Faults level, std::uint64_t chance, std::string_view request);
    static RowFaults draw_row(Faults level, std::uint64_t chance, std::uint32_t row);
    /// How late the versions of an order are seen at this level.
    static Lag lag(Faults level);
};

}  // namespace regulars::sandbox::toast
