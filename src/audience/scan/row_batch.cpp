// The loop that every row of a chart's metric goes through.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/row_batch.hpp"

#include <algorithm>

namespace regulars::audience {

template <class Time>
void RowBatch<Time>::take(const Time* times, std::uint32_t begin, std::uint32_t end, Time from,
                          Time to, std::span<const std::uint32_t> starts, std::uint32_t& people) {
    std::fill_n(is_first_.begin(), end - begin, std::uint8_t(0));
    for (auto start : starts) is_first_[start - begin] = 1;
    using Distance = std::make_unsigned_t<Time>;
    const auto first = Distance(from), length = Distance(to) - first;
    std::size_t n = 0;
    auto person = people;
    const auto* here = times + begin;
    for (std::uint32_t i = 0, size = end - begin; i < size; ++i) {
        auto time = here[i];
        person += is_first_[i];
        rows_[n] = begin + i, tags_[n] = person << 16, times_[n] = time;
        n += Distance(time) - first < length;
    }
    size_ = n, people = person;
}

template class RowBatch<std::uint32_t>;
template class RowBatch<std::int64_t>;

}  // namespace regulars::audience
