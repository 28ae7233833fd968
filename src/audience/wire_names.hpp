// The words of the wire for the enumerators of a definition (klaviyo-api §9).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/definition.hpp"
#include "model/naming.hpp"

namespace regulars::audience {

inline constexpr model::Names<NumberOperator, 6> number_operators{
    {{NumberOperator::equals, "equals"},
     {NumberOperator::not_equals, "not-equals"},
     {NumberOperator::greater_than, "greater-than"},
     {NumberOperator::greater_than_or_equal, "greater-than-or-equal"},
     {NumberOperator::less_than, "less-than"},
     {NumberOperator::less_than_or_equal, "less-than-or-equal"}}};
inline constexpr model::Names<NumberOperator, 5> length_operators{
    {{NumberOperator::equals, "length-equals"},
     {NumberOperator::greater_than, "length-greater-than"},
     {NumberOperator::greater_than_or_equal, "length-greater-than-or-equal"},
     {NumberOperator::less_than, "length-less-than"},
     {NumberOperator::less_than_or_equal, "length-less-than-or-equal"}}};
inline constexpr model::Names<TextOperator, 10> text_operators{
    {{TextOperator::equals, "equals"},
     {TextOperator::not_equals, "not-equals"},
     {TextOperator::contains, "contains"},
     {TextOperator::not_contains, "not-contains"},
     {TextOperator::starts_with, "starts-with"},
     {TextOperator::not_starts_with, "not-starts-with"},
     {TextOperator::ends_with, "ends-with"},
     {TextOperator::not_ends_with, "not-ends-with"},
     {TextOperator::regex, "regex"},
     {TextOperator::nregex, "nregex"}}};
inline constexpr model::Names<TextsOperator, 4> texts_operators{
    {{TextsOperator::in, "in"},
     {TextsOperator::not_in, "not-in"},
     {TextsOperator::phone_country_code_in, "phone-country-code-in"},
     {TextsOperator::phone_country_code_not_in, "phone-country-code-not-in"}}};
inline constexpr model::Names<ItemsOperator, 4> items_operators{
    {{ItemsOperator::contains_all, "contains-all"},
     {ItemsOperator::contains_any, "contains-any"},
     {ItemsOperator::not_contains_all, "not-contains-all"},
     {ItemsOperator::not_contains_any, "not-contains-any"}}};
inline constexpr model::Names<TimeUnit, 4> time_units{{{TimeUnit::hour, "hour"},
                                                       {TimeUnit::day, "day"},
                                                       {TimeUnit::week, "week"},
                                                       {TimeUnit::month, "regulars-month"}}};
inline constexpr model::Names<RelativeOperator, 3> relative_operators{
    {{RelativeOperator::at_least, "at-least"},
     {RelativeOperator::in_the_last, "in-the-last"},
     {RelativeOperator::in_the_next, "in-the-next"}}};
inline constexpr model::Names<Measurement, 4> measurements{
    {{Measurement::count, "count"},
     {Measurement::sum, "sum"},
     {Measurement::sum_of, "regulars-sum"},
     {Measurement::average_of, "regulars-average"}}};
/// Klaviyo's names for the time from a funnel's first step to its last.
inline constexpr model::Names<int, 9> funnel_window_hours{{{24, "DAYS_1"},
                                                           {3 * 24, "DAYS_3"},
                                                           {5 * 24, "DAYS_5"},
                                                           {30 * 24, "DAYS_30"},
                                                           {90 * 24, "DAYS_90"},
                                                           {180 * 24, "DAYS_180"},
                                                           {1, "HOURS_1"},
                                                           {7 * 24, "WEEKS_1"},
                                                           {365 * 24, "YEARS_1"}}};
inline constexpr model::Names<ConsentChannel, 3> consent_channels{{{ConsentChannel::email, "email"},
                                                                   {ConsentChannel::sms, "sms"},
                                                                   {ConsentChannel::push, "push"}}};
inline constexpr model::Names<Subscription, 4> subscriptions{
    {{Subscription::any, "any"},
     {Subscription::subscribed, "subscribed"},
     {Subscription::unsubscribed, "unsubscribed"},
     {Subscription::never_subscribed, "never_subscribed"}}};
inline constexpr model::Names<Region, 2> regions{
    {{Region::european_union, "european_union"}, {Region::united_states, "united_states"}}};

}  // namespace regulars::audience
