// Tests the comparison: what is counted where, and what is named.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/reconciliation.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace regulars::analytics {
namespace {

using model::DifferenceKind;
using model::VendorRow;

constexpr LocalDate monday{2026, 3, 2}, tuesday{2026, 3, 3};
const Currency usd = *Currency::parse("USD"), eur = *Currency::parse("EUR");

VendorRow row(std::string id, std::optional<std::int64_t> cents = std::nullopt,
              LocalDate day = monday) {
    return {.record = "r/" + id,
            .unique_id = "e/" + id,
            .label = id,
            .place = "Downtown",
            .day = day,
            .value = cents ? std::optional(Money{*cents, usd}) : std::nullopt,
            .persons = {"p/" + id}};
}

/// Everything held as the vendor says it.
Evidence faithful(std::vector<VendorRow> rows) {
    Evidence evidence{.rows = std::move(rows)};
    for (auto& r : evidence.rows) {
        evidence.exclusions[r.record] = "";
        evidence.events[r.unique_id] = {r.unique_id, r.record, r.day, r.value};
        for (auto& [id, value, record] : r.also) evidence.events[id] = {id, r.record, r.day, value};
    }
    return evidence;
}

std::vector<DifferenceKind> kinds(const model::ReconciledDay& day) {
    std::vector<DifferenceKind> found;
    for (auto& d : day.differences) found.push_back(d.kind);
    return found;
}

TEST(Reconciliation, EqualDaysAddUp) {
    auto evidence = faithful({row("1", 1250), row("2"), row("3", 5, tuesday)});
    evidence.rows.push_back(row("4", 700));
    evidence.exclusions["r/4"] = "walk_in_without_guest";
    auto days = compare(evidence, monday, tuesday);
    ASSERT_EQ(days.size(), 2u);
    EXPECT_TRUE(days[0].is_equal() && days[1].is_equal());
    EXPECT_EQ(days[0].vendor, (model::Tally{3, {{usd, 1950}}}));
    EXPECT_EQ(days[0].ours, (model::Tally{2, {{usd, 1250}}}));
    EXPECT_EQ(days[0].excluded,
              (std::map<std::string, model::Tally>{{"walk_in_without_guest", {1, {{usd, 700}}}}}));
    EXPECT_EQ(days[1].day, tuesday);
    EXPECT_EQ(days[1].place, "Downtown");
}

TEST(Reconciliation, EachDayNamesItsPlacesZone) {
    auto tokyo = row("1", 1250);
    tokyo.place = "Tokyo", tokyo.zone = *Zone::find("Asia/Tokyo");
    auto paris = row("2", 5);
    paris.place = "Paris", paris.zone = *Zone::find("Europe/Paris");
    auto evidence = faithful({tokyo, paris});
    evidence.zone = *Zone::find("America/New_York");
    auto days = compare(evidence, monday, tuesday);
    ASSERT_EQ(days.size(), 3u);
    EXPECT_EQ(days[0].time_zone, "Europe/Paris");
    EXPECT_EQ(days[1].time_zone, "Asia/Tokyo");
    EXPECT_EQ(days[2].place, "");
    EXPECT_EQ(days[2].time_zone, "America/New_York") << "nobody had anything: the audit's own";
    auto alone = faithful({tokyo});
    EXPECT_EQ(compare(alone, monday, tuesday)[1].time_zone, "Asia/Tokyo")
        << "the only place's, on its quiet day too";
}

// A record that changed at the vendor after our last sync cannot be here as it is there.
TEST(Reconciliation, WhatChangedSinceTheSyncIsNoDifference) {
    const Instant synced = *parse_instant("2026-03-03T10:00:00Z");
    auto changed = [&](VendorRow r, Duration after) {
        r.changed_at = synced + after;
        return r;
    };
    auto evidence = faithful({changed(row("dearer", 100), 1s), changed(row("same", 7), 1s),
                              changed(row("old", 30), 0s)});
    evidence.synced_at = synced;
    evidence.events["e/dearer"].value = Money{90, usd};
    evidence.events["e/old"].value = Money{29, usd};
    evidence.rows.push_back(changed(row("new", 5), 1h));
    evidence.rows.push_back(changed(row("missed", 6), -1s));
    auto days = compare(evidence, monday, monday);
    ASSERT_EQ(days.size(), 1u);
    EXPECT_EQ(days[0].vendor, (model::Tally{5, {{usd, 148}}}));
    EXPECT_EQ(days[0].ours, (model::Tally{2, {{usd, 36}}}));
    EXPECT_EQ(days[0].excluded,
              (std::map<std::string, model::Tally>{{"changed_since_sync", {2, {{usd, 105}}}}}));
    EXPECT_EQ(kinds(days[0]),
              (std::vector{DifferenceKind::not_synced, DifferenceKind::value_differs}))
        << "missed, and old";
    evidence.synced_at.reset();
    EXPECT_EQ(compare(evidence, monday, monday)[0].difference_count, 4)
        << "unless nobody says when we synced";
}

TEST(Reconciliation, APartThatMakesNoEventIsCountedApart) {
    auto exchange = row("1", -500);
    exchange.apart = Money{1'500, usd}, exchange.apart_reason = "sold_in_exchange";
    auto evidence = faithful({exchange});
    evidence.events["e/1"].value = Money{-2'000, usd};
    auto day = compare(evidence, monday, monday)[0];
    EXPECT_TRUE(day.is_equal());
    EXPECT_EQ(day.ours, (model::Tally{1, {{usd, -2'000}}}));
    EXPECT_EQ(day.excluded,
              (std::map<std::string, model::Tally>{{"sold_in_exchange", {0, {{usd, 1'500}}}}}));
    evidence.events["e/1"].value = Money{-500, usd};
    EXPECT_EQ(kinds(compare(evidence, monday, monday)[0]),
              std::vector{DifferenceKind::value_differs});
}

TEST(Reconciliation, ADayWithoutRecordsIsADay) {
    auto days = compare(faithful({row("1", {}, tuesday)}), {2026, 2, 28}, tuesday);
    ASSERT_EQ(days.size(), 4u) << "28 February to 3 March";
    EXPECT_EQ(days[0].vendor.count, 0);
    EXPECT_EQ(days[0].place, "Downtown");
    EXPECT_TRUE(days[0].is_equal());
    EXPECT_EQ(compare({}, monday, monday).size(), 1u);
}

TEST(Reconciliation, PlacesAreApart) {
    auto second = row("2", 300);
    second.place = "Uptown";
    auto days = compare(faithful({row("1", 100), second}), monday, monday);
    ASSERT_EQ(days.size(), 2u);
    EXPECT_EQ(days[0].vendor.minor.at(usd), 100);
    EXPECT_EQ(days[1].place, "Uptown");
    EXPECT_EQ(days[1].vendor.minor.at(usd), 300);
}

TEST(Reconciliation, WhatDiffersIsNamed) {
    struct Case {
        const char* name;
        std::function<void(Evidence&)> tamper;
        DifferenceKind kind;
        std::int64_t ours;
    };
    auto whole = [] {
        auto r = row("1", 1000);
        r.also = {{"e/1b", r.value, ""}, {"e/1c", Money{-300, usd}, "s/1"}};
        return faithful({r, row("2", 2000)});
    };
    const Case cases[] = {
        {"never read",
         [](auto& e) { e.events.erase("e/1"), e.events.erase("e/1b"), e.exclusions.erase("r/1"); },
         DifferenceKind::not_synced, 1},
        {"its event is gone", [](auto& e) { e.events.erase("e/1"); }, DifferenceKind::event_missing,
         1},
        {"another of its events is gone", [](auto& e) { e.events.erase("e/1b"); },
         DifferenceKind::event_missing, 2},
        {"one of another worth is gone", [](auto& e) { e.events.erase("e/1c"); },
         DifferenceKind::event_missing, 2},
        {"one of another worth has the record's",
         [](auto& e) {
             e.events["e/1c"].value = Money{1000, usd};
         },
         DifferenceKind::value_differs, 2},
        {"a cent too much", [](auto& e) { e.events["e/1"].value->minor += 1; },
         DifferenceKind::value_differs, 2},
        {"another currency", [](auto& e) { e.events["e/1"].value->currency = eur; },
         DifferenceKind::value_differs, 2},
        {"no value", [](auto& e) { e.events["e/1"].value.reset(); }, DifferenceKind::value_differs,
         2},
        {"a value of nothing", [](auto& e) { e.rows[0].value.reset(); },
         DifferenceKind::value_differs, 2},
        {"another of its events has another value",
         [](auto& e) { e.events["e/1b"].value->minor = 7; }, DifferenceKind::value_differs, 2},
        {"on another day", [](auto& e) { e.events["e/1"].day = tuesday; },
         DifferenceKind::day_differs, 2},
        {"excluded though held", [](auto& e) { e.exclusions["r/1"] = "zero_order"; },
         DifferenceKind::excluded_but_held, 2},
        {"one too many",
         [](auto& e) {
             e.others.push_back({"e/9", "r/9", monday, Money{50, usd}});
         },
         DifferenceKind::not_at_vendor, 3},
        {"one of nobody",
         [](auto& e) {
             e.others.push_back({"e/9", "", monday, {}});
         },
         DifferenceKind::not_at_vendor, 3},
    };
    for (auto& tested : cases) {
        auto evidence = whole();
        ASSERT_TRUE(compare(evidence, monday, monday)[0].is_equal()) << tested.name;
        tested.tamper(evidence);
        auto days = compare(evidence, monday, monday);
        ASSERT_EQ(days.size(), 1u) << tested.name;
        EXPECT_EQ(kinds(days[0]), std::vector{tested.kind}) << tested.name;
        EXPECT_EQ(days[0].ours.count, tested.ours) << tested.name;
        EXPECT_FALSE(days[0].is_equal()) << tested.name;
        EXPECT_FALSE(days[0].differences[0].label.empty()) << tested.name;
    }
}

// What the vendor took back after it was read, and marked nowhere as a change.
TEST(Reconciliation, AVoidThatWasNeverReadIsNamed) {
    auto evidence = faithful({row("1", 1000), row("2", 2000)});
    evidence.rows[0].exclusion = "voided";
    auto day = compare(evidence, monday, monday).at(0);
    ASSERT_EQ(kinds(day), std::vector{DifferenceKind::excluded_but_held});
    EXPECT_EQ(day.differences[0].record, "r/1");
    EXPECT_EQ(day.differences[0].reason, "voided");
}

TEST(Reconciliation, WhatIsNoDifference) {
    struct Case {
        const char* name;
        std::function<void(Evidence&)> change;
    };
    const Case cases[] = {
        {"some of its events are left out",
         [](auto& e) {
             e.exclusions["r/1"] = "assumed_seated", e.partial_exclusions = {"assumed_seated"};
         }},
        {"it is too late to leave it out by the vendor's word",
         [](auto& e) {
             e.rows[0].exclusion = "before_history", e.partial_exclusions = {"before_history"};
         }},
        {"an event of a record that is shown",
         [](auto& e) {
             e.others.push_back({"e/1c", "r/1", monday, {}});
         }},
        {"an event of another day",
         [](auto& e) {
             e.others.push_back({"e/9", "r/9", tuesday, {}});
         }},
        {"excluded by what we remember",
         [](auto& e) { e.events.erase("e/1"), e.exclusions["r/1"] = "no_email"; }},
        {"excluded by the vendor's word",
         [](auto& e) {
             e.events.erase("e/1"), e.exclusions.erase("r/1"),
                 e.rows[0].exclusion = "before_history";
         }},
        {"erased here", [](auto& e) { e.events.erase("e/1"), e.forgotten.insert("r/1"); }},
        {"a further event is excluded by what we remember of it",
         [](auto& e) {
             e.rows[0].also = {{"e/1b", e.rows[0].value, "s/1"}}, e.exclusions["s/1"] = "no_email";
         }},
        {"no event stands for it",
         [](auto& e) {
             e.events.erase("e/1"), e.rows[0].unique_id.clear(), e.rows[0].exclusion = "voided";
         }},
    };
    for (auto& tested : cases) {
        auto evidence = faithful({row("1", 1000), row("2", 2000)});
        tested.change(evidence);
        auto days = compare(evidence, monday, monday);
        ASSERT_EQ(days.size(), 1u) << tested.name;
        EXPECT_TRUE(days[0].is_equal()) << tested.name;
        auto sum = days[0].ours;
        for (auto& [reason, tally] : days[0].excluded) {
            sum.count += tally.count;
            for (auto& [currency, minor] : tally.minor) sum.minor[currency] += minor;
        }
        EXPECT_EQ(sum, days[0].vendor) << tested.name;
    }
}

TEST(Reconciliation, ARecordThatTheVendorNoLongerShowsIsNamedOnce) {
    auto evidence = faithful({row("1", 1000)});
    evidence.others = {{"e/9 created", "r/9", monday, {}}, {"e/9 completed", "r/9", monday, {}}};
    auto day = compare(evidence, monday, monday).at(0);
    EXPECT_EQ(day.difference_count, 1);
    EXPECT_EQ(day.ours.count, 2);
    EXPECT_EQ(day.place, "Downtown");
}

TEST(Reconciliation, AllAreCountedAndTheFirstAreNamed) {
    std::vector<VendorRow> rows;
    for (int i = 0; i < 500; ++i) rows.push_back(row(std::to_string(1000 + i)));
    auto day = compare({.rows = rows}, monday, monday).at(0);
    EXPECT_EQ(day.difference_count, 500);
    ASSERT_EQ(day.differences.size(), model::ReconciledDay::most_differences);
    EXPECT_EQ(day.differences.front().label, "1000");
    EXPECT_EQ(day.differences.back().label, "1199");
}

RC_GTEST_PROP(Reconciliation, AnEqualDayAddsUpAndAnythingElseIsNamed, ()) {
    Evidence evidence;
    auto n = *rc::gen::inRange(0, 30);
    std::int64_t named = 0;
    for (int i = 0; i < n; ++i) {
        auto r = row(std::to_string(i),
                     *rc::gen::maybe(rc::gen::inRange<std::int64_t>(0, 1000)).as("cents")
                         ? std::optional<std::int64_t>(i)
                         : std::nullopt);
        switch (*rc::gen::inRange(0, 5)) {
            case 0:
                evidence.exclusions[r.record] = "reason";
                break;
            case 1:
                ++named;
                break;  // unknown here
            case 2: {
                evidence.events[r.unique_id] = {r.unique_id, r.record, {}, Money{-5, usd}};
                ++named;
                break;
            }
            default:
                evidence.events[r.unique_id] = {r.unique_id, r.record, {}, r.value};
        }
        evidence.rows.push_back(r);
    }
    auto day = compare(evidence, monday, monday).at(0);
    RC_ASSERT(day.difference_count == named);
    RC_ASSERT(day.vendor.count == n);
    if (named == 0) {
        auto sum = day.ours;
        for (auto& [reason, tally] : day.excluded) {
            sum.count += tally.count;
            for (auto& [currency, minor] : tally.minor) sum.minor[currency] += minor;
        }
        RC_ASSERT(sum == day.vendor);
    }
}

TEST(ReconciledDay, SurvivesItsJson) {
    auto evidence = faithful({row("1", 1000), row("2")});
    evidence.events["e/1"].value.reset();
    evidence.events["e/2"].day = tuesday;
    evidence.rows.push_back(row("3"));
    evidence.exclusions["r/3"] = "no_email";
    auto day = compare(evidence, monday, monday).at(0);
    model::ReconciledDay read{.day = day.day,
                              .place = day.place,
                              .time_zone = day.time_zone,
                              .difference_count = day.difference_count,
                              .checked_at = day.checked_at};
    ASSERT_TRUE(model::read_figures(read, model::figures_json(day)));
    read.differences = model::differences_from(model::differences_json(day)).value();
    EXPECT_EQ(read, day);
    EXPECT_FALSE(model::differences_from("[{\"kind\":\"strange\"}]"));
}

}  // namespace
}  // namespace regulars::analytics
