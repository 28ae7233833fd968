// Decides what goes wrong with an answer of Toast's, from a seed and a counter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "sandbox/faults.hpp"
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

/// Thread-safe. The same seed and order of requests give the same faults.
class WireFaults {
  public:
    explicit WireFaults(std::uint64_t seed) : seed_(seed) {}

    /// A number for each request, from which all its chance follows.
    std::uint64_t begin_request() { return mix(seed_, requests_++); }
    /// What goes wrong with this request. The same request is refused at most four times in a row.
    WireFault draw(Faults level, std::uint64_t chance, std::string_view request);
    static RowFaults draw_row(Faults level, std::uint64_t chance, std::uint32_t row);
    /// How late the versions of an order are seen at this level.
    static Lag lag(Faults level);

  private:
    std::uint64_t seed_;
    std::atomic<std::uint64_t> requests_ = 0;
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, int> refused_in_a_row_;  // at most 4,096 requests
};

}  // namespace regulars::sandbox::toast
