// What a question looks at of a person, and asking the reference about just that.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/person_sieves.hpp"

#include <algorithm>

#include "audience/population.hpp"
#include "audience/reference.hpp"

namespace regulars::audience {
namespace {

struct Looked {
    const Columns& columns;
    const Question& question;
    Extent& extent;

    void at_event(const std::string& property) {
        if (auto number = columns.event_property(property))
            extent.event_properties.push_back(*number);
    }
    void at_events(const CompiledEvents& events) {
        extent.metrics.insert(extent.metrics.end(), events.metrics.begin(), events.metrics.end());
        for (const auto& filter : events.filters) at_event(filter.property);
    }
    /// The one attribute, or all that are kept of a profile where it may be in several.
    void at_profile(std::string_view property) {
        if (property == "created" || property == "updated") return;  // always there
        auto one = attribute_named(property);
        for (const auto& attribute : columns.people().attributes()) {
            if (!one || (attribute.place == one->place && attribute.name == one->name))
                extent.attributes.push_back(&attribute);
        }
    }

    void operator()(const CompiledMetric& condition) {
        at_events(condition.events);
        at_event(condition.asked.property);
    }
    void operator()(const CompiledFunnel& condition) {
        for (const auto& step : condition.steps) at_events(step.events);
    }
    void operator()(const CompiledProperty& condition) { at_profile(condition.asked.property); }
    void operator()(const GroupCondition& condition) { extent.groups = condition.groups; }
    void operator()(const CompiledConsent&) { extent.consents = true; }
    void operator()(const RegionCondition&) { at_profile({}); }
    void operator()(const CompiledDistance&) { at_profile({}); }
    void operator()(const CompiledPredictive&) {
        const auto& compiled = question.compiled();
        extent = extent_of_orders(columns, compiled.order_metrics, compiled.refund_metrics);
    }
};

template <class T>
void make_unique(std::vector<T>& values) {
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

std::optional<AttributeName> attribute_named(std::string_view property) {
    constexpr std::string_view opening = "properties[";
    if (property.starts_with(opening) && property.size() > opening.size() + 3) {
        property.remove_prefix(opening.size() + 1);
        property.remove_suffix(2);
        return AttributeName{Place::custom, std::string(property)};
    }
    if (property == "phone_number") return AttributeName{Place::field, "phone"};
    for (auto name : {"email", "first_name", "last_name", "birthday"}) {
        if (property == name) return AttributeName{Place::field, name};
    }
    return std::nullopt;  // parts of the address and the like stand in details or in what imports
                          // brought
}

Extent extent_of(const Columns& columns, const Question& question,
                 const CompiledCondition& condition) {
    Extent extent;
    std::visit(Looked{columns, question, extent}, condition);
    make_unique(extent.metrics);
    make_unique(extent.event_properties);
    make_unique(extent.attributes);
    make_unique(extent.groups);
    return extent;
}

Extent extent_of_orders(const Columns& columns, std::span<const MetricId> orders,
                        std::span<const MetricId> refunds) {
    Extent extent;
    for (auto metrics : {orders, refunds})
        extent.metrics.insert(extent.metrics.end(), metrics.begin(), metrics.end());
    for (const auto* property : {matched_order_property, refund_amount_property})
        if (auto number = columns.event_property(property))
            extent.event_properties.push_back(*number);
    return extent;
}

std::uint64_t PersonSieve::holds(std::uint32_t first, std::uint64_t candidates) const {
    std::uint64_t in = 0;
    each_bit(candidates, first, [&](std::size_t ordinal) {
        auto person = columns_.person(std::uint32_t(ordinal), extent_);
        if (until_)
            std::erase_if(person.events,
                          [&](const PersonEvent& event) { return event.time > *until_; });
        if (stands(question_, person, now_).is_member) in |= std::uint64_t(1) << (ordinal - first);
    });
    return in;
}

}  // namespace regulars::audience
