// Days, weeks and months of zones whose clocks change.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/buckets.hpp"

#include <gtest/gtest.h>

namespace regulars::analytics {
namespace {

std::int64_t day(int y, int m, int d) { return day_number({y, m, d}); }

TEST(Buckets, DaysHaveTheHoursThatTheirClocksHave) {
    struct Case {
        const char* zone;
        int y, m, d;
        double hours;
    };
    for (auto& tested :
         {Case{"America/New_York", 2026, 3, 8, 23}, Case{"America/New_York", 2026, 11, 1, 25},
          Case{"America/New_York", 2026, 6, 1, 24}, Case{"Australia/Lord_Howe", 2026, 4, 5, 24.5},
          Case{"Asia/Kolkata", 2026, 3, 8, 24}, Case{"Asia/Beirut", 2026, 3, 29, 23}}) {
        auto n = day(tested.y, tested.m, tested.d);
        auto buckets = cut({n, n}, By::day, Zone::find(tested.zone).value(),
                           parse_instant("2027-01-01").value());
        ASSERT_EQ(buckets.size(), 1u);
        EXPECT_DOUBLE_EQ(buckets[0].hours, tested.hours) << tested.zone << tested.m;
        EXPECT_TRUE(buckets[0].complete);
    }
}

TEST(Buckets, WeeksBeginOnMondayAndTheRangeCutsThem) {
    auto buckets = cut({day(2026, 3, 4), day(2026, 3, 20)}, By::week, Zone::utc(),
                       parse_instant("2026-03-15T00:00:00Z").value());
    ASSERT_EQ(buckets.size(), 3u);
    EXPECT_EQ(buckets[0].days, (DayRange{day(2026, 3, 4), day(2026, 3, 8)}));
    EXPECT_FALSE(buckets[0].complete);
    EXPECT_EQ(buckets[1].days, (DayRange{day(2026, 3, 9), day(2026, 3, 15)}));
    EXPECT_FALSE(buckets[1].complete) << "it still runs";
    EXPECT_EQ(buckets[2].days.last, day(2026, 3, 20));
}

TEST(Buckets, MonthsAreAsLongAsTheyAre) {
    auto buckets = cut({day(2024, 1, 1), day(2024, 3, 31)}, By::month, Zone::utc(),
                       parse_instant("2027-01-01").value());
    ASSERT_EQ(buckets.size(), 3u);
    EXPECT_EQ(buckets[1].days, (DayRange{day(2024, 2, 1), day(2024, 2, 29)}));
    EXPECT_TRUE(buckets[1].complete);
    auto index = bucket_of_days({day(2024, 1, 1), day(2024, 3, 31)}, buckets);
    EXPECT_EQ(index[30], 0u);
    EXPECT_EQ(index[31], 1u);
    EXPECT_EQ(index.back(), 2u);
}

}  // namespace
}  // namespace regulars::analytics
