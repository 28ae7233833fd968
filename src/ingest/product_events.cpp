// Writes events of the product's own metrics.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/product_events.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.hpp"
#include "model/naming.hpp"

namespace regulars::ingest {
namespace {

// klaviyo-product §4.2, §4.4
constexpr model::Names<ProductMetric, 6> names{
    {{ProductMetric::subscribed_to_list, "Subscribed to List"},
     {ProductMetric::unsubscribed_from_list, "Unsubscribed from List"},
     {ProductMetric::subscribed_to_email, "Subscribed to Email Marketing"},
     {ProductMetric::unsubscribed_from_email, "Unsubscribed from Email Marketing"},
     {ProductMetric::suppressed, "Manually Suppressed from Email Marketing"},
     {ProductMetric::unsuppressed, "Manually Unsuppressed from Email Marketing"}}};

}  // namespace

std::string_view name_of(ProductMetric metric) { return names.name(metric); }

bool is_product_metric(std::string_view name) {
    return std::ranges::any_of(names.rows, [&](auto& row) { return row.second == name; });
}

Result<void> ProductEvents::add(ProductMetric metric, ProfileId profile, FacetId facet,
                                Instant time, const model::List* list, std::string_view method,
                                std::string_view source) {
    if (!metrics_.contains(metric))
        metrics_[metric] =
            TRY(tx_.events().metric(account_, IntegrationId{}, name_of(metric), true, [this] {
                return make_short_id(random_);
            })).id;
    JsonWriter properties;
    properties.begin_object();
    if (list) properties.member("List", list->name).member("List ID", list->public_id);
    properties.member("Method", method).member("Source", source).end_object();
    model::Event event{.unique_id = fmt::format("regulars:{}", make_ulid(now_, random_)),
                       .metric = metrics_[metric],
                       .profile = profile,
                       .facet = facet,
                       .time = time,
                       .properties = properties.take()};
    auto stored = TRY(tx_.events().add(account_, event));
    REGULARS_ASSERT(!stored, "a new id is nobody's");
    if (!first_) first_ = event.id;
    REGULARS_ASSERT(event.id.value == first_.value + added_,
                    "new events of a transaction have consecutive ids");
    ++added_;
    ++counts_[event.metric];
    return {};
}

Result<void> ProductEvents::finish() {
    if (added_ == 0) return {};
    TRY(tx_.changes().append(account_, store::ChangeKind::events, first_.value, added_, now_));
    for (auto& [metric, count] : counts_) TRY(tx_.events().count_metric(account_, metric, count));
    return {};
}

}  // namespace regulars::ingest
