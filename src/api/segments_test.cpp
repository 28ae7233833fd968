// Segments over the API: what is kept and what refused, names, circles, deleting, and members.
// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "api/segment_world_test.hpp"

namespace regulars::api {
namespace {

constexpr const char* vegan =
    R"({"type":"profile-property","property":"properties['Diet']","filter":{"type":"string","operator":"equals","value":"vegan"}})";
constexpr const char* custom_object =
    R"({"type":"profile-has-custom-object","object_type_id":"X","object_type_relationship_id":"Y","filter":{"type":"numeric","operator":"greater-than","value":0},"filters":[]})";
constexpr const char* pushed =
    R"({"type":"profile-marketing-consent","consent":{"channel":"push","can_receive_marketing":true,"consent_status":{"subscription":"any","filters":null}}})";

std::string problems(const Reply& segment) {
    std::string text;
    segment["problems"].each([&](JsonNode problem) {
        text += text_of(problem["code"]) + " " + text_of(problem["pointer"]) + ";";
    });
    return text;
}

TEST(Segments, AreMadeCountedAndHaveMembers) {
    SegmentWorld world;
    auto path = "/app/v1/segments/" + world.make("Vegans", vegan);
    auto segment = world.get(path);
    EXPECT_EQ(segment["members"].integer(), 1);
    EXPECT_EQ(segment["is_processing"].boolean(), false);
    EXPECT_EQ(problems(segment), "");
    EXPECT_EQ(text_of(world.get(path + "/members").data(0)["email"]), "ana@x.example");
    EXPECT_EQ(world.get(path + "/activity").status, 200);
    EXPECT_EQ(world.get("/app/v1/segments")["data"].size(), 1u);
    auto definition = world.definition(vegan);
    EXPECT_EQ(world.post("/app/v1/segments/count", R"({"definition":)" + definition + "}")["count"]
                  .integer(),
              1);
    EXPECT_EQ(world
                  .post("/app/v1/segments/growth",
                        R"({"from":"2026-03-01","to":"2026-03-15","by":"week","definition":)" +
                            definition + "}")
                  .status,
              200);
    auto overlap =
        world.post("/app/v1/segments/overlap",
                   fmt::format(R"({{"with":["{}"],"definition":{}}})", world.list, definition));
    EXPECT_EQ(overlap.data(0)["both"].integer(), 1);
}

TEST(Segments, WhatCannotBeAnsweredHereIsKeptAndCountsNobody) {
    SegmentWorld world;
    auto made = world.post("/app/v1/segments",
                           world.body("Owners", std::string(custom_object) + "," + pushed));
    ASSERT_EQ(made.status, 201) << made.http.body;
    auto path = "/app/v1/segments/" + text_of(made["id"]);
    world.follow();
    auto segment = world.get(path);
    EXPECT_EQ(problems(segment),
              "no_custom_objects /condition_groups/0/conditions/0/type;"
              "no_push /condition_groups/0/conditions/1/consent/channel;");
    EXPECT_EQ(segment["members"].integer(), 0);
    EXPECT_EQ(segment["is_processing"].boolean(), false) << "there is nothing to wait for";
    EXPECT_NE(segment["definition"].text().find("profile-has-custom-object"), std::string::npos);
    EXPECT_EQ(world.get(path + "/members")["total"].integer(), 0);
    auto count = world.post("/app/v1/segments/count",
                            R"({"definition":)" + world.definition(custom_object) + "}");
    EXPECT_EQ(count.status, 400);
    EXPECT_EQ(count.code(), "no_custom_objects");
    // What is wrong beside it is refused as ever.
    auto wrong = world.post(
        "/app/v1/segments",
        world.body("Wrong", std::string(custom_object) + "," + world.member_of("NOSUCH")));
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(wrong.code(), "unknown_group");
}

TEST(Segments, MembersLeaveByAnEditThatCannotBeAnswered) {
    SegmentWorld world;
    auto id = world.make("Vegans", vegan), dependent = world.make("Also", world.member_of(id));
    EXPECT_EQ(world.get("/app/v1/segments/" + dependent)["members"].integer(), 1);
    ASSERT_EQ(world.redefine(id, custom_object).status, 200);
    auto segment = world.get("/app/v1/segments/" + id);
    EXPECT_EQ(segment["members"].integer(), 0);
    EXPECT_EQ(segment["is_processing"].boolean(), false);
    auto left = world.get("/app/v1/segments/" + id + "/activity").data(0);
    EXPECT_EQ(text_of(left["what"]) + " " + text_of(left["cause"]["kind"]), "left edit");
    EXPECT_EQ(world.get("/app/v1/segments/" + dependent)["members"].integer(), 0);
    ASSERT_EQ(world.redefine(id, vegan).status, 200);
    EXPECT_EQ(world.get("/app/v1/segments/" + id)["members"].integer(), 1);
}

TEST(Segments, DoNotAskForTheirOwnMembers) {
    SegmentWorld world;
    auto first = world.make("First", vegan), second = world.make("Second", world.member_of(first)),
         third = world.make("Third", world.member_of(second));
    auto itself = world.redefine(first, world.member_of(first));
    EXPECT_EQ(itself.status, 409);
    EXPECT_EQ(itself.code(), "asks_for_itself");
    EXPECT_EQ(text_of(itself.error()["source"]["pointer"]),
              "/definition/condition_groups/0/conditions/0/group_ids/0");
    auto circle = world.redefine(first, std::string(vegan) + "," + world.member_of(third));
    EXPECT_EQ(circle.code(), "asks_for_itself");
    EXPECT_NE(circle.http.body.find("'Third'"), std::string::npos) << circle.http.body;
    for (auto& id : {first, second, third}) {
        auto segment = world.get("/app/v1/segments/" + id);
        EXPECT_EQ(segment["is_processing"].boolean(), false);
        EXPECT_EQ(segment["members"].integer(), 1);
    }
    EXPECT_EQ(world.redefine(third, world.member_of(first)).status, 200) << "no circle";
}

// As it could be kept before circles were refused.
TEST(Segments, OfACircleSayWhyTheyHaveNobodyUntilItIsBroken) {
    SegmentWorld world;
    auto first = world.make("First", vegan), second = world.make("Second", world.member_of(first));
    world.write([&](store::Transaction& tx) -> Result<void> {
        auto segment = *TRY(tx.segments().find(world.account.id, first));
        segment.definition = world.definition(world.member_of(second));
        ++segment.version;
        TRY(tx.segments().update(world.account.id, segment));
        return tx.changes().append(world.account.id, store::ChangeKind::segment, segment.id.value,
                                   1, world.clock.now());
    });
    world.follow();
    for (auto& id : {first, second}) {
        auto segment = world.get("/app/v1/segments/" + id);
        EXPECT_EQ(problems(segment),
                  "asks_for_itself /condition_groups/0/conditions/0/group_ids/0;");
        EXPECT_EQ(segment["is_processing"].boolean(), false);
        EXPECT_EQ(segment["members"].integer(), 0);
    }
    ASSERT_EQ(world.redefine(second, vegan).status, 200);
    for (auto& id : {first, second}) {
        auto segment = world.get("/app/v1/segments/" + id);
        EXPECT_EQ(problems(segment), "");
        EXPECT_EQ(segment["is_processing"].boolean(), false);
        EXPECT_EQ(segment["members"].integer(), 1);
    }
}

/// Reads what is new only after it was asked for, on another thread.
class LateAudience final : public AudienceControl {
  public:
    LateAudience(store::Store& store, AccountId account, Clock& clock,
                 const std::filesystem::path& folder)
        : live_(std::make_shared<analytics::LiveAudience>(store, account, clock)) {
        EXPECT_TRUE(live_->open(folder));
    }
    std::shared_ptr<const analytics::LiveAudience> audience(AccountId) override {
        if (std::exchange(is_late_, false))
            follower_ = std::jthread([this] {
                // The question is under way by then; were it not, it would be answered as well.
                std::this_thread::sleep_for(20ms);
                EXPECT_TRUE(live_->follow());
            });
        return live_;
    }

  private:
    std::shared_ptr<analytics::LiveAudience> live_;
    bool is_late_ = true;
    std::jthread follower_;
};

TEST(Segments, KnowAListThatIsAMomentOld) {
    SegmentWorld world;
    LateAudience late(*world.store, world.account.id, world.clock, world.folder);
    world.rebuild([&](Services& services) { services.audiences = &late; });
    auto fresh = text_of(world.post("/app/v1/lists", R"({"name":"New","opt_in":"single"})")["id"]);
    world.clock.advance(2s);
    auto count = world.post("/app/v1/segments/count",
                            R"({"definition":)" + world.definition(world.member_of(fresh)) + "}");
    ASSERT_EQ(count.status, 200) << count.http.body;
    EXPECT_EQ(count["count"].integer(), 0);
}

TEST(Suggestions, KnowValuesHoweverOld) {
    SegmentWorld world;
    ingest::Batch batch{.account = world.account.id,
                        .integration = world.add_integration("Uptown").id};
    batch.people.push_back({.key = "opentable:2", .as_of = world.clock.now()});
    auto first = parse_instant("2026-01-01T20:00:00Z").value();
    for (int i = 0; i < 2'100; ++i)
        batch.events.push_back(
            {.unique_id = fmt::format("old:{}", i),
             .metric = "Seated",
             .person = "opentable:2",
             .time = first + std::chrono::minutes(i),
             .properties = i == 0 ? R"({"Server":"Old Hand"})" : R"({"Server":"New Hand"})"});
    world.apply(batch);
    world.follow();
    auto suggested = [&](const char* query) {
        std::string texts;
        world.get("/app/v1/suggestions?of=values&" + std::string(query))["data"].each(
            [&](JsonNode one) { texts += text_of(one["text"]) + " " + one["count"].text() + ";"; });
        return texts;
    };
    auto seated = "property=Server&metric_id=" + world.metric("Seated");
    EXPECT_EQ(suggested(seated.c_str()), "New Hand 2099;Old Hand 1;");
    EXPECT_EQ(suggested((seated + "&q=oLD").c_str()), "Old Hand 1;");
    EXPECT_EQ(suggested("property=Diet"), "vegan 1;");
    EXPECT_EQ(suggested("property=Wine"), "");
}

TEST(Segments, AndListsThatSegmentsAskForStay) {
    SegmentWorld world;
    auto guests = world.make("Guests", world.member_of(world.list));
    world.make("Vegan guests", world.member_of(guests) + "," + world.member_of(world.list));
    auto list = world.del("/app/v1/lists/" + world.list + "?confirm=Diners");
    EXPECT_EQ(list.status, 409);
    EXPECT_EQ(list.code(), "list_in_use");
    EXPECT_NE(list.http.body.find("'Guests', 'Vegan guests'"), std::string::npos) << list.http.body;
    EXPECT_EQ(world.get("/app/v1/lists/" + world.list)["profiles"].integer(), 1);
    auto segment = world.del("/app/v1/segments/" + guests);
    EXPECT_EQ(segment.code(), "in_use");
    EXPECT_NE(segment.http.body.find("'Vegan guests'"), std::string::npos) << segment.http.body;
}

TEST(Segments, AndListsHaveNamesOfTheirOwn) {
    SegmentWorld world;
    auto id = world.make("Vegans", vegan);
    auto path = "/app/v1/segments/" + id;
    auto revision = text_of(world.get(path)["revision"]);
    auto list = "/app/v1/lists/" + world.list;
    auto list_revision = text_of(world.get(list)["revision"]);
    for (auto& taken :
         {world.post("/app/v1/segments", world.body("vegans", vegan)),
          world.post("/app/v1/segments", world.body(" diners ", vegan)),
          world.patch(path, fmt::format(R"({{"revision":"{}","name":"DINERS"}})", revision)),
          world.post("/app/v1/lists", R"({"name":"vegans","opt_in":"single"})"),
          world.patch(list, fmt::format(R"({{"revision":"{}","name":"Vegans"}})", list_revision)),
          world.post(path + "/snapshot", R"({"name":"Vegans"})"),
          world.post(path + "/snapshot", R"({"name":"Diners"})")}) {
        EXPECT_EQ(taken.status, 409) << taken.http.body;
        EXPECT_EQ(taken.code(), "name_taken");
        EXPECT_EQ(text_of(taken.error()["source"]["pointer"]), "/name");
    }
    EXPECT_EQ(
        world.patch(path, fmt::format(R"({{"revision":"{}","name":"VEGANS"}})", revision)).status,
        200)
        << "its own";
    EXPECT_EQ(world.post(path + "/snapshot", R"({"name":"Vegans of March"})").status, 201);
}

}  // namespace
}  // namespace regulars::api
