// One condition made ready for one instant: which people it holds of, 64 at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace regulars::audience {

/// Thread-safe. Reads columns, which must not change meanwhile.
class Sieve {
  public:
    virtual ~Sieve() = default;
    /// Those of `candidates` that it holds of; the lowest bit stands for ordinal `first`, a
    /// multiple of 64.
    virtual std::uint64_t holds(std::uint32_t first, std::uint64_t candidates) const = 0;
    /// The same and maybe more, at next to no cost: whoever it leaves out need not be asked by any
    /// other.
    virtual std::uint64_t may_hold(std::uint32_t /*first*/, std::uint64_t candidates) const {
        return candidates;
    }
    /// About what a candidate costs, in nanoseconds.
    virtual double cost_ns() const = 0;
};

/// Instants from `begin` up to, not including, `end`; microseconds.
struct Span {
    std::int64_t begin = INT64_MIN, end = INT64_MAX;
    bool has(std::int64_t time) const { return begin <= time && time < end; }
    bool operator==(const Span&) const = default;
};

}  // namespace regulars::audience
