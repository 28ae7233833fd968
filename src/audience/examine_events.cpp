// Examines the conditions on what somebody did: metrics and funnels.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "audience/examine.hpp"
#include "audience/funnel.hpp"

namespace regulars::audience {
namespace {

bool is_of(const CompiledEvents& events, const PersonEvent& event) {
    return std::ranges::binary_search(events.metrics, event.metric);
}

const model::Property* property_of(const PersonEvent& event, const std::string& name) {
    auto at = event.properties.find(name);
    return at == event.properties.end() ? nullptr : &at->second;
}

bool passes_filters(const CompiledEvents& events, const PersonEvent& event, Instant now,
                    const Zone& zone) {
    return std::ranges::all_of(events.filters, [&](auto& filter) {
        return !filter.test ||
               matches(*filter.test, property_of(event, filter.property), now, zone);
    });
}

/// Whether the event can ever pass: the filters that no time changes do.
bool may_pass(const CompiledEvents& events, const PersonEvent& event, Instant now,
              const Zone& zone) {
    return std::ranges::all_of(events.filters, [&](auto& filter) {
        return !filter.test || filter.test->depends_on_time() ||
               matches(*filter.test, property_of(event, filter.property), now, zone);
    });
}

/// When the timeframe or a filter next changes its mind about the event.
std::optional<Instant> next_change_of(const CompiledEvents& events, const DateTest& timeframe,
                                      const PersonEvent& event, Instant now, const Zone& zone) {
    if (!is_of(events, event) || !may_pass(events, event, now, zone)) return std::nullopt;
    auto next = next_change(timeframe, event.time, now, zone);
    for (auto& filter : events.filters)
        if (filter.test)
            keep_sooner(next,
                        next_change(*filter.test, property_of(event, filter.property), now, zone));
    return next;
}

void show(Finding& finding, const PersonEvent& event) {
    if (finding.events.size() < most_shown_events) finding.events.push_back(event.id);
}

}  // namespace

Measured measure(const CompiledMetric& condition, const Person& person, Instant now,
                 const Zone& zone) {
    Measured measured;
    DateMatcher is_in_timeframe(condition.asked.timeframe, now, zone);
    for (auto& event : person.events)
        if (is_of(condition.events, event) && is_in_timeframe(event.time) &&
            passes_filters(condition.events, event, now, zone))
            measured.add(amount_of(condition.asked, event));
    return measured;
}

Finding examine(const CompiledMetric& condition, const Person& person, Instant now,
                const Zone& zone) {
    Finding finding;
    DateMatcher is_in_timeframe(condition.asked.timeframe, now, zone);
    for (auto event = person.events.rbegin(); event != person.events.rend(); ++event) {
        if (!is_of(condition.events, *event)) continue;
        keep_sooner(finding.next_change,
                    next_change_of(condition.events, condition.asked.timeframe, *event, now, zone));
        if (!is_in_timeframe(event->time) || !passes_filters(condition.events, *event, now, zone))
            continue;
        show(finding, *event);
        if (condition.asked.measurement == Measurement::sum && event->value &&
            std::ranges::find(finding.currencies, event->currency) == finding.currencies.end())
            finding.currencies.push_back(event->currency);
    }
    auto measured = measure(condition, person, now, zone);
    finding.matching = measured.events;
    finding.measured = figure(condition.asked, measured);
    finding.holds = passes(condition.asked, measured);
    return finding;
}

Finding examine(const CompiledFunnel& condition, const Person& person, Instant now,
                const Zone& zone) {
    Finding finding;
    DateMatcher is_in_timeframe(condition.asked.timeframe, now, zone);
    std::vector<Instant> times;
    std::vector<FunnelStepEvents> steps;
    for (auto& step : condition.steps) steps.push_back({step.exists, {}});
    for (auto& event : person.events) {
        bool is_any = false;
        times.push_back(event.time);
        for (std::size_t i = 0; i < steps.size(); i++) {
            auto& events = condition.steps[i].events;
            bool is_it = is_of(events, event) && is_in_timeframe(event.time) &&
                         passes_filters(events, event, now, zone);
            steps[i].is_of_step.push_back(is_it);
            if (is_it && steps[i].exists) is_any = true;
            keep_sooner(finding.next_change,
                        next_change_of(events, condition.asked.timeframe, event, now, zone));
        }
        if (is_any) finding.matching++;
    }
    auto chain = completed(steps, times, condition.window);
    finding.holds = chain.has_value();
    if (!chain) return finding;
    for (auto at = chain->rbegin(); at != chain->rend(); ++at) show(finding, person.events[*at]);
    return finding;
}

}  // namespace regulars::audience
