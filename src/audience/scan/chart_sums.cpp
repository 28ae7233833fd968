// Adding rows up without a branch a row: which person, stretch and group comes next is chance.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/chart_sums.hpp"

#include <algorithm>
#include <bit>

namespace regulars::audience {
namespace {

constexpr std::uint64_t one_person(bool is_one) { return std::uint64_t(is_one) << 32; }
constexpr bool is_other_person(RowTag a, RowTag b) { return (a ^ b) > UINT16_MAX; }

}  // namespace

ChartGroups::ChartGroups(std::size_t number, std::vector<std::uint16_t> bits)
    : count(std::uint32_t(number)), bits_of(std::move(bits)) {
    if (!std::ranges::all_of(bits_of, [](auto set) { return std::has_single_bit(set); })) return;
    group_of.reserve(bits_of.size());
    for (auto bit : bits_of) group_of.push_back(std::uint8_t(std::countr_zero(bit)));
}

ChartSums::ChartSums(std::size_t stretches, const ChartGroups& groups)
    : groups_(&groups),
      stretches_(stretches),
      width_(groups.count + 1),
      cells_((stretches + 1) * width_) {}

void ChartSums::add(const ChartRows& rows) {
    if (groups_->count == 0)
        rows.values ? add_ungrouped<true>(rows) : add_ungrouped<false>(rows);
    else if (!groups_->group_of.empty())
        rows.values ? add_with_a_group<true>(rows) : add_with_a_group<false>(rows);
    else
        rows.values ? add_with_groups<true>(rows) : add_with_groups<false>(rows);
}

template <bool has_values>
void ChartSums::add_ungrouped(const ChartRows& rows) {
    const auto* tags = rows.tags.data();
    const auto* values = rows.values;
    auto* cells = cells_.data();
    auto last = last_;
    std::uint64_t ever = 0;
    for (std::size_t i = 0, n = rows.tags.size(); i < n; ++i) {
        auto tag = tags[i];
        auto& cell = cells[stretch_of(tag)];
        cell.counts += 1 + one_person(tag != last);
        if constexpr (has_values)
            cell.value.count += values[i].count, cell.value.amount += values[i].amount;
        ever += one_person(is_other_person(tag, last));
        last = tag;
    }
    cells_.back().counts += ever, last_ = last;
}

template <bool has_values>
void ChartSums::add_with_a_group(const ChartRows& rows) {
    const auto* tags = rows.tags.data();
    const auto* keys = rows.keys;
    const auto* values = rows.values;
    const auto* group_of = groups_->group_of.data();
    const auto width = width_;
    auto* cells = cells_.data();
    auto* whole_time = cells + stretches_ * width;
    auto last = last_;
    auto in_stretch = in_stretch_, ever = ever_;
    for (std::size_t i = 0, n = rows.tags.size(); i < n; ++i) {
        auto tag = tags[i];
        std::uint32_t group = group_of[keys[i]];
        std::uint32_t is_new_stretch = tag != last, is_new_person = is_other_person(tag, last);
        last = tag;
        in_stretch &= is_new_stretch - 1, ever &= is_new_person - 1;
        auto* stretch = cells + stretch_of(tag) * width;
        stretch[width - 1].counts += one_person(is_new_stretch);
        stretch[group].counts += 1 + one_person(~in_stretch >> group & 1);
        if constexpr (has_values) {
            stretch[group].value.count += values[i].count;
            stretch[group].value.amount += values[i].amount;
        }
        whole_time[width - 1].counts += one_person(is_new_person);
        whole_time[group].counts += one_person(~ever >> group & 1);
        in_stretch |= 1u << group, ever |= 1u << group;
    }
    last_ = last, in_stretch_ = in_stretch, ever_ = ever;
}

template <bool has_values>
void ChartSums::add_with_groups(const ChartRows& rows) {
    auto* whole_time = cells_.data() + stretches_ * width_;
    for (std::size_t i = 0; i < rows.tags.size(); ++i) {
        auto tag = rows.tags[i];
        bool is_new_stretch = tag != last_, is_new_person = is_other_person(tag, last_);
        last_ = tag;
        if (is_new_stretch) in_stretch_ = 0;
        if (is_new_person) ever_ = 0;
        auto* stretch = cells_.data() + stretch_of(tag) * width_;
        ChartCell own{.counts = 1 + one_person(is_new_stretch), .value = {}};
        if constexpr (has_values) own.value = rows.values[i];
        stretch[width_ - 1].add(own);
        whole_time[width_ - 1].counts += one_person(is_new_person);
        auto bits = groups_->bits_of[rows.keys[i]];
        each_bit(bits, 0, [&](std::size_t group) {
            own.counts = 1 + one_person((in_stretch_ >> group & 1) == 0);
            stretch[group].add(own);
            whole_time[group].counts += one_person((ever_ >> group & 1) == 0);
        });
        in_stretch_ |= bits, ever_ |= bits;
    }
}

void ChartSums::add(const ChartSums& other) {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].add(other.cells_[i]);
}

ChartCell ChartSums::stretch(std::size_t stretch) const {
    auto sum = cell(stretch, groups_->count);
    for (std::size_t g = 0; g < groups_->count && !groups_->group_of.empty(); ++g) {
        auto of_group = cell(stretch, g);
        of_group.counts &= UINT32_MAX;
        sum.add(of_group);
    }
    return sum;
}

}  // namespace regulars::audience
