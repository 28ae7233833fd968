// Events read by what was met before are what reading each of them says.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/event_codes.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "analytics/people.hpp"

namespace regulars::analytics {
namespace {

const Instant start = *parse_instant("2026-03-15T18:00:00Z");

/// An index of some people with these events, filled, and one that was told of each event.
struct Both {
    static constexpr std::int64_t people = 200;
    audience::Filling filling;
    audience::Index told;
    std::int64_t events = 0;
    EventCodes codes{filling};

    Both() {
        for (std::int64_t id = 1; id <= people; ++id) {
            audience::Person person{.id = {id}, .created_at = start, .updated_at = start};
            filling.put(person);
            told.put(person);
        }
    }
    std::vector<std::string> waiting;

    void add(std::string_view json) {
        std::vector<JsonMembers::Member> members;
        bool is_whole = cut(json, members);
        codes.read({json, members, is_whole});
        waiting.emplace_back(json);
        if (waiting.size() == 10) settle();
    }
    void settle() {
        codes.settle();
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            audience::PersonEvent event{
                .id = {++events}, .metric = {1 + events % 2}, .time = start + Duration(events)};
            ProfileId person{1 + events % people};
            EXPECT_TRUE(filling.append(person, event, codes.of(i)));
            read_properties(waiting[i], event);
            EXPECT_TRUE(told.add(person, event));
        }
        waiting.clear();
        codes.clear();
    }
    void expect_same() && {
        settle();
        auto filled = std::move(filling).made();
        EXPECT_EQ(filled.events(), events);
        for (auto id : told.everybody()) EXPECT_EQ(filled.person(id), told.person(id)) << id.value;
    }
};

TEST(EventCodes, AreWhatReadingTheJsonSays) {
    Both both;
    for (int round = 0; round < 3; ++round) {
        for (
            auto* json : {
                R"({})",
                R"({"Party Size":2,"Server":"Ana","Table Number":["12"],"Visit Tags":[]})",
                R"({"Party Size":2,"Server":"Ben","Table Number":["12","7"],"Guest Request":null})",
                R"({"Server":"Ana","Party Size":3})",
                R"({"Server":"say \"hi\" \\ \u00e9","Party Size":"3"})",
                R"({"Server":"Zoé","Vegan":true,"Total":12.50,"Whole":12.0,"Huge":18446744073709551615})",
                R"( { "Server" : "Ana" , "Items" : [ { "name" : "a]}\"" , "n" : [1, 2] } , 4 ] } )",
                R"({"Server":"Ana","Server":"Ben","Party Size":1,"Party Size":[9]})",
                R"({"Ser\u0076er":"Cleo","Party Size":4})",
                R"({"Nested":{"a":{"b":"}"}},"":"no name","Server":""})",
                R"(["no object"])",
                R"({"Server":"cut)",
                R"()",
            })
            both.add(json);
    }
    std::move(both).expect_same();
}

TEST(EventCodes, ForgetNoneOfManyDistinctValues) {
    Both both;
    for (int i = 0; i < 20'000; ++i) {
        both.add(fmt::format(
            R"({{"Created":"{}","Total":{}.25,"Item":["{}"],"Room":"AB-{:07X}","Desk":"ab{:06}"{}}})",
            format_iso(start + std::chrono::seconds(i * 7)), i, i, i * 3, i,
            i % 1'000 == 999 ? R"(,"Desk":"moved")" : ""));
    }
    std::move(both).expect_same();
}

}  // namespace
}  // namespace regulars::analytics
