// Sorting what arrived: by person in one count, then each person's few by time.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/arriving_rows.hpp"

#include <algorithm>
#include <utility>

#include "audience/columns/folding.hpp"

namespace regulars::audience {

void ArrivingRows::append(std::uint32_t ordinal, const Row& row) {
    auto at = size();
    owners_.push_back(ordinal);
    times_.push_back(row.time_us);
    values_.push_back(row.value);
    currencies_.push_back(row.currency);
    ids_.push_back(row.id);
    for (auto [property, code] : row.codes) {
        if (property >= codes_.size()) codes_.resize(property + 1);
        codes_[property].set(at, code);
    }
}

std::size_t ArrivingRows::memory_bytes() const {
    std::size_t sum = owners_.capacity() * 4 + currencies_.capacity() * 2 +
                      (times_.capacity() + values_.capacity() + ids_.capacity()) * 8;
    for (const auto& codes : codes_) sum += codes.memory_bytes();
    return sum;
}

/// The rows in their order, for folding. A column is put in order once, so that all that is made of
/// it reads one row after the other.
class ArrivingRows::Sorted {
  public:
    Sorted(ArrivingRows& rows, std::uint32_t people)
        : rows_(rows), starts_(people + 1), order_(rows.size()) {
        for (auto owner : rows.owners_) ++starts_[owner + 1];
        for (std::uint32_t o = 0; o < people; ++o) starts_[o + 1] += starts_[o];
        {
            auto next = starts_;
            for (std::uint32_t row = 0; row < rows.size(); ++row)
                order_[next[rows.owners_[row]]++] = row;
        }
        rows.owners_ = std::vector<std::uint32_t>();
        auto key = [&](std::uint32_t row) { return std::pair(rows.times_[row], rows.ids_[row]); };
        for (std::uint32_t o = 0; o < people; ++o)
            std::sort(order_.begin() + starts_[o], order_.begin() + starts_[o + 1],
                      [&](auto a, auto b) { return key(a) < key(b); });
        put_in_order(rows.times_);
        put_in_order(rows.values_);
        put_in_order(rows.ids_);
        put_in_order(rows.currencies_);
    }
    std::int64_t events() const { return std::int64_t(order_.size()); }
    std::uint32_t count(std::uint32_t ordinal) const {
        return starts_[ordinal + 1] - starts_[ordinal];
    }
    template <class Visit>
    void each_row(std::uint32_t, Visit visit) const {
        for (std::uint32_t row = 0; row < order_.size(); ++row) visit(*this, row);
    }
    std::vector<std::uint32_t> properties() const {
        std::vector<std::uint32_t> properties;
        for (std::uint32_t property = 0; property < rows_.codes_.size(); ++property) {
            if (rows_.codes_[property].memory_bytes() > 0) properties.push_back(property);
        }
        return properties;
    }
    template <class Visit>
    void each_code(std::uint32_t, std::uint32_t property, Visit visit) {
        if (property != in_order_) {
            const auto& codes = rows_.codes_[property];
            column_.resize(order_.size());
            for (std::size_t row = 0; row < order_.size(); ++row) column_[row] = codes[order_[row]];
            in_order_ = property;
        }
        for (auto code : column_) visit(code);
    }
    void drop(std::uint32_t property) { rows_.codes_[property] = {}; }

    std::int64_t time_us(std::uint32_t row) const { return rows_.times_[row]; }
    std::int64_t value(std::uint32_t row) const { return rows_.values_[row]; }
    std::int64_t id(std::uint32_t row) const { return rows_.ids_[row]; }
    std::uint16_t currency(std::uint32_t row) const { return rows_.currencies_[row]; }

  private:
    template <class Number>
    void put_in_order(std::vector<Number>& column) const {
        std::vector<Number> ordered(column.size());
        for (std::size_t row = 0; row < order_.size(); ++row) ordered[row] = column[order_[row]];
        column = std::move(ordered);
    }

    ArrivingRows& rows_;
    std::vector<std::uint32_t> starts_, order_;
    std::vector<std::uint32_t> column_;  // the codes of property in_order_
    std::uint32_t in_order_ = UINT32_MAX;
};

FoldedRows ArrivingRows::folded(std::uint32_t people) && {
    Sorted sorted(*this, people);
    auto made = folded_from(sorted, people);
    *this = {};
    return made;
}

}  // namespace regulars::audience
