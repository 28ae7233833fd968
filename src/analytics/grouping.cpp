// Decides conditions text by text and groups events by code.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/grouping.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "analytics/people_counter.hpp"

namespace regulars::analytics {
namespace {

constexpr std::size_t most_groups = 8;
constexpr std::uint8_t rest = most_groups;  // its index among the groups

/// The values of all days under one number each; 0 is "not set".
struct Values {
    std::vector<std::optional<std::string>> texts{std::nullopt};
    std::unordered_map<std::string, std::uint32_t> number_of;
    std::vector<std::vector<std::uint32_t>> by_day;  // for each day, from its codes to numbers

    void add(const Column* column) {
        auto& numbers = by_day.emplace_back();
        if (!column) return;
        numbers.reserve(column->texts.size());
        for (auto& text : column->texts) {
            auto [known, is_new] = number_of.try_emplace(text, std::uint32_t(texts.size()));
            if (is_new) texts.emplace_back(text);
            numbers.push_back(known->second);
        }
    }
};

/// Events of each value.
std::vector<std::int64_t> totals_of(const std::vector<std::shared_ptr<const Day>>& days, const std::vector<std::vector<std::uint8_t>>& passing,
                                    const Values& values, const std::string& property) {
    std::vector<std::int64_t> totals(values.texts.size(), 0);
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!days[i]) continue;
        const Column* column = days[i]->column(property);
        std::size_t events = days[i]->profiles.size();
        auto& numbers = values.by_day[i];
        if (passing[i].empty()) {
            totals[0] += std::int64_t(column ? column->unset : events);
            for (std::size_t code = 0; code < numbers.size(); ++code) totals[numbers[code]] += column->counts[code];
            continue;
        }
        for (std::size_t e = 0; e < events; ++e) {
            if (!passing[i][e]) continue;
            bool is_set = false;
            if (column) column->each_code(e, [&](auto code) { ++totals[numbers[code]], is_set = true; });
            totals[0] += !is_set;
        }
    }
    return totals;
}

/// What one bucket adds up to, group by group.
struct BucketSums {
    std::array<std::int64_t, most_groups + 1> totals{};
    std::array<ValueSum, most_groups + 1> values{};
};

/// Adds one day to a bucket. `group_of`: from a code + 1 to its group, from 0 to that of "not set".
void add_day(const Day& day, const Column* column, const std::vector<std::uint8_t>& passing, const std::vector<std::uint8_t>& group_of,
             Currency currency, PeopleCounter& people, BucketSums& sums) {
    auto known = std::ranges::find(day.currencies, currency);
    auto ours = known == day.currencies.end() ? std::int16_t(-2) : std::int16_t(known - day.currencies.begin());
    bool has_values = ours >= 0;
    auto count = [&](std::size_t e, std::uint8_t g) {
        ++sums.totals[g];
        people.add(g, day.profiles[e]);
        if (has_values && day.currency_of[e] == ours) {
            sums.values[g].minor += day.minor[e];
            sums.values[g].is_known = true;
        }
    };
    std::size_t events = day.profiles.size();
    if (!column || column->is_single()) {
        for (std::size_t e = 0; e < events; ++e)
            if (passing.empty() || passing[e]) count(e, group_of[column ? column->single()[e] : 0]);
        return;
    }
    for (std::size_t e = 0; e < events; ++e) {
        if (!passing.empty() && !passing[e]) continue;
        bool is_set = false, in_rest = false;
        column->each_code(e, [&](auto code) {
            is_set = true;
            auto g = group_of[code + 1];
            if (g == rest && std::exchange(in_rest, true)) return;
            count(e, g);
        });
        if (!is_set) count(e, group_of[0]);
    }
}

}  // namespace

std::vector<std::uint8_t> passing_events(const Day& day, const std::vector<Condition>& where) {
    if (where.empty()) return {};
    std::vector<std::uint8_t> passing(day.profiles.size(), 1);
    for (auto& condition : where) {
        const Column* column = day.column(condition.property);
        bool negated = condition.op == Operator::not_equals || condition.op == Operator::is_not_set;
        // Each text is compared once, however many events have it.
        std::vector<std::uint8_t> holds{0};  // 0 stands for "not set"
        if (column) {
            Condition positive = condition;
            if (condition.op == Operator::not_equals) positive.op = Operator::equals;
            bool any = condition.op == Operator::is_set || condition.op == Operator::is_not_set;
            for (auto& text : column->texts) holds.push_back(any || satisfies(text, positive));
        }
        if (column && !column->is_single()) {
            for (std::size_t e = 0; e < passing.size(); ++e) {
                bool some = false;
                column->each_code(e, [&](auto code) { some = some || holds[code + 1]; });
                passing[e] &= std::uint8_t(some != negated);
            }
            continue;
        }
        for (auto& one : holds) one = std::uint8_t(bool(one) != negated);
        for (std::size_t e = 0; e < passing.size(); ++e) passing[e] &= holds[column ? column->single()[e] : 0];
    }
    return passing;
}

std::vector<Group> group(const std::vector<std::shared_ptr<const Day>>& days, const std::vector<std::vector<std::uint8_t>>& passing,
                         const std::vector<std::uint32_t>& bucket_of, std::size_t buckets, const std::string& property, Currency currency,
                         std::uint32_t greatest_profile) {
    Values values;
    for (auto& day : days) values.add(day ? day->column(property) : nullptr);
    auto totals = totals_of(days, passing, values, property);
    std::vector<std::uint32_t> ranked;
    for (std::uint32_t n = 0; n < totals.size(); ++n)
        if (totals[n] > 0) ranked.push_back(n);
    auto stands_before = [&](auto a, auto b) { return totals[a] != totals[b] ? totals[a] > totals[b] : values.texts[a] < values.texts[b]; };
    std::ranges::partial_sort(ranked, ranked.begin() + std::ptrdiff_t(std::min(ranked.size(), most_groups)), stands_before);

    std::vector<Group> groups(std::min(ranked.size(), most_groups + 1));
    std::vector<std::uint8_t> group_of(totals.size(), rest);
    for (std::uint8_t g = 0; g < groups.size(); ++g) {
        groups[g].measures.resize(buckets);
        if (g < most_groups) {
            group_of[ranked[g]] = g;
            groups[g].value = values.texts[ranked[g]];
        } else {
            groups[g].is_rest = true;
        }
    }
    PeopleCounter people(groups.size(), greatest_profile);
    for (std::size_t first = 0; first < days.size();) {
        std::size_t end = first, events = 0;
        for (; end < days.size() && bucket_of[end] == bucket_of[first]; ++end) events += days[end] ? days[end]->profiles.size() : 0;
        people.begin_bucket(events);
        BucketSums sums;
        for (std::size_t i = first; i < end; ++i) {
            if (!days[i]) continue;
            std::vector<std::uint8_t> of_day{group_of[0]};
            for (auto number : values.by_day[i]) of_day.push_back(group_of[number]);
            add_day(*days[i], days[i]->column(property), passing[i], of_day, currency, people, sums);
        }
        for (std::size_t g = 0; g < groups.size(); ++g)
            groups[g].measures[bucket_of[first]] = {sums.totals[g], people.end_bucket(g), sums.values[g].sum()};
        first = end;
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
        auto& total = groups[g].totals;
        total.people = people.all(g);
        for (auto& measures : groups[g].measures) {
            total.total += measures.total;
            if (measures.minor) total.minor = total.minor.value_or(0) + *measures.minor;
        }
    }
    return groups;
}

}  // namespace regulars::analytics
