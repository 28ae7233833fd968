// Names and values of properties that really occur, for whoever builds a segment.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analytics/charts.hpp"
#include "api/router.hpp"
#include "api/segment_written.hpp"
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

net::HttpResponse suggest(const std::vector<Suggestion>& all) {
    JsonWriter out;
    out.begin_object().key("data").begin_array();
    for (auto& suggestion : all) {
        out.begin_object().member("text", suggestion.text);
        write_text_or_null(out, "type", suggestion.type);
        out.member("count", suggestion.count).end_object();
    }
    return json_response(out.end_array().end_object());
}

/// Of all the values there are, however long ago: the audience knows them.
Answer suggest_values(const Call& call) {
    audience::ValueQuestion question{.metrics = {},
                                     .property = TRY(call.required("property", 400)),
                                     .part = TRY(call.optional("q", 100)),
                                     .most = most_suggestions};
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        question.metrics = TRY(metrics_in(call, names, false));
        return {};
    }));
    std::vector<Suggestion> all;
    for (auto& [text, count] : TRY(audience_of(call))->values(question))
        all.push_back({text, "", count});
    return suggest(all);
}

Answer read_suggestions(Call& call) {
    auto of = TRY(call.required("of", 40));
    if (of == "values") return suggest_values(call);
    bool is_of_events = of == "event_properties";
    if (!is_of_events && of != "profile_properties")
        return refuse(
            Problem(400, "invalid", "is profile_properties, event_properties or values").in("of"));
    auto q = lowered(TRY(call.optional("q", 100)));
    std::map<std::string, Suggestion> found;  // by name
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        std::vector<std::vector<analytics::PropertySummary>> summaries;
        for (auto metric : TRY(metrics_in(call, names, is_of_events)))
            summaries.push_back(
                TRY(analytics::summarize_properties(tx, call.account_id(), metric)));
        if (!is_of_events)
            summaries.push_back(TRY(analytics::summarize_people(tx, call.account_id())));
        for (auto& of_metric : summaries)
            for (auto& summary : of_metric) {
                auto& suggestion =
                    found.try_emplace(summary.name, Suggestion{summary.name, summary.type, 0})
                        .first->second;
                for (auto& [value, count] : summary.values) suggestion.count += count;
            }
        return {};
    }));
    std::vector<Suggestion> all;
    for (auto& [text, suggestion] : found)
        if (q.empty() || lowered(text).find(q) != std::string::npos) all.push_back(suggestion);
    std::ranges::stable_sort(all, std::greater<>(), &Suggestion::count);
    if (all.size() > most_suggestions) all.resize(most_suggestions);
    return suggest(all);
}

constexpr Route table[] = {
    {"GET", "/app/v1/suggestions", Needs::analyst, "segments:read", &read_suggestions}};

}  // namespace

std::span<const Route> suggestion_routes() { return table; }

}  // namespace regulars::api
