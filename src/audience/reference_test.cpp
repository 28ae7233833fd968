// Tests of the reference: explanations, and that nothing changes before the next change, by
// stepping.
// SPDX-License-Identifier: Apache-2.0
#include "audience/reference.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "audience/definitions_test.hpp"

namespace regulars::audience {
namespace {

Instant at(std::string_view text) { return *parse_instant(text); }

Catalog catalog() {
    Catalog catalog;
    catalog.metrics = {{MetricId{1}, "MET001", "Completed Reservation", "opentable"},
                       {MetricId{2}, "MET002", "Placed Order", "toast"}};
    catalog.groups = {{"LIST01", "", false}, {"LIST02", "", false}, {"SEGM01", "", true}};
    return catalog;
}

model::Property any_value() {
    switch (*rc::gen::inRange(0, 6)) {
        case 0:
            return std::int64_t(*rc::gen::inRange(0, 5));
        case 1:
            return *rc::gen::arbitrary<bool>();
        case 2:
            return std::vector<std::string>{*rc::gen::element<std::string>("a", "ab"), "A"};
        case 3:
            return *rc::gen::element<std::string>("a", "A", "2");
        default:
            return *rc::gen::element<std::string>("2026-03-29", "2026-03-08T02:30:00",
                                                  "2026-11-01T05:30:00Z", "2026-02-28",
                                                  "2024-02-29");
    }
}

Person any_person(Instant around) {
    auto time = [&] {
        return around + std::chrono::hours(*rc::gen::inRange(-1500, 1000)) +
               Duration(*rc::gen::inRange(-1, 2));
    };
    Person person{.id = ProfileId{1}, .created_at = time(), .updated_at = time()};
    if (*rc::gen::arbitrary<bool>()) person.fields.email = "ab@example.com";
    if (*rc::gen::arbitrary<bool>())
        person.fields.birthday =
            model::Birthday{1990, *rc::gen::inRange(2, 4), *rc::gen::inRange(1, 29)};
    if (*rc::gen::arbitrary<bool>()) person.fields.properties["Visits"] = any_value();
    for (int n = *rc::gen::inRange(0, 6); n > 0; n--) {
        PersonEvent event{EventId{n}, MetricId{*rc::gen::inRange(1, 3)}, time(), std::nullopt, {}};
        if (*rc::gen::arbitrary<bool>()) event.value = *rc::gen::inRange(-2000, 6000);
        for (auto* name : {"Party Size", "Scheduled Time", "Status"})
            if (*rc::gen::arbitrary<bool>()) event.properties[name] = any_value();
        person.events.push_back(event);
    }
    std::ranges::sort(person.events, {}, [](auto& e) { return std::pair(e.time, e.id); });
    if (*rc::gen::arbitrary<bool>()) person.groups.push_back({"LIST01", time()});
    if (*rc::gen::arbitrary<bool>())
        person.consents.push_back({.state = model::ConsentState::subscribed,
                                   .can_receive = true,
                                   .method = "sftp",
                                   .status_at = time()});
    return person;
}

Instant latest_tried(Instant now) { return now + days(150); }

/// Every midnight of the zone, and each date of the person, a microsecond around.
std::vector<Instant> candidates(const Person& person, const Zone& zone, Instant from,
                                Instant until) {
    std::vector<Instant> all;
    for (Instant t = from; t < until; t = t + std::chrono::hours(24))
        all.push_back(zone.start_of(zone.to_local(t).date()));
    std::vector<Instant> dates{person.created_at, person.updated_at};
    for (auto& event : person.events) dates.push_back(event.time);
    for (auto& group : person.groups) dates.push_back(group.joined_at);
    for (auto& consent : person.consents)
        if (consent.status_at) dates.push_back(*consent.status_at);
    for (auto date : dates)
        for (int hours = -48; hours <= 48; hours++) all.push_back(date + std::chrono::hours(hours));
    std::vector<Instant> near;
    for (auto t : all)
        for (int us = -1; us <= 1; us++)
            if (auto moved = t + Duration(us); moved > from && moved < until) near.push_back(moved);
    return near;
}

RC_GTEST_PROP(Reference, NothingChangesBeforeTheNextChange, ()) {
    auto known = catalog();
    known.day_zone =
        *Zone::find(*rc::gen::element<std::string>("UTC", "America/New_York", "Asia/Kolkata"));
    Vocabulary words{.only_answerable = true};
    auto definition = *any_definition(words);
    auto question = Question::ask(definition, known);
    if (!question) RC_FAIL(question.error().text());
    Instant now = at(*rc::gen::element<std::string>("2026-03-08T06:59:59Z", "2026-03-29T12:00:00Z",
                                                    "2026-11-01T04:00:00Z"));
    auto person = any_person(now);
    auto standing = stands(*question, person, now);
    RC_ASSERT(!standing.next_change || *standing.next_change > now);
    if (standing.next_change) RC_ASSERT(question->dependence().on_time);
    Instant until = std::min(standing.next_change.value_or(latest_tried(now)), latest_tried(now));
    for (auto t : candidates(person, known.day_zone, now, until)) {
        auto later = stands(*question, person, t);
        if (later.is_member != standing.is_member) RC_FAIL("changed already at " + format_iso(t));
        RC_ASSERT(later.next_change == standing.next_change);
    }
}

RC_GTEST_PROP(Reference, AgreesWithTheFindings, ()) {
    auto question = *Question::ask(*any_definition({.only_answerable = true}), catalog());
    Instant now = at("2026-03-29T12:00:00Z");
    auto person = any_person(now);
    auto explanation = explain(question, person, now);
    std::size_t at_finding = 0;
    bool is_member = true;
    for (auto& group : question.definition().groups) {
        bool any = false;
        for (std::size_t i = 0; i < group.size(); i++)
            any |= explanation.findings.at(at_finding++).holds;
        is_member = is_member && any;
    }
    RC_ASSERT(at_finding == explanation.findings.size());
    RC_ASSERT(is_member == explanation.standing.is_member);
    RC_ASSERT(stands(question, person, now) == explanation.standing);
}

TEST(Explain, ShowsTheEventsThatDecideNewestFirst) {
    Person person{.id = ProfileId{1}};
    for (int i = 1; i <= 8; i++)
        person.events.push_back(
            {EventId{i}, MetricId{1}, at("2026-03-01") + days(i), Amount(1000 * i), {}});
    MetricCondition condition{"MET001",
                              Measurement::sum,
                              "",
                              {NumberOperator::greater_than, 20},
                              RelativeDate{RelativeOperator::in_the_last, TimeUnit::day, 7},
                              {}};
    auto question = *Question::ask(
        {{{condition}, {GroupCondition{true, {"LIST01"}, std::nullopt}}}, std::nullopt}, catalog());
    auto explanation = explain(question, person, at("2026-03-10T12:00:00Z"));
    EXPECT_FALSE(explanation.standing.is_member);
    ASSERT_EQ(explanation.findings.size(), 2u);
    auto& finding = explanation.findings[0];
    EXPECT_EQ(finding.pointer, "/condition_groups/0/conditions/0");
    EXPECT_TRUE(finding.holds);
    EXPECT_EQ(finding.matching, 7);
    EXPECT_EQ(finding.measured, 35);
    EXPECT_EQ(finding.events,
              (std::vector{EventId{8}, EventId{7}, EventId{6}, EventId{5}, EventId{4}}));
    EXPECT_EQ(finding.next_change, at("2026-03-11"));
    EXPECT_EQ(explanation.findings[1].pointer, "/condition_groups/1/conditions/0");
    EXPECT_FALSE(explanation.findings[1].holds);
}

TEST(Question, KnowsWhatItDependsOn) {
    auto depends = [](const Condition& condition) {
        return Question::ask({{{condition}}, std::nullopt}, catalog())->dependence();
    };
    MetricCondition ever{"MET002", Measurement::count, "", {}, AllTime{}, {}}, lately = ever,
                                                                               booked = ever;
    lately.timeframe = RelativeDate{};
    booked.filters = {{"Scheduled Time", DateTest(RelativeDate{})}};
    EXPECT_EQ(depends(ever).metrics, std::vector{MetricId{2}});
    EXPECT_FALSE(depends(ever).on_time);
    EXPECT_TRUE(depends(lately).on_time);
    EXPECT_TRUE(depends(booked).on_time);
    EXPECT_TRUE(depends(PropertyCondition{"email", ExistenceTest{}}).on_profile);
    EXPECT_EQ(depends(GroupCondition{true, {"SEGM01", "LIST01"}, std::nullopt}).groups,
              (std::vector<std::string>{"LIST01", "SEGM01"}));
    EXPECT_TRUE(depends(ConsentCondition{}).on_consent);
    EXPECT_TRUE(
        depends(PredictiveCondition{"churn_probability", "", "", NumberTest{}}).on_everybody);
    EXPECT_FALSE(depends(PredictiveCondition{"historic_clv", "", "", NumberTest{}}).on_everybody);
    EXPECT_EQ(depends(PredictiveCondition{"historic_clv", "", "", NumberTest{}}).metrics,
              (std::vector{MetricId{1}, MetricId{2}}));
}

TEST(Ordering, IsTheConditionsFigure) {
    Person person{.id = ProfileId{1},
                  .events = {{EventId{1}, MetricId{1}, at("2026-03-01"), Amount(12'500), {}}}};
    Definition definition{{}, Ordering{{"MET001", Measurement::sum, "", {}, AllTime{}, {}}, true}};
    EXPECT_EQ(order_figure(*Question::ask(definition, catalog()), person, at("2026-03-02")), 12.5);
    EXPECT_EQ(order_figure(*Question::ask({}, catalog()), person, at("2026-03-02")), std::nullopt);
    definition.order_by->by.metric = "NONE";
    EXPECT_EQ(Question::ask(definition, catalog()).error().where, "/regulars/order_by/metric_id");
}

}  // namespace
}  // namespace regulars::audience
