// Setting people apart, and folding them back in, one column at a time.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/metric_rows.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/time.hpp"

namespace regulars::audience {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;

}  // namespace

void MetricRows::replace(std::uint32_t ordinal, std::span<const Row> rows) {
    auto before = count(ordinal);
    if (before == 0 && rows.empty()) return;
    Range range{std::uint32_t(loose_.size()), std::uint32_t(loose_.size() + rows.size())};
    for (const auto& row : rows) loose_.append(row);
    apart_.set(ordinal);
    loose_ranges_[ordinal] = range;
    events_ += std::int64_t(rows.size()) - std::int64_t(before);
}

/// Copies the person's rows behind all others, unless they are there.
Range MetricRows::moved_to_end(std::uint32_t ordinal) {
    bool was_apart = is_apart(ordinal);
    Range from = was_apart ? loose_range(ordinal) : folded_.range(ordinal);
    if (was_apart && from.end == loose_.size()) return from;
    Range to{std::uint32_t(loose_.size()), std::uint32_t(loose_.size() + from.size())};
    for (auto row = from.begin; row < from.end; ++row) {
        if (was_apart)
            loose_.append_own(row);
        else
            loose_.append(folded_, row);
    }
    apart_.set(ordinal);
    loose_ranges_[ordinal] = to;
    return to;
}

void MetricRows::add(std::uint32_t ordinal, const Row& row) {
    auto range = moved_to_end(ordinal);
    for (auto i = range.begin; i < range.end; ++i) {
        if (loose_.id(i) != row.id) continue;
        loose_.erase(i);
        --range.end, --events_;
        break;
    }
    loose_.append(row);
    auto to = range.end;
    while (to > range.begin &&
           std::pair(loose_.time_us(to - 1), loose_.id(to - 1)) > std::pair(row.time_us, row.id))
        --to;
    loose_.move_last_to(to);
    ++range.end, ++events_;
    loose_ranges_[ordinal] = range;
}

template <class Visit>
void MetricRows::each_row(std::uint32_t people, Visit visit) const {
    for (std::uint32_t first = 0; first < people; first += 64) {
        each_bit(folded_.owners.word(first / 64) | apart_.word(first / 64), first,
                 [&](std::size_t ordinal) {
                     with(std::uint32_t(ordinal), [&](const auto& rows, Range range) {
                         for (auto row = range.begin; row < range.end; ++row) visit(rows, row);
                     });
                 });
    }
}

void MetricRows::fold(std::uint32_t people) {
    if (loose_ranges_.size() == 0 && folded_.starts.size() == people + 1) return;
    REGULARS_ASSERT(events_ < INT64_C(1) << 32, "a metric has more than 2^32 events");
    auto rows = std::size_t(events_);
    FoldedRows made;
    made.starts.resize(people + 1);
    for (std::uint32_t ordinal = 0; ordinal < people; ++ordinal) {
        auto n = count(ordinal);
        made.starts[ordinal + 1] = made.starts[ordinal] + n;
        if (n > 0) made.owners.set(ordinal);
    }

    std::int64_t first_us = INT64_MAX, least_value = INT64_MAX, most_value = INT64_MIN,
                 least_id = INT64_MAX, most_id = INT64_MIN;
    std::uint16_t least_currency = UINT16_MAX, most_currency = 0;
    each_row(people, [&](const auto& from, std::uint32_t row) {
        auto time = from.time_us(row), value = from.value(row), id = from.id(row);
        if (time % 1'000'000 != 0) made.is_seconds = false;
        first_us = std::min(first_us, time), made.latest_us = std::max(made.latest_us, time);
        if (value != no_value) {
            least_value = std::min(least_value, value), most_value = std::max(most_value, value);
            least_currency = std::min(least_currency, from.currency(row));
            most_currency = std::max(most_currency, from.currency(row));
        }
        least_id = std::min(least_id, id), most_id = std::max(most_id, id);
    });
    if (rows > 0) {
        made.time_base = Instant{first_us}.seconds();
        made.least_id = least_id;
        // Two below the top, so that no scan's bound can overflow.
        if (made.latest_us / 1'000'000 - made.time_base > std::int64_t(UINT32_MAX) - 2)
            made.is_seconds = false;
        if (made.is_seconds) {
            made.seconds.reserve(rows);
            each_row(people, [&](const auto& from, std::uint32_t row) {
                made.seconds.push_back(
                    std::uint32_t(from.time_us(row) / 1'000'000 - made.time_base));
            });
        } else {
            made.micros.reserve(rows);
            each_row(people, [&](const auto& from, std::uint32_t row) {
                made.micros.push_back(from.time_us(row));
            });
        }
        made.ids =
            Packed::made(rows, std::uint64_t(most_id) - std::uint64_t(least_id), [&](auto push) {
                each_row(people, [&](const auto& from, std::uint32_t row) {
                    push(std::uint64_t(from.id(row)) - std::uint64_t(least_id));
                });
            });
        if (most_value != INT64_MIN) {
            made.least_value = least_value;
            made.values = Packed::made(
                rows, std::uint64_t(most_value) - std::uint64_t(least_value) + 1, [&](auto push) {
                    each_row(people, [&](const auto& from, std::uint32_t row) {
                        auto value = from.value(row);
                        push(value == no_value
                                 ? 0
                                 : std::uint64_t(value) - std::uint64_t(least_value) + 1);
                    });
                });
            made.only_currency = most_currency;
            if (least_currency != most_currency) {
                made.currencies = Packed::made(rows, most_currency, [&](auto push) {
                    each_row(people, [&](const auto& from, std::uint32_t row) {
                        push(from.value(row) == no_value ? 0 : from.currency(row));
                    });
                });
            }
        }
    }

    if (rows > 0) {
        made.first_day = first_us / day_us - 1;
        made.last_days.resize((std::size_t(people) + 63) / 64 * 64);
        for (std::uint32_t ordinal = 0; ordinal < people; ++ordinal) {
            auto range = made.range(ordinal);
            if (range.size() == 0) continue;
            auto day = made.time_us(range.end - 1) / day_us - made.first_day;
            made.last_days[ordinal] = std::uint16_t(std::min<std::int64_t>(day, UINT16_MAX));
        }
    }

    std::vector<std::uint32_t> properties;
    for (const auto& [property, packed] : folded_.codes) properties.push_back(property);
    for (const auto& [property, column] : loose_.codes) properties.push_back(property);
    std::ranges::sort(properties);
    properties.erase(std::unique(properties.begin(), properties.end()), properties.end());
    for (auto property : properties) {
        // Finding a column costs more than reading it: once a layout, not once a row.
        auto folded_column = folded_.column(property);
        auto loose_column = loose_.column(property);
        auto code = [&](const auto& from, std::uint32_t row) -> std::uint32_t {
            if constexpr (std::is_same_v<std::decay_t<decltype(from)>, FoldedRows>)
                return folded_column[row];
            else
                return loose_column[row];
        };
        std::uint32_t largest = 0;
        std::size_t set = 0;
        auto each_code = [&](auto visit) {
            each_row(people, [&](const auto& from, std::uint32_t row) { visit(code(from, row)); });
        };
        each_code([&](std::uint32_t one) { largest = std::max(largest, one), set += one != 0; });
        if (largest > 0) made.codes[property] = PackedCodes::made(rows, set, largest, each_code);
        folded_.codes.erase(
            property);  // both layouts of a column are never needed after it was copied
        loose_.codes.erase(property);
    }
    *this = from(std::move(made));
}

MetricRows MetricRows::from(FoldedRows folded) {
    MetricRows made;
    made.events_ = std::int64_t(folded.size());
    made.folded_ = std::move(folded);
    return made;
}

}  // namespace regulars::audience
