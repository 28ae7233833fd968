// Names and values of properties that really occur, for whoever builds a segment.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analytics/charts.hpp"
#include "api/router.hpp"
#include "api/written.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_suggestions = 50;

struct Suggestion {
    std::string text, type;
    std::int64_t count = 0;
};

/// The metrics that are meant: one, all of a name and kind, all of the account, or none (people's
/// own).
Outcome<std::vector<MetricId>> metrics_in(const Call& call, const Names& names, bool is_of_events) {
    auto id = TRY(call.optional("metric_id", 300));
    std::vector<MetricId> found;
    if (id.empty()) {
        if (is_of_events)
            for (auto& [metric_id, metric] : names.metrics()) found.push_back(metric_id);
        return found;
    }
    for (auto& [metric_id, metric] : names.metrics()) {
        auto* integration = names.integration(metric.integration);
        bool is_of_kind =
            integration &&
            id == fmt::format("regulars:{}:{}", model::name_of(integration->kind), metric.name);
        if (is_of_kind || metric.public_id == id) found.push_back(metric_id);
    }
    if (found.empty())
        return refuse(Problem(400, "invalid", "There is no such metric.").in("metric_id"));
    return found;
}

Answer read_suggestions(Call& call) {
    auto of = TRY(call.required("of", 40));
    bool is_values = of == "values", is_of_events = of == "event_properties";
    if (!is_values && !is_of_events && of != "profile_properties")
        return refuse(
            Problem(400, "invalid", "is profile_properties, event_properties or values").in("of"));
    auto property = is_values ? TRY(call.required("property", 400)) : std::string();
    auto q = lowered(TRY(call.optional("q", 100)));
    std::map<std::string, Suggestion> found;  // by text
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        auto metrics = TRY(metrics_in(call, names, is_of_events));
        std::vector<std::vector<analytics::PropertySummary>> summaries;
        for (auto metric : metrics)
            summaries.push_back(
                TRY(analytics::summarize_properties(tx, call.account_id(), metric)));
        if (metrics.empty() && !is_of_events)
            summaries.push_back(TRY(analytics::summarize_people(tx, call.account_id())));
        for (auto& of_metric : summaries)
            for (auto& summary : of_metric) {
                if (is_values && summary.name != property) continue;
                std::int64_t total = 0;
                for (auto& [value, count] : summary.values) {
                    total += count;
                    if (is_values)
                        found.try_emplace(value, Suggestion{value, "", 0}).first->second.count +=
                            count;
                }
                if (!is_values)
                    found.try_emplace(summary.name, Suggestion{summary.name, summary.type, 0})
                        .first->second.count += total;
            }
        return {};
    }));
    std::vector<Suggestion> all;
    for (auto& [text, suggestion] : found)
        if (q.empty() || lowered(text).find(q) != std::string::npos) all.push_back(suggestion);
    std::ranges::stable_sort(all, std::greater<>(), &Suggestion::count);
    if (all.size() > most_suggestions) all.resize(most_suggestions);
    JsonWriter out;
    out.begin_object().key("data").begin_array();
    for (auto& suggestion : all) {
        out.begin_object().member("text", suggestion.text);
        write_text_or_null(out, "type", suggestion.type);
        out.member("count", suggestion.count).end_object();
    }
    return json_response(out.end_array().end_object());
}

constexpr Route table[] = {
    {"GET", "/app/v1/suggestions", Needs::analyst, "segments:read", &read_suggestions}};

}  // namespace

std::span<const Route> suggestion_routes() { return table; }

}  // namespace regulars::api
