// A segment's definition as values: Klaviyo's grammar, and our extensions to it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/time.hpp"

namespace regulars::audience {

// What the parts are called on the wire is klaviyo-api §9. Extensions carry the prefix "regulars-"
// in the value that Klaviyo does not know (an operator, a unit, a measurement, a type), so that a
// definition without that prefix is Klaviyo's to the letter.

enum class NumberOperator {
    equals,
    not_equals,
    greater_than,
    greater_than_or_equal,
    less_than,
    less_than_or_equal
};
struct NumberTest {
    NumberOperator op = NumberOperator::equals;
    double value = 0;
    bool operator==(const NumberTest&) const = default;
};

enum class TextOperator {
    equals,
    not_equals,
    contains,
    not_contains,
    starts_with,
    not_starts_with,
    ends_with,
    not_ends_with,
    regex,
    nregex
};
struct TextTest {
    TextOperator op = TextOperator::equals;
    std::optional<std::string> value;  // none: null on the wire, which equals no text
    bool operator==(const TextTest&) const = default;
};

enum class TextsOperator { in, not_in, phone_country_code_in, phone_country_code_not_in };
struct TextsTest {
    TextsOperator op = TextsOperator::in;
    std::vector<std::string> values;
    bool operator==(const TextsTest&) const = default;
};

struct ExistenceTest {
    bool is_set = true;
    bool operator==(const ExistenceTest&) const = default;
};

struct BooleanTest {
    bool value = true;
    bool operator==(const BooleanTest&) const = default;
};

enum class ItemsOperator { contains_all, contains_any, not_contains_all, not_contains_any };
struct ItemsTest {
    ItemsOperator op = ItemsOperator::contains_any;
    std::vector<std::string> values;
    bool operator==(const ItemsTest&) const = default;
};

struct LengthTest {
    NumberOperator op = NumberOperator::equals;  // all but not_equals
    std::int64_t value = 0;
    bool operator==(const LengthTest&) const = default;
};

/// Whether some item holds the text.
struct ItemTextTest {
    bool contains = true;
    std::optional<std::string> value;
    bool operator==(const ItemTextTest&) const = default;
};

/// Whether the list has the item; of profile properties only.
struct ItemTest {
    bool contains = true;
    std::variant<std::monostate, std::int64_t, std::string> value;
    bool operator==(const ItemTest&) const = default;
};

enum class TimeUnit { hour, day, week, month };  // month: "regulars-month"

// Dates; their windows are klaviyo-product §5.4, see window.hpp.
struct AllTime {
    bool operator==(const AllTime&) const = default;
};
struct StaticDate {
    bool is_after = true;
    Instant date;
    bool operator==(const StaticDate&) const = default;
};
struct StaticRange {
    Instant start, end;
    bool operator==(const StaticRange&) const = default;
};
enum class RelativeOperator { at_least, in_the_last, in_the_next };
struct RelativeDate {
    RelativeOperator op = RelativeOperator::in_the_last;
    TimeUnit unit = TimeUnit::day;
    std::int64_t quantity = 0;
    bool operator==(const RelativeDate&) const = default;
};
struct RelativeRange {
    std::int64_t start = 0, end = 0;
    TimeUnit unit = TimeUnit::day;
    bool operator==(const RelativeRange&) const = default;
};
struct AnniversaryRelative {
    bool is_next = true;
    TimeUnit unit = TimeUnit::day;
    std::int64_t quantity = 0;
    bool operator==(const AnniversaryRelative&) const = default;
};
struct CalendarMonth {
    int month = 1;
    bool operator==(const CalendarMonth&) const = default;
};
struct Anniversary {
    bool operator==(const Anniversary&) const = default;
};
struct AnniversaryMonth {
    bool operator==(const AnniversaryMonth&) const = default;
};
using DateTest = std::variant<AllTime, StaticDate, StaticRange, RelativeDate, RelativeRange,
                              AnniversaryRelative, CalendarMonth, Anniversary, AnniversaryMonth>;

/// What one value of a property may be asked. In an event's filters a DateTest is an extension
/// ({"type": "regulars-date", …}); in a profile's it is Klaviyo's.
using ValueTest = std::variant<NumberTest, TextTest, TextsTest, ExistenceTest, BooleanTest,
                               ItemsTest, LengthTest, ItemTextTest, ItemTest, DateTest>;

struct PropertyFilter {
    std::string property;           // the bare name of the event's property
    std::optional<ValueTest> test;  // none: null on the wire, which every event satisfies
    bool operator==(const PropertyFilter&) const = default;
};

enum class Measurement {
    count,
    sum,
    sum_of,
    average_of
};  // the last two: "regulars-sum", "regulars-average"
struct MetricCondition {
    std::string metric;  // a metric's id; "regulars:opentable:Completed Reservation": of all
                         // integrations of the kind
    Measurement measurement = Measurement::count;
    std::string property;  // of sum_of and average_of: "regulars_property" on the wire
    NumberTest test;
    DateTest timeframe = AllTime{};
    std::vector<PropertyFilter> filters;  // all of them on the same event; at most 10
    bool operator==(const MetricCondition&) const = default;
};

struct FunnelStep {
    bool exists = true;
    std::string metric;
    std::vector<PropertyFilter> filters;
    bool operator==(const FunnelStep&) const = default;
};
struct FunnelCondition {
    DateTest timeframe;  // StaticRange, RelativeRange or RelativeDate
    std::optional<std::string>
        window_name;  // "DAYS_30"; none: no limit between first and last step
    std::vector<FunnelStep> steps;
    bool operator==(const FunnelCondition&) const = default;
};

struct PropertyCondition {
    std::string property;  // "email", "location.city", or "properties['Any name']"
    ValueTest test;
    bool operator==(const PropertyCondition&) const = default;
};

struct GroupCondition {
    bool is_member = true;
    std::vector<std::string> groups;    // ids of lists and segments; any of them
    std::optional<DateTest> timeframe;  // when they were added
    bool operator==(const GroupCondition&) const = default;
};

/// One filter of a consent: on a date ("status_date", "bounce_date" …), a flag or a text.
struct ConsentFilter {
    std::string
        field;  // "method", "status_date", "is_double_opt_in", "custom_source", "bounce_date" …
    std::string method;  // of field "method"
    std::optional<ValueTest> test;
    bool operator==(const ConsentFilter&) const = default;
};
enum class ConsentChannel { email, sms, push };
enum class Subscription { any, subscribed, unsubscribed, never_subscribed };
struct ConsentCondition {
    ConsentChannel channel = ConsentChannel::email;
    bool can_receive_marketing = true;
    Subscription subscription = Subscription::any;
    std::vector<ConsentFilter> filters;
    bool operator==(const ConsentCondition&) const = default;
};

enum class Region { european_union, united_states };
struct RegionCondition {
    bool in_region = true;
    Region region = Region::united_states;
    bool operator==(const RegionCondition&) const = default;
};

struct DistanceCondition {
    std::string country_code, postal_code;
    bool is_miles = false;
    NumberTest test;  // greater_than or less_than
    bool operator==(const DistanceCondition&) const = default;
};

/// `dimension` is the wire's ("historic_clv", "predicted_gender", "regulars-rfm" …).
struct PredictiveCondition {
    std::string dimension;
    std::string measurement, channel;  // of channel_affinity
    ValueTest test;                    // a number, a date, or a text
    bool operator==(const PredictiveCondition&) const = default;
};

/// Valid in the grammar, and not answerable here (custom objects, WhatsApp): kept as it was.
struct UnansweredCondition {
    std::string type;
    std::string json;
    bool operator==(const UnansweredCondition&) const = default;
};

using Condition = std::variant<MetricCondition, FunnelCondition, PropertyCondition, GroupCondition,
                               ConsentCondition, RegionCondition, DistanceCondition,
                               PredictiveCondition, UnansweredCondition>;

/// How members are ordered where they are listed; an extension ("regulars": {"order_by": …}).
struct Ordering {
    MetricCondition by;  // its measurement, timeframe and filters; the test is not asked
    bool is_descending = true;
    bool operator==(const Ordering&) const = default;
};

/// Groups are joined by AND, the conditions of a group by OR. No group: everybody.
struct Definition {
    std::vector<std::vector<Condition>> groups;
    std::optional<Ordering> order_by;
    bool operator==(const Definition&) const = default;
};

/// Limits: 100 conditions, 10 filters a metric condition, 1 MB of text, depth 16, 500 values a
/// list. Errors: invalid, with the JSON pointer of the place and what stands there; exhausted past
/// a limit.
Result<Definition> definition_from(std::string_view json);
Result<Definition> definition_from(JsonNode node);
/// What definition_from reads back to an equal value.
void write(JsonWriter& out, const Definition& definition);

}  // namespace regulars::audience
