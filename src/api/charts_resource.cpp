// A metric's chart, as JSON and as CSV.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "api/router.hpp"
#include "api/tallier.hpp"
#include "api/written.hpp"
#include "base/csv.hpp"

namespace regulars::api {
namespace {

using analytics::Chart;
using analytics::Measures;
using analytics::Stretch;

struct Charted {
    model::Metric metric;
    analytics::ChartQuery query;
    Chart chart;
};

Outcome<std::int64_t> day_in(const Call& call, const char* name) {
    auto date = parse_date(TRY(call.required(name, 10)));
    if (!date) return refuse(Problem(400, "invalid", "is a day as YYYY-MM-DD").in(name));
    return day_number(*date);
}

Outcome<Charted> charted(const Call& call) {
    Charted charted;
    auto& query = charted.query;
    query.range = {TRY(day_in(call, "from")), TRY(day_in(call, "to"))};
    if (query.range.last < query.range.first)
        return refuse(Problem(400, "invalid", "lies before `from`").in("to"));
    if (query.range.size() > 1'101)
        return refuse(Problem(400, "invalid", "is more than 1,100 days after `from`").in("to"));
    auto by = analytics::by_named(TRY(call.required("by", 10)));
    if (!by) return refuse(Problem(400, "invalid", "is day, week or month").in("by"));
    query.by = *by;
    if (auto property = TRY(call.optional("group_by", 200)); !property.empty())
        query.group_by = property;
    if (auto where = TRY(call.optional("where", 8'000)); !where.empty()) {
        auto conditions = analytics::conditions_from(where);
        if (!conditions)
            return refuse(Problem(400, "invalid", conditions.error().text()).in("where"));
        query.where = std::move(*conditions);
    }
    auto compare = TRY(call.optional("compare", 20));
    if (!compare.empty() && compare != "previous")
        return refuse(Problem(400, "invalid", "is `previous` or left out").in("compare"));
    query.compare_previous = !compare.empty();
    auto audience = TRY(current_audience(call));
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        auto* metric = names.metric(call.path[0]);
        if (!metric) return not_found("There is no such metric.");
        charted.metric = *metric;
        query.metric = metric->id;
        charted.chart = TRY(
            analytics::chart_of(call.account(), query, call.now(), tallier_of(call, tx, audience)));
        return {};
    }));
    return charted;
}

std::string day_text(std::int64_t day) { return format_iso(date_of_day(day)); }

void write_measures(JsonWriter& out, const Measures& measures, Currency currency) {
    out.member("total", measures.total).member("people", measures.people).key("value");
    if (measures.minor)
        out.value(format_decimal({*measures.minor, currency}));
    else
        out.value(nullptr);
}

void write_stretch(JsonWriter& out, const Stretch& stretch, Currency currency) {
    out.member("from", day_text(stretch.range.first)).member("to", day_text(stretch.range.last));
    out.key("buckets").begin_array();
    for (std::size_t i = 0; i < stretch.buckets.size(); ++i) {
        auto& bucket = stretch.buckets[i];
        out.begin_object()
            .member("start", day_text(bucket.days.first))
            .member("end", day_text(bucket.days.last));
        out.member("hours", bucket.hours).member("complete", bucket.complete);
        write_measures(out, stretch.measures[i], currency);
        out.end_object();
    }
    out.end_array().key("totals").begin_object();
    write_measures(out, stretch.totals, currency);
    out.end_object();
}

Answer read_chart(Call& call) {
    auto [metric, query, chart] = TRY(charted(call));
    auto currency = call.account().currency;
    JsonWriter out;
    out.begin_object()
        .member("metric_id", metric.public_id)
        .member("by", analytics::name_of(query.by));
    out.member("time_zone", call.account().time_zone).member("currency", currency.code());
    write_stretch(out, chart.now, currency);
    out.key("groups");
    if (chart.groups) {
        out.begin_array();
        for (auto& group : *chart.groups) {
            out.begin_object()
                .member("value", group.value)
                .member("rest", group.is_rest)
                .key("totals")
                .begin_object();
            write_measures(out, group.totals, currency);
            out.end_object().key("buckets").begin_array();
            for (auto& measures : group.measures) {
                out.begin_object();
                write_measures(out, measures, currency);
                out.end_object();
            }
            out.end_array().end_object();
        }
        out.end_array();
    } else {
        out.value(nullptr);
    }
    out.key("previous");
    if (chart.previous) {
        out.begin_object();
        write_stretch(out, *chart.previous, currency);
        out.end_object();
    } else {
        out.value(nullptr);
    }
    out.key("other_currencies").begin_array();
    for (auto& money : chart.other_currencies) write(out, money);
    return json_response(out.end_array().end_object());
}

std::string value_cell(const Measures& measures, Currency currency) {
    return measures.minor ? format_decimal({*measures.minor, currency}) : std::string();
}

Answer export_chart(Call& call) {
    auto [metric, query, chart] = TRY(charted(call));
    auto currency = call.account().currency;
    std::string csv =
        fmt::format("start,end,{}total,people,value ({})",
                    query.group_by ? csv_field(*query.group_by) + "," : "", currency.code());
    csv += query.compare_previous && !query.group_by
               ? ",previous total,previous people,previous value\r\n"
               : "\r\n";
    auto& buckets = chart.now.buckets;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        auto days = day_text(buckets[i].days.first) + "," + day_text(buckets[i].days.last);
        auto& measures = chart.now.measures[i];
        if (query.group_by) {
            for (auto& group : *chart.groups)
                csv += fmt::format("{},{},{},{},{}\r\n", days,
                                   group.is_rest ? "(rest)"
                                   : group.value ? csv_field(*group.value)
                                                 : "",
                                   group.measures[i].total, group.measures[i].people,
                                   value_cell(group.measures[i], currency));
            continue;
        }
        csv += fmt::format("{},{},{},{}", days, measures.total, measures.people,
                           value_cell(measures, currency));
        if (chart.previous) {
            bool has = i < chart.previous->measures.size();
            csv += has ? fmt::format(",{},{},{}", chart.previous->measures[i].total,
                                     chart.previous->measures[i].people,
                                     value_cell(chart.previous->measures[i], currency))
                       : ",,,";
        }
        csv += "\r\n";
    }
    auto name = fmt::format("{}-{}-{}.csv", metric.public_id, day_text(query.range.first),
                            day_text(query.range.last));
    return net::HttpResponse{
        .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                    {"Content-Disposition", "attachment; filename=\"" + name + "\""}},
        .body = std::move(csv)};
}

constexpr Route table[] = {
    {"GET", "/app/v1/metrics/{id}/chart", Needs::analyst, "metrics:read", &read_chart},
    {"GET", "/app/v1/metrics/{id}/chart.csv", Needs::analyst, "metrics:read", &export_chart},
};

}  // namespace

std::span<const Route> chart_routes() { return table; }

}  // namespace regulars::api
