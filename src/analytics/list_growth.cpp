// Adds up movements by day.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/list_growth.hpp"

namespace regulars::analytics {

std::vector<ListDay> growth(std::span<const store::ListMovement> movements, const Zone& zone,
                            LocalDate from, LocalDate to) {
    std::vector<ListDay> days;
    std::int64_t members = 0;
    auto next = movements.begin();
    auto first = day_number(from), last = day_number(to);
    for (; next != movements.end() && day_number(zone.to_local(next->from).date()) < first; ++next)
        members += next->joined - next->left;
    for (auto number = first; number <= last; ++number) {
        ListDay day{.day = date_of_day(number)};
        for (; next != movements.end() && day_number(zone.to_local(next->from).date()) <= number;
             ++next) {
            day.joined += next->joined;
            day.left += next->left;
        }
        members += day.joined - day.left;
        day.members = members;
        days.push_back(day);
    }
    return days;
}

}  // namespace regulars::analytics
