// What the API says of why somebody is in or out: every kind of condition with the values that its
// words need.
// SPDX-License-Identifier: Apache-2.0
#include "api/segment_world_test.hpp"

namespace regulars::api {
namespace {

constexpr const char* any_time = R"({"type":"date","operator":"alltime"})";

std::string measured(const std::string& metric, const char* measurement, const char* test,
                     const std::string& more = "") {
    return fmt::format(
        R"({{"type":"profile-metric","metric_id":"{}","measurement":"{}","measurement_filter":{{"type":"numeric",{}}},"timeframe_filter":{},"metric_filters":null{}}})",
        metric, measurement, test, any_time, more);
}

std::string funnel(const std::vector<std::string>& metrics) {
    std::string steps;
    for (auto& metric : metrics)
        steps += fmt::format(R"({}{{"metric_exists":true,"metric_id":"{}","metric_filters":null}})",
                             steps.empty() ? "" : ",", metric);
    return R"({"type":"profile-metric-funnel","timeframe_filter":{"type":"date","operator":"in-the-last","unit":"day","quantity":300},"completion_window_seconds":null,"steps":[)" +
           steps + "]}";
}

std::string consent(const char* channel) {
    return fmt::format(
        R"({{"type":"profile-marketing-consent","consent":{{"channel":"{}","can_receive_marketing":true,"consent_status":{{"subscription":"subscribed","filters":null}}}}}})",
        channel);
}

std::string property(const char* name) {
    return fmt::format(
        R"({{"type":"profile-property","property":"properties['{}']","filter":{{"type":"string","operator":"equals","value":"vegan"}}}})",
        name);
}

std::string near(const char* unit) {
    return fmt::format(
        R"({{"type":"profile-postal-code-distance","country_code":"US","postal_code":"02108","unit":"{}","filter":{{"type":"numeric","operator":"less-than","value":250}}}})",
        unit);
}

std::string predicted(const char* dimension, const char* filter) {
    return fmt::format(R"({{"type":"profile-predictive-analytics","dimension":"{}","filter":{}}})",
                       dimension, filter);
}

constexpr const char* positive = R"({"type":"numeric","operator":"greater-than","value":0})";
constexpr const char* likely = R"({"type":"string","operator":"equals","value":"likely_female"})";
constexpr const char* custom_object =
    R"({"type":"profile-has-custom-object","object_type_id":"X","object_type_relationship_id":"Y","filter":{"type":"numeric","operator":"greater-than","value":0},"filters":[]})";

TEST(SegmentExplaining, EachKindOfConditionSaysWhatItFound) {
    SegmentWorld world;
    auto segment = world.make("Vegans", property("Diet"));
    const struct {
        const char* name;
        std::string condition;
        const char *holds, *code, *values;
        std::int64_t count;
    } cases[] = {
        {"count", measured(world.came, "count", R"("operator":"greater-than","value":2)"), "true",
         "count", R"({"count":3})", 3},
        {"sum of money", measured(world.came, "sum", R"("operator":"less-than","value":200)"),
         "false", "sum", R"({"value":200,"currency":"USD"})", 3},
        {"sum of a number",
         measured(world.came, "regulars-sum", R"("operator":"greater-than","value":10)",
                  R"(,"regulars_property":"Party Size")"),
         "true", "sum", R"({"value":12})", 3},
        {"average",
         measured(world.came, "regulars-average", R"("operator":"equals","value":4)",
                  R"(,"regulars_property":"Party Size")"),
         "true", "average", R"({"value":4})", 3},
        {"average of nothing",
         measured(world.came, "regulars-average", R"("operator":"equals","value":4)",
                  R"(,"regulars_property":"Tip")"),
         "false", "average", "{}", 3},
        {"funnel", funnel({world.booked, world.came}), "true", "funnel", R"({"steps":2,"of":2})",
         2},
        {"funnel part way", funnel({world.came, world.booked, world.booked}), "false", "funnel",
         R"({"steps":2,"of":3})", 2},
        {"property", property("Diet"), "true", "value", R"({"value":"vegan"})", 0},
        {"no property", property("Wine"), "false", "not_set", "{}", 0},
        {"a list and a segment",
         fmt::format(
             R"({{"type":"profile-group-membership","is_member":true,"group_ids":["{}","{}"]}})",
             world.list, segment),
         "true", "groups", R"({"names":["Diners","Vegans"]})", 0},
        {"in none of them",
         fmt::format(
             R"({{"type":"profile-group-membership","is_member":false,"group_ids":["{}"]}})",
             world.list),
         "false", "groups", R"({"names":["Diners"]})", 0},
        {"joined at another time",
         world.member_of(
             world.list,
             R"(,"timeframe_filter":{"type":"date","operator":"before","date":"2020-01-01"})"),
         "false", "groups", R"({"names":[]})", 0},
        {"consent", consent("email"), "true", "consent",
         R"({"state":"subscribed","suppression":""})", 0},
        {"consent to texts", consent("sms"), "false", "consent",
         R"({"state":"never_subscribed","suppression":""})", 0},
        {"region", R"({"type":"profile-region","in_region":true,"region":"united_states"})", "true",
         "region", R"({"country":"US"})", 0},
        {"no prediction", predicted("predicted_clv", positive), "false", "not_set", "{}", 0},
        {"orders", predicted("historic_number_of_orders", positive), "true", "prediction",
         R"({"value":3})", 0},
        {"custom objects", custom_object, "null", "cannot_evaluate",
         R"({"code":"no_custom_objects","detail":"this cannot be answered: custom objects are not kept here"})",
         0},
        {"gender", predicted("predicted_gender", likely), "null", "cannot_evaluate",
         R"({"code":"no_gender","detail":"this cannot be answered: nobody's gender is predicted here"})",
         0},
    };
    for (auto& c : cases) {
        auto reply = world.explain(c.condition);
        ASSERT_EQ(reply.status, 200) << c.name << reply.http.body;
        auto found = first_condition(reply);
        EXPECT_EQ(text_of(found["pointer"]), "/condition_groups/0/conditions/0") << c.name;
        EXPECT_EQ(found["holds"].text(), c.holds) << c.name;
        EXPECT_EQ(text_of(found["detail"]["code"]), c.code) << c.name;
        EXPECT_EQ(found["detail"]["values"].text(), c.values) << c.name;
        EXPECT_EQ(found["count"].integer(), c.count) << c.name;
        EXPECT_EQ(reply["is_member"].boolean(), std::string_view(c.holds) == "true") << c.name;
    }
}

TEST(SegmentExplaining, SumsAreInTheMoneyOfTheirEvents) {
    SegmentWorld world;
    auto pays = [&](const char* currency, const char* time) {
        ingest::Batch batch{.account = world.account.id,
                            .integration = world.add_integration(currency).id};
        batch.people.push_back({.key = "opentable:1", .as_of = world.clock.now()});
        batch.people.back().fields.email = "ana@x.example";
        batch.events.push_back({.unique_id = time,
                                .metric = "Paid Deposit",
                                .person = "opentable:1",
                                .time = parse_instant(time).value(),
                                .value = Money{5'000, *Currency::parse(currency)},
                                .properties = "{}"});
        world.apply(batch);
        world.follow();
    };
    auto sums = [&](const std::string& metric) {
        auto reply =
            world.explain(measured(metric, "sum", R"("operator":"greater-than","value":1)"));
        return first_condition(reply)["detail"]["values"].text();
    };
    pays("EUR", "2026-02-01T20:00:00Z");
    EXPECT_EQ(sums(world.metric("Paid Deposit")), R"({"value":50,"currency":"EUR"})");
    pays("USD", "2026-02-02T20:00:00Z");
    EXPECT_EQ(sums("regulars:opentable:Paid Deposit"), R"({"value":100})")
        << "of two currencies the sum is in none";
}

TEST(SegmentExplaining, DistancesNameTheirUnit) {
    SegmentWorld world;
    for (auto [unit, holds, least, most] :
         {std::tuple{"miles", "true", 180, 200}, {"kilometers", "false", 290, 320}}) {
        auto found = first_condition(world.explain(near(unit)));
        EXPECT_EQ(found["holds"].text(), holds);
        EXPECT_EQ(text_of(found["detail"]["values"]["unit"]), unit);
        auto distance = found["detail"]["values"]["distance"].number().value_or(0);
        EXPECT_TRUE(distance > least && distance < most) << distance;
    }
}

TEST(SegmentExplaining, DecidingEventsAreNewestFirstWithTheirMetricTimeAndValue) {
    SegmentWorld world;
    auto reply = world.explain(funnel({world.came, world.booked, world.booked}));
    std::string events;
    first_condition(reply)["events"].each([&](JsonNode event) {
        events += fmt::format("{} {}; ", text_of(event["metric"]), text_of(event["time"]));
    });
    EXPECT_EQ(events,
              "Created Reservation 2026-02-01T12:00:00Z; "
              "Completed Reservation 2026-01-10T20:00:00Z; ");
    reply = world.explain(measured(world.came, "count", R"("operator":"equals","value":3)"));
    std::string values;
    first_condition(reply)["events"].each(
        [&](JsonNode event) { values += text_of(event["value"]["amount"]) + " "; });
    EXPECT_EQ(values, "40.00 60.00 100.00 ");
}

TEST(SegmentExplaining, SubscribedAndSuppressedSaysSo) {
    SegmentWorld world;
    world.post("/app/v1/consent/suppress", R"({"people":[{"email":"ana@x.example"}]})");
    auto found = first_condition(world.explain(consent("email")));
    EXPECT_EQ(found["holds"].text(), "false");
    EXPECT_EQ(found["detail"]["values"].text(),
              R"({"state":"subscribed","suppression":"user_suppressed"})");
}

TEST(SegmentExplaining, WhatCannotBeAnsweredLeavesTheRestOfTheAnswer) {
    SegmentWorld world;
    auto explain = [&](const std::string& first, const std::string& second) {
        return world.post(
            "/app/v1/segments/explain",
            fmt::format(
                R"({{"profile_id":"{}","definition":{{"condition_groups":[{{"conditions":[{}]}},{{"conditions":[{}]}}]}}}})",
                world.ana, first, second));
    };
    auto groups = [](const Reply& reply) {
        std::string text;
        reply["groups"].each([&](JsonNode group) { text += group["holds"].text() + " "; });
        return text + reply["is_member"].text();
    };
    EXPECT_EQ(groups(explain(property("Diet"), custom_object)), "true null false");
    EXPECT_EQ(groups(explain(property("Wine"), custom_object)), "false null false");
    EXPECT_EQ(groups(explain(property("Diet") + "," + custom_object, property("Diet"))),
              "true true true");
    // What is wrong is refused, and not taken for what cannot be answered.
    auto wrong = explain(custom_object, world.member_of("NOSUCH"));
    EXPECT_EQ(wrong.code(), "unknown_group");
    EXPECT_EQ(text_of(wrong.error()["source"]["pointer"]),
              "/definition/condition_groups/1/conditions/0/group_ids/0");
    auto both = world.post("/app/v1/segments/explain",
                           fmt::format(R"({{"profile_id":"{}","segment_id":"X","definition":{}}})",
                                       world.ana, world.definition(property("Diet"))));
    EXPECT_EQ(both.status, 400) << "which of them is meant is not guessed";
}

}  // namespace
}  // namespace regulars::api
