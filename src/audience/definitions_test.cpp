// Makes random definitions, and proves that each is written so that it reads back equal.
// SPDX-License-Identifier: Apache-2.0
#include "audience/definitions_test.hpp"

#include <array>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "audience/value_grammar.hpp"

namespace regulars::audience {
namespace {

template <class T>
T one_of(const std::vector<T>& values) {
    return *rc::gen::elementOf(values);
}
bool coin() { return *rc::gen::arbitrary<bool>(); }
template <class Enum>
Enum any_of_first(int n) {
    return Enum(*rc::gen::inRange(0, n));
}
std::vector<std::string> some(const std::vector<std::string>& words, int least = 0) {
    std::vector<std::string> texts;
    for (int n = *rc::gen::inRange(least, 4); n > 0; n--) texts.push_back(one_of(words));
    return texts;
}
std::optional<std::string> maybe(const std::vector<std::string>& words) {
    return *rc::gen::inRange(0, 6) ? std::optional(one_of(words)) : std::nullopt;
}

NumberTest number_test() {
    return {any_of_first<NumberOperator>(6), double(*rc::gen::inRange(-2, 8)) / (coin() ? 1 : 2)};
}

DateTest date_test(const Vocabulary& words, unsigned forms) {
    auto quantity = [&] { return *rc::gen::inRange<std::int64_t>(0, words.most_quantity + 1); };
    auto unit = [] { return any_of_first<TimeUnit>(4); };
    for (;;) {
        switch (unsigned form = 1u << *rc::gen::inRange(0, 7); form & forms) {
            case static_dates:
                return StaticDate{coin(), one_of(words.instants)};
            case static_ranges: {
                auto a = one_of(words.instants), b = one_of(words.instants);
                return StaticRange{std::min(a, b), std::max(a, b)};
            }
            case relative_dates:
                return RelativeDate{any_of_first<RelativeOperator>(3), unit(), quantity()};
            case relative_ranges:
                return RelativeRange{quantity(), quantity(), unit()};
            case day_anniversaries:
                return AnniversaryRelative{coin(), unit(), quantity()};
            case calendar_dates:
                switch (*rc::gen::inRange(0, 3)) {
                    case 0:
                        return CalendarMonth{*rc::gen::inRange(1, 13)};
                    case 1:
                        return Anniversary{};
                    default:
                        return AnniversaryMonth{};
                }
            case all_time:
                return AllTime{};
            default:
                break;
        }
    }
}

TextTest text_test(const Vocabulary& words) {
    auto op = any_of_first<TextOperator>(10);
    bool is_pattern = op == TextOperator::regex || op == TextOperator::nregex;
    if (is_pattern) return {op, *rc::gen::element<std::string>("a", "^A", "[0-9]+", "b$", "")};
    return {op, maybe(words.texts)};
}

ValueTest value_test(const Vocabulary& words, bool of_event) {
    switch (*rc::gen::inRange(0, 9)) {
        case 0:
            return number_test();
        case 1:
            return text_test(words);
        case 2: {
            auto op = any_of_first<TextsOperator>(of_event ? 2 : 4);
            bool is_phone = op == TextsOperator::phone_country_code_in ||
                            op == TextsOperator::phone_country_code_not_in;
            return TextsTest{op, is_phone ? some({"1", "33", "+44"}) : some(words.texts)};
        }
        case 3:
            return ExistenceTest{coin()};
        case 4:
            return BooleanTest{coin()};
        case 5:
            return LengthTest{
                std::array{
                    NumberOperator::equals, NumberOperator::greater_than,
                    NumberOperator::greater_than_or_equal, NumberOperator::less_than,
                    NumberOperator::less_than_or_equal}[std::size_t(*rc::gen::inRange(0, 5))],
                *rc::gen::inRange(0, 4)};
        case 6:
            if (of_event) return ItemsTest{any_of_first<ItemsOperator>(4), some(words.texts)};
            switch (*rc::gen::inRange(0, 3)) {
                case 0:
                    return ItemTest{coin(), std::int64_t(*rc::gen::inRange(0, 4))};
                case 1:
                    return ItemTest{coin(), {}};
                default:
                    return ItemTest{coin(), one_of(words.texts)};
            }
        case 7:
            if (of_event) return ItemTextTest{coin(), maybe(words.texts)};
            [[fallthrough]];
        default:
            return date_test(words, value_dates);
    }
}

std::vector<PropertyFilter> filters(const Vocabulary& words) {
    std::vector<PropertyFilter> filters;
    for (int n = *rc::gen::inRange(0, 3); n > 0; n--) {
        PropertyFilter filter{one_of(words.event_properties), std::nullopt};
        if (*rc::gen::inRange(0, 8)) filter.test = value_test(words, true);
        filters.push_back(filter);
    }
    return filters;
}

MetricCondition metric_condition(const Vocabulary& words) {
    auto measurement = any_of_first<Measurement>(4);
    bool is_of_property =
        measurement == Measurement::sum_of || measurement == Measurement::average_of;
    return {one_of(words.metrics),
            measurement,
            is_of_property ? one_of(words.event_properties) : "",
            number_test(),
            date_test(words, metric_dates),
            filters(words)};
}

FunnelCondition funnel_condition(const Vocabulary& words) {
    FunnelCondition funnel{date_test(words, funnel_dates), std::nullopt, {}};
    if (coin())
        funnel.window_name =
            *rc::gen::element<std::string>("DAYS_1", "DAYS_3", "DAYS_5", "DAYS_30", "DAYS_90",
                                           "DAYS_180", "HOURS_1", "WEEKS_1", "YEARS_1");
    for (int n = *rc::gen::inRange(1, 4); n > 0; n--)
        funnel.steps.push_back({funnel.steps.empty() || *rc::gen::inRange(0, 3) != 0,
                                one_of(words.metrics), filters(words)});
    return funnel;
}

ConsentFilter method(std::string name, std::optional<ValueTest> test = std::nullopt) {
    return {"method", std::move(name), std::move(test)};
}

ConsentCondition consent_condition(const Vocabulary& words) {
    auto texts = [&]() -> ValueTest { return TextsTest{TextsOperator::in, some(words.texts)}; };
    auto maybe_texts = [&] { return coin() ? std::optional(texts()) : std::nullopt; };
    auto date = [&](std::string field) {
        return ConsentFilter{std::move(field), "", ValueTest(date_test(words, value_dates))};
    };
    auto problem = [&] {
        auto field = *rc::gen::element<std::string>("bounce_date", "manual_suppression_date",
                                                    "invalid_email_date");
        return coin() ? date(field) : ConsentFilter{field, "", ValueTest(ExistenceTest{true})};
    };
    auto subscribed_method = [&] {
        switch (*rc::gen::inRange(0, 5)) {
            case 0:
                return method("form", maybe_texts());
            case 1:
                return method("manual_import", maybe_texts());
            case 2:
                return method("sftp");
            case 3:
                return method("inbound_message");
            default:
                return method(
                    "integration",
                    TextsTest{TextsOperator::in,
                              {*rc::gen::element<std::string>("shopify", "regulars-opentable")}});
        }
    };
    using enum Subscription;
    switch (*rc::gen::inRange(0, 12)) {
        case 0:
            return {ConsentChannel::email, true, any, {}};
        case 1: {
            ConsentCondition c{ConsentChannel::email, true, subscribed, {subscribed_method()}};
            if (coin()) c.filters.push_back({"is_double_opt_in", "", BooleanTest{coin()}});
            if (coin()) c.filters.push_back(date("status_date"));
            if (coin())
                c.filters.push_back(
                    {"custom_source", "", TextTest{TextOperator::equals, maybe(words.texts)}});
            if (coin())
                c.filters.push_back(
                    method("preference_page", TextTest{TextOperator::equals, one_of(words.texts)}));
            return c;
        }
        case 2:
            return {ConsentChannel::email, true, never_subscribed, {}};
        case 3:
            return {ConsentChannel::email, false, any, {problem(), problem()}};
        case 4:
            return {ConsentChannel::email,
                    false,
                    unsubscribed,
                    {date("status_date"),
                     coin() ? method("api", maybe_texts()) : method("spam_complaint")}};
        case 5:
            return {ConsentChannel::email, false, unsubscribed, {problem()}};
        case 6:
            return {
                ConsentChannel::email, false, coin() ? never_subscribed : subscribed, {problem()}};
        case 7:
            return {ConsentChannel::sms,
                    true,
                    subscribed,
                    {subscribed_method(), coin() ? date("status_date") : method("checkout")}};
        case 8:
            return {ConsentChannel::sms, false, coin() ? any : never_subscribed, {}};
        case 9:
            return {ConsentChannel::sms,
                    false,
                    unsubscribed,
                    {coin() ? method("failed_age_gate") : subscribed_method()}};
        case 10:
            return {ConsentChannel::email, false, any, {}};
        default:
            if (words.only_answerable) return {ConsentChannel::email, true, subscribed, {}};
            return {ConsentChannel::push, true, any, {date("status_date")}};
    }
}

PredictiveCondition predictive_condition(const Vocabulary& words) {
    switch (*rc::gen::inRange(0, 6)) {
        case 0:
            return {"predicted_gender", "", "",
                    TextTest{coin() ? TextOperator::equals : TextOperator::not_equals,
                             *rc::gen::element<std::string>("likely_female", "likely_male",
                                                            "uncertain")}};
        case 1:
            return {"channel_affinity", "priority", "sms", NumberTest{NumberOperator::equals, 2}};
        case 2:
            return {"channel_affinity", "rank", "email",
                    TextTest{TextOperator::equals,
                             *rc::gen::element<std::string>("high", "medium", "low")}};
        case 3:
            return {"expected_date_of_next_purchase", "", "", date_test(words, value_dates)};
        case 4:
            return {"regulars-rfm", "", "", TextsTest{TextsOperator::in, {"Champions", "111"}}};
        default:
            return {*rc::gen::element<std::string>(
                        "average_days_between_orders", "average_order_value", "churn_probability",
                        "historic_clv", "historic_number_of_orders", "predicted_clv",
                        "predicted_number_of_orders", "total_clv"),
                    "", "", number_test()};
    }
}

constexpr const char* unanswered[] = {
    R"({"type":"profile-permissions","channel":"whatsapp_marketing","permission":{"reachable_status":"implicitly_reachable"}})",
    R"({"type":"profile-has-custom-object","object_type_id":"1","object_type_relationship_id":"2","filter":{"type":"numeric","operator":"greater-than","value":0},"filters":[]})"};

Condition condition(const Vocabulary& words) {
    switch (*rc::gen::inRange(0, words.only_answerable ? 9 : 12)) {
        case 0:
            return funnel_condition(words);
        case 1:
            return GroupCondition{false, some(words.groups, 1), std::nullopt};
        case 2:
            return GroupCondition{
                true, some(words.groups, 1),
                coin() ? std::optional(date_test(words, window_dates)) : std::nullopt};
        case 3:
            return consent_condition(words);
        case 4:
            return RegionCondition{coin(), any_of_first<Region>(2)};
        case 5:
        case 6:
            return PropertyCondition{one_of(words.profile_properties), value_test(words, false)};
        case 7:
        case 8:
            return metric_condition(words);
        case 9:
            return predictive_condition(words);
        case 10:
            return DistanceCondition{
                "US",
                one_of(words.texts),
                coin(),
                {coin() ? NumberOperator::greater_than : NumberOperator::less_than, 12.5}};
        default:
            return coin() ? UnansweredCondition{"profile-permissions", unanswered[0]}
                          : UnansweredCondition{"profile-has-custom-object", unanswered[1]};
    }
}

Definition definition(const Vocabulary& words) {
    Definition definition;
    for (int n = *rc::gen::inRange(0, 4); n > 0; n--) {
        auto& group = definition.groups.emplace_back();
        for (int m = *rc::gen::inRange(1, 4); m > 0; m--) group.push_back(condition(words));
    }
    if (coin()) {
        definition.order_by = Ordering{metric_condition(words), coin()};
        definition.order_by->by.test = {};
    }
    return definition;
}

}  // namespace

rc::Gen<DateTest> any_date_test(const Vocabulary& words, unsigned forms) {
    return rc::gen::exec([=] { return date_test(words, forms); });
}
rc::Gen<ValueTest> any_value_test(const Vocabulary& words, bool of_event) {
    return rc::gen::exec([=] { return value_test(words, of_event); });
}
rc::Gen<Condition> any_condition(const Vocabulary& words) {
    return rc::gen::exec([=] { return condition(words); });
}
rc::Gen<Definition> any_definition(const Vocabulary& words) {
    return rc::gen::exec([=] { return definition(words); });
}

namespace {

RC_GTEST_PROP(DefinitionRoundTrip, EveryRandomDefinition, ()) {
    auto definition = *any_definition({});
    JsonWriter out;
    write(out, definition);
    auto again = definition_from(out.text());
    if (!again) RC_FAIL(again.error().text() + "\n" + out.text());
    if (*again != definition) {
        JsonWriter twice;
        write(twice, *again);
        RC_FAIL(out.text() + "\nread back as\n" + twice.text());
    }
}

RC_GTEST_PROP(DefinitionRoundTrip, AnyBytesAreReadOrRefused, (const std::string& bytes)) {
    auto definition = definition_from(bytes);
    if (!definition) RC_ASSERT(!definition.error().message.empty());
}

}  // namespace
}  // namespace regulars::audience
