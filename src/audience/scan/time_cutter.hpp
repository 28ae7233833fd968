// Tells in which of many stretches of time an instant lies, by one load and seldom more.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace regulars::audience {

/// Times are whole numbers of any unit, cut into pieces of 2^`bits` of them that are not longer
/// than most stretches; a piece knows the stretch in which it begins.
template <class Time>
class TimeCutter {
  public:
    /// Stretch i is [bounds[i], bounds[i + 1]).
    TimeCutter(std::vector<Time> bounds, unsigned bits)
        : bounds_(std::move(bounds)), bits_(bits), pieces_(piece(bounds_.back()) + 1) {
        std::uint16_t stretch = 0;
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            auto begin = bounds_.front() + Time(Time(i) << bits);
            while (std::size_t(stretch) + 2 < bounds_.size() && begin >= bounds_[stretch + 1u])
                ++stretch;
            pieces_[i] = stretch;
        }
    }
    Time begin() const { return bounds_.front(); }
    Time end() const { return bounds_.back(); }
    /// Of a time in [begin(), end()).
    std::size_t operator()(Time time) const {
        std::size_t stretch = pieces_[piece(time)];
        while (time >= bounds_[stretch + 1]) ++stretch;
        return stretch;
    }

  private:
    std::size_t piece(Time time) const {
        return std::size_t(std::uint64_t(time) - std::uint64_t(bounds_.front())) >> bits_;
    }
    std::vector<Time> bounds_;
    unsigned bits_;
    std::vector<std::uint16_t> pieces_;
};

}  // namespace regulars::audience
