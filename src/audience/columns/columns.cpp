// Changing people in the columns, and reading them back as they were put.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/columns.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

namespace regulars::audience {
namespace {

bool is_earlier(const PersonEvent& a, const PersonEvent& b) {
    return std::pair(a.time, a.id) < std::pair(b.time, b.id);
}

}  // namespace

std::optional<std::uint32_t> Columns::event_property(std::string_view name) const {
    auto found = property_numbers_.find(name);
    return found == property_numbers_.end() ? std::nullopt : std::optional(found->second);
}
std::optional<std::uint32_t> Columns::written_property(std::string_view name) const {
    auto found = written_numbers_.find(name);
    return found == written_numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::uint32_t Columns::numbered(std::string_view name, PropertyNumbers& numbers) {
    if (auto known = numbers.find(name); known != numbers.end()) return known->second;
    auto number = std::uint32_t(properties_.size());
    numbers.emplace(name, number);
    properties_.push_back({std::string(name), {}, &numbers == &written_numbers_});
    return number;
}

void Columns::add_codes(const model::Properties& properties, PropertyNumbers& numbers,
                        RowCodes& codes) {
    for (const auto& [name, value] : properties) {
        auto number = numbered(name, numbers);
        codes.emplace_back(number, properties_[number].values.code_of(value));
    }
}

Columns::RowCodes Columns::codes_of(const PersonEvent& event) {
    RowCodes codes;
    codes.reserve(event.properties.size() + event.written.size());
    add_codes(event.properties, property_numbers_, codes);
    add_codes(event.written, written_numbers_, codes);
    return codes;
}

Row Columns::row_of(const PersonEvent& event, std::span<const RowCode> codes) {
    Row row{.time_us = event.time.us,
            .value = event.value.value_or(no_value),
            .id = event.id.value,
            .codes = codes};
    if (!event.value) return row;
    auto known = std::ranges::find(currencies_, event.currency);
    row.currency = std::uint16_t(known - currencies_.begin());
    if (known == currencies_.end()) currencies_.push_back(event.currency);
    return row;
}

void Columns::put(const Person& person) {
    auto ordinal = people_.put(person);

    struct Coded {
        const PersonEvent* event;
        RowCodes codes;
    };
    std::map<MetricId, std::vector<Coded>> by_metric;
    for (const auto& event : person.events) {
        by_metric[event.metric].push_back({&event, codes_of(event)});
        metrics_[event.metric];
    }
    for (auto& [metric, rows] : metrics_) {
        auto found = by_metric.find(metric);
        std::vector<Row> wanted;
        if (found != by_metric.end()) {
            std::ranges::stable_sort(found->second, [](const auto& a, const auto& b) {
                return is_earlier(*a.event, *b.event);
            });
            for (auto& coded : found->second) wanted.push_back(row_of(*coded.event, coded.codes));
        }
        auto before = rows.events();
        rows.replace(ordinal, wanted);
        events_ += rows.events() - before;
        if (rows.is_due()) rows.fold(people_.end());
    }

    for (const auto& membership : person.groups) groups_[membership.group];
    for (auto& [group, kept] : groups_) {
        if (kept.is_decided_here) continue;
        auto found = std::ranges::find(person.groups, group, &PersonGroup::group);
        kept.rows.set(
            ordinal, found == person.groups.end() ? std::nullopt : std::optional(found->joined_at));
    }
}

void Columns::remove(ProfileId person) {
    auto ordinal = people_.find(person);
    if (!ordinal) return;
    for (auto& [metric, rows] : metrics_) {
        auto before = rows.events();
        rows.replace(*ordinal, {});
        events_ += rows.events() - before;
    }
    for (auto& [group, kept] : groups_) kept.rows.set(*ordinal, std::nullopt);
    people_.remove(*ordinal);
}

bool Columns::add(ProfileId person, const PersonEvent& event) {
    auto ordinal = people_.find(person);
    if (!ordinal) return false;
    auto& rows = metrics_[event.metric];
    auto codes = codes_of(event);
    auto before = rows.events();
    rows.add(*ordinal, row_of(event, codes));
    events_ += rows.events() - before;
    if (rows.is_due()) rows.fold(people_.end());
    return true;
}

bool Columns::append(ProfileId person, const PersonEvent& event, std::span<const RowCode> codes) {
    auto ordinal = people_.find(person);
    if (!ordinal) return false;
    metrics_[event.metric].append(*ordinal, row_of(event, codes));
    return true;
}

void Columns::set_member(const std::string& group, ProfileId person,
                         std::optional<Instant> joined_at) {
    auto& kept = groups_[group];
    kept.is_decided_here = true;
    if (auto ordinal = people_.find(person)) kept.rows.set(*ordinal, joined_at);
}

void Columns::fold() {
    std::vector<MetricRows*> metrics;
    for (auto& [metric, rows] : metrics_) metrics.push_back(&rows), events_ -= rows.events();
    // The largest first, so that nobody waits long for the last.
    std::ranges::sort(metrics, std::greater(), &MetricRows::memory_bytes);
    std::vector<std::function<void()>> parts;
    for (auto* rows : metrics) parts.push_back([this, rows] { rows->fold(people_.end()); });
    for (auto& property : properties_) parts.push_back([&] { property.values.shrink(); });
    for (auto& [group, kept] : groups_) parts.push_back([&] { kept.rows.fold(); });
    std::atomic<std::size_t> next = 0;
    auto fold_some = [&] {
        for (auto i = next++; i < parts.size(); i = next++) parts[i]();
    };
    {
        std::jthread second(fold_some);
        fold_some();
    }
    for (auto* rows : metrics) events_ += rows->events();
    people_.shrink();
}

std::size_t Columns::memory_bytes() const {
    std::size_t sum = sizeof(*this) + people_.memory_bytes();
    for (const auto& [metric, rows] : metrics_) sum += rows.memory_bytes();
    for (const auto& property : properties_) sum += property.values.memory_bytes();
    for (const auto& [group, kept] : groups_) sum += kept.rows.memory_bytes();
    return sum;
}

void Columns::read_events(std::uint32_t ordinal, const MetricRows& rows, MetricId metric,
                          const Extent& extent, Person& out) const {
    rows.with(ordinal, [&](const auto& from, Range range) {
        auto first = out.events.size();
        for (auto row = range.begin; row < range.end; ++row) {
            auto value = from.value(row);
            out.events.push_back({.id = {from.id(row)},
                                  .metric = metric,
                                  .time = {from.time_us(row)},
                                  .value = value == no_value ? std::nullopt : std::optional(value),
                                  .properties = {}});
            if (value != no_value) out.events.back().currency = currencies_[from.currency(row)];
        }
        auto read = [&](std::uint32_t property) {
            auto column = from.column(property);
            const auto& [name, values, is_written] = properties_[property];
            for (auto row = range.begin; row < range.end; ++row) {
                auto code = column[row];
                if (code == 0) continue;
                auto& event = out.events[first + row - range.begin];
                (is_written ? event.written : event.properties)[name] = values.value(code);
            }
        };
        if (extent.all) {
            for (const auto& [property, codes] : from.codes) read(property);
        } else {
            for (auto property : extent.event_properties) read(property);
        }
    });
}

Person Columns::person(std::uint32_t ordinal, const Extent& extent) const {
    Person out{.id = people_.id(ordinal),
               .created_at = people_.created_at(ordinal),
               .updated_at = people_.updated_at(ordinal)};
    if (extent.all) {
        for (const auto& attribute : people_.attributes()) people_.read(ordinal, attribute, out);
        for (const auto& [metric, rows] : metrics_) read_events(ordinal, rows, metric, extent, out);
        for (const auto& [group, kept] : groups_) {
            if (auto joined = kept.rows.joined_at(ordinal)) out.groups.push_back({group, *joined});
        }
    } else {
        for (auto* attribute : extent.attributes) people_.read(ordinal, *attribute, out);
        for (auto metric : extent.metrics) {
            if (auto* rows = this->metric(metric)) read_events(ordinal, *rows, metric, extent, out);
        }
        for (const auto& name : extent.groups) {
            auto* rows = group(name);
            if (auto joined = rows ? rows->joined_at(ordinal) : std::nullopt)
                out.groups.push_back({name, *joined});
        }
    }
    if (extent.all || extent.consents) people_.read_consents(ordinal, out);
    // Each metric's are sorted already; one metric's need no sorting.
    if (!std::ranges::is_sorted(out.events, is_earlier)) std::ranges::sort(out.events, is_earlier);
    return out;
}

}  // namespace regulars::audience
