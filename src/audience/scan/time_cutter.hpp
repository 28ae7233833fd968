// Finds the stretch that a time lies in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace regulars::audience {

/// Times are cut into pieces of a power of two, as long as the shortest stretch allows, at most
/// 65,536 of them; a piece knows the stretch in which it begins.
template <class Time>
class TimeCutter {
  public:
    /// Stretch i is [bounds[i], bounds[i + 1]); ascending, at most 65,536 bounds.
    explicit TimeCutter(std::vector<Time> bounds);
    Time begin() const { return bounds_.front(); }
    Time end() const { return bounds_.back(); }
    /// Adds to each tag the stretch of its time, all in [begin(), end()).
    void cut(std::span<const Time> times, std::uint32_t* tags) const;

  private:
    std::vector<Time> bounds_;
    unsigned bits_ = 0;
    bool crosses_one_ = false;  // no piece has more than one bound in it
    std::vector<std::uint16_t> pieces_;
};

}  // namespace regulars::audience
