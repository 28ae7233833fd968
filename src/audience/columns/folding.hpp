// Makes folded rows of others, one column at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "audience/columns/rows.hpp"
#include "base/error.hpp"
#include "base/time.hpp"

namespace regulars::audience {

/// A source has everybody's rows in order of ordinals, then time, then id: `events()`,
/// `count(ordinal)`, `each_row(people, visit)` with `visit(rows, row)`, the numbers of its
/// `properties()`, ascending, `each_code(people, property, visit)`, and forgets a column by
/// `drop(property)`.
template <class Source>
FoldedRows folded_from(Source& source, std::uint32_t people);

template <class Source>
void fold_times_and_values(Source& source, std::uint32_t people, FoldedRows& made) {
    auto rows = std::size_t(source.events());
    std::int64_t first_us = INT64_MAX, least_value = INT64_MAX, most_value = INT64_MIN,
                 least_id = INT64_MAX, most_id = INT64_MIN;
    std::uint16_t least_currency = UINT16_MAX, most_currency = 0;
    source.each_row(people, [&](const auto& from, std::uint32_t row) {
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
    made.time_base = Instant{first_us}.seconds();
    made.least_id = least_id;
    // Two below the top, so that no scan's bound can overflow.
    if (made.latest_us / 1'000'000 - made.time_base > std::int64_t(UINT32_MAX) - 2)
        made.is_seconds = false;
    if (made.is_seconds) {
        made.seconds.reserve(rows);
        source.each_row(people, [&](const auto& from, std::uint32_t row) {
            made.seconds.push_back(std::uint32_t(from.time_us(row) / 1'000'000 - made.time_base));
        });
    } else {
        made.micros.reserve(rows);
        source.each_row(people, [&](const auto& from, std::uint32_t row) {
            made.micros.push_back(from.time_us(row));
        });
    }
    made.ids = Packed::made(rows, std::uint64_t(most_id) - std::uint64_t(least_id), [&](auto push) {
        source.each_row(people, [&](const auto& from, std::uint32_t row) {
            push(std::uint64_t(from.id(row)) - std::uint64_t(least_id));
        });
    });
    if (most_value != INT64_MIN) {
        made.least_value = least_value;
        made.values = Packed::made(
            rows, std::uint64_t(most_value) - std::uint64_t(least_value) + 1, [&](auto push) {
                source.each_row(people, [&](const auto& from, std::uint32_t row) {
                    auto value = from.value(row);
                    push(value == no_value ? 0
                                           : std::uint64_t(value) - std::uint64_t(least_value) + 1);
                });
            });
        made.only_currency = most_currency;
        if (least_currency != most_currency) {
            made.currencies = Packed::made(rows, most_currency, [&](auto push) {
                source.each_row(people, [&](const auto& from, std::uint32_t row) {
                    push(from.value(row) == no_value ? 0 : from.currency(row));
                });
            });
        }
    }
    constexpr std::int64_t day_us = 86'400'000'000;
    made.first_day = first_us / day_us - 1;
    made.last_days.resize((std::size_t(people) + 63) / 64 * 64);
    for (std::uint32_t ordinal = 0; ordinal < people; ++ordinal) {
        auto range = made.range(ordinal);
        if (range.size() == 0) continue;
        auto day = made.time_us(range.end - 1) / day_us - made.first_day;
        made.last_days[ordinal] = std::uint16_t(std::min<std::int64_t>(day, UINT16_MAX));
    }
}

template <class Source>
FoldedRows folded_from(Source& source, std::uint32_t people) {
    REGULARS_ASSERT(source.events() < INT64_C(1) << 32, "a metric has more than 2^32 events");
    FoldedRows made;
    made.starts.resize(people + 1);
    for (std::uint32_t ordinal = 0; ordinal < people; ++ordinal) {
        auto n = source.count(ordinal);
        made.starts[ordinal + 1] = made.starts[ordinal] + n;
        if (n > 0) made.owners.set(ordinal);
    }
    if (source.events() == 0) return made;
    fold_times_and_values(source, people, made);
    for (auto property : source.properties()) {
        std::uint32_t largest = 0;
        std::size_t set = 0;
        auto each_code = [&](auto visit) { source.each_code(people, property, visit); };
        each_code([&](std::uint32_t one) { largest = std::max(largest, one), set += one != 0; });
        if (largest > 0)
            made.codes[property] =
                PackedCodes::made(std::size_t(source.events()), set, largest, each_code);
        source.drop(property);  // two copies of a column are never needed after it was made
    }
    return made;
}

}  // namespace regulars::audience
