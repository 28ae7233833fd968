// The search over profiles, metrics and integrations.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/router.hpp"
#include "api/written.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_of_a_kind = 8;

/// 0: the text begins so; 1: one of its words does; nothing: neither.
std::optional<int> rank(std::string_view text, std::string_view sought) {
    auto low = lowered(text);
    if (low.starts_with(sought)) return 0;
    if (low.find(" " + std::string(sought)) != std::string::npos) return 1;
    return std::nullopt;
}

Answer search(Call& call) {
    auto q = TRY(call.required("q", 400));
    auto sought = lowered(trimmed(q));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        out.begin_object().key("profiles").begin_array();
        for (ProfileId id :
             TRY(tx.directory().find(call.account_id(), {.text = q, .limit = int(most_of_a_kind)}))
                 .profiles)
            if (auto profile = TRY(tx.profiles().find(call.account_id(), id)))
                write_profile_ref(out, *profile);
        out.end_array().key("metrics").begin_array();
        std::vector<std::pair<int, const model::Metric*>> metrics;
        for (auto* metric : names.sorted_metrics())
            if (auto r = rank(metric->name, sought); r && metric->listed)
                metrics.emplace_back(*r, metric);
        std::ranges::stable_sort(metrics, {}, &std::pair<int, const model::Metric*>::first);
        for (std::size_t i = 0; i < std::min(metrics.size(), most_of_a_kind); ++i)
            names.write_metric(out, *metrics[i].second);
        out.end_array().key("integrations").begin_array();
        std::size_t shown = 0;
        for (auto& [id, integration] : names.integrations())
            if (rank(integration.name, sought) && shown++ < most_of_a_kind)
                names.write_integration(out, id);
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

constexpr Route table[] = {{"GET", "/app/v1/search", Needs::analyst, "", &search}};

}  // namespace

std::span<const Route> search_routes() { return table; }

}  // namespace regulars::api
