// Conditions on events read from rows; the others by examining the person as far as they look.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/standings.hpp"

#include <algorithm>

#include "audience/examine.hpp"

namespace regulars::audience {
namespace {

bool has_one_answer_a_day(const DateTest& test) {
    if (auto* date = std::get_if<RelativeDate>(&test))
        return date->unit != TimeUnit::hour && date->op != RelativeOperator::in_the_next;
    if (auto* range = std::get_if<RelativeRange>(&test)) return range->unit != TimeUnit::hour;
    return false;
}

}  // namespace

Timeframe::Timeframe(const DateTest& test, Instant now, const Zone& zone)
    : test_(test),
      now_(now),
      zone_(zone),
      matcher_(test, now, zone),
      is_by_days_(has_one_answer_a_day(test)) {}

std::optional<Instant> Timeframe::next(Instant time) {
    if (!moves(test_)) return std::nullopt;
    if (!is_by_days_ || time > now_) return next_change(test_, time, now_, zone_);
    auto& known = days_[time.seconds() / 86'400];
    for (const auto& day : known) {
        if (day.hours.contains(time)) return day.next;
    }
    auto number = day_at(time, zone_);
    auto& free = known[0].hours.from == latest ? known[0] : known[1];
    // Of today only what is past is known to be alike.
    free = {{start_of_day(number, zone_),
             std::min(start_of_day(number + 1, zone_), now_ + Duration(1))},
            next_change(test_, time, now_, zone_)};
    return free.next;
}

Standings::Standings(const Columns& columns, const Question& question, Instant now)
    : columns_(columns), question_(question), now_(now), zone_(question.catalog().day_zone) {
    for (const auto& conditions : question.compiled().groups) {
        auto& group = groups_.emplace_back();
        for (const auto& condition : conditions) {
            auto& asked = group.emplace_back(Asked{.condition = &condition,
                                                   .timeframe = {},
                                                   .extent = {},
                                                   .properties = {},
                                                   .amounts = {}});
            if (auto* metric = std::get_if<CompiledMetric>(&condition)) {
                asked.timeframe.emplace(metric->asked.timeframe, now, zone_);
                for (const auto& filter : metric->events.filters)
                    asked.properties.push_back(columns.event_property(filter.property));
                asked.amounts = columns.event_property(metric->asked.property);
            } else {
                asked.extent = extent_of(columns, question, condition);
            }
        }
    }
}

bool Standings::of_metric(Asked& asked, const CompiledMetric& condition, std::uint32_t ordinal,
                          std::optional<Instant>& next) const {
    const auto& filters = condition.events.filters;
    const auto& properties = columns_.event_properties();
    auto measurement = condition.asked.measurement;
    Measured measured;
    for (auto metric : condition.events.metrics) {
        auto* rows = columns_.metric(metric);
        if (!rows) continue;
        rows->with(ordinal, [&](const auto& from, Range range) {
            auto value_of = [&](std::optional<std::uint32_t> property,
                                std::uint32_t row) -> std::optional<model::Property> {
                auto code = property ? from.column(*property)[row] : 0;
                return code == 0 ? std::nullopt
                                 : std::optional(properties[*property].values.value(code));
            };
            for (auto row = range.begin; row < range.end; ++row) {
                Instant time{from.time_us(row)};
                bool passes_all = true, may_pass = true;
                std::optional<Instant> filters_next;
                for (std::size_t f = 0; f < filters.size() && may_pass; ++f) {
                    if (!filters[f].test) continue;
                    auto value = value_of(asked.properties[f], row);
                    auto* there = value ? &*value : nullptr;
                    if (!matches(*filters[f].test, there, now_, zone_)) {
                        passes_all = false;
                        may_pass = filters[f].test->depends_on_time();
                    }
                    keep_sooner(filters_next, next_change(*filters[f].test, there, now_, zone_));
                }
                if (!may_pass) continue;
                keep_sooner(next, filters_next);
                keep_sooner(next, asked.timeframe->next(time));
                if (!passes_all || !asked.timeframe->has(time)) continue;
                std::optional<Amount> amount;
                if (measurement == Measurement::sum) {
                    if (auto value = from.value(row); value != no_value) amount = value;
                } else if (measurement != Measurement::count) {
                    if (auto value = value_of(asked.amounts, row)) amount = amount_in(*value);
                }
                measured.add(amount);
            }
        });
    }
    return passes(condition.asked, measured);
}

Standing Standings::of(std::uint32_t ordinal) {
    Standing standing{.is_member = true, .next_change = {}};
    for (auto& group : groups_) {
        bool any_holds = false;
        for (auto& asked : group) {
            if (auto* metric = std::get_if<CompiledMetric>(asked.condition)) {
                any_holds |= of_metric(asked, *metric, ordinal, standing.next_change);
                continue;
            }
            auto finding =
                examine(*asked.condition, question_, columns_.person(ordinal, asked.extent), now_);
            any_holds |= finding.holds;
            keep_sooner(standing.next_change, finding.next_change);
        }
        standing.is_member &= any_holds;
    }
    return standing;
}

}  // namespace regulars::audience
