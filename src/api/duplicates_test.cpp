// Possible duplicates through the API: the two side by side, merged, told apart, and both taken
// back.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

class Duplicates : public testing::Test {
  protected:
    void SetUp() override {
        world.set_up();
        auto integration = world.add_integration("Downtown");
        ingest::Batch batch{.account = world.account.id, .integration = integration.id};
        for (auto key : {"ana", "ben", "cid"}) {
            batch.people.push_back(
                {.key = key,
                 .as_of = world.clock.now(),
                 .fields = {.email = fmt::format("{}@x.test", key), .first_name = key},
                 .phones = {"2125550001"}});
            batch.events.push_back({.unique_id = key,
                                    .metric = "Created Reservation",
                                    .person = key,
                                    .time = world.clock.now() - 24h,
                                    .properties = "{}"});
        }
        world.apply(batch);
    }
    Reply pairs(std::string query = "") { return world.get("/app/v1/duplicates" + query); }
    /// The first pair's id, and its profiles' ids.
    std::string pair() { return text_of(pairs().data(0)["id"]); }
    std::vector<std::string> sides() {
        std::vector<std::string> ids;
        auto reply = pairs();
        reply.data(0)["profiles"].each([&](JsonNode side) { ids.push_back(text_of(side["id"])); });
        return ids;
    }
    World world;
};

TEST_F(Duplicates, AreShownSideBySideWithWhatTheyShare) {
    auto reply = pairs();
    ASSERT_EQ(reply.status, 200) << reply.http.body;
    EXPECT_EQ(reply["total"].integer(), 2);
    auto first = reply.data(0);
    EXPECT_EQ(text_of(first["why"]), "phone");
    EXPECT_EQ(text_of(first["shared"]), "+12125550001");
    std::vector<std::string> emails;
    first["profiles"].each([&](JsonNode side) {
        emails.push_back(text_of(side["email"]));
        EXPECT_EQ(side["reservations"].integer(), 1);
        EXPECT_EQ(side["integrations"].size(), 1u);
        EXPECT_EQ(text_of(side["first_seen_at"]).substr(0, 10), "2026-03-14");
    });
    EXPECT_EQ(emails, (std::vector<std::string>{"ana@x.test", "ben@x.test"}));
    auto page = pairs("?limit=1");
    ASSERT_FALSE(page["next"].is_nothing());
    auto next = pairs("?limit=1&after=" + text_of(page["next"]));
    EXPECT_TRUE(next["next"].is_nothing());
    EXPECT_NE(text_of(next.data(0)["id"]), text_of(page.data(0)["id"]));
    EXPECT_EQ(pairs("?after=x").status, 400);
}

TEST_F(Duplicates, AreMergedAndTakenApartAgain) {
    auto id = pair();
    auto both = sides();
    auto merged = world.post("/app/v1/duplicates/" + id + "/merge",
                             fmt::format(R"({{"keep":"{}"}})", both[1]));
    ASSERT_EQ(merged.status, 200) << merged.http.body;
    EXPECT_EQ(text_of(merged["profile"]["email"]), "ben@x.test");
    EXPECT_EQ(world.get("/app/v1/profiles/" + both[0]).status, 404);
    EXPECT_EQ(world.get("/app/v1/profiles/" + both[1])["timeline"]["data"].size(), 2u);
    EXPECT_EQ(pairs()["total"].integer(), 1) << "the third may still be the one that stayed";
    EXPECT_EQ(
        world
            .post("/app/v1/duplicates/" + id + "/merge", fmt::format(R"({{"keep":"{}"}})", both[1]))
            .status,
        404);
    auto undo = "/app/v1/merges/" + text_of(merged["id"]) + "/undo";
    EXPECT_EQ(world.post(undo).status, 204);
    EXPECT_EQ(world.get("/app/v1/profiles/" + both[0])["timeline"]["data"].size(), 1u);
    EXPECT_EQ(world.post(undo).status, 409);
    EXPECT_EQ(world.post("/app/v1/merges/99/undo").status, 404);
}

TEST_F(Duplicates, ToldApartAreNotShownUntilThatIsTakenBack) {
    auto apart = "/app/v1/duplicates/" + pair() + "/apart";
    auto who = sides()[0];
    EXPECT_EQ(world.post(apart).status, 204);
    EXPECT_EQ(pairs()["total"].integer(), 1);
    EXPECT_EQ(world.get("/app/v1/profiles/" + who)["possible_duplicates"].size(), 1u);
    EXPECT_EQ(world.del(apart).status, 204);
    EXPECT_EQ(pairs()["total"].integer(), 2);
    EXPECT_EQ(world.post("/app/v1/duplicates/9-10/apart").status, 404);
    EXPECT_EQ(world.post("/app/v1/duplicates/rubbish/apart").status, 404);
}

TEST_F(Duplicates, AreMergedOnlyIntoOneOfTheTwo) {
    auto reply = world.post("/app/v1/duplicates/" + pair() + "/merge", R"({"keep":"somebody"})");
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(text_of(reply.error()["source"]["pointer"]), "/keep");
}

}  // namespace
}  // namespace regulars::api
