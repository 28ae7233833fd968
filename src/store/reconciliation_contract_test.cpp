// The contract of reconciled days: replaced by range, listed by day and place, gone with their
// integration.
// SPDX-License-Identifier: Apache-2.0
#include "store/contract.hpp"

namespace regulars::store {
namespace {

class ReconciliationContract : public Contract {
  protected:
    static model::ReconciledDay day_of(int day, std::string place, int differences = 0) {
        model::ReconciledDay found{.day = {2026, 3, day},
                                   .place = std::move(place),
                                   .difference_count = differences,
                                   .checked_at = at(day)};
        if (!found.place.empty())
            found.time_zone = found.place == "Uptown" ? "Asia/Tokyo" : "America/New_York";
        found.vendor = {3, {{*Currency::parse("USD"), 1250}, {*Currency::parse("JPY"), -7}}};
        found.ours = {2, {{*Currency::parse("USD"), 1250}}};
        found.excluded["no_email"] = {1, {}};
        for (int i = 0; i < differences; ++i)
            found.differences.push_back({.kind = model::DifferenceKind::value_differs,
                                         .record = "r",
                                         .unique_id = "u",
                                         .label = "Sale \"1\" é",
                                         .vendor = Money{1, *Currency::parse("JPY")},
                                         .reason = "x",
                                         .our_day = LocalDate{2026, 3, 1}});
        return found;
    }
    static model::ReconciledDay unnamed(model::ReconciledDay day) {
        day.differences.clear();
        return day;
    }
};
REGULARS_CONTRACT(ReconciliationContract);

TEST_P(ReconciliationContract, DaysAreReplacedByRange) {
    write([&](Transaction& t) {
        auto id = add_integration(t, account, "a"), other = add_integration(t, account, "b");
        auto& kept = t.reconciliations();
        const LocalDate first{2026, 3, 1}, last{2026, 3, 31};
        std::vector all{day_of(2, "Uptown"), day_of(2, "Downtown", 2), day_of(3, "Downtown"),
                        day_of(4, "", 1)};
        must(kept.replace(account, id, first, last, all));
        must(kept.replace(account, other, first, last, std::vector{day_of(9, "Else", 1)}));
        EXPECT_EQ(must(kept.days(account, id, first, last)),
                  (std::vector{unnamed(all[1]), all[0], all[2], unnamed(all[3])}));
        EXPECT_EQ(must(kept.day(account, id, {2026, 3, 2})), (std::vector{all[1], all[0]}));
        EXPECT_EQ(must(kept.differing(account, id, 9)),
                  (std::vector{LocalDate{2026, 3, 4}, LocalDate{2026, 3, 2}}));
        EXPECT_EQ(must(kept.differing(account, id, 1)), (std::vector{LocalDate{2026, 3, 4}}));

        // Whoever had a place that day and has it no longer is gone; the days around stay.
        must(kept.replace(account, id, {2026, 3, 2}, {2026, 3, 3},
                          std::vector{day_of(2, "Downtown")}));
        EXPECT_EQ(must(kept.days(account, id, first, last)),
                  (std::vector{day_of(2, "Downtown"), unnamed(all[3])}));
        EXPECT_EQ(must(kept.days(account, id, {2026, 3, 3}, {2026, 3, 3})).size(), 0u);

        must(t.integrations().remove(account, id));
        EXPECT_TRUE(must(kept.days(account, id, first, last)).empty());
        EXPECT_EQ(must(kept.differing(account, other, 9)).size(), 1u);
    });
}

}  // namespace
}  // namespace regulars::store
