// Sums of everybody's orders: what predictions and scores are from.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analytics/live_audience.hpp"

namespace regulars::analytics {
namespace {

constexpr std::string_view consumer = "predictions";
constexpr Duration sums_last = days(1);
constexpr int rest_after = 20;  // times what they took

bool is_on_everybody(const model::Segment& segment, const audience::Catalog& catalog) {
    if (!segment.is_active) return false;
    auto definition = audience::definition_from(segment.definition);
    if (!definition) return false;
    auto question = audience::Question::ask(*definition, catalog);
    return question && question->dependence().on_everybody;
}

}  // namespace

void LiveAudience::sum_up_as_of(Instant instant) {
    auto started = clock_.now();
    auto customers = index_.orders({.orders = audience::order_metrics_of(catalog_),
                                    .refunds = audience::refund_metrics_of(catalog_),
                                    .until = instant,
                                    .zone = catalog_.day_zone});
    population_ =
        std::make_shared<const audience::Population>(audience::Population::of(customers, instant));
    sums_ = {.at = instant, .events = index_.events(), .took = clock_.now() - started};
    std::unique_lock lock(mutex_);
    catalog_.population = population_;
}

Result<void> LiveAudience::sum_up_as_before() {
    bool is_asked = false;
    store::Handled kept;
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        is_asked = std::ranges::any_of(TRY(tx.segments().all(account_)), [&](auto& segment) {
            return is_on_everybody(segment, catalog_);
        });
        kept = TRY(tx.consumers().handled(account_, consumer));
        return {};
    }));
    if (is_asked) sum_up_as_of(kept.at.us != 0 ? std::min(kept.at, true_at_) : true_at_);
    return {};
}

Result<void> LiveAudience::sum_up() {
    auto now = clock_.now();
    let_time_act(now);
    sum_up_as_of(now);
    if (is_asking_only_) return {};
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        for (auto& segment : TRY(tx.segments().all(account_)))
            if (is_on_everybody(segment, catalog_))
                TRY(follow_segment(tx, segment, {audience::Cause::instant}, now));
        return {};
    }));
    TRY(flush());
    return store_.write([&](store::Transaction& tx) {
        return tx.consumers().set_handled(account_, consumer, {sequence_, now});
    });
}

bool LiveAudience::is_sum_due() const {
    auto now = clock_.now();
    if (!sums_ || now - sums_->at > sums_last) return true;
    return (index_.events() - sums_->events) * 10 > sums_->events &&
           now - sums_->at > sums_->took * rest_after;
}

}  // namespace regulars::analytics
