// From conditions to sieves.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/sieves.hpp"

#include <algorithm>
#include <cmath>

#include "audience/reference.hpp"
#include "audience/scan/count_sieve.hpp"
#include "audience/scan/funnel_sieve.hpp"
#include "audience/scan/person_sieves.hpp"

namespace regulars::audience {
namespace {

CountRange range_of(const NumberTest& test) {
    auto whole = [](double n) { return std::uint32_t(std::clamp(n, 0.0, double(UINT32_MAX))); };
    double v = test.value;
    using enum NumberOperator;
    switch (test.op) {
        case equals:
        case not_equals:
            if (v < 0 || v != std::floor(v) || v >= double(UINT32_MAX))
                return {.least = 1, .below = 1, .is_negated = test.op == not_equals};
            return {.least = whole(v), .below = whole(v + 1), .is_negated = test.op == not_equals};
        case greater_than:
            return {.least = whole(std::floor(v) + 1)};
        case greater_than_or_equal:
            return {.least = whole(std::ceil(v))};
        case less_than:
            return {.below = whole(std::ceil(v))};
        case less_than_or_equal:
            return {.below = whole(std::floor(v) + 1)};
    }
    return {};
}

}  // namespace

SieveMaker::SieveMaker(const Columns& columns, const Question& question, Instant now, bool is_past,
                       KnownCodes* known)
    : columns_(columns),
      question_(question),
      now_(now),
      zone_(question.catalog().day_zone),
      is_past_(is_past),
      known_(known) {}

std::unique_ptr<Sieve> SieveMaker::sieve(const CompiledCondition& condition) {
    return std::visit(
        [&](const auto& one) -> std::unique_ptr<Sieve> {
            if constexpr (requires { of(one); })
                return of(one);
            else if constexpr (requires { one.asked; })
                return of_each(one.asked);
            else
                return of_each(one);
        },
        condition);
}

std::unique_ptr<Sieve> SieveMaker::of_each(const Condition& condition) {
    auto alone =
        Question::ask({.groups = {{condition}}, .order_by = std::nullopt}, question_.catalog());
    REGULARS_ASSERT(alone.has_value(), "a condition of a question can be asked alone");
    auto extent = extent_of(columns_, *alone, alone->compiled().groups[0][0]);
    return std::make_unique<PersonSieve>(columns_, std::move(*alone), std::move(extent), now_,
                                         is_past_ ? std::optional(now_) : std::nullopt);
}

std::vector<RowFilter> SieveMaker::filters_of(const std::vector<CompiledFilter>& filters) {
    std::vector<RowFilter> made;
    for (const auto& filter : filters) {
        if (!filter.test) continue;
        auto property = columns_.event_property(filter.property);
        auto number = property.value_or(UINT32_MAX);
        bool is_kept = known_ && !filter.test->depends_on_time();
        auto known = is_kept ? known_->find(&filter) : KnownCodes::iterator{};
        if (is_kept && known != known_->end()) {
            made.push_back({number, known->second});
            continue;
        }
        auto* values = property ? &columns_.event_properties()[*property].values : nullptr;
        auto accepted =
            std::make_shared<const AcceptedCodes>(values, ValueMatcher(*filter.test, now_, zone_));
        if (is_kept) (*known_)[&filter] = accepted;
        made.push_back({number, std::move(accepted)});
    }
    return made;
}

RowsPlan SieveMaker::rows_plan(const CompiledEvents& events, const DateTest& timeframe) {
    RowsPlan plan;
    for (auto metric : events.metrics) {
        if (auto* rows = columns_.metric(metric)) plan.metrics.push_back(rows);
    }
    plan.filters = filters_of(events.filters);
    if (auto window = window_of(timeframe, now_, zone_))
        plan.span = {window->from.us, window->until.us};
    else
        plan.times.emplace(timeframe, now_, zone_);
    if (is_past_) plan.span.end = std::min(plan.span.end, now_.us + 1);
    return plan;
}

MeasurePlan SieveMaker::measure_plan(const CompiledMetric& condition) {
    const auto& asked = condition.asked;
    MeasurePlan plan{rows_plan(condition.events, asked.timeframe)};
    if (asked.measurement == Measurement::count) return plan;
    if (asked.measurement == Measurement::sum) {
        plan.adds = MeasurePlan::values;
    } else if (auto property = columns_.event_property(asked.property)) {
        plan.adds = MeasurePlan::property;
        plan.of_property = *property;
        plan.amounts = amounts_of(columns_.event_properties()[*property].values);
    }
    return plan;
}

MeasureSieve SieveMaker::measures(const CompiledMetric& condition) {
    auto asked = condition.asked;
    asked.test = {NumberOperator::not_equals, 0};  // which no sum but the whole decides
    return {measure_plan(condition), std::move(asked)};
}

std::unique_ptr<Sieve> SieveMaker::of(const CompiledMetric& condition) {
    const auto& asked = condition.asked;
    auto plan = measure_plan(condition);
    if (asked.measurement == Measurement::count) {
        auto range = range_of(asked.test);
        if (plan.metrics.size() <= 1 && plan.filters.empty() && !plan.times) {
            return std::make_unique<CountSieve>(plan.metrics.empty() ? nullptr : plan.metrics[0],
                                                plan.span, range);
        }
        plan.enough =
            std::max<std::int64_t>(1, range.below != UINT32_MAX ? range.below : range.least);
    }
    return std::make_unique<MeasureSieve>(std::move(plan), asked);
}

std::unique_ptr<Sieve> SieveMaker::of(const CompiledFunnel& condition) {
    if (condition.steps.empty() || condition.steps.size() > most_funnel_steps)
        return of_each(condition.asked);
    FunnelPlan plan{.steps = {}, .window = condition.window};
    for (const auto& step : condition.steps)
        plan.steps.push_back({step.exists, rows_plan(step.events, condition.asked.timeframe)});
    return std::make_unique<FunnelSieve>(std::move(plan));
}

std::unique_ptr<Sieve> SieveMaker::of(const CompiledConsent& condition) {
    if (condition.asked.channel == ConsentChannel::push) return of_each(condition.asked);
    bool asks_dates = std::ranges::any_of(condition.asked.filters, [](const auto& filter) {
        return filter.field.ends_with("_date");
    });
    if (asks_dates) return of_each(condition.asked);
    // Whatever else is asked depends on the state alone, and there are few different ones.
    auto alone = Question::ask({.groups = {{condition.asked}}, .order_by = std::nullopt},
                               question_.catalog());
    REGULARS_ASSERT(alone.has_value(), "a condition of a question can be asked alone");
    auto channel = condition.asked.channel == ConsentChannel::email ? model::Channel::email
                                                                    : model::Channel::sms;
    const auto& column = columns_.people().consents(channel);
    auto accepts = [alone = *alone, now = now_, channel](const model::Property* state) {
        Person person;
        if (state) person.consents.push_back(consent_of(channel, *state));
        return stands(alone, person, now).is_member;
    };
    return std::make_unique<CodeSieve>(&column.codes, AcceptedCodes(&column.states, accepts));
}

std::unique_ptr<Sieve> SieveMaker::of(const CompiledProperty& condition) {
    const auto& name = condition.asked.property;
    auto attribute = attribute_named(name);
    if (!attribute) return of_each(condition.asked);
    auto* found = columns_.people().attribute(attribute->place, attribute->name);
    bool is_birthday = name == "birthday";
    auto accepts = [matches = ValueMatcher(condition.test, now_, zone_),
                    is_birthday](const model::Property* value) {
        if (!value || !is_birthday) return matches(value);
        model::Property text = birthday_of(*value).text();
        return matches(&text);
    };
    return std::make_unique<CodeSieve>(found ? &found->codes : nullptr,
                                       AcceptedCodes(found ? &found->values : nullptr, accepts));
}

std::unique_ptr<Sieve> SieveMaker::of(const GroupCondition& condition) {
    Bits bits;
    std::optional<DateMatcher> times;
    if (condition.timeframe) times.emplace(*condition.timeframe, now_, zone_);
    for (const auto& name : condition.groups) {
        if (auto* rows = columns_.group(name)) {
            rows->each([&](std::uint32_t ordinal, Instant joined) {
                if (!times || (*times)(joined)) bits.set(ordinal);
            });
        }
    }
    return std::make_unique<BitsSieve>(std::move(bits), !condition.is_member);
}

}  // namespace regulars::audience
