// Imports over the API: upload in parts, mapping, checking, importing, what was left out, undoing,
// and who may.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

class ImportsTest : public testing::Test {
  protected:
    void SetUp() override { world.set_up(); }
    Reply send_part(const std::string& id, std::size_t offset, std::string bytes) {
        return world.send({.method = "POST",
                           .target = fmt::format("/app/v1/imports/{}/parts?offset={}", id, offset),
                           .headers = {{"Host", "regulars.test"},
                                       {"Origin", "http://regulars.test"},
                                       {"Content-Type", "application/octet-stream"},
                                       {"Cookie", world.cookie},
                                       {"X-Regulars-CSRF", world.csrf}},
                           .body = std::move(bytes),
                           .peer = "127.0.0.1:4000"});
    }
    std::string upload(const std::string& text, const std::string& format = "csv") {
        auto made =
            world.post("/app/v1/imports",
                       fmt::format(R"({{"file_name":"guests.csv","bytes":{},"format":"{}"}})",
                                   text.size(), format));
        EXPECT_EQ(made.status, 201) << made.http.body;
        auto id = text_of(made["id"]);
        EXPECT_EQ(text_of(send_part(id, 0, text.substr(0, 5))["state"]), "uploading");
        EXPECT_EQ(send_part(id, 5, text.substr(5)).status, 200);
        return id;
    }
    void advance() {
        while (auto due = world.imports->stepped.due().value())
            ASSERT_TRUE(world.imports->stepped.advance(due->first, due->second, {}, {}));
    }
    World world;
};

TEST_F(ImportsTest, EventsGoInAndOutAgain) {
    std::string visit =
        R"({"email":"Ana@x.example","metric":"Visited","time":"2024-05-01T18:30:00Z","value":42.5,"properties":{"table":7}})";
    auto id = upload(visit + "\noops\n" + visit + "\n", "events");
    auto import = world.get("/app/v1/imports/" + id);
    EXPECT_EQ(text_of(import["state"]), "ready");
    EXPECT_EQ(text_of(import["format"]), "events");
    auto preview = world.get("/app/v1/imports/" + id + "/preview");
    ASSERT_EQ(preview.status, 200) << preview.http.body;
    EXPECT_EQ(preview["people"].size(), 0u);
    ASSERT_EQ(preview["events"].size(), 2u);
    EXPECT_NE(
        preview.http.body.find(
            R"("email":"Ana@x.example","identifiers":["ana@x.example"],"profile_id":null,"metric":"Visited","time":"2024-05-01T18:30:00Z","value":{"amount":"42.50","currency":"USD"})"),
        std::string::npos)
        << preview.http.body;
    EXPECT_EQ(preview["problems"].size(), 1u);

    EXPECT_EQ(world.post("/app/v1/imports/" + id + "/check").status, 202);
    advance();
    EXPECT_EQ(world.get("/app/v1/imports/" + id)["checked"]["events"].integer(), 1);
    EXPECT_EQ(world.post("/app/v1/imports/" + id + "/start").status, 202);
    advance();
    auto done = world.get("/app/v1/imports/" + id);
    EXPECT_EQ(text_of(done["state"]), "imported");
    EXPECT_EQ(done["done"]["events"].integer(), 1);
    EXPECT_EQ(done["done"]["repeated"].integer(), 1);
    EXPECT_EQ(world.get("/app/v1/profiles")["data"].size(), 1u);
    EXPECT_EQ(world.post("/app/v1/imports/" + id + "/undo").status, 202);
    advance();
    EXPECT_EQ(world.get("/app/v1/imports/" + id)["done"]["events_removed"].integer(), 1);
    EXPECT_EQ(world.get("/app/v1/profiles")["data"].size(), 0u);
    EXPECT_EQ(
        world.post("/app/v1/imports", R"({"file_name":"a.xml","bytes":3,"format":"xml"})").status,
        400);
}

TEST_F(ImportsTest, GoFromTheFileToPeopleAndBack) {
    auto list =
        text_of(world.post("/app/v1/lists", R"({"name":"Guests","opt_in":"single"})")["id"]);
    auto id = upload(
        "Email,First Name,Agreed\nana@x.example,Ana,yes\nbad,Ben,yes\n=1+1@x.example,=2+2,no\n");
    auto import = world.get("/app/v1/imports/" + id);
    EXPECT_EQ(text_of(import["state"]), "ready");
    EXPECT_EQ(text_of(import["encoding"]), "UTF-8");

    auto mapped = world.patch(
        "/app/v1/imports/" + id,
        fmt::format(
            R"({{"columns":[{{"target":"email"}},{{"target":"first_name"}},{{"target":"email_consent"}}],"list_id":"{}"}})",
            list));
    ASSERT_EQ(mapped.status, 200) << mapped.http.body;
    EXPECT_EQ(text_of(mapped["list"]["name"]), "Guests");
    auto preview = world.get("/app/v1/imports/" + id + "/preview");
    EXPECT_EQ(preview["samples"].size(), 3u);
    EXPECT_EQ(preview["people"].size(), 2u);
    EXPECT_EQ(preview["problems"].size(), 1u);

    EXPECT_EQ(world.post("/app/v1/imports/" + id + "/check").status, 202);
    EXPECT_EQ(world.imports->woken, 1);
    advance();
    auto checked = world.get("/app/v1/imports/" + id);
    EXPECT_EQ(checked["checked"]["rows"].integer(), 3);
    EXPECT_EQ(checked["checked"]["problems"]["bad_email"].integer(), 1);
    EXPECT_EQ(world.get("/app/v1/profiles")["data"].size(), 0u);

    EXPECT_EQ(world.post("/app/v1/imports/" + id + "/start").status, 202);
    advance();
    auto done = world.get("/app/v1/imports/" + id);
    EXPECT_EQ(text_of(done["state"]), "imported");
    EXPECT_EQ(done["done"]["created"].integer(), 2);
    EXPECT_EQ(done["done"]["subscribed"].integer(), 1);
    EXPECT_EQ(world.get("/app/v1/profiles")["data"].size(), 2u);
    EXPECT_EQ(world.get("/app/v1/imports/" + id + "/problems").data(0)["line"].integer(), 3);
    auto file = world.get("/app/v1/imports/" + id + "/problems.csv");
    EXPECT_EQ(file.http.body,
              "\xEF\xBB\xBFline,column,reason,value,row skipped\r\n3,Email,bad_email,bad,yes\r\n");

    EXPECT_EQ(world.del("/app/v1/imports/" + id).status, 409)
        << "what it brought would stay for ever";
    EXPECT_EQ(world.post("/app/v1/imports/" + id + "/undo").status, 202);
    advance();
    EXPECT_EQ(text_of(world.get("/app/v1/imports").data(0)["state"]), "undone");
    EXPECT_EQ(world.get("/app/v1/profiles")["data"].size(), 0u);
    EXPECT_EQ(world.del("/app/v1/imports/" + id).status, 204);
    EXPECT_EQ(world.get("/app/v1/imports")["data"].size(), 0u);
}

TEST_F(ImportsTest, AnEncodingThatWasToldWrongIsChosen) {
    auto id = upload("Email;Nome\na@x.example;CONCEI\xC7\xC3O\n");
    auto path = "/app/v1/imports/" + id;
    EXPECT_EQ(text_of(world.get(path)["encoding"]), "CP949") << "or this test shows nothing";
    EXPECT_EQ(world.patch(path, R"({"encoding":"Klingon"})").status, 400);
    EXPECT_EQ(world.patch(path, R"({"encoding":"UTF-8"})").status, 400) << "it is none";
    EXPECT_EQ(text_of(world.get(path)["encoding"]), "CP949");
    auto changed = world.patch(path, R"({"encoding":"Windows-1252"})");
    ASSERT_EQ(changed.status, 200) << changed.http.body;
    EXPECT_EQ(text_of(changed["encoding"]), "Windows-1252");
    auto preview = world.get(path + "/preview");
    EXPECT_NE(preview.http.body.find("CONCEIÇÃO"), std::string::npos) << preview.http.body;
}

TEST_F(ImportsTest, RefuseWhatCannotBeMeant) {
    EXPECT_EQ(world.post("/app/v1/imports", R"({"file_name":"a.csv","bytes":0})").status, 400);
    EXPECT_EQ(world.post("/app/v1/imports", R"({"file_name":"a.csv","bytes":9999999999})").status,
              400);
    auto id = upload("Email,Name\nana@x.example,Ana\n");
    auto path = "/app/v1/imports/" + id;
    EXPECT_EQ(world.patch(path, R"({"columns":[{"target":"skip"},{"target":"skip"}]})").status,
              400);
    EXPECT_EQ(world.patch(path, R"({"columns":[{"target":"email"}]})").status, 400);
    EXPECT_EQ(world.patch(path, R"({"columns":[{"target":"email"},{"target":"nonsense"}]})").status,
              400);
    EXPECT_EQ(world.patch(path, R"({"list_id":"nobody"})").status, 400);
    auto confirmed =
        text_of(world.post("/app/v1/lists", R"({"name":"Confirmed","opt_in":"double"})")["id"]);
    EXPECT_EQ(world.patch(path, fmt::format(R"({{"list_id":"{}"}})", confirmed)).status, 400);
    EXPECT_EQ(world.post(path + "/undo").status, 409);
    EXPECT_EQ(send_part(id, 99, "x").status, 409);
    EXPECT_EQ(send_part(id, 0, std::string((8u << 20) + 1, 'x')).status, 413);
    EXPECT_EQ(world.get("/app/v1/imports/nobody").status, 404);
}

TEST_F(ImportsTest, AnalystsLookAndDoNotTouch) {
    auto id = upload("Email\nana@x.example\n");
    ASSERT_EQ(
        world
            .post(
                "/app/v1/settings/users",
                R"({"email":"eve@olive.example","name":"Eve","role":"analyst","password":"olive and ember"})")
            .status,
        201);
    world.sign_in("eve@olive.example", "olive and ember");
    EXPECT_EQ(world.get("/app/v1/imports/" + id).status, 200);
    EXPECT_EQ(world.post("/app/v1/imports/" + id + "/start").status, 403);
    EXPECT_EQ(world.post("/app/v1/imports", R"({"file_name":"a.csv","bytes":3})").status, 403);
    EXPECT_EQ(send_part(id, 0, "x").status, 403);
}

}  // namespace
}  // namespace regulars::api
