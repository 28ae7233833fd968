// The grammar of predictions: the four shapes of klaviyo-api §9, and the dimension "regulars-rfm".
// SPDX-License-Identifier: Apache-2.0
#include "audience/predictive_grammar.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "audience/value_grammar.hpp"

namespace regulars::audience {
namespace {

constexpr std::string_view genders[] = {"likely_female", "likely_male", "uncertain"},
                           ranks[] = {"high", "low", "medium"},
                           affinity_channels[] = {"email", "push", "sms", "whatsapp"};

/// equals or not-equals one of the words.
template <std::size_t N>
Result<TextTest> word_test_from(const Place& place, const std::string_view (&words)[N]) {
    auto test = TRY(value_test_from(place, Subject::profile));
    auto* text = std::get_if<TextTest>(&test);
    if (!text || (text->op != TextOperator::equals && text->op != TextOperator::not_equals))
        return place["operator"].expected("one of equals, not-equals");
    if (!text->value || std::ranges::find(words, *text->value) == std::end(words))
        return place["value"].expected(fmt::format("one of {}", fmt::join(words, ", ")));
    return *text;
}

Result<Condition> affinity_from(const Place& place) {
    TRY(place.object({"type", "dimension", "measurement", "predicted_channel", "filter"}));
    auto measurement = TRY(place["measurement"].text());
    auto channel = TRY(place["predicted_channel"].text());
    if (std::ranges::find(affinity_channels, channel) == std::end(affinity_channels))
        return place["predicted_channel"].expected(
            fmt::format("one of {}", fmt::join(affinity_channels, ", ")));
    std::string dimension(affinity_dimension);
    if (measurement == "rank")
        return PredictiveCondition{dimension, measurement, channel,
                                   TRY(word_test_from(place["filter"], ranks))};
    if (measurement != "priority") return place["measurement"].expected("one of priority, rank");
    auto test = TRY(number_test_from(place["filter"]));
    if (test.op != NumberOperator::equals)
        return place["filter"]["operator"].expected("\"equals\"");
    if (!place["filter"]["value"].node.integer())
        return place["filter"]["value"].expected("a whole number");
    return PredictiveCondition{dimension, measurement, channel, test};
}

Result<ValueTest> rfm_test_from(const Place& place) {
    auto test = TRY(value_test_from(place, Subject::profile));
    if (std::holds_alternative<TextTest>(test) || std::holds_alternative<TextsTest>(test))
        return test;
    return place["type"].expected("\"string\"");
}

}  // namespace

Result<Condition> predictive_condition_from(const Place& place) {
    auto dimension = TRY(place["dimension"].text());
    if (dimension == affinity_dimension) return affinity_from(place);
    bool is_number = std::ranges::find(number_dimensions, dimension) != number_dimensions.end();
    if (!is_number && dimension != next_date_dimension && dimension != gender_dimension &&
        dimension != rfm_dimension)
        return place["dimension"].expected(
            fmt::format("one of {}, {}, {}, {}, {}", fmt::join(number_dimensions, ", "),
                        next_date_dimension, gender_dimension, affinity_dimension, rfm_dimension));
    TRY(place.object({"type", "dimension", "filter"}));
    PredictiveCondition condition{dimension, {}, {}, {}};
    Place filter = place["filter"];
    if (is_number)
        condition.test = TRY(number_test_from(filter));
    else if (dimension == next_date_dimension)
        condition.test = TRY(date_test_from(filter, value_dates));
    else if (dimension == gender_dimension)
        condition.test = TRY(word_test_from(filter, genders));
    else
        condition.test = TRY(rfm_test_from(filter));
    return condition;
}

void write_members(JsonWriter& out, const PredictiveCondition& condition) {
    out.member("type", "profile-predictive-analytics").member("dimension", condition.dimension);
    if (!condition.measurement.empty())
        out.member("measurement", condition.measurement)
            .member("predicted_channel", condition.channel);
    out.key("filter");
    write(out, condition.test);
}

}  // namespace regulars::audience
