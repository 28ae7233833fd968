// Examines the conditions on predictions, on historic values and on groups by recency, frequency
// and amount.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "audience/examine.hpp"
#include "audience/population.hpp"
#include "audience/predictive_grammar.hpp"

namespace regulars::audience {
namespace {

std::optional<double> number_of(const Predictions& predictions, std::string_view dimension) {
    const std::pair<std::string_view, std::optional<double>> numbers[] = {
        {"average_days_between_orders", predictions.average_days_between_orders},
        {"average_order_value", predictions.average_order_value},
        {"churn_probability", predictions.churn_probability},
        {"historic_clv", predictions.historic_clv},
        {"historic_number_of_orders", predictions.historic_number_of_orders},
        {"predicted_clv", predictions.predicted_clv},
        {"predicted_number_of_orders", predictions.predicted_number_of_orders},
        {"total_clv", predictions.total_clv}};
    for (auto& [name, value] : numbers)
        if (name == dimension) return value;
    return std::nullopt;
}

bool is_negative(const ValueTest& test) {
    if (auto* texts = std::get_if<TextsTest>(&test)) return texts->op == TextsOperator::not_in;
    auto* text = std::get_if<TextTest>(&test);
    if (!text) return false;
    using enum TextOperator;
    return text->op == not_equals || text->op == not_contains || text->op == not_starts_with ||
           text->op == not_ends_with || text->op == nregex;
}

/// A test is asked of the group's name and of its code: one must pass; of a negative test both.
bool passes_group(const CompiledTest& test, const Predictions& predictions, Instant now,
                  const Zone& zone) {
    if (!predictions.rfm_code) return false;
    model::Property code = *predictions.rfm_code, group = *predictions.rfm_group;
    bool by_code = matches(test, &code, now, zone), by_group = matches(test, &group, now, zone);
    return is_negative(test.test()) ? by_code && by_group : by_code || by_group;
}

}  // namespace

Finding examine(const CompiledPredictive& condition, const Question& question, const Person& person,
                Instant now) {
    auto& catalog = question.catalog();
    auto &orders = question.compiled().order_metrics, &refunds = question.compiled().refund_metrics;
    auto predictions = predictions_of(
        orders_of(person.events, orders, refunds, now, catalog.day_zone), catalog.population.get());
    auto& dimension = condition.asked.dimension;
    Finding finding;
    for (auto& event : person.events)
        if (event.time > now && (std::ranges::binary_search(orders, event.metric) ||
                                 std::ranges::binary_search(refunds, event.metric)))
            keep_sooner(finding.next_change, event.time);
    if (dimension == rfm_dimension) {
        finding.holds = passes_group(condition.test, predictions, now, catalog.day_zone);
        if (predictions.rfm_code)
            finding.value = "\"" + *predictions.rfm_group + " (" + *predictions.rfm_code + ")\"";
        return finding;
    }
    if (dimension == next_date_dimension) {
        if (!predictions.expected_date_of_next_purchase) return finding;
        model::Property date = format_iso(*predictions.expected_date_of_next_purchase);
        finding.value = "\"" + std::get<std::string>(date) + "\"";
        finding.holds = matches(condition.test, &date, now, catalog.day_zone);
        keep_sooner(finding.next_change, next_change(condition.test, &date, now, catalog.day_zone));
        return finding;
    }
    finding.measured = number_of(predictions, dimension);
    auto* test = std::get_if<NumberTest>(&condition.asked.test);
    finding.holds = test && finding.measured && passes(*test, *finding.measured);
    return finding;
}

}  // namespace regulars::audience
