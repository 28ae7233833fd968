// Decides what goes wrong with an answer, from a seed and a counter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "sandbox/faults.hpp"
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

/// Thread-safe. The same seed and order of requests give the same faults.
class WireFaults {
  public:
    explicit WireFaults(std::uint64_t seed) : seed_(seed) {}

    /// A number for each request, from which all its chance follows.
    std::uint64_t begin_request() { return mix(seed_, requests_++); }
    /// What goes wrong with this request. The same request is refused at most four times in a row.
    WireFault draw(Faults level, std::uint64_t chance, std::string_view request);
    static RowFaults draw_row(Faults level, std::uint64_t chance, std::uint32_t row);
    /// Whether this version of a record has a strange state, the same whenever it is shown.
    static bool is_strange(Faults level, std::uint32_t look, std::uint32_t sequence);

  private:
    std::uint64_t seed_;
    std::atomic<std::uint64_t> requests_ = 0;
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, int> refused_in_a_row_;  // at most 4,096 requests
};

}  // namespace regulars::sandbox::opentable
