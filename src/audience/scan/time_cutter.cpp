// Laying pieces over the stretches, and looking times up in them.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/time_cutter.hpp"

#include <algorithm>
#include <bit>

namespace regulars::audience {
namespace {

template <class Time>
std::uint64_t distance(Time from, Time to) {
    return std::uint64_t(to) - std::uint64_t(from);
}

}  // namespace

template <class Time>
TimeCutter<Time>::TimeCutter(std::vector<Time> bounds) : bounds_(std::move(bounds)) {
    std::uint64_t shortest = UINT64_MAX;
    for (std::size_t i = 0; i + 1 < bounds_.size(); ++i)
        shortest = std::min(shortest, distance(bounds_[i], bounds_[i + 1]));
    auto whole = distance(bounds_.front(), bounds_.back());
    // libstdc++ 12 returns the width as what it measured, and that is unsigned.
    int wanted = shortest == 0 ? 0 : int(std::bit_width(shortest)) - 1;
    bits_ = unsigned(std::max(wanted, int(std::bit_width(whole)) - 16));
    crosses_one_ = bits_ == unsigned(wanted) && shortest != 0;
    pieces_.resize(std::size_t(whole >> bits_) + 1);
    std::uint16_t stretch = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        auto behind = std::uint64_t(i) << bits_;
        while (std::size_t(stretch) + 2 < bounds_.size() &&
               behind >= distance(bounds_.front(), bounds_[stretch + 1u]))
            ++stretch;
        pieces_[i] = stretch;
    }
}

template <class Time>
void TimeCutter<Time>::cut(std::span<const Time> times, std::uint32_t* tags) const {
    const auto* bounds = bounds_.data();
    const auto* pieces = pieces_.data();
    const auto first = bounds_.front();
    const auto bits = bits_;
    if (crosses_one_) {
        for (std::size_t i = 0, n = times.size(); i < n; ++i) {
            std::uint32_t stretch = pieces[distance(first, times[i]) >> bits];
            tags[i] += stretch + (times[i] >= bounds[stretch + 1]);
        }
        return;
    }
    for (std::size_t i = 0; i < times.size(); ++i) {
        std::uint32_t stretch = pieces[distance(first, times[i]) >> bits];
        while (times[i] >= bounds[stretch + 1]) ++stretch;
        tags[i] += stretch;
    }
}

template class TimeCutter<std::uint32_t>;
template class TimeCutter<std::int64_t>;

}  // namespace regulars::audience
