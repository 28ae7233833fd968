// Events of the product's own metrics: what people did to subscriptions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/env.hpp"
#include "store/store.hpp"

namespace regulars::ingest {

/// They belong to no integration. Only what somebody did here makes them (a page, the app, the API,
/// the command line): opt-ins that syncs and imports bring do not, so that two years of history
/// start nothing; see docs/decisions/0012-consent.md.
enum class ProductMetric {
    subscribed_to_list,
    unsubscribed_from_list,
    subscribed_to_email,
    unsubscribed_from_email,
    suppressed,
    unsuppressed
};
std::string_view name_of(ProductMetric metric);  // "Subscribed to List" …
/// Whether a metric of no integration is one of these.
bool is_product_metric(std::string_view name);

/// Collects a transaction's; lives as long as it.
class ProductEvents {
  public:
    ProductEvents(store::Transaction& tx, AccountId account, Instant now, Random& random)
        : tx_(tx), account_(account), now_(now), random_(random) {}

    /// `facet`: the profile's facet of the app. `list`: null for none.
    Result<void> add(ProductMetric metric, ProfileId profile, FacetId facet, Instant time,
                     const model::List* list, std::string_view method, std::string_view source);
    /// Counts them and notes the change. Call once, last.
    Result<void> finish();

  private:
    store::Transaction& tx_;
    AccountId account_;
    Instant now_;
    Random& random_;
    std::map<ProductMetric, MetricId> metrics_;
    std::map<MetricId, std::int64_t> counts_;
    EventId first_;
    std::int64_t added_ = 0;
};

}  // namespace regulars::ingest
