// Tests of instants, calendar days, ISO 8601 and zones.
// SPDX-License-Identifier: Apache-2.0
#include "base/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace regulars {
namespace {

Zone zone(std::string_view name) {
    auto found = Zone::find(name);
    EXPECT_TRUE(found) << name;
    return found ? *found : Zone::utc();
}

LocalTime local(std::string_view text) {
    auto time = parse_local_time(text);
    EXPECT_TRUE(time) << text;
    return time.value_or(LocalTime{});
}

/// Any instant of the years 1 to 9999, which is what ISO text can say.
rc::Gen<Instant> any_instant() {
    const std::int64_t first = day_number({1, 1, 1}) * 86'400,
                       last = day_number({9999, 12, 31}) * 86'400;
    return rc::gen::map(rc::gen::inRange<std::int64_t>(first * 1'000'000, last * 1'000'000),
                        [](std::int64_t us) { return Instant{us}; });
}

TEST(ParseInstant, ReadsIsoTexts) {
    struct {
        std::string_view text, expected;
    } cases[] = {
        {"2026-11-21", "2026-11-21T00:00:00Z"},
        {"2026-11-21T22:52Z", "2026-11-21T22:52:00Z"},
        {"2026-11-21 22:52:07", "2026-11-21T22:52:07Z"},
        {"2026-11-21t22:52:07z", "2026-11-21T22:52:07Z"},
        {"2026-11-21T22:52:07.5Z", "2026-11-21T22:52:07.500000Z"},
        {"2026-11-21T22:52:07.1234567899Z", "2026-11-21T22:52:07.123456Z"},
        {"2024-10-15T06:10:54.939+0000", "2024-10-15T06:10:54.939000Z"},
        {"2026-11-21T22:52:07-05:00", "2026-11-22T03:52:07Z"},
        {"2026-01-01T00:30:00+05:45", "2025-12-31T18:45:00Z"},
        {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},  // a leap second is the next day's first
        {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
    };
    for (const auto& c : cases) {
        auto read = parse_instant(c.text);
        ASSERT_TRUE(read) << c.text;
        EXPECT_EQ(format_iso(*read), c.expected) << c.text;
    }
}

TEST(ParseInstant, RefusesWhatIsNoInstant) {
    for (std::string_view text : {"",
                                  "2026",
                                  "2026-11",
                                  "2026-11-2",
                                  "2026/11/21",
                                  "21-11-2026",
                                  "2026-13-01",
                                  "2026-00-10",
                                  "2026-02-29",
                                  "2026-04-31",
                                  "0000-01-01",
                                  "2026-11-21T",
                                  "2026-11-21T22",
                                  "2026-11-21T24:00Z",
                                  "2026-11-21T22:60Z",
                                  "2026-11-21T22:52:61Z",
                                  "2026-11-21T22:52:",
                                  "2026-11-21T22:52:07.Z",
                                  "2026-11-21T22.52Z",
                                  "2026-11-21X22:52Z",
                                  "2026-11-21T22:52+5",
                                  "2026-11-21T22:52+24:00",
                                  "2026-11-21T22:52+05:60",
                                  "2026-11-21T22:52Zulu",
                                  "2026-11-21T22:52 Z",
                                  "2026-11-21Z",
                                  "2026-11-21+01:00",
                                  " 2026-11-21",
                                  "-026-11-21",
                                  "2026-11-21T-1:00Z",
                                  "2026-1a-21"}) {
        auto read = parse_instant(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().kind, ErrorKind::invalid) << text;
    }
}

TEST(ParseInstant, ErrorShowsAtMostFortyCharactersOfTheText) {
    auto read = parse_instant(std::string(10'000, 'x'));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message, "is not a date and time: '" + std::string(40, 'x') + "'");
}

RC_GTEST_PROP(InstantText, ReadsBackTheSame, ()) {
    auto t = *any_instant();
    RC_ASSERT(parse_instant(format_iso(t)).value() == t);
}

RC_GTEST_PROP(InstantText, SortsAsTimeDoes, ()) {
    auto a = *any_instant(), b = *any_instant();
    RC_ASSERT((format_iso_ms(a.floor_seconds()) < format_iso_ms(b.floor_seconds())) ==
              (a.floor_seconds() < b.floor_seconds()));
}

RC_GTEST_PROP(InstantText, AnyTextIsReadOrRefused, (const std::string& text)) {
    auto read = parse_instant(text);
    RC_ASSERT(read.has_value() || read.error().kind == ErrorKind::invalid);
}

TEST(InstantValue, FloorsBelowTheEpoch) {
    struct {
        std::int64_t us, seconds;
        std::string_view iso, iso_ms;
    } cases[] = {
        {0, 0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"},
        {999'999, 0, "1970-01-01T00:00:00.999999Z", "1970-01-01T00:00:00.999Z"},
        {-1, -1, "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999Z"},
        {-1'000'000, -1, "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z"},
        {-1'000'001, -2, "1969-12-31T23:59:58.999999Z", "1969-12-31T23:59:58.999Z"},
        {-86'400'000'001, -86'401, "1969-12-30T23:59:59.999999Z", "1969-12-30T23:59:59.999Z"},
    };
    for (const auto& c : cases) {
        Instant t{c.us};
        EXPECT_EQ(t.seconds(), c.seconds) << c.us;
        EXPECT_EQ(format_iso(t), c.iso) << c.us;
        EXPECT_EQ(format_iso_ms(t), c.iso_ms) << c.us;
        EXPECT_LE(t.floor_seconds(), t);
    }
}

TEST(InstantValue, AddsAndSubtracts) {
    auto t = Instant::from_seconds(100);
    EXPECT_EQ(t + 1h, Instant::from_seconds(3'700));
    EXPECT_EQ(t - 200s, Instant::from_seconds(-100));
    EXPECT_EQ((t + 1ms) - t, Duration(1'000));
    EXPECT_EQ((t + days(2)) - t, Duration(172'800'000'000));
}

TEST(ParseLocalTime, ReadsAndRefuses) {
    EXPECT_EQ(format_iso(local("2026-03-08T02:30")), "2026-03-08T02:30:00");
    EXPECT_EQ(format_iso(local("2026-03-08 02:30:59")), "2026-03-08T02:30:59");
    EXPECT_EQ(local("1969-12-31T23:59:59").date(), (LocalDate{1969, 12, 31}));
    for (std::string_view text : {"", "2026-03-08", "2026-03-08T02:30Z", "2026-03-08T02:30+01:00",
                                  "2026-02-30T02:30", "2026-03-08T02:30x"}) {
        auto time = parse_local_time(text);
        ASSERT_FALSE(time) << text;
        EXPECT_EQ(time.error().kind, ErrorKind::invalid);
    }
}

TEST(ParseDate, ReadsAndRefuses) {
    EXPECT_EQ(parse_date("2024-02-29").value(), (LocalDate{2024, 2, 29}));
    EXPECT_EQ(format_iso(LocalDate{33, 1, 2}), "0033-01-02");
    for (std::string_view text :
         {"", "2023-02-29", "2024-2-29", "2024-02-29T00:00", "2024-02-29 ", "20240229"}) {
        auto date = parse_date(text);
        ASSERT_FALSE(date) << text;
        EXPECT_EQ(date.error().kind, ErrorKind::invalid);
    }
}

TEST(Calendar, KnowsDayNumbersAndWeekdays) {
    struct {
        LocalDate date;
        std::int64_t number;
        int weekday;
    } cases[] = {
        {{1970, 1, 1}, 0, 4},       {{1969, 12, 31}, -1, 3},        {{2000, 2, 29}, 11'016, 2},
        {{1900, 3, 1}, -25'508, 4}, {{2026, 11, 21}, 20'778, 6},    {{2026, 11, 22}, 20'779, 0},
        {{1, 1, 1}, -719'162, 1},   {{9999, 12, 31}, 2'932'896, 5},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(day_number(c.date), c.number) << format_iso(c.date);
        EXPECT_EQ(weekday(c.date), c.weekday) << format_iso(c.date);
        EXPECT_EQ(date_of_day(c.number), c.date) << format_iso(c.date);
    }
}

TEST(Calendar, RefusesDaysThatAreNot) {
    for (LocalDate date : {LocalDate{1900, 2, 29},
                           {2026, 0, 1},
                           {2026, 13, 1},
                           {2026, 1, 0},
                           {2026, 6, 31},
                           {0, 1, 1},
                           {10'000, 1, 1}})
        EXPECT_FALSE(is_valid(date)) << date.year << '-' << date.month << '-' << date.day;
    EXPECT_TRUE(is_valid({2000, 2, 29}));
    EXPECT_TRUE(is_valid({9999, 12, 31}));
}

TEST(Calendar, MonthsLaterClampToTheLastDay) {
    struct {
        LocalDate from;
        int months;
        LocalDate expected;
    } cases[] = {
        {{2026, 1, 31}, 1, {2026, 2, 28}},  {{2024, 1, 31}, 1, {2024, 2, 29}},
        {{2024, 2, 29}, 12, {2025, 2, 28}}, {{2024, 2, 29}, 48, {2028, 2, 29}},
        {{2026, 3, 31}, -1, {2026, 2, 28}}, {{2026, 1, 15}, -1, {2025, 12, 15}},
        {{2026, 12, 1}, 1, {2027, 1, 1}},   {{2026, 11, 21}, -24, {2024, 11, 21}},
        {{2026, 5, 31}, 0, {2026, 5, 31}},  {{2026, 1, 1}, -25, {2023, 12, 1}},
    };
    for (const auto& c : cases)
        EXPECT_EQ(plus_months(c.from, c.months), c.expected)
            << format_iso(c.from) << " + " << c.months;
}

RC_GTEST_PROP(Calendar, DaysRoundTrip, ()) {
    auto number = *rc::gen::inRange<std::int64_t>(-719'162, 2'932'897);
    auto date = date_of_day(number);
    RC_ASSERT(is_valid(date));
    RC_ASSERT(day_number(date) == number);
    RC_ASSERT(weekday(date) == ((number + 4) % 7 + 7) % 7);
    RC_ASSERT(parse_date(format_iso(date)).value() == date);
}

TEST(Zones, AreFoundByName) {
    EXPECT_EQ(zone("America/New_York").name(), "America/New_York");
    EXPECT_EQ(zone("UTC"), Zone::utc());
    EXPECT_FALSE(zone("Europe/Paris") == zone("Europe/Berlin"));
    for (std::string_view name :
         {"", "Nowhere/Town", "../etc/passwd", "america/new_york", "EST5EDT4"}) {
        auto found = Zone::find(name);
        ASSERT_FALSE(found) << name;
        EXPECT_EQ(found.error().kind, ErrorKind::invalid);
    }
}

TEST(Zones, KnowOffsetsOnBothSidesOfAChange) {
    struct {
        std::string_view zone, utc, local;
        int offset_s;
    } cases[] = {
        {"America/New_York", "2026-03-08T06:59:59Z", "2026-03-08T01:59:59", -5 * 3'600},
        {"America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00", -4 * 3'600},
        {"America/New_York", "2026-11-01T05:59:59Z", "2026-11-01T01:59:59", -4 * 3'600},
        {"America/New_York", "2026-11-01T06:00:00Z", "2026-11-01T01:00:00", -5 * 3'600},
        {"Europe/Paris", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00", 2 * 3'600},
        {"Australia/Lord_Howe", "2026-04-04T15:00:00Z", "2026-04-05T01:30:00",
         37'800},  // half an hour
        {"Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T05:45:00", 20'700},
        {"Asia/Seoul", "1988-07-01T00:00:00Z", "1988-07-01T10:00:00",
         36'000},  // had summer time then
        {"Asia/Seoul", "2026-07-01T00:00:00Z", "2026-07-01T09:00:00", 32'400},
        {"America/Phoenix", "2026-07-01T00:00:00Z", "2026-06-30T17:00:00", -7 * 3'600},
    };
    for (const auto& c : cases) {
        auto t = parse_instant(c.utc).value();
        EXPECT_EQ(zone(c.zone).offset_seconds(t), c.offset_s) << c.zone << ' ' << c.utc;
        EXPECT_EQ(format_iso(zone(c.zone).to_local(t)), c.local) << c.zone << ' ' << c.utc;
    }
}

TEST(Zones, ReadWallClocksInGapsAndOverlaps) {
    struct {
        std::string_view what, zone, local, utc;
    } cases[] = {
        {"before a gap", "America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59Z"},
        {"first of a gap", "America/New_York", "2026-03-08T02:00", "2026-03-08T07:00:00Z"},
        {"inside a gap", "America/New_York", "2026-03-08T02:30", "2026-03-08T07:00:00Z"},
        {"after a gap", "America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z"},
        {"inside an overlap", "America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"},
        {"after an overlap", "America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z"},
        {"a gap in Paris", "Europe/Paris", "2026-03-29T02:30", "2026-03-29T01:00:00Z"},
        {"an overlap in Paris", "Europe/Paris", "2026-10-25T02:30", "2026-10-25T00:30:00Z"},
        {"half an hour's gap", "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z"},
        {"a midnight that is not", "America/Havana", "2026-03-08T00:00", "2026-03-08T05:00:00Z"},
        {"a day that was not", "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00:00Z"},
    };
    for (const auto& c : cases)
        EXPECT_EQ(format_iso(zone(c.zone).to_instant(local(c.local))), c.utc) << c.what;
}

TEST(Zones, DaysHaveTheirLength) {
    struct {
        std::string_view zone;
        LocalDate day;
        int hours;
    } cases[] = {
        {"America/New_York", {2026, 3, 8}, 23}, {"America/New_York", {2026, 11, 1}, 25},
        {"America/New_York", {2026, 7, 4}, 24}, {"America/Havana", {2026, 3, 8}, 23},
        {"Pacific/Apia", {2011, 12, 30}, 0},    {"UTC", {2026, 3, 8}, 24},
    };
    for (const auto& c : cases) {
        auto length = zone(c.zone).start_of(date_of_day(day_number(c.day) + 1)) -
                      zone(c.zone).start_of(c.day);
        EXPECT_EQ(length, Duration(std::chrono::hours(c.hours)))
            << c.zone << ' ' << format_iso(c.day);
    }
}

TEST(Zones, KeepSummerTimeInTheFarFuture) {
    EXPECT_EQ(zone("America/New_York").offset_seconds(parse_instant("2035-07-01").value()),
              -4 * 3'600);
}

RC_GTEST_PROP(Zones, LocalTimeReadsBackWithinTheOverlap, ()) {
    auto name = *rc::gen::element<std::string>("America/New_York", "Europe/Paris",
                                               "Australia/Lord_Howe", "Asia/Seoul", "UTC");
    Instant t = Instant::from_seconds(*rc::gen::inRange<std::int64_t>(0, 2'000'000'000));
    Zone z = zone(name);
    Instant back = z.to_instant(z.to_local(t));
    RC_ASSERT(back <= t);       // of two readings the earlier
    RC_ASSERT(t - back <= 1h);  // no later than the overlap is long
    RC_ASSERT(z.to_local(back) == z.to_local(t));
}

}  // namespace
}  // namespace regulars
