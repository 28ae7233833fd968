// Decides what goes wrong with an answer, from a seed and a counter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "sandbox/fault_dealer.hpp"
#include "sandbox/lightspeed/dialect.hpp"

namespace regulars::sandbox::lightspeed {

enum class WireFault : std::uint8_t {
    none,
    lost,              // acted upon, never answered
    cut_short,         // the chunked body breaks off
    truncated_body,    // a whole answer whose JSON ends half-way
    too_many,          // 429 whatever the bucket says
    broken,            // 500, 502 or 503, as HTML, as JSON or empty
    try_later,         // 400 "Please try again later."
    token_revoked,     // 401, and the token is dead
    token_doubted,     // 401, and the token works again
    old_unauthorized,  // the same in the old API's words
    looping_next,      // `next` names the page itself
    foreign_next,      // `next` names another host
    older_attributes,  // count, offset and limit beside next and previous
};

/// Thread-safe.
class WireFaults : public FaultDealer {
  public:
    using FaultDealer::FaultDealer;

    /// What goes wrong with this request. The same request is refused at most four times in a row.
    WireFault draw(Faults level, std::uint64_t chance, std::string_view request);
    /// For requests of tokens: lost replies, and servers that are down.
    static WireFault draw_for_token(Faults level, std::uint64_t chance);
    static DialectFaults draw_row(Faults level, std::uint64_t chance, std::uint32_t id);
};

}  // namespace regulars::sandbox::lightspeed
