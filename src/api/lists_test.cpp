// Lists over the API: settings, members, growth, export, deleting, and who may.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

class ListsTest : public testing::Test {
  protected:
    void SetUp() override {
        world.set_up();
        auto made = world.post("/app/v1/lists", R"({"name":"Diners","opt_in":"single"})");
        ASSERT_EQ(made.status, 201) << made.http.body;
        path = "/app/v1/lists/" + text_of(made["id"]);
    }
    model::List list() {
        return *world.read([&](store::Transaction& tx) {
            return tx.lists().find(world.account.id, path.substr(path.rfind('/') + 1));
        });
    }
    World world;
    std::string path;
};

TEST_F(ListsTest, AreRenamedAndSetUpByWhoSawTheLatest) {
    auto read = world.get(path);
    EXPECT_EQ(read["has_page"].boolean(), true);
    EXPECT_EQ(text_of(read["page_path"]), "/s/" + text_of(read["id"]));
    auto revision = text_of(read["revision"]);
    auto renamed = world.patch(
        path,
        fmt::format(R"({{"revision":"{}","name":"Guests","has_page":false,"opt_in":"double"}})",
                    revision));
    ASSERT_EQ(renamed.status, 200) << renamed.http.body;
    EXPECT_EQ(text_of(renamed["name"]), "Guests");
    EXPECT_EQ(renamed["has_page"].boolean(), false);
    EXPECT_EQ(text_of(renamed["opt_in"]), "double");
    EXPECT_EQ(
        world.patch(path, fmt::format(R"({{"revision":"{}","name":"Late"}})", revision)).code(),
        "changed_meanwhile");
    world.post("/app/v1/lists", R"({"name":"Others","opt_in":"single","has_page":false})");
    revision = text_of(world.get(path)["revision"]);
    EXPECT_EQ(
        world.patch(path, fmt::format(R"({{"revision":"{}","name":"oThers"}})", revision)).code(),
        "name_taken");
    EXPECT_EQ(
        world.patch(path, fmt::format(R"({{"revision":"{}","has_page":"yes"}})", revision)).status,
        400);
    EXPECT_EQ(world.get("/app/v1/lists/nope00").status, 404);
}

TEST_F(ListsTest, AreDeletedWhenConfirmedAndNothingFeedsThem) {
    EXPECT_EQ(world.del(path).code(), "not_confirmed");
    EXPECT_EQ(world.del(path + "?confirm=diners").code(), "not_confirmed");
    auto integration = world.add_integration("Downtown");
    integration.list = list().id;
    world.write([&](store::Transaction& tx) {
        return tx.integrations().update(world.account.id, integration);
    });
    EXPECT_NE(world.get(path)["fed_by"].text().find("Downtown"), std::string::npos);
    auto refused = world.del(path + "?confirm=Diners");
    EXPECT_EQ(refused.code(), "list_in_use");
    EXPECT_NE(refused.http.body.find("Downtown"), std::string::npos);
    auto revision = text_of(world.get(path)["revision"]);
    EXPECT_EQ(
        world.patch(path, fmt::format(R"({{"revision":"{}","opt_in":"double"}})", revision)).code(),
        "single_opt_in");
    integration.list = {};
    world.write([&](store::Transaction& tx) {
        return tx.integrations().update(world.account.id, integration);
    });
    std::string emails;
    for (int i = 0; i < 1'000; ++i) emails += fmt::format("{}\"p{}@x.example\"", i ? "," : "", i);
    EXPECT_EQ(world.post(path + "/members", "{\"emails\":[" + emails + "]}")["changed"].integer(),
              1'000);
    EXPECT_EQ(world.del(path + "?confirm=Diners").status, 204);
    EXPECT_EQ(world.get(path).status, 404);
    EXPECT_EQ(world.get("/app/v1/profiles")["total"].integer(), 1'000) << "the people stay";
}

TEST_F(ListsTest, TakePeopleByIdAndEmailAndTellWhoCouldNotBeAdded) {
    auto added = world.post(
        path + "/members",
        R"({"emails":["Ana@x.example","no address","ana@x.example"],"profiles":["01NOBODY"]})");
    ASSERT_EQ(added.status, 200) << added.http.body;
    EXPECT_EQ(added["changed"].integer(), 1);
    EXPECT_EQ(added["unchanged"].integer(), 1);
    EXPECT_EQ(added["created"].integer(), 1);
    std::string refused;
    added["errors"].each([&](JsonNode e) {
        refused += std::to_string(*e["index"].integer()) + text_of(e["code"]) + " ";
    });
    EXPECT_EQ(refused, "0not_found 2invalid ");

    auto members = world.get(path + "/members");
    EXPECT_EQ(members["total"].integer(), 1);
    auto ana = members.data(0);
    EXPECT_EQ(text_of(ana["profile"]["email"]), "Ana@x.example");
    EXPECT_EQ(text_of(ana["profile"]["email_consent"]), "never_subscribed")
        << "adding is no consent";
    EXPECT_EQ(text_of(ana["how"]), "manual");
    EXPECT_EQ(text_of(ana["source"]), "ana@olive.example");
    EXPECT_EQ(ana["starts_flows"].boolean(), true);
    auto id = text_of(ana["profile"]["id"]);
    auto timeline = world.get("/app/v1/profiles/" + id + "/events");
    EXPECT_EQ(text_of(timeline.data(0)["metric"]["name"]), "Subscribed to List");

    world.clock.advance(48h);
    auto removed =
        world.post(path + "/members/remove",
                   fmt::format(R"({{"profiles":["{}"],"emails":["nobody@x.example"]}})", id));
    EXPECT_EQ(removed["changed"].integer(), 1);
    EXPECT_EQ(removed["unchanged"].integer(), 1);
    EXPECT_EQ(world.get(path + "/members")["total"].integer(), 0);
    auto growth = world.get(path + "/growth?from=2026-03-14&to=2026-03-17");
    std::string days;
    growth["data"].each([&](JsonNode day) {
        days +=
            text_of(day["day"]).substr(8) + ":" + std::to_string(*day["members"].integer()) + " ";
    });
    EXPECT_EQ(days, "14:0 15:1 16:1 17:0 ");
    EXPECT_EQ(world.get(path + "/growth?from=2026-03-14&to=2026-03-13").status, 400);
    EXPECT_EQ(world.get(path + "/growth?from=2020-01-01&to=2026-03-13").status, 400);
    for (auto* body : {"{}", R"({"emails":"a@x.example"})", R"({"profiles":[1]})"})
        EXPECT_EQ(world.post(path + "/members", body).status, 400) << body;
    std::string many = "\"a@x.example\"";
    for (int i = 0; i < 1'000; ++i) many += ",\"a@x.example\"";
    EXPECT_EQ(world.post(path + "/members", "{\"emails\":[" + many + "]}").status, 400);
}

TEST_F(ListsTest, ShowMembersPageByPageAndAsCsv) {
    for (auto* email : {"a@x.example", "b@x.example", "=c@x.example"}) {
        world.post(path + "/members", fmt::format(R"({{"emails":["{}"]}})", email));
        world.clock.advance(1h);
    }
    std::string found;
    std::string after;
    for (int n = 0; n < 5; ++n) {
        auto page = world.get(path + "/members?limit=2&sort=joined_at" +
                              (after.empty() ? "" : "&after=" + after));
        page["data"].each(
            [&](JsonNode member) { found += text_of(member["profile"]["email"]) + " "; });
        after = text_of(page["next"]);
        if (after.empty()) break;
    }
    EXPECT_EQ(found, "a@x.example b@x.example =c@x.example ");
    EXPECT_EQ(text_of(world.get(path + "/members").data(0)["profile"]["email"]), "=c@x.example");
    EXPECT_EQ(world.get(path + "/members?after=x").status, 400);
    EXPECT_EQ(world.get(path + "/members?sort=name").status, 400);
    auto file = world.get(path + "/members.csv");
    EXPECT_NE(file.http.body.find(",\"'=c@x.example\",,,,2026-03-15T20:00:00Z,manual,ana@olive."
                                  "example,never_subscribed\r\n"),
              std::string::npos)
        << file.http.body;
    EXPECT_EQ(file.header("X-Next"), "");
}

TEST_F(ListsTest, AnalystsLookAndChangeNothing) {
    ASSERT_EQ(
        world
            .post(
                "/app/v1/settings/users",
                R"({"email":"leo@olive.example","password":"a long password","name":"Leo","role":"analyst"})")
            .status,
        201);
    auto revision = text_of(world.get(path)["revision"]);
    ASSERT_EQ(world.sign_in("leo@olive.example", "a long password").status, 200);
    EXPECT_EQ(world.get(path).status, 200);
    EXPECT_EQ(world.get(path + "/members").status, 200);
    EXPECT_EQ(world.get(path + "/growth?from=2026-03-14&to=2026-03-17").status, 200);
    EXPECT_EQ(world.patch(path, fmt::format(R"({{"revision":"{}","name":"X"}})", revision)).status,
              403);
    EXPECT_EQ(world.del(path + "?confirm=Diners").status, 403);
    EXPECT_EQ(world.post(path + "/members", R"({"emails":["a@x.example"]})").status, 403);
    EXPECT_EQ(world.post(path + "/members/remove", R"({"emails":["a@x.example"]})").status, 403);
    EXPECT_EQ(world.get(path + "/members.csv").status, 403)
        << "a whole file of people is for those who manage them";
}

}  // namespace
}  // namespace regulars::api
