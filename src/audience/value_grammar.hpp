// Reads and writes the tests of one value: numbers, texts, lists, dates.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "audience/definition.hpp"
#include "audience/place.hpp"

namespace regulars::audience {

constexpr std::size_t most_values =
    500;  // of one list: the bulk entry of postal codes (klaviyo-product §5.3)
constexpr std::int64_t most_time_units = 100'000;  // of one window

/// The date tests that a place of the grammar takes, as bits.
enum DateForms : unsigned {
    static_dates = 1,
    static_ranges = 2,
    relative_dates = 4,
    relative_ranges = 8,
    day_anniversaries = 16,  // anniversary-last, anniversary-next
    calendar_dates = 32,     // calendar-month, anniversary, anniversary-month
    all_time = 64,
    window_dates = static_dates | static_ranges | relative_dates | relative_ranges,
    metric_dates = window_dates | day_anniversaries | all_time,
    value_dates = window_dates | day_anniversaries | calendar_dates,
    funnel_dates = static_ranges | relative_ranges | relative_dates
};
constexpr std::string_view klaviyo_date = "date", event_date = "regulars-date";

/// What the filter of an event's property takes, and what a condition on a profile's.
enum class Subject { event, profile };

Result<DateTest> date_test_from(const Place& place, unsigned forms,
                                std::string_view type = klaviyo_date);
Result<NumberTest> number_test_from(const Place& place);
Result<ValueTest> value_test_from(const Place& place, Subject subject);

void write(JsonWriter& out, const DateTest& test, std::string_view type = klaviyo_date);
void write(JsonWriter& out, const NumberTest& test);
void write(JsonWriter& out, const ValueTest& test, std::string_view date_type = klaviyo_date);

}  // namespace regulars::audience
