// Followed segments hold, after any changes and any steps of time, who is in them from scratch.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "audience/random_world.hpp"
#include "audience/tracker.hpp"

namespace regulars::audience {
namespace {

const Instant middle = *parse_instant("2026-03-29T15:00:00Z");
constexpr Cause edit{.kind = Cause::edit, .of_event = {}};

RC_GTEST_PROP(Tracker, HoldsWhoIsInFromScratch, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto& random = draw.random();
    auto catalog = catalog_of_words("America/New_York", {"SEGM02", "SEGM03"});
    Index index;
    for (int i = 1; i <= 30; ++i) index.put(draw.person({i}));

    Instant now = middle;
    Tracker tracker(index);
    // SEGM02 may ask for SEGM01, and SEGM03 for both.
    std::map<std::string, Question> segments;
    std::map<std::string, std::set<ProfileId>> told;
    auto apply = [&](const std::vector<Transition>& transitions) {
        for (const auto& t : transitions) {
            bool is_news = t.entered ? told[t.segment].insert(t.person).second
                                     : told[t.segment].erase(t.person) > 0;
            RC_ASSERT(is_news);
        }
    };
    auto follow = [&](const std::string& name, std::vector<std::string> groups) {
        segments.insert_or_assign(name, any_question(catalog, groups));
        auto known = tracker.members(name);
        auto out = tracker.follow(name, segments.at(name), known, edit, now);
        RC_ASSERT(out.has_value());
        apply(*out);
    };
    follow("SEGM01", {"LIST01"});
    follow("SEGM02", {"SEGM01", "LIST02"});
    follow("SEGM03", {"SEGM01", "SEGM02"});

    for (int step = 0; step < 60; ++step) {
        if (random.chance(0.5))
            now = now +
                  (random.chance(0.5) ? std::chrono::hours(random.below(30))
                                      : days(std::int64_t(random.below(20)))) +
                  Duration(std::int64_t(random.below(3)));
        if (auto next = tracker.next(); next && random.chance(0.2)) now = std::max(now, *next);
        apply(tracker.tick(now));
        ProfileId id{std::int64_t(1 + random.below(32))};
        switch (random.below(8)) {
            case 0:
                index.remove(id);
                apply(tracker.removed(id, now));
                break;
            case 1:
            case 2:
                index.put(draw.person(id));
                apply(tracker.changed(id, {.everything = true}, now));
                break;
            case 3:
                index.fold();
                break;
            case 4:
                follow("SEGM02", {"SEGM01", "LIST02"});
                break;
            default: {
                auto event = draw.event();
                if (!index.add(id, event)) break;
                apply(tracker.changed(id, {.news = {{event.metric, event.id}}}, now));
            }
        }
        for (const auto& [name, question] : segments) {
            auto members = tracker.members(name);
            RC_ASSERT(members == index.members(question, now));
            RC_ASSERT(std::set<ProfileId>(members.begin(), members.end()) == told[name]);
            RC_ASSERT(tracker.size(name) == std::int64_t(members.size()));
        }
    }
}

RC_GTEST_PROP(Tracker, TellsEachChangeAtItsInstant, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto catalog = catalog_of_words("America/New_York");
    Index index;
    std::vector<Person> people;
    for (int i = 1; i <= 20; ++i) index.put(people.emplace_back(draw.person({i})));
    auto question = any_question(catalog, {"LIST01", "LIST02"});
    Tracker tracker(index);
    auto first = tracker.follow("SEGM02", question, {}, edit, middle);
    RC_ASSERT(first.has_value());
    std::set<ProfileId> in;
    for (const auto& t : *first) in.insert(t.person);

    std::vector<Transition> all;
    auto end = middle + days(60);
    for (auto next = tracker.next(); next && *next <= end; next = tracker.next()) {
        auto told = tracker.tick(*next);
        all.insert(all.end(), told.begin(), told.end());
    }
    std::vector<Instant> instants{end};
    for (int i = 0; i < 20; ++i)
        instants.push_back(
            middle + Duration(std::int64_t(draw.random().below(std::uint64_t(days(60).count())))));
    for (const auto& t : all) {
        RC_ASSERT(t.cause == (Cause{.kind = Cause::instant, .of_event = {}}));
        instants.push_back(t.at), instants.push_back(t.at - 1us);
    }
    RC_ASSERT(std::ranges::is_sorted(all, {}, &Transition::at));
    std::ranges::sort(instants);
    std::size_t told = 0;
    for (auto instant : instants) {
        if (instant < middle) continue;
        for (; told < all.size() && all[told].at <= instant; ++told) {
            if (all[told].entered)
                in.insert(all[told].person);
            else
                in.erase(all[told].person);
        }
        for (const auto& person : people)
            RC_ASSERT(stands(question, person, instant).is_member == in.contains(person.id));
    }
}

class TrackerOf : public testing::Test {
  protected:
    TrackerOf() {
        for (int i = 1; i <= 20'000; ++i) {
            Person person{.id = {i}, .created_at = middle, .updated_at = middle};
            person.events.push_back({.id = {i},
                                     .metric = {1},
                                     .time = middle - days(2),
                                     .value = std::nullopt,
                                     .properties = {}});
            index_.put(person);
        }
        index_.fold();
    }
    Question recent(std::int64_t n) const {
        Definition definition{
            .groups = {{MetricCondition{
                .metric = "MET001",
                .test = {NumberOperator::greater_than_or_equal, 1},
                .timeframe = RelativeDate{RelativeOperator::in_the_last, TimeUnit::day, n}}}},
            .order_by = {}};
        return *Question::ask(definition, catalog_);
    }
    Question in_group(const std::string& group, bool is_member = true) const {
        return *Question::ask(
            {.groups = {{GroupCondition{is_member, {group}, std::nullopt}}}, .order_by = {}},
            catalog_);
    }
    Catalog catalog_ = catalog_of_words("America/New_York", {"SEGM02", "SEGM03"});
    Index index_;
    Tracker tracker_{index_};
};

TEST_F(TrackerOf, AsksTheWholeSegmentWhereVeryManyTimersFire) {
    ASSERT_EQ(tracker_.follow("SEGM01", recent(7), {}, edit, middle)->size(), 20'000u);
    ASSERT_EQ(tracker_.follow("SEGM02", in_group("SEGM01", false), {}, edit, middle)->size(), 0u);
    EXPECT_TRUE(tracker_.tick(middle).empty());
    EXPECT_EQ(tracker_.pending(), 20'000);
    auto due = *parse_instant(
        "2026-04-04T04:00:00Z");  // midnight in New York, eight days after the events' day
    ASSERT_EQ(tracker_.next(), due);
    EXPECT_TRUE(tracker_.tick(due - 1us).empty());
    auto told = tracker_.tick(due);
    EXPECT_EQ(told.size(), 40'000u);  // out of the one, into the other
    EXPECT_EQ(told[0].at, due);
    EXPECT_EQ(tracker_.size("SEGM01"), 0);
    EXPECT_EQ(tracker_.size("SEGM02"), 20'000);
    tracker_.tick(due);
    EXPECT_EQ(tracker_.next(), std::nullopt);
}

TEST_F(TrackerOf, TellsEachSegmentTheEventItAskedFor) {
    auto of = [&](const std::string& metric) {
        return *Question::ask(
            {.groups = {{MetricCondition{.metric = metric,
                                         .test = {NumberOperator::greater_than_or_equal, 1}}}},
             .order_by = {}},
            catalog_);
    };
    Question named = *Question::ask(
        {.groups = {{PropertyCondition{"first_name", ExistenceTest{true}}}}, .order_by = {}},
        catalog_);
    Person person{.id = {30'000}, .created_at = middle, .updated_at = middle};
    index_.put(person);
    ASSERT_TRUE(tracker_.follow("SEGM01", of("MET001"), {}, edit, middle));
    ASSERT_TRUE(tracker_.follow("SEGM02", of("MET002"), {}, edit, middle));
    ASSERT_TRUE(tracker_.follow("SEGM03", in_group("SEGM01"), {}, edit, middle));
    ASSERT_TRUE(tracker_.follow("SEGM04", named, {}, edit, middle));
    // Two orders and what was ordered, all at once, and a name.
    person.fields.first_name = "Ana";
    for (int id : {70, 71}) person.events.push_back({{id}, {1}, middle, {}, {}});
    for (int id : {72, 73}) person.events.push_back({{id}, {2}, middle, {}, {}});
    index_.put(person);
    auto told = tracker_.changed(
        person.id,
        {.news = {{{1}, {70}}, {{2}, {72}}, {{1}, {71}}, {{2}, {73}}}, .everything = true}, middle);
    std::ranges::sort(told, {}, &Transition::segment);
    Cause of_first{Cause::event, {71}}, of_second{Cause::event, {73}};
    EXPECT_EQ(told,
              (std::vector<Transition>{{"SEGM01", person.id, true, middle, of_first},
                                       {"SEGM02", person.id, true, middle, of_second},
                                       {"SEGM03", person.id, true, middle, of_first},
                                       {"SEGM04", person.id, true, middle, {Cause::profile}}}));
}

TEST_F(TrackerOf, PassesChangesOnAndRefusesCircles) {
    ASSERT_TRUE(tracker_.follow("SEGM01", recent(7), {}, edit, middle));
    ASSERT_TRUE(tracker_.follow("SEGM02", in_group("SEGM01"), {}, edit, middle));
    EXPECT_EQ(tracker_.follow("SEGM01", in_group("SEGM02"), {}, edit, middle).error().kind,
              ErrorKind::conflict);
    EXPECT_EQ(tracker_.follow("SEGM03", in_group("SEGM03"), {}, edit, middle).error().kind,
              ErrorKind::conflict);
    EXPECT_EQ(tracker_.size("SEGM02"), 20'000);  // as before

    index_.put({.id = {5}, .created_at = middle, .updated_at = middle});
    auto told = tracker_.changed({5}, {.news = {{MetricId{1}, {77}}}}, middle + 1s);
    Cause cause{Cause::event, {77}};
    EXPECT_EQ(told, (std::vector<Transition>{{"SEGM01", {5}, false, middle + 1s, cause},
                                             {"SEGM02", {5}, false, middle + 1s, cause}}));
    EXPECT_TRUE(
        tracker_.changed({5}, {.metrics = {MetricId{2}}, .profile = true}, middle + 2s).empty());

    tracker_.forget("SEGM02");
    EXPECT_EQ(tracker_.size("SEGM02"), 0);
    index_.remove({6});
    EXPECT_EQ(tracker_.removed({6}, middle + 3s),
              (std::vector<Transition>{{"SEGM01", {6}, false, middle + 3s, {}}}));
    EXPECT_FALSE(tracker_.has("SEGM01", {6}));
}

TEST_F(TrackerOf, KeepsThoseWhoWereInBefore) {
    std::vector<ProfileId> members{{1}, {2}, {99'999}};
    auto told = *tracker_.follow("SEGM01", recent(7), members, edit, middle);
    EXPECT_EQ(told.size(), 19'999u);  // 19 998 enter, one leaves who is none of the people
    EXPECT_EQ(tracker_.size("SEGM01"), 20'000);
}

}  // namespace
}  // namespace regulars::audience
