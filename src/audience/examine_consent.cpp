// Examines the condition on what somebody agreed to.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "audience/examine.hpp"

namespace regulars::audience {
namespace {

bool is_subscription(Subscription wanted, model::ConsentState state) {
    switch (wanted) {
        case Subscription::any:
            return true;
        case Subscription::subscribed:
            return state == model::ConsentState::subscribed;
        case Subscription::unsubscribed:
            return state == model::ConsentState::unsubscribed;
        case Subscription::never_subscribed:
            return state == model::ConsentState::never_subscribed;
    }
    return false;
}

std::optional<model::Property> text_unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(model::Property(text));
}

/// What the field's test is asked of; of a method its detail, and of dates their texts.
std::optional<model::Property> value_of(const PersonConsent& consent, const std::string& field) {
    auto date = [](const std::optional<Instant>& at) {
        return at ? std::optional(model::Property(format_iso(*at))) : std::nullopt;
    };
    if (field == "status_date") return date(consent.status_at);
    if (field == "bounce_date") return date(consent.bounced_at);
    if (field == "manual_suppression_date") return date(consent.suppressed_at);
    if (field == "invalid_email_date") return date(consent.invalid_at);
    if (field == "is_double_opt_in") return consent.is_double_opt_in;
    if (field == "custom_source") return text_unless_empty(consent.custom_source);
    return text_unless_empty(consent.method_detail);
}

}  // namespace

Finding examine(const CompiledConsent& condition, const Person& person, Instant now,
                const Zone& zone) {
    auto& asked = condition.asked;
    auto channel =
        asked.channel == ConsentChannel::sms ? model::Channel::sms : model::Channel::email;
    auto at = std::ranges::find(person.consents, channel, &PersonConsent::channel);
    PersonConsent consent = at == person.consents.end() ? PersonConsent{.channel = channel} : *at;
    Finding finding;
    finding.holds = consent.can_receive == asked.can_receive_marketing &&
                    is_subscription(asked.subscription, consent.state);
    finding.value = "\"" + std::string(model::name_of(consent.state)) + "\"";
    for (std::size_t i = 0; i < asked.filters.size(); i++) {
        auto& filter = asked.filters[i];
        if (!filter.method.empty() && consent.method != filter.method) finding.holds = false;
        if (!condition.tests[i]) continue;
        auto value = value_of(consent, filter.field);
        auto* there = value ? &*value : nullptr;
        if (!matches(*condition.tests[i], there, now, zone)) finding.holds = false;
        keep_sooner(finding.next_change, next_change(*condition.tests[i], there, now, zone));
    }
    return finding;
}

}  // namespace regulars::audience
