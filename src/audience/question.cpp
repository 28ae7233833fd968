// Checks a definition against an account's catalog, and compiles what can be compiled.
// SPDX-License-Identifier: Apache-2.0
#include "audience/question.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "audience/compiled.hpp"
#include "audience/person_values.hpp"
#include "audience/predictive_grammar.hpp"
#include "audience/refusal.hpp"
#include "audience/wire_names.hpp"
#include "base/text.hpp"

namespace regulars::audience {
namespace {

constexpr std::string_view any_integration = "regulars:";

template <class T>
void add_sorted(std::vector<T>& into, const std::vector<T>& more) {
    into.insert(into.end(), more.begin(), more.end());
    std::ranges::sort(into);
    into.erase(std::unique(into.begin(), into.end()), into.end());
}

class Compiler {
  public:
    Compiler(const Catalog& catalog, Dependence& dependence,
             const std::vector<MetricId>& order_metrics,
             const std::vector<MetricId>& refund_metrics)
        : catalog_(catalog),
          needs_(dependence),
          order_metrics_(order_metrics),
          refund_metrics_(refund_metrics) {}

    Result<CompiledMetric> metric(const MetricCondition& condition, const std::string& pointer) {
        TRY(window(condition.timeframe, pointer + "/timeframe_filter"));
        return CompiledMetric{condition, TRY(events(condition.metric, condition.filters, pointer))};
    }

    Result<CompiledCondition> operator()(const MetricCondition& condition,
                                         const std::string& pointer) {
        return TRY(metric(condition, pointer));
    }

    Result<CompiledCondition> operator()(const FunnelCondition& condition,
                                         const std::string& pointer) {
        TRY(window(condition.timeframe, pointer + "/timeframe_filter"));
        CompiledFunnel funnel{condition, std::nullopt, {}};
        if (condition.window_name) {
            auto hours = funnel_window_hours.find(*condition.window_name, "window");
            if (!hours)
                return fail(ErrorKind::invalid, hours.error().message,
                            pointer + "/completion_window_seconds");
            funnel.window = std::chrono::hours(*hours);
        }
        for (std::size_t i = 0; i < condition.steps.size(); i++) {
            auto& step = condition.steps[i];
            funnel.steps.push_back(
                {step.exists,
                 TRY(events(step.metric, step.filters, fmt::format("{}/steps/{}", pointer, i)))});
        }
        return funnel;
    }

    Result<CompiledCondition> operator()(const PropertyCondition& condition,
                                         const std::string& pointer) {
        TRY(check_property(condition.property, pointer + "/property"));
        needs_.on_profile = true;
        return CompiledProperty{condition, TRY(test(condition.test, pointer + "/filter"))};
    }

    Result<CompiledCondition> operator()(const GroupCondition& condition,
                                         const std::string& pointer) {
        for (std::size_t i = 0; i < condition.groups.size(); i++)
            if (std::ranges::find(catalog_.groups, condition.groups[i], &KnownGroup::public_id) ==
                catalog_.groups.end())
                return refuse(Refusal::unknown_group, fmt::format("{}/group_ids/{}", pointer, i),
                              clipped(condition.groups[i], 100));
        if (condition.timeframe) TRY(window(*condition.timeframe, pointer + "/timeframe_filter"));
        add_sorted(needs_.groups, condition.groups);
        return condition;
    }

    Result<CompiledCondition> operator()(const ConsentCondition& condition,
                                         const std::string& pointer) {
        if (condition.channel == ConsentChannel::push)
            return refuse(Refusal::no_push, pointer + "/consent/channel");
        needs_.on_consent = true;
        CompiledConsent compiled{condition, {}};
        for (std::size_t i = 0; i < condition.filters.size(); i++) {
            auto& filter = condition.filters[i];
            auto where = fmt::format("{}/consent/consent_status/filters/{}", pointer, i);
            if (filter.field == "is_rcs_capable") return refuse(Refusal::no_rcs, where + "/field");
            if (!filter.test) {
                compiled.tests.emplace_back();
                continue;
            }
            compiled.tests.push_back(TRY(test(*filter.test, where + "/filter")));
        }
        return compiled;
    }

    Result<CompiledCondition> operator()(const RegionCondition& condition, const std::string&) {
        needs_.on_profile = true;
        return condition;
    }

    Result<CompiledCondition> operator()(const DistanceCondition& condition,
                                         const std::string& pointer) {
        if (!catalog_.postal_codes) return refuse(Refusal::no_postal_codes, pointer);
        auto from = catalog_.postal_codes->find(condition.country_code, condition.postal_code);
        if (!from)
            return refuse(Refusal::unknown_postal_code, pointer + "/postal_code",
                          clipped(condition.country_code + " " + condition.postal_code, 100));
        needs_.on_profile = true;
        return CompiledDistance{condition, *from};
    }

    Result<CompiledCondition> operator()(const PredictiveCondition& condition,
                                         const std::string& pointer) {
        if (condition.dimension == gender_dimension)
            return refuse(Refusal::no_gender, pointer + "/dimension");
        if (condition.dimension == affinity_dimension)
            return refuse(Refusal::no_channel_affinity, pointer + "/dimension");
        add_sorted(needs_.metrics, order_metrics_);
        add_sorted(needs_.metrics, refund_metrics_);
        needs_.on_time = true;
        constexpr std::string_view own[] = {"historic_clv", "historic_number_of_orders",
                                            "average_order_value", "average_days_between_orders"};
        if (std::ranges::find(own, condition.dimension) == std::end(own))
            needs_.on_everybody = true;
        return CompiledPredictive{condition, TRY(test(condition.test, pointer + "/filter"))};
    }

    Result<CompiledCondition> operator()(const UnansweredCondition& condition,
                                         const std::string& pointer) {
        return refuse(condition.type == "profile-permissions" ? Refusal::no_whatsapp
                                                              : Refusal::no_custom_objects,
                      pointer + "/type");
    }

  private:
    Result<CompiledEvents> events(const std::string& metric,
                                  const std::vector<PropertyFilter>& filters,
                                  const std::string& pointer) {
        CompiledEvents compiled{metrics_of(metric), {}};
        if (compiled.metrics.empty())
            return refuse(Refusal::unknown_metric, pointer + "/metric_id", clipped(metric, 100));
        add_sorted(needs_.metrics, compiled.metrics);
        for (std::size_t i = 0; i < filters.size(); i++) {
            compiled.filters.push_back({filters[i].property, std::nullopt});
            if (filters[i].test)
                compiled.filters.back().test = TRY(
                    test(*filters[i].test, fmt::format("{}/metric_filters/{}/filter", pointer, i)));
        }
        return compiled;
    }

    std::vector<MetricId> metrics_of(std::string_view wanted) const {
        std::vector<MetricId> metrics;
        for (auto& known : catalog_.metrics)
            if (wanted.starts_with(any_integration)
                    ? wanted == fmt::format("{}{}:{}", any_integration, known.kind, known.name)
                    : wanted == known.public_id)
                metrics.push_back(known.id);
        std::ranges::sort(metrics);
        return metrics;
    }

    Result<CompiledTest> test(const ValueTest& asked, const std::string& pointer) {
        if (auto* date = std::get_if<DateTest>(&asked)) TRY(window(*date, pointer));
        return CompiledTest::compile(asked, pointer);
    }

    Result<void> window(const DateTest& asked, const std::string& pointer) {
        if (moves(asked)) needs_.on_time = true;
        auto* range = std::get_if<StaticRange>(&asked);
        if (!range || range->start <= range->end) return {};
        return refuse(Refusal::ends_before_start, pointer);
    }

    const Catalog& catalog_;
    Dependence& needs_;
    const std::vector<MetricId>&order_metrics_, &refund_metrics_;
};

}  // namespace

Result<Question> Question::ask(const Definition& definition, const Catalog& catalog) {
    Compiled compiled{
        definition, catalog, {}, {}, {}, order_metrics_of(catalog), refund_metrics_of(catalog)};
    Compiler compiler(catalog, compiled.dependence, compiled.order_metrics,
                      compiled.refund_metrics);
    for (std::size_t g = 0; g < definition.groups.size(); g++) {
        auto& into = compiled.groups.emplace_back();
        for (std::size_t c = 0; c < definition.groups[g].size(); c++) {
            auto pointer = fmt::format("/condition_groups/{}/conditions/{}", g, c);
            into.push_back(
                TRY(std::visit([&](auto& condition) { return compiler(condition, pointer); },
                               definition.groups[g][c])));
        }
    }
    if (definition.order_by) {
        // What members are ordered by moves nobody in or out.
        Dependence unneeded;
        Compiler ordering(catalog, unneeded, compiled.order_metrics, compiled.refund_metrics);
        compiled.order_by =
            CompiledOrdering{TRY(ordering.metric(definition.order_by->by, "/regulars/order_by")),
                             definition.order_by->is_descending};
    }
    return Question(std::make_shared<const Compiled>(std::move(compiled)));
}

Question Question::with(std::shared_ptr<const Population> population) const {
    auto changed = std::make_shared<Compiled>(*compiled_);
    changed->catalog.population = std::move(population);
    return Question(std::move(changed));
}

const Definition& Question::definition() const { return compiled_->definition; }
const Catalog& Question::catalog() const { return compiled_->catalog; }
const Dependence& Question::dependence() const { return compiled_->dependence; }

}  // namespace regulars::audience
