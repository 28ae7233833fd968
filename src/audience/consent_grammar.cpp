// The grammar of consent: which filters each channel, reachability and subscription take
// (klaviyo-api §9).
// SPDX-License-Identifier: Apache-2.0
#include "audience/consent_grammar.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "audience/value_grammar.hpp"
#include "audience/wire_names.hpp"

namespace regulars::audience {
namespace {

/// What may stand as the filter of a field or of a method.
enum class Takes { nothing, date, date_or_set, flag, text, maybe_text, maybe_texts, vendors };

struct Field {
    std::string_view field, method;  // the method of field "method"
    Takes takes;
};
constexpr std::string_view by_method = "method";

constexpr Field email_subscribed[] = {{"is_double_opt_in", "", Takes::flag},
                                      {"status_date", "", Takes::date},
                                      {"custom_source", "", Takes::text},
                                      {by_method, "form", Takes::maybe_texts},
                                      {by_method, "preference_page", Takes::maybe_text},
                                      {by_method, "api", Takes::maybe_texts},
                                      {by_method, "inbound_message", Takes::nothing},
                                      {by_method, "back_in_stock", Takes::nothing},
                                      {by_method, "sftp", Takes::nothing},
                                      {by_method, "manual_import", Takes::maybe_texts},
                                      {by_method, "manual_add", Takes::maybe_texts},
                                      {by_method, "integration", Takes::vendors}};
constexpr Field email_problems[] = {{"bounce_date", "", Takes::date_or_set},
                                    {"manual_suppression_date", "", Takes::date_or_set},
                                    {"invalid_email_date", "", Takes::date_or_set}};
constexpr Field email_unsubscribed[] = {{"status_date", "", Takes::date},
                                        {by_method, "api", Takes::maybe_texts},
                                        {by_method, "inbound_message", Takes::nothing},
                                        {by_method, "preference_page", Takes::nothing},
                                        {by_method, "manual_remove", Takes::nothing},
                                        {by_method, "spam_complaint", Takes::nothing},
                                        {by_method, "mailbox_provider", Takes::nothing},
                                        {by_method, "one_click_unsubscribe", Takes::nothing},
                                        {by_method, "manual_import", Takes::nothing},
                                        {by_method, "sftp", Takes::nothing},
                                        {by_method, "data_warehouse_import", Takes::nothing},
                                        {by_method, "profile_modification", Takes::nothing},
                                        {by_method, "integration", Takes::vendors}};
constexpr Field sms_subscribed[] = {{"status_date", "", Takes::date},
                                    {by_method, "form", Takes::maybe_texts},
                                    {by_method, "manual_import", Takes::maybe_texts},
                                    {by_method, "manual_add", Takes::maybe_texts},
                                    {by_method, "checkout", Takes::nothing},
                                    {by_method, "inbound_message", Takes::nothing},
                                    {by_method, "preference_page", Takes::nothing},
                                    {by_method, "sftp", Takes::nothing},
                                    {by_method, "integration", Takes::vendors},
                                    {"is_rcs_capable", "", Takes::flag}};
constexpr Field sms_unsubscribed[] = {{"status_date", "", Takes::date},
                                      {by_method, "form", Takes::maybe_texts},
                                      {by_method, "manual_import", Takes::maybe_texts},
                                      {by_method, "manual_add", Takes::maybe_texts},
                                      {by_method, "manual_remove", Takes::nothing},
                                      {by_method, "bulk_remove", Takes::nothing},
                                      {by_method, "checkout", Takes::nothing},
                                      {by_method, "inbound_message", Takes::nothing},
                                      {by_method, "preference_page", Takes::nothing},
                                      {by_method, "sftp", Takes::nothing},
                                      {by_method, "carrier_deactivation", Takes::nothing},
                                      {by_method, "provided_landline", Takes::nothing},
                                      {by_method, "message_blocked", Takes::nothing},
                                      {by_method, "provided_no_age", Takes::nothing},
                                      {by_method, "failed_age_gate", Takes::nothing},
                                      {by_method, "integration", Takes::vendors}};
constexpr Field push_any[] = {{"status_date", "", Takes::date}};

/// One row of the grammar. Two lists of fields: the filters are all of one or all of the other.
struct Form {
    ConsentChannel channel;
    bool can_receive;
    Subscription subscription;
    std::span<const Field> fields, or_fields = {};
    bool must_filter = false;
};
const Form forms[] = {
    {ConsentChannel::email, true, Subscription::any, {}},
    {ConsentChannel::email, true, Subscription::subscribed, email_subscribed},
    {ConsentChannel::email, true, Subscription::never_subscribed, {}},
    {ConsentChannel::email, false, Subscription::any, email_problems},
    {ConsentChannel::email, false, Subscription::unsubscribed, email_unsubscribed, email_problems},
    {ConsentChannel::email, false, Subscription::never_subscribed, email_problems, {}, true},
    {ConsentChannel::email, false, Subscription::subscribed, email_problems, {}, true},
    {ConsentChannel::sms, true, Subscription::subscribed, sms_subscribed},
    {ConsentChannel::sms, false, Subscription::any, {}},
    {ConsentChannel::sms, false, Subscription::unsubscribed, sms_unsubscribed},
    {ConsentChannel::sms, false, Subscription::never_subscribed, {}},
    {ConsentChannel::push, true, Subscription::any, push_any},
    {ConsentChannel::push, false, Subscription::any, {}}};

/// The vendors that Klaviyo names, and "regulars-KIND" for an integration of that kind.
bool is_vendor(std::string_view text, const Form& form) {
    std::string_view named =
        form.channel == ConsentChannel::email && !form.can_receive ? "constant_contact" : "shopify";
    return text == named || text.starts_with("regulars-");
}

Result<TextTest> equal_text_from(const Place& place) {
    auto test = TRY(value_test_from(place, Subject::profile));
    if (auto* text = std::get_if<TextTest>(&test); text && text->op == TextOperator::equals)
        return *text;
    return place["operator"].expected("\"equals\" with a text");
}

Result<TextsTest> texts_in_from(const Place& place) {
    auto test = TRY(value_test_from(place, Subject::profile));
    if (auto* texts = std::get_if<TextsTest>(&test); texts && texts->op == TextsOperator::in)
        return *texts;
    return place["operator"].expected("\"in\" with texts");
}

Result<std::optional<ValueTest>> filter_from(const Place& place, const Form& form, Takes takes) {
    bool is_optional = takes == Takes::maybe_text || takes == Takes::maybe_texts;
    if (is_optional && place.is_nothing()) return std::nullopt;
    switch (takes) {
        case Takes::nothing:
            if (place.node.is_missing()) return std::nullopt;
            return place.expected("no filter for this method");
        case Takes::date_or_set:
            if (place["type"].node.string() == "existence") {
                auto test = TRY(value_test_from(place, Subject::profile));
                if (test == ValueTest(ExistenceTest{true})) return test;
                return place["operator"].expected("\"is-set\"");
            }
            return ValueTest(TRY(date_test_from(place, value_dates)));
        case Takes::date:
            return ValueTest(TRY(date_test_from(place, value_dates)));
        case Takes::flag: {
            auto test = TRY(value_test_from(place, Subject::profile));
            if (std::holds_alternative<BooleanTest>(test)) return test;
            return place["type"].expected("\"boolean\"");
        }
        case Takes::text:
        case Takes::maybe_text:
            return ValueTest(TRY(equal_text_from(place)));
        case Takes::maybe_texts:
            return ValueTest(TRY(texts_in_from(place)));
        case Takes::vendors:
            break;
    }
    auto texts = TRY(texts_in_from(place));
    for (auto& text : texts.values)
        if (!is_vendor(text, form))
            return place["value"].expected(
                "integrations that Klaviyo names here, or regulars-opentable and its like");
    return ValueTest(texts);
}

const Field* found(std::span<const Field> fields, std::string_view field, std::string_view method) {
    auto at = std::ranges::find_if(
        fields, [&](const Field& f) { return f.field == field && f.method == method; });
    return at == fields.end() ? nullptr : &*at;
}

std::string listed(std::span<const Field> fields) {
    std::string text;
    for (auto& f : fields)
        text += fmt::format("{}{}{}{}", text.empty() ? "" : ", ", f.field,
                            f.method.empty() ? "" : " ", f.method);
    return text.empty() ? "no filter" : "one of " + text;
}

Result<ConsentFilter> consent_filter_from(const Place& place, const Form& form,
                                          std::span<const Field> fields) {
    if (!place.node.is_object()) return place.expected("a filter of consent");
    auto field = TRY(place["field"].text());
    std::string method = field == by_method ? TRY(place["method"].text()) : "";
    auto* known = found(fields, field, method);
    if (!known) return place[field == by_method ? "method" : "field"].expected(listed(fields));
    if (method.empty())
        TRY(place.object({"field", "filter"}));
    else
        TRY(place.object({"field", "method", "filter"}));
    return ConsentFilter{field, method, TRY(filter_from(place["filter"], form, known->takes))};
}

}  // namespace

Result<ConsentCondition> consent_from(const Place& place) {
    TRY(place.object({"channel", "can_receive_marketing", "consent_status"}));
    Place status = place["consent_status"];
    TRY(status.object({"subscription", "filters"}));
    ConsentCondition condition;
    condition.channel = TRY(place["channel"].one_of(consent_channels));
    condition.can_receive_marketing = TRY(place["can_receive_marketing"].boolean());
    condition.subscription = TRY(status["subscription"].one_of(subscriptions));
    auto form = std::ranges::find_if(forms, [&](const Form& f) {
        return f.channel == condition.channel && f.can_receive == condition.can_receive_marketing &&
               f.subscription == condition.subscription;
    });
    if (form == std::end(forms)) {
        std::string accepted;
        for (auto& f : forms)
            if (f.channel == condition.channel && f.can_receive == condition.can_receive_marketing)
                accepted += (accepted.empty() ? "one of " : ", ") +
                            std::string(subscriptions.name(f.subscription));
        return status["subscription"].expected(accepted);
    }
    Place filters = status["filters"];
    if (filters.is_nothing() && !form->must_filter) return condition;
    auto fields = form->fields;
    if (auto first = filters.node; !form->or_fields.empty()) {
        std::optional<std::string> field;
        first.each([&](JsonNode item) {
            if (!field) field = item["field"].string().value_or("");
        });
        if (field && found(form->or_fields, *field, "")) fields = form->or_fields;
    }
    TRY(filters.each(form->must_filter, most_consent_filters, "filters",
                     [&](Place item) -> Result<void> {
                         condition.filters.push_back(TRY(consent_filter_from(item, *form, fields)));
                         return {};
                     }));
    return condition;
}

void write_consent(JsonWriter& out, const ConsentCondition& condition) {
    out.begin_object().member("channel", consent_channels.name(condition.channel));
    out.member("can_receive_marketing", condition.can_receive_marketing);
    out.key("consent_status")
        .begin_object()
        .member("subscription", subscriptions.name(condition.subscription));
    if (condition.filters.empty()) {
        out.member("filters", nullptr).end_object().end_object();
        return;
    }
    out.key("filters").begin_array();
    for (auto& filter : condition.filters) {
        out.begin_object().member("field", filter.field);
        if (filter.field == by_method) out.member("method", filter.method);
        if (filter.test) {
            out.key("filter");
            write(out, *filter.test);
        }
        out.end_object();
    }
    out.end_array().end_object().end_object();
}

}  // namespace regulars::audience
