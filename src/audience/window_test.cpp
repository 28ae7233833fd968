// Tests of windows: every row of klaviyo-product §5.4, days of a zone with its clock changes,
// months.
// SPDX-License-Identifier: Apache-2.0
#include "audience/window.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "audience/definitions_test.hpp"
#include "audience/value_grammar.hpp"

namespace regulars::audience {
namespace {

using enum RelativeOperator;
using enum TimeUnit;

Instant at(std::string_view text) { return *parse_instant(text); }
Zone zone(std::string_view name) { return *Zone::find(name); }

struct Row {
    const char* name;
    DateTest test;
    const char* now;
    std::vector<const char*> in, out;
};

void check(const std::vector<Row>& rows, const Zone& where) {
    for (auto& row : rows) {
        for (auto* text : row.in)
            EXPECT_TRUE(is_in(row.test, at(text), at(row.now), where)) << row.name << ": " << text;
        for (auto* text : row.out)
            EXPECT_FALSE(is_in(row.test, at(text), at(row.now), where)) << row.name << ": " << text;
    }
}

TEST(Window, EveryRowOfTheTable) {
    constexpr auto now = "2023-06-17T15:00:00Z";
    Instant d = at("2023-06-10T00:00:00Z"), d2 = at("2023-06-12");
    check(
        {{"in the last 3 days",
          RelativeDate{in_the_last, day, 3},
          now,
          {"2023-06-14", now},
          {"2023-06-13T23:59:59.999999Z", "2023-06-17T15:00:00.000001Z"}},
         {"at least 3 days ago",
          RelativeDate{at_least, day, 3},
          now,
          {"2023-06-13T23:59:59.999999Z", "1904-01-01"},
          {"2023-06-14", now}},
         {"between 3 and 5 days ago",
          RelativeRange{3, 5, day},
          now,
          {"2023-06-12", "2023-06-14T23:59:59.999999Z"},
          {"2023-06-11T23:59:59.999999Z", "2023-06-15"}},
         {"between 5 and 3 days ago",
          RelativeRange{5, 3, day},
          now,
          {"2023-06-12", "2023-06-14T23:59:59.999999Z"},
          {"2023-06-11T23:59:59.999999Z", "2023-06-15"}},
         {"in the next 3 days",
          RelativeDate{in_the_next, day, 3},
          now,
          {"2023-06-17T00:00:00.000001Z", "2023-06-20T23:59:59.999999Z"},
          {"2023-06-17", "2023-06-21"}},
         {"before D", StaticDate{false, d}, now, {"2023-06-09T23:59:59.999999Z"}, {"2023-06-10"}},
         {"after D", StaticDate{true, d}, now, {"2023-06-11"}, {"2023-06-10T23:59:59.999999Z"}},
         {"after D, with a time",
          StaticDate{true, at("2023-06-10T12:30:00Z")},
          now,
          {"2023-06-11"},
          {"2023-06-10T23:59:59.999999Z"}},
         {"between dates",
          StaticRange{d, d2},
          now,
          {"2023-06-10", "2023-06-12T23:59:59.999999Z"},
          {"2023-06-09T23:59:59.999999Z", "2023-06-13"}},
         {"day is today",
          Anniversary{},
          now,
          {"2023-06-17", "1904-06-17T23:59:59Z", "2031-06-17"},
          {"2023-06-16T23:59:59Z", "1990-06-18"}},
         {"day is in the next 3 days",
          AnniversaryRelative{true, day, 3},
          now,
          {"1990-06-17T15:00:00Z", "1990-06-20T23:59:59.999999Z"},
          {"1990-06-17", "1990-06-17T14:59:59.999999Z", "1990-06-21"}},
         {"day is in the last 3 days",
          AnniversaryRelative{false, day, 3},
          now,
          {"1990-06-14", "1990-06-17T15:00:00Z"},
          {"1990-06-13T23:59:59Z", "1990-06-17T15:00:00.000001Z"}},
         {"in this month",
          AnniversaryMonth{},
          now,
          {"1904-06-01", "1990-06-30T23:59:59Z"},
          {"1990-05-31T23:59:59Z", "1990-07-01"}},
         {"month is February", CalendarMonth{2}, now, {"2004-02-29", "2023-02-01"}, {"2023-03-01"}},
         {"all time", AllTime{}, now, {"1904-01-01", "2100-01-01"}, {}}},
        Zone::utc());
}

TEST(Window, HoursRoll) {
    constexpr auto now = "2023-06-17T15:00:00Z";
    check({{"last",
            RelativeDate{in_the_last, hour, 3},
            now,
            {"2023-06-17T12:00:00Z", now},
            {"2023-06-17T11:59:59.999999Z", "2023-06-17T15:00:00.000001Z"}},
           {"ago",
            RelativeDate{at_least, hour, 3},
            now,
            {"2023-06-17T11:59:59.999999Z"},
            {"2023-06-17T12:00:00Z"}},
           {"next",
            RelativeDate{in_the_next, hour, 3},
            now,
            {now, "2023-06-17T18:00:00Z"},
            {"2023-06-17T14:59:59.999999Z", "2023-06-17T18:00:00.000001Z"}},
           {"between",
            RelativeRange{1, 3, hour},
            now,
            {"2023-06-17T12:00:00Z", "2023-06-17T14:00:00Z"},
            {"2023-06-17T11:59:59.999999Z", "2023-06-17T14:00:00.000001Z"}},
           {"anniversary",
            AnniversaryRelative{true, hour, 3},
            now,
            {"1990-06-17T18:00:00Z"},
            {"1990-06-17T18:00:00.000001Z", "1990-06-17T14:00:00Z"}}},
          Zone::utc());
}

TEST(Window, DaysAreTheZonesOnDaysOfClockChangesToo) {
    // New York: 2026-03-08 has 23 hours, 2026-11-01 has 25.
    check({{"the evening before counts",
            RelativeDate{in_the_last, day, 1},
            "2026-03-09T03:30:00Z",
            {"2026-03-07T05:00:00Z"},
            {"2026-03-07T04:59:59Z"}},
           {"after the short day",
            RelativeDate{in_the_last, day, 1},
            "2026-03-09T04:00:00Z",
            {"2026-03-08T05:00:00Z"},
            {"2026-03-08T04:59:59Z"}},
           {"the long day",
            RelativeRange{1, 1, day},
            "2026-11-02T12:00:00Z",
            {"2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z"},
            {"2026-11-01T03:59:59Z", "2026-11-02T05:00:00Z"}},
           {"a date is a day of the zone",
            StaticDate{false, at("2026-11-01")},
            "2026-11-05T00:00:00Z",
            {"2026-11-01T03:59:59Z"},
            {"2026-11-01T04:00:00Z"}},
           {"birthday",
            Anniversary{},
            "2026-03-09T03:30:00Z",
            {"1990-03-08T05:00:00Z"},
            {"1990-03-09T05:00:00Z"}}},
          zone("America/New_York"));
}

TEST(Window, MonthsAreClampedToTheirLastDay) {
    check({{"from the 31st",
            RelativeDate{in_the_last, month, 1},
            "2026-03-31T10:00:00Z",
            {"2026-02-28"},
            {"2026-02-27T23:59:59Z"}},
           {"over a leap day",
            RelativeDate{in_the_last, month, 12},
            "2024-02-29T10:00:00Z",
            {"2023-02-28"},
            {"2023-02-27T23:59:59Z"}},
           {"ahead",
            RelativeDate{in_the_next, month, 1},
            "2026-01-31T10:00:00Z",
            {"2026-02-28T23:59:59Z"},
            {"2026-03-01"}}},
          Zone::utc());
}

TEST(Window, LeapDaysAreDaysOfLeapYearsOnly) {
    check({{"no such day", Anniversary{}, "2023-02-28T10:00:00Z", {}, {"2004-02-29"}},
           {"nor the day after", Anniversary{}, "2023-03-01T10:00:00Z", {}, {"2004-02-29"}},
           {"in a leap year", Anniversary{}, "2024-02-29T10:00:00Z", {"2004-02-29"}, {}},
           {"next days",
            AnniversaryRelative{true, day, 5},
            "2023-02-27T10:00:00Z",
            {"2001-02-28", "2001-03-04"},
            {"2004-02-29"}},
           {"its month", AnniversaryMonth{}, "2023-02-01T00:00:00Z", {"2004-02-29"}, {}}},
          Zone::utc());
}

TEST(Window, AnniversariesCrossTheNewYear) {
    check({{"next",
            AnniversaryRelative{true, day, 5},
            "2026-12-29T10:00:00Z",
            {"1990-01-03T12:00:00Z", "1990-12-30"},
            {"1990-01-04"}},
           {"last",
            AnniversaryRelative{false, day, 5},
            "2026-01-02T10:00:00Z",
            {"1990-12-28", "1990-01-02"},
            {"1990-12-27T23:00:00Z"}}},
          Zone::utc());
}

TEST(Window, TellsWhenADateEntersAndLeaves) {
    auto utc = Zone::utc();
    EXPECT_EQ(next_change(RelativeDate{in_the_last, day, 30}, at("2026-01-01T19:00:00Z"),
                          at("2026-01-05"), utc),
              at("2026-02-01"));
    EXPECT_EQ(next_change(RelativeDate{in_the_last, day, 30}, at("2026-01-01T19:00:00Z"),
                          at("2026-02-01"), utc),
              std::nullopt);
    EXPECT_EQ(next_change(RelativeDate{in_the_last, day, 30}, at("2026-01-01T19:00:00Z"),
                          at("2025-12-05"), utc),
              at("2026-01-01T19:00:00Z"));
    EXPECT_EQ(next_change(RelativeDate{at_least, hour, 2}, at("2026-01-01T19:00:00Z"),
                          at("2026-01-01T19:00:00Z"), utc),
              at("2026-01-01T21:00:00.000001Z"));
    EXPECT_EQ(next_change(Anniversary{}, at("2004-02-29"), at("2097-01-01"), utc),
              at("2104-02-29"));
    EXPECT_EQ(next_change(RelativeDate{in_the_last, day, 1}, at("2026-03-07T12:00:00Z"),
                          at("2026-03-07T13:00:00Z"), zone("America/New_York")),
              at("2026-03-09T04:00:00Z"));
}

/// Midnights, the date itself and its hours: whatever can matter to some test lies among these.
std::vector<Instant> candidates(Instant date, Instant from, Instant until, const Zone& where) {
    std::vector<Instant> all;
    for (auto day = day_at(from, where) - 1; start_of_day(day, where) < until + days(1); day++)
        all.push_back(start_of_day(day, where));
    for (int h = -50; h <= 50; h++)
        for (int y = -1; y <= 1; y++) all.push_back(date + std::chrono::hours(h) + days(365 * y));
    std::vector<Instant> nearby;
    for (auto t : all)
        for (int us = -1; us <= 1; us++)
            if (auto near = t + Duration(us); near > from && near < until) nearby.push_back(near);
    std::ranges::sort(nearby);
    return nearby;
}

RC_GTEST_PROP(Window, NothingChangesBeforeTheNextChange, ()) {
    auto where = zone(*rc::gen::element<std::string>("UTC", "America/New_York", "Asia/Tokyo",
                                                     "America/St_Johns", "Africa/Cairo"));
    Vocabulary words{.instants = {at("2026-03-08T00:00:00Z"), at("2026-11-01T05:30:00Z")}};
    auto test = *any_date_test(words, value_dates);
    auto date = *rc::gen::element<std::string>("2026-03-08T05:00:00Z", "2026-11-01T05:30:00Z",
                                               "2026-10-31", "2024-02-29T12:00:00.000001Z",
                                               "2026-01-31T23:59:59Z", "2006-10-29T02:30:00Z");
    auto value = at(date);
    auto now =
        *rc::gen::element<std::string>("2026-10-30T12:00:00Z", "2026-03-07", "2026-11-01T04:00:00Z",
                                       "2006-10-29T02:29:00Z", "2026-02-28T23:59:59Z");
    auto from = at(now) + Duration(*rc::gen::inRange<std::int64_t>(0, 5)) +
                std::chrono::hours(*rc::gen::inRange(0, 100));
    bool is_member = is_in(test, value, from, where);
    auto next = next_change(test, value, from, where);
    RC_ASSERT(!next || *next > from);
    auto until = next ? std::min(*next, from + days(800)) : from + days(800);
    for (auto t : candidates(value, from, until, where))
        RC_ASSERT(is_in(test, value, t, where) == is_member);
    bool may_overlap = std::holds_alternative<AnniversaryRelative>(test) &&
                       std::get<AnniversaryRelative>(test).quantity > 11;
    if (next && !may_overlap) RC_ASSERT(is_in(test, value, *next, where) != is_member);
}

}  // namespace
}  // namespace regulars::audience
