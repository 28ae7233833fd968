// The grammar of what somebody did: profile-metric, profile-metric-funnel and "order_by".
// SPDX-License-Identifier: Apache-2.0
#include "audience/metric_grammar.hpp"

#include "audience/condition_grammar.hpp"
#include "audience/value_grammar.hpp"
#include "audience/wire_names.hpp"

namespace regulars::audience {
namespace {

constexpr model::Names<bool, 2> directions{{{true, "descending"}, {false, "ascending"}}};

Result<std::vector<PropertyFilter>> filters_from(const Place& place) {
    std::vector<PropertyFilter> filters;
    if (place.is_nothing()) return filters;
    TRY(place.each(0, most_filters, "filters", [&](Place item) -> Result<void> {
        TRY(item.object({"property", "filter"}));
        PropertyFilter filter{TRY(item["property"].text()), std::nullopt};
        if (Place test = item["filter"]; !test.is_nothing())
            filter.test = TRY(value_test_from(test, Subject::event));
        filters.push_back(std::move(filter));
        return {};
    }));
    return filters;
}

bool is_of_property(Measurement measurement) {
    return measurement == Measurement::sum_of || measurement == Measurement::average_of;
}

/// What a condition and an ordering have in common.
Result<MetricCondition> measured_from(const Place& place) {
    MetricCondition condition;
    condition.metric = TRY(place["metric_id"].text());
    condition.measurement = TRY(place["measurement"].one_of(measurements));
    if (is_of_property(condition.measurement))
        condition.property = TRY(place["regulars_property"].text());
    else if (!place["regulars_property"].node.is_missing())
        return place["regulars_property"].expected("nothing beside this measurement");
    condition.timeframe = TRY(date_test_from(place["timeframe_filter"], metric_dates));
    condition.filters = TRY(filters_from(place["metric_filters"]));
    return condition;
}

void write_filters(JsonWriter& out, const std::vector<PropertyFilter>& filters) {
    out.key("metric_filters");
    if (filters.empty()) {
        out.value(nullptr);
        return;
    }
    out.begin_array();
    for (auto& filter : filters) {
        out.begin_object().member("property", filter.property).key("filter");
        if (filter.test)
            write(out, *filter.test, event_date);
        else
            out.value(nullptr);
        out.end_object();
    }
    out.end_array();
}

void write_measured(JsonWriter& out, const MetricCondition& condition) {
    out.member("metric_id", condition.metric)
        .member("measurement", measurements.name(condition.measurement));
    if (is_of_property(condition.measurement)) out.member("regulars_property", condition.property);
    out.key("timeframe_filter");
    write(out, condition.timeframe);
    write_filters(out, condition.filters);
}

}  // namespace

Result<Condition> metric_condition_from(const Place& place) {
    TRY(place.object({"type", "metric_id", "measurement", "regulars_property", "measurement_filter",
                      "timeframe_filter", "metric_filters"}));
    auto condition = TRY(measured_from(place));
    condition.test = TRY(number_test_from(place["measurement_filter"]));
    return condition;
}

Result<Condition> funnel_condition_from(const Place& place) {
    TRY(place.object({"type", "timeframe_filter", "completion_window_seconds", "steps"}));
    FunnelCondition condition{
        TRY(date_test_from(place["timeframe_filter"], funnel_dates)), std::nullopt, {}};
    if (Place window = place["completion_window_seconds"]; !window.is_nothing())
        condition.window_name = funnel_window_hours.name(TRY(window.one_of(funnel_window_hours)));
    TRY(place["steps"].each(1, most_funnel_steps, "steps", [&](Place item) -> Result<void> {
        TRY(item.object({"metric_exists", "metric_id", "metric_filters"}));
        FunnelStep step{TRY(item["metric_exists"].boolean()), TRY(item["metric_id"].text()), {}};
        step.filters = TRY(filters_from(item["metric_filters"]));
        condition.steps.push_back(std::move(step));
        return {};
    }));
    return condition;
}

Result<Ordering> ordering_from(const Place& place) {
    TRY(place.object({"metric_id", "measurement", "regulars_property", "timeframe_filter",
                      "metric_filters", "direction"}));
    auto by = TRY(measured_from(place));
    return Ordering{std::move(by), TRY(place["direction"].one_of(directions))};
}

void write_members(JsonWriter& out, const MetricCondition& condition) {
    out.member("type", "profile-metric");
    write_measured(out, condition);
    out.key("measurement_filter");
    write(out, condition.test);
}

void write_members(JsonWriter& out, const FunnelCondition& condition) {
    out.member("type", "profile-metric-funnel").key("timeframe_filter");
    write(out, condition.timeframe);
    out.member("completion_window_seconds", condition.window_name).key("steps").begin_array();
    for (auto& step : condition.steps) {
        out.begin_object().member("metric_exists", step.exists).member("metric_id", step.metric);
        write_filters(out, step.filters);
        out.end_object();
    }
    out.end_array();
}

void write(JsonWriter& out, const Ordering& ordering) {
    out.begin_object();
    write_measured(out, ordering.by);
    out.member("direction", directions.name(ordering.is_descending)).end_object();
}

}  // namespace regulars::audience
