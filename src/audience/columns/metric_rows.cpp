// Setting people apart, and folding them back in, one column at a time.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/metric_rows.hpp"

#include <algorithm>

#include "audience/columns/folding.hpp"

namespace regulars::audience {

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

/// Everybody's rows of both layouts, for folding.
class MetricRows::Both {
  public:
    explicit Both(MetricRows& rows) : rows_(rows) {}
    std::int64_t events() const { return rows_.events_; }
    std::uint32_t count(std::uint32_t ordinal) const { return rows_.count(ordinal); }
    template <class Visit>
    void each_row(std::uint32_t people, Visit visit) const {
        for (std::uint32_t first = 0; first < people; first += 64) {
            each_bit(rows_.folded_.owners.word(first / 64) | rows_.apart_.word(first / 64), first,
                     [&](std::size_t ordinal) {
                         rows_.with(std::uint32_t(ordinal), [&](const auto& from, Range range) {
                             for (auto row = range.begin; row < range.end; ++row) visit(from, row);
                         });
                     });
        }
    }
    std::vector<std::uint32_t> properties() const {
        std::vector<std::uint32_t> properties;
        for (const auto& [property, packed] : rows_.folded_.codes) properties.push_back(property);
        for (const auto& [property, column] : rows_.loose_.codes) properties.push_back(property);
        std::ranges::sort(properties);
        properties.erase(std::unique(properties.begin(), properties.end()), properties.end());
        return properties;
    }
    template <class Visit>
    void each_code(std::uint32_t people, std::uint32_t property, Visit visit) const {
        // Finding a column costs more than reading it: once a layout, not once a row.
        auto folded = rows_.folded_.column(property);
        auto loose = rows_.loose_.column(property);
        each_row(people, [&](const auto& from, std::uint32_t row) {
            if constexpr (std::is_same_v<std::decay_t<decltype(from)>, FoldedRows>)
                visit(folded[row]);
            else
                visit(loose[row]);
        });
    }
    void drop(std::uint32_t property) {
        rows_.folded_.codes.erase(property);
        rows_.loose_.codes.erase(property);
    }

  private:
    MetricRows& rows_;
};

void MetricRows::append(std::uint32_t ordinal, const Row& row) {
    REGULARS_ASSERT(events_ == 0, "rows are appended to a metric that has others");
    arriving_.append(ordinal, row);
}

void MetricRows::fold(std::uint32_t people) {
    if (arriving_.size() > 0) {
        REGULARS_ASSERT(events_ == 0, "rows were added beside those that were appended");
        *this = from(std::move(arriving_).folded(people));
        return;
    }
    if (loose_ranges_.size() == 0 && folded_.starts.size() == people + 1) return;
    Both both(*this);
    *this = from(folded_from(both, people));
}

MetricRows MetricRows::from(FoldedRows folded) {
    MetricRows made;
    made.events_ = std::int64_t(folded.size());
    made.folded_ = std::move(folded);
    return made;
}

}  // namespace regulars::audience
