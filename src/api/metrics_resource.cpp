// Metrics: the list with sparklines, one, its properties, its feed of events.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/charts.hpp"
#include "api/router.hpp"
#include "api/written.hpp"

namespace regulars::api {
namespace {

constexpr std::int64_t sparkline_days = 30;

/// The row's sparkline ends today, in the account's zone.
struct Sparklines {
    std::int64_t first = 0;
    std::map<MetricId, std::vector<std::int64_t>> days;

    static Outcome<Sparklines> load(store::Transaction& tx, const Call& call,
                                    std::optional<MetricId> metric) {
        auto zone = TRY(Zone::find(call.account().time_zone));
        Sparklines lines;
        std::int64_t today = day_number(zone.to_local(call.now()).date());
        lines.first = today - sparkline_days + 1;
        for (auto& count : TRY(tx.charts().days(call.account_id(), metric, lines.first, today))) {
            auto& line = lines.days[count.metric];
            line.resize(sparkline_days);
            line[std::size_t(count.day - lines.first)] += count.events;
        }
        return lines;
    }
};

Result<void> write_row(JsonWriter& out, store::Transaction& tx, AccountId account,
                       const Names& names, const model::Metric& metric, const Sparklines& lines) {
    out.begin_object()
        .member("id", metric.public_id)
        .member("name", metric.name)
        .key("integration");
    names.write_source(out, metric);
    out.member("events", metric.events);
    write_instant(out, "last_event_at", TRY(tx.charts().last_time(account, metric.id)));
    out.key("days").begin_array();
    auto line = lines.days.find(metric.id);
    for (std::size_t i = 0; i < sparkline_days; ++i)
        out.value(line == lines.days.end() ? 0 : line->second[i]);
    out.end_array().end_object();
    return {};
}

Answer read_metrics(Call& call) {
    auto wanted = TRY(call.optional("integration", 40));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        auto lines = TRY(Sparklines::load(tx, call, std::nullopt));
        out.begin_object().key("data").begin_array();
        for (auto* metric : names.sorted_metrics()) {
            if (!metric->listed || (!wanted.empty() && names.source_id(*metric) != wanted))
                continue;
            TRY(write_row(out, tx, call.account_id(), names, *metric, lines));
        }
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Outcome<const model::Metric*> metric_in(const Call& call, const Names& names) {
    auto* metric = names.metric(call.path[0]);
    if (!metric) return not_found("There is no such metric.");
    return metric;
}

Answer read_metric(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        auto* metric = TRY(metric_in(call, names));
        TRY(write_row(out, tx, call.account_id(), names, *metric,
                      TRY(Sparklines::load(tx, call, metric->id))));
        return {};
    }));
    return json_response(out);
}

Answer read_properties(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        auto* metric = TRY(metric_in(call, names));
        out.begin_object().key("data").begin_array();
        for (auto& property :
             TRY(analytics::summarize_properties(tx, call.account_id(), metric->id))) {
            out.begin_object()
                .member("name", property.name)
                .member("type", property.type)
                .member("distinct", property.distinct);
            out.key("values").begin_array();
            for (auto& [value, count] : property.values)
                out.begin_object().member("value", value).member("count", count).end_object();
            out.end_array().end_object();
        }
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_events(Call& call) {
    auto before = TRY(call.optional("before", 80));
    int limit = TRY(call.integer("limit", 1, 100, 25));
    auto place = event_place_in(before);
    if (!before.empty() && !place)
        return refuse(Problem(400, "invalid", "is not the `next` of a page").in("before"));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        auto* metric = TRY(metric_in(call, names));
        auto events = TRY(tx.events().feed(call.account_id(), metric->id, place, limit + 1));
        bool has_more = events.size() > std::size_t(limit);
        if (has_more) events.pop_back();
        TRY(write_event_page(out, tx, call.account_id(), names, events, has_more));
        return {};
    }));
    return json_response(out);
}

constexpr Route table[] = {
    {"GET", "/app/v1/metrics", Needs::analyst, "metrics:read", &read_metrics},
    {"GET", "/app/v1/metrics/{id}", Needs::analyst, "metrics:read", &read_metric},
    {"GET", "/app/v1/metrics/{id}/properties", Needs::analyst, "metrics:read", &read_properties},
    {"GET", "/app/v1/metrics/{id}/events", Needs::analyst, "events:read", &read_events},
};

}  // namespace

std::span<const Route> metric_routes() { return table; }

}  // namespace regulars::api
