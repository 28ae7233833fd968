// Two layouts for the same rows: folded for reading fast and small, loose for changing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "audience/columns/bits.hpp"
#include "audience/columns/packed_codes.hpp"

namespace regulars::audience {

/// Stands for an event without value.
constexpr std::int64_t no_value = INT64_MIN;

/// How many values, and what they add up to; of an event without one 0 and 0.
struct CountedValue {
    std::int64_t count = 0, amount = 0;
};

/// Rows [begin, end) of one layout.
struct Range {
    std::uint32_t begin = 0, end = 0;
    std::uint32_t size() const { return end - begin; }
};

/// One event as numbers; `codes` are (property, code), each property once.
struct Row {
    std::int64_t time_us = 0, value = no_value, id = 0;
    std::uint16_t currency = 0;  // of the value: a number of the account's
    std::span<const std::pair<std::uint32_t, std::uint32_t>> codes;
};

/// Immutable. `starts[o]` to `starts[o + 1]` are the rows of ordinal o, by time, then id.
class FoldedRows {
  public:
    /// A property's codes; nothing has one that is not there.
    class CodeColumn {
      public:
        explicit CodeColumn(const PackedCodes* codes) : codes_(codes) {}
        std::uint32_t operator[](std::size_t row) const { return codes_ ? (*codes_)[row] : 0; }
        /// Of some rows, one after the other.
        void read(std::span<const std::uint32_t> rows, std::uint32_t* out) const {
            codes_ ? codes_->read(rows, out) : void(std::fill_n(out, rows.size(), 0u));
        }

      private:
        const PackedCodes* codes_;
    };

    std::size_t size() const { return ids.size(); }
    Range range(std::uint32_t ordinal) const {
        return ordinal + 1 < starts.size() ? Range{starts[ordinal], starts[ordinal + 1]} : Range{};
    }
    std::int64_t time_us(std::size_t row) const {
        return is_seconds ? (time_base + seconds[row]) * 1'000'000 : micros[row];
    }
    std::int64_t value(std::size_t row) const {
        if (values.size() == 0) return no_value;
        auto packed = values[row];
        return packed == 0 ? no_value : std::int64_t(std::uint64_t(least_value) + packed - 1);
    }
    /// Of some rows, one after the other.
    void read_values(std::span<const std::uint32_t> rows, CountedValue* out) const;
    bool has_one_currency() const { return currencies.size() == 0; }
    std::uint16_t currency(std::size_t row) const {
        return currencies.size() == 0 ? only_currency : std::uint16_t(currencies[row]);
    }
    std::int64_t id(std::size_t row) const {
        return std::int64_t(std::uint64_t(least_id) + ids[row]);
    }
    CodeColumn column(std::uint32_t property) const {
        auto found = codes.find(property);
        return CodeColumn(found == codes.end() ? nullptr : &found->second);
    }
    std::size_t memory_bytes() const;
    /// Of 64 people, those whose last event is on a day of UTC on which `since_us` is or later.
    std::uint64_t owners_since(std::uint32_t first, std::int64_t since_us) const;
    template <class File>
    void exchange(File& file) {
        file(first_day), file(last_days), file(starts), file(is_seconds), file(time_base),
            file(seconds), file(micros), file(latest_us);
        file(least_value), file(least_id), file(values), file(ids), file(codes), file(owners);
        file(only_currency), file(currencies);
    }

    std::vector<std::uint32_t> starts;
    bool is_seconds = true;              // else the times are in `micros`
    std::int64_t time_base = 0;          // seconds
    std::vector<std::uint32_t> seconds;  // since time_base
    std::vector<std::int64_t> micros;
    std::int64_t latest_us = INT64_MIN;  // of all times
    std::int64_t least_value = 0, least_id = 0;
    Packed values;  // 0: none; else 1 more than the distance from least_value; empty: none has one
    std::uint16_t only_currency = 0;  // of all values, unless they have several
    Packed currencies;                // then those of the rows
    Packed ids;
    std::map<std::uint32_t, PackedCodes> codes;
    Bits owners;  // ordinals with rows
    // By ordinal, filled up to a multiple of 64: the day of the last event, counted from 1 at
    // first_day, and as 65535 from there on; 0: no rows. Most windows leave most people out by this
    // alone.
    std::vector<std::uint16_t> last_days;
    std::int64_t first_day = 0;  // since 1970
};

/// Rows of different people in any order; each person's lie side by side, sorted.
class LooseRows {
  public:
    class CodeColumn {
      public:
        explicit CodeColumn(const std::vector<std::uint32_t>* codes) : codes_(codes) {}
        std::uint32_t operator[](std::size_t row) const {
            return codes_ && row < codes_->size() ? (*codes_)[row] : 0;
        }
        void read(std::span<const std::uint32_t> rows, std::uint32_t* out) const {
            for (std::size_t i = 0; i < rows.size(); ++i) out[i] = (*this)[rows[i]];
        }

      private:
        const std::vector<std::uint32_t>* codes_;
    };

    std::size_t size() const { return ids.size(); }
    std::int64_t time_us(std::size_t row) const { return times[row]; }
    std::int64_t value(std::size_t row) const { return values[row]; }
    void read_values(std::span<const std::uint32_t> rows, CountedValue* out) const;
    bool has_one_currency() const { return false; }
    std::uint16_t currency(std::size_t row) const { return currencies[row]; }
    std::int64_t id(std::size_t row) const { return ids[row]; }
    CodeColumn column(std::uint32_t property) const {
        auto found = codes.find(property);
        return CodeColumn(found == codes.end() ? nullptr : &found->second);
    }
    std::size_t memory_bytes() const;
    template <class File>
    void exchange(File& file) {
        file(times), file(values), file(currencies), file(ids), file(codes);
    }

    void append(const Row& row);
    /// Appends a copy of a row of either layout.
    void append(const FoldedRows& from, std::size_t row);
    void append_own(std::size_t row);
    /// Moves the last row to `to`, and those from there one further.
    void move_last_to(std::size_t to);
    void erase(std::size_t row);

    std::vector<std::int64_t> times, values, ids;
    std::vector<std::uint16_t> currencies;
    std::map<std::uint32_t, std::vector<std::uint32_t>>
        codes;  // may be shorter than the rows: 0 behind
};

}  // namespace regulars::audience
