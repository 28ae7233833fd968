// Copying and moving loose rows, and what both layouts take.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/rows.hpp"

#include <algorithm>
#include <cstring>

namespace regulars::audience {
namespace {

template <class T>
void move_last(std::vector<T>& column, std::size_t to) {
    std::rotate(column.begin() + std::ptrdiff_t(to), column.end() - 1, column.end());
}
template <class T>
void erase_at(std::vector<T>& column, std::size_t row) {
    if (row < column.size()) column.erase(column.begin() + std::ptrdiff_t(row));
}
template <class T>
std::size_t bytes(const std::vector<T>& column) {
    return column.capacity() * sizeof(T);
}

}  // namespace

std::size_t FoldedRows::memory_bytes() const {
    std::size_t sum = bytes(starts) + bytes(seconds) + bytes(micros) + values.memory_bytes() +
                      currencies.memory_bytes() + ids.memory_bytes() + owners.memory_bytes() +
                      bytes(last_days);
    for (const auto& [property, packed] : codes) sum += packed.memory_bytes();
    return sum;
}

void FoldedRows::read_values(std::span<const std::uint32_t> rows, CountedValue* out) const {
    const auto before_first = std::uint64_t(least_value) - 1;
    values.read(rows, [=](std::size_t i, std::uint64_t packed) {
        // By a mask: who has a value is chance, and a branch on it costs more than all else here.
        auto is_there = std::uint64_t(packed != 0);
        out[i] = {std::int64_t(is_there), std::int64_t((before_first + packed) & (0 - is_there))};
    });
}

std::uint64_t FoldedRows::owners_since(std::uint32_t first, std::int64_t since_us) const {
    if (std::size_t(first) + 64 > last_days.size()) return 0;
    auto day =
        std::clamp<std::int64_t>(since_us / 86'400'000'000 - 1 - first_day, 0, UINT16_MAX - 1) + 1;
    const auto least = std::uint16_t(day);
    const auto* days = last_days.data() + first;
    std::uint8_t is_in[64];
    for (std::size_t i = 0; i < 64; ++i) is_in[i] = days[i] >= least;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        std::uint64_t eight;
        std::memcpy(&eight, is_in + 8 * i, 8);
        bits |= (eight * 0x0102040810204080u >> 56) << (8 * i);
    }
    return bits;
}

std::size_t LooseRows::memory_bytes() const {
    std::size_t sum = bytes(times) + bytes(values) + bytes(currencies) + bytes(ids);
    for (const auto& [property, column] : codes) sum += bytes(column);
    return sum;
}

void LooseRows::read_values(std::span<const std::uint32_t> rows, CountedValue* out) const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto value = values[rows[i]];
        out[i] = value == no_value ? CountedValue{} : CountedValue{1, value};
    }
}

void LooseRows::append(const Row& row) {
    auto at = size();
    times.push_back(row.time_us);
    values.push_back(row.value);
    currencies.push_back(row.currency);
    ids.push_back(row.id);
    for (auto [property, code] : row.codes) {
        auto& column = codes[property];
        column.resize(at);
        column.push_back(code);
    }
}

void LooseRows::append(const FoldedRows& from, std::size_t row) {
    auto at = size();
    times.push_back(from.time_us(row));
    values.push_back(from.value(row));
    currencies.push_back(from.currency(row));
    ids.push_back(from.id(row));
    for (const auto& [property, packed] : from.codes) {
        auto code = packed[row];
        if (code == 0) continue;
        auto& column = codes[property];
        column.resize(at);
        column.push_back(code);
    }
}

void LooseRows::append_own(std::size_t row) {
    auto at = size();
    times.push_back(times[row]);
    values.push_back(values[row]);
    currencies.push_back(currencies[row]);
    ids.push_back(ids[row]);
    for (auto& [property, column] : codes) {
        if (row >= column.size() || column[row] == 0) continue;
        auto code = column[row];
        column.resize(at);
        column.push_back(code);
    }
}

void LooseRows::move_last_to(std::size_t to) {
    auto rows = size();
    move_last(times, to);
    move_last(values, to);
    move_last(currencies, to);
    move_last(ids, to);
    for (auto& [property, column] : codes) {
        if (column.size() <= to) continue;
        column.resize(rows);
        move_last(column, to);
    }
}

void LooseRows::erase(std::size_t row) {
    erase_at(times, row);
    erase_at(values, row);
    erase_at(currencies, row);
    erase_at(ids, row);
    for (auto& [property, column] : codes) erase_at(column, row);
}

}  // namespace regulars::audience
