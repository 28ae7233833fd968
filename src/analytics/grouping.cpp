// Decides conditions text by text and groups events by code.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/grouping.hpp"

#include <algorithm>
#include <unordered_map>

#include "analytics/people_counter.hpp"

namespace regulars::analytics {
namespace {

constexpr std::size_t most_groups = 8;
constexpr std::uint32_t rest = most_groups;  // its index among the groups

std::span<const std::uint32_t> codes_of(const Column& column, std::size_t event) {
    std::uint32_t begin = event == 0 ? 0 : column.ends[event - 1];
    return std::span(column.codes).subspan(begin, column.ends[event] - begin);
}

/// The values of all days under one number each; 0 is "not set".
struct Values {
    std::vector<std::optional<std::string>> texts{std::nullopt};
    std::unordered_map<std::string, std::uint32_t> number_of;
    std::vector<std::vector<std::uint32_t>> by_day;  // for each day, from its codes to numbers

    void add(const Column* column) {
        auto& numbers = by_day.emplace_back();
        if (!column) return;
        for (auto& text : column->texts) {
            auto [known, is_new] = number_of.try_emplace(text, std::uint32_t(texts.size()));
            if (is_new) texts.emplace_back(text);
            numbers.push_back(known->second);
        }
    }
};

const Column* column_of(const Day* day, const std::string& property) {
    if (!day) return nullptr;
    auto found = day->columns.find(property);
    return found == day->columns.end() ? nullptr : &found->second;
}

}  // namespace

std::vector<bool> passing_events(const Day& day, const std::vector<Condition>& where) {
    std::vector<bool> passing(day.profiles.size(), true);
    for (auto& condition : where) {
        const Column* column = column_of(&day, condition.property);
        bool negated = condition.op == Operator::not_equals || condition.op == Operator::is_not_set;
        // Each text is compared once, however many events have it.
        std::vector<bool> holds;
        if (column) {
            Condition positive = condition;
            if (condition.op == Operator::not_equals) positive.op = Operator::equals;
            bool any = condition.op == Operator::is_set || condition.op == Operator::is_not_set;
            for (auto& text : column->texts) holds.push_back(any || satisfies(text, positive));
        }
        for (std::size_t e = 0; e < passing.size(); ++e) {
            if (!passing[e]) continue;
            bool some = column && std::ranges::any_of(codes_of(*column, e), [&](auto code) { return holds[code]; });
            passing[e] = some != negated;
        }
    }
    return passing;
}

std::vector<Group> group(const std::vector<std::shared_ptr<const Day>>& days, const std::vector<std::vector<bool>>& passing,
                         const std::vector<std::uint32_t>& bucket_of, std::size_t buckets, const std::string& property, Currency currency) {
    Values values;
    for (auto& day : days) values.add(column_of(day.get(), property));
    auto each = [&](auto visit) {
        for (std::size_t i = 0; i < days.size(); ++i) {
            if (!days[i]) continue;
            const Column* column = column_of(days[i].get(), property);
            for (std::size_t e = 0; e < passing[i].size(); ++e)
                if (passing[i][e]) visit(i, e, column ? codes_of(*column, e) : std::span<const std::uint32_t>{});
        }
    };
    std::vector<std::int64_t> totals(values.texts.size(), 0);
    each([&](std::size_t i, std::size_t, std::span<const std::uint32_t> codes) {
        if (codes.empty()) ++totals[0];
        for (auto code : codes) ++totals[values.by_day[i][code]];
    });
    std::vector<std::uint32_t> ranked;
    for (std::uint32_t n = 0; n < totals.size(); ++n)
        if (totals[n] > 0) ranked.push_back(n);
    std::ranges::sort(ranked, [&](auto a, auto b) { return totals[a] != totals[b] ? totals[a] > totals[b] : values.texts[a] < values.texts[b]; });

    std::vector<Group> groups(std::min(ranked.size(), most_groups + 1));
    std::vector<std::uint32_t> group_of(totals.size(), rest);
    for (std::uint32_t g = 0; g < groups.size(); ++g) {
        groups[g].measures.resize(buckets);
        if (g < most_groups) {
            group_of[ranked[g]] = g;
            groups[g].value = values.texts[ranked[g]];
        } else {
            groups[g].is_rest = true;
        }
    }
    // Who was in which group and bucket; counted group by group, so that one array serves all.
    std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> seen(groups.size());
    auto count = [&](std::size_t i, std::size_t e, std::uint32_t g) {
        auto& day = *days[i];
        auto& measures = groups[g].measures[bucket_of[i]];
        ++measures.total;
        seen[g].emplace_back(day.profiles[e], bucket_of[i]);
        if (day.currency_of[e] >= 0 && day.currencies[std::size_t(day.currency_of[e])] == currency)
            measures.minor = measures.minor.value_or(0) + day.minor[e];
    };
    each([&](std::size_t i, std::size_t e, std::span<const std::uint32_t> codes) {
        if (codes.empty()) return count(i, e, group_of[0]);
        bool in_rest = false;
        for (auto code : codes) {
            auto g = group_of[values.by_day[i][code]];
            if (g == rest && std::exchange(in_rest, true)) continue;
            count(i, e, g);
        }
    });
    PeopleCounter people;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        auto& total = groups[g].totals;
        people.begin_group();
        for (auto [profile, bucket] : seen[g]) groups[g].measures[bucket].people += people.is_new(profile, bucket);
        total.people = people.all();
        for (auto& measures : groups[g].measures) {
            total.total += measures.total;
            if (measures.minor) total.minor = total.minor.value_or(0) + *measures.minor;
        }
    }
    return groups;
}

}  // namespace regulars::analytics
