// Days of a zone, an hour lost in spring included.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/list_growth.hpp"

#include <gtest/gtest.h>

namespace regulars::analytics {
namespace {

TEST(ListGrowth, EachDayEndsWhereTheZoneSaysAndStartsFromWhatWasBefore) {
    auto zone = Zone::find("America/New_York").value();
    auto at = [](const char* text) { return parse_instant(text).value(); };
    // In New York the 8th of March 2026 has 23 hours.
    std::vector<store::ListMovement> movements{{at("2025-01-01T00:00:00Z"), 5, 0},
                                               {at("2026-03-08T04:45:00Z"), 3, 1},
                                               {at("2026-03-08T05:00:00Z"), 10, 0},
                                               {at("2026-03-09T03:45:00Z"), 0, 2},
                                               {at("2026-03-09T04:00:00Z"), 1, 0}};
    auto day = [](int number) { return LocalDate{2026, 3, number}; };
    EXPECT_EQ(
        growth(movements, zone, day(7), day(10)),
        (std::vector<ListDay>{
            {day(7), 7, 3, 1}, {day(8), 15, 10, 2}, {day(9), 16, 1, 0}, {day(10), 16, 0, 0}}));
    EXPECT_EQ(growth({}, zone, day(1), day(1)), (std::vector<ListDay>{{day(1), 0, 0, 0}}));
}

}  // namespace
}  // namespace regulars::analytics
