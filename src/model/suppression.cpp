// When a suppression holds.
// SPDX-License-Identifier: Apache-2.0
#include "model/suppression.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/naming.hpp"

namespace regulars::model {
namespace {
constexpr Names<SuppressionReason, 6> reasons{
    {{SuppressionReason::hard_bounce, "hard_bounce"},
     {SuppressionReason::soft_bounces, "soft_bounces"},
     {SuppressionReason::invalid_email, "invalid_email"},
     {SuppressionReason::spam_complaint, "spam_complaint"},
     {SuppressionReason::user_suppressed, "user_suppressed"},
     {SuppressionReason::prior_esp, "prior_esp"}}};
}  // namespace

std::string_view name_of(SuppressionReason reason) { return reasons.name(reason); }
Result<SuppressionReason> suppression_reason_named(std::string_view name) {
    return reasons.find(name, "reason of a suppression");
}

bool is_about_delivery(SuppressionReason reason) {
    using enum SuppressionReason;
    // Addresses that bounced at another mail service bounce here too.
    return reason == hard_bounce || reason == soft_bounces || reason == invalid_email ||
           reason == prior_esp;
}

std::string matching_form(Channel channel, std::string_view address) {
    return channel == Channel::email ? lowered(trimmed(address)) : std::string(address);
}

bool concerns(const Suppression& suppression, std::string_view address) {
    return suppression.address == address || !is_about_delivery(suppression.reason);
}

bool holds(const Suppression& suppression, std::optional<Instant> agreed_at) {
    if (!suppression.suppressed_at) return false;
    if (suppression.lifted_at && *suppression.lifted_at > *suppression.suppressed_at) return false;
    bool is_outweighed = !is_about_delivery(suppression.reason) && agreed_at &&
                         *agreed_at > *suppression.suppressed_at;
    return !is_outweighed;
}

std::optional<Instant> agreed_at(std::span<const ConsentEntry> ledger, Channel channel) {
    std::optional<Instant> latest;
    for (auto& entry : ledger)
        if (entry.by == ConsentBy::person && entry.channel == channel &&
            entry.state == ConsentState::subscribed)
            latest = std::max(latest, std::optional(entry.at));
    return latest;
}

}  // namespace regulars::model
