// Setting up, signing in and out, roles, keys, and the headers that guard all of it.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

TEST(Session, TheFirstStartMakesAnOwnerAndSignsIn) {
    World world;
    EXPECT_EQ(text_of(world.get("/app/v1/session")["state"]), "first_start");
    world.set_up();
    auto session = world.get("/app/v1/session");
    EXPECT_EQ(text_of(session["state"]), "signed_in");
    EXPECT_EQ(text_of(session["user"]["role"]), "owner");
    EXPECT_EQ(text_of(session["organization"]["time_zone"]), "America/New_York");
    world.cookie.clear();
    EXPECT_EQ(text_of(world.get("/app/v1/session")["state"]), "signed_out");
    auto again =
        world.post("/app/v1/setup",
                   R"({"email":"eve@x.example","password":"1234567890","name":"","organization":"E",
                                                 "time_zone":"UTC","currency":"USD","locale":"en"})");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(again.code(), "already_set_up");
}

TEST(Session, SetupTellsEveryFaultAtItsPlace) {
    World world;
    auto reply = world.post(
        "/app/v1/setup",
        R"({"email":"nobody","password":"short","name":"","organization":"","time_zone":"Mars/Base",
                                                 "currency":"dollars","locale":"xx"})");
    EXPECT_EQ(reply.status, 400);
    std::vector<std::string> pointers;
    reply["errors"].each(
        [&](JsonNode error) { pointers.push_back(text_of(error["source"]["pointer"])); });
    EXPECT_EQ(pointers, (std::vector<std::string>{"/email", "/password", "/organization",
                                                  "/time_zone", "/currency", "/locale"}));
}

TEST(Session, SetupCanBeClosed) {
    World world;
    world.rebuild([](Services& services) { services.allow_setup = false; });
    EXPECT_EQ(text_of(world.get("/app/v1/session")["state"]), "signed_out");
    EXPECT_EQ(world.post("/app/v1/setup", "{}").status, 403);
}

TEST(Session, TheCookieIsHiddenFromScriptsAndSecureBehindAProxy) {
    World world;
    world.set_up();
    auto reply = world.sign_in("ANA@olive.example", "olive and ember");
    EXPECT_EQ(reply.status, 200) << reply.http.body;
    auto cookie = reply.header("Set-Cookie");
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
    EXPECT_NE(cookie.find("SameSite=Lax"), std::string::npos);
    EXPECT_EQ(cookie.find("Secure"), std::string::npos);
    net::HttpRequest request{
        .method = "POST",
        .target = "/app/v1/sign-in",
        .headers = {{"Content-Type", "application/json"}, {"X-Forwarded-Proto", "https"}},
        .body = R"({"email":"ana@olive.example","password":"olive and ember"})",
        .peer = "127.0.0.1:1"};
    EXPECT_EQ(world.send(request).header("Set-Cookie").find("Secure"), std::string::npos)
        << "nobody said that there is a proxy";
    world.rebuild([](Services& services) { services.behind_proxy = true; });
    auto proxied = world.send(request);
    EXPECT_NE(proxied.header("Set-Cookie").find("Secure"), std::string::npos);
    EXPECT_FALSE(proxied.header("Strict-Transport-Security").empty());
}

TEST(Session, AnotherSitesPageCannotSignIn) {
    World world;
    world.set_up();
    net::HttpRequest request{
        .method = "POST",
        .target = "/app/v1/sign-in",
        .headers = {{"Content-Type", "application/json"},
                    {"Host", "regulars.test"},
                    {"Origin", "http://evil.test"}},
        .body = R"({"email":"ana@olive.example","password":"olive and ember"})"};
    EXPECT_EQ(world.send(request).status, 403);
    request.headers = {{"Content-Type", "text/plain"}};
    EXPECT_EQ(world.send(request).status, 415);
}

TEST(Session, ChangesNeedTheToken) {
    World world;
    world.set_up();
    auto token = std::exchange(world.csrf, "");
    EXPECT_EQ(world.post("/app/v1/lists", R"({"name":"A","opt_in":"single"})").code(), "csrf");
    world.csrf = "wrong";
    EXPECT_EQ(world.post("/app/v1/lists", R"({"name":"A","opt_in":"single"})").code(), "csrf");
    world.csrf = token;
    EXPECT_EQ(world.post("/app/v1/lists", R"({"name":"A","opt_in":"single"})").status, 201);
}

TEST(Session, SigningOutEndsIt) {
    World world;
    world.set_up();
    auto cookie = world.cookie;
    EXPECT_EQ(world.post("/app/v1/sign-out").status, 204);
    world.cookie = cookie;
    auto reply = world.get("/app/v1/live");
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.code(), "signed_out");
}

TEST(Session, SigningOutEverywhereEndsTheOthersToo) {
    World world;
    world.set_up();
    auto first = world.cookie;
    world.sign_in("ana@olive.example", "olive and ember");
    EXPECT_EQ(world.post("/app/v1/sign-out-everywhere").status, 204);
    world.cookie = first;
    EXPECT_EQ(world.get("/app/v1/live").status, 401);
}

TEST(Session, ASessionEndsAfterThirtyIdleDaysAndLastsInUse) {
    World world;
    world.set_up();
    world.clock.advance(days(20));
    EXPECT_EQ(world.get("/app/v1/live").status, 200);
    world.clock.advance(days(20));
    EXPECT_EQ(world.get("/app/v1/live").status, 200);
    world.clock.advance(days(31));
    EXPECT_EQ(world.get("/app/v1/live").status, 401);
}

TEST(Session, GuessingGetsSlow) {
    World world;
    world.set_up();
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(world.sign_in("ana@olive.example", "wrong password").code(), "wrong_password");
    auto refused = world.sign_in("ana@olive.example", "olive and ember");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code(), "too_many_attempts");
    EXPECT_GE(refused.error()["retry_after_seconds"].integer().value_or(0), 1);
    world.clock.advance(2s);
    EXPECT_EQ(world.sign_in("ana@olive.example", "olive and ember").status, 200);
    EXPECT_EQ(world.sign_in("nobody@olive.example", "olive and ember").code(), "wrong_password")
        << "an unknown email looks the same";
}

TEST(Session, ANewPasswordEndsTheOtherSessions) {
    World world;
    world.set_up();
    auto first = world.cookie;
    world.sign_in("ana@olive.example", "olive and ember");
    EXPECT_EQ(
        world.patch("/app/v1/me", R"({"current_password":"no","new_password":"ember and olive"})")
            .code(),
        "wrong_current_password");
    EXPECT_EQ(
        world
            .patch(
                "/app/v1/me",
                R"({"name":"Ana M.","current_password":"olive and ember","new_password":"ember and olive"})")
            .status,
        200);
    EXPECT_EQ(text_of(world.get("/app/v1/session")["user"]["name"]), "Ana M.");
    world.cookie = first;
    EXPECT_EQ(world.get("/app/v1/live").status, 401);
    EXPECT_EQ(world.sign_in("ana@olive.example", "ember and olive").status, 200);
}

TEST(Roles, EachMayDoItsPart) {
    World world;
    world.set_up();
    for (auto* role : {"admin", "analyst"})
        ASSERT_EQ(
            world
                .post(
                    "/app/v1/settings/users",
                    fmt::format(
                        R"({{"email":"{0}@olive.example","name":"","role":"{0}","password":"a long password"}})",
                        role))
                .status,
            201);
    struct Case {
        const char *method, *target, *body;
        int owner, admin, analyst;
    };
    for (auto& tested : std::initializer_list<Case>{
             {"GET", "/app/v1/live", "", 200, 200, 200},
             {"GET", "/app/v1/home", "", 200, 200, 200},
             {"GET", "/app/v1/metrics", "", 200, 200, 200},
             {"GET", "/app/v1/profiles", "", 200, 200, 200},
             {"GET", "/app/v1/integrations", "", 200, 200, 200},
             {"GET", "/app/v1/lists", "", 200, 200, 200},
             {"POST", "/app/v1/lists", "{}", 400, 400, 403},
             {"GET", "/app/v1/settings/users", "", 200, 200, 403},
             {"POST", "/app/v1/settings/users", "{}", 400, 403, 403},
             {"GET", "/app/v1/settings/api-keys", "", 200, 200, 403},
             {"GET", "/app/v1/settings/organization", "", 200, 200, 200},
             {"PATCH", "/app/v1/settings/organization", "{}", 400, 403, 403},
             {"POST", "/app/v1/integrations", "{}", 400, 400, 403},
             {"DELETE", "/app/v1/profiles/x", "", 404, 404, 403},
             {"GET", "/app/v1/profiles/x/export", "", 404, 404, 403},
         }) {
        world.sign_in("ana@olive.example", "olive and ember");
        EXPECT_EQ(world.ask(tested.method, tested.target, tested.body).status, tested.owner)
            << tested.method << tested.target;
        world.sign_in("admin@olive.example", "a long password");
        EXPECT_EQ(world.ask(tested.method, tested.target, tested.body).status, tested.admin)
            << tested.method << tested.target;
        world.sign_in("analyst@olive.example", "a long password");
        EXPECT_EQ(world.ask(tested.method, tested.target, tested.body).status, tested.analyst)
            << tested.method << tested.target;
        world.cookie.clear();
        EXPECT_EQ(world.ask(tested.method, tested.target, tested.body).status, 401)
            << tested.method << tested.target;
    }
}

TEST(Users, AreAddedChangedAndRemovedButNotTheLastOwner) {
    World world;
    world.set_up();
    auto me = text_of(world.get("/app/v1/session")["user"]["id"]);
    EXPECT_EQ(world.del("/app/v1/settings/users/" + me).code(), "last_owner");
    EXPECT_EQ(world.patch("/app/v1/settings/users/" + me, R"({"role":"admin"})").code(),
              "last_owner");
    auto added = world.post(
        "/app/v1/settings/users",
        R"({"email":"Bo@olive.example","name":"Bo","role":"analyst","password":"a long password"})");
    ASSERT_EQ(added.status, 201);
    EXPECT_EQ(text_of(added["email"]), "bo@olive.example");
    EXPECT_EQ(
        world
            .post(
                "/app/v1/settings/users",
                R"({"email":"bo@olive.example","name":"","role":"admin","password":"a long password"})")
            .code(),
        "email_taken");
    auto bo = text_of(added["id"]);
    auto mine = world.cookie, token = world.csrf;
    world.sign_in("bo@olive.example", "a long password");
    auto his = world.cookie;
    world.cookie = mine, world.csrf = token;
    EXPECT_EQ(world.patch("/app/v1/settings/users/" + bo, R"({"role":"owner"})").status, 200);
    world.cookie = his;
    EXPECT_EQ(world.get("/app/v1/live").status, 401) << "another role ends the sessions";
    world.cookie = mine;
    EXPECT_EQ(world.get("/app/v1/settings/users")["data"].size(), 2u);
    EXPECT_EQ(world.del("/app/v1/settings/users/" + bo).status, 204);
    EXPECT_EQ(world.del("/app/v1/settings/users/" + bo).status, 404);
    EXPECT_EQ(world.get("/app/v1/settings/users")["data"].size(), 1u);
}

TEST(ApiKeys, OpenWhatTheirScopesSayUntilRevoked) {
    World world;
    world.set_up();
    EXPECT_EQ(
        world.post("/app/v1/settings/api-keys", R"({"name":"x","scopes":["everything"]})").status,
        400);
    auto made =
        world.post("/app/v1/settings/api-keys", R"({"name":"reports","scopes":["metrics:read"]})");
    ASSERT_EQ(made.status, 201) << made.http.body;
    auto key = text_of(made["key"]);
    EXPECT_TRUE(key.starts_with("pk_" + world.account.public_id + "_"));
    auto with = [&](std::string scheme, std::string target, std::string method = "GET") {
        return world
            .send({.method = std::move(method),
                   .target = std::move(target),
                   .headers = {{"Authorization", scheme + key}}})
            .status;
    };
    EXPECT_EQ(with("Klaviyo-API-Key ", "/app/v1/metrics"), 200);
    EXPECT_EQ(with("Bearer ", "/app/v1/metrics"), 200);
    EXPECT_EQ(with("Bearer x", "/app/v1/metrics"), 401);
    EXPECT_EQ(with("Bearer ", "/app/v1/profiles"), 403);
    EXPECT_EQ(with("Bearer ", "/app/v1/settings/users"), 403);
    auto listed = world.get("/app/v1/settings/api-keys");
    EXPECT_EQ(text_of(listed.data(0)["hint"]), key.substr(key.size() - 4));
    EXPECT_EQ(listed.http.body.find(key), std::string::npos);
    EXPECT_EQ(world.del("/app/v1/settings/api-keys/" + text_of(made["id"])).status, 204);
    EXPECT_EQ(with("Bearer ", "/app/v1/metrics"), 401);
}

TEST(Organization, IsChangedByRevision) {
    World world;
    world.set_up();
    auto before = world.get("/app/v1/settings/organization");
    auto revision = text_of(before["revision"]);
    EXPECT_EQ(
        world
            .patch("/app/v1/settings/organization",
                   fmt::format(R"({{"revision":"{}","name":"Ember","currency":"EUR"}})", revision))
            .status,
        200);
    auto late = world.patch("/app/v1/settings/organization",
                            fmt::format(R"({{"revision":"{}","name":"Olive"}})", revision));
    EXPECT_EQ(late.code(), "changed_meanwhile");
    EXPECT_EQ(text_of(world.get("/app/v1/settings/organization")["name"]), "Ember");
}

TEST(Organization, ChoosesWhereTheDaysOfSegmentsBegin) {
    World world;
    world.set_up();
    model::Segment segment{.public_id = "SegMnt",
                           .name = "Regulars",
                           .definition = R"({"condition_groups":[]})",
                           .version = 3,
                           .followed_version = 3};
    ASSERT_TRUE(world.store->write(
        [&](store::Transaction& tx) { return tx.segments().add(world.account.id, segment); }));
    auto asked_anew = [&] {
        std::int64_t version = 0;
        EXPECT_TRUE(world.store->read([&](store::Transaction& tx) -> Result<void> {
            auto stored = TRY(tx.segments().find(world.account.id, segment.id));
            version = stored->version;
            EXPECT_EQ(stored->followed_version, 3) << "as after an edit";
            return {};
        }));
        return version - 3;
    };
    auto patch = [&](const std::string& members) {
        auto revision = text_of(world.get("/app/v1/settings/organization")["revision"]);
        return world.patch("/app/v1/settings/organization",
                           fmt::format(R"({{"revision":"{}",{}}})", revision, members));
    };
    EXPECT_EQ(text_of(world.get("/app/v1/settings/organization")["segment_days"]), "account");
    EXPECT_EQ(patch(R"("segment_days":"local")").status, 400);
    EXPECT_EQ(patch(R"("name":"Ember","segment_days":"account")").status, 200);
    EXPECT_EQ(asked_anew(), 0) << "their days begin where they did";
    EXPECT_EQ(patch(R"("segment_days":"utc")").status, 200);
    EXPECT_EQ(asked_anew(), 1);
    EXPECT_EQ(text_of(world.get("/app/v1/settings/organization")["segment_days"]), "utc");
    EXPECT_EQ(patch(R"("time_zone":"Asia/Tokyo")").status, 200);
    EXPECT_EQ(asked_anew(), 1) << "the zone of charts is none of theirs";
    EXPECT_EQ(patch(R"("segment_days":"account")").status, 200);
    EXPECT_EQ(asked_anew(), 2);
}

TEST(Lists, AreMadeOnceAndListedByName) {
    World world;
    world.set_up();
    EXPECT_EQ(world.post("/app/v1/lists", R"({"name":"Zeta","opt_in":"double"})").status, 201);
    EXPECT_EQ(world.post("/app/v1/lists", R"({"name":"alpha","opt_in":"single"})").status, 201);
    EXPECT_EQ(world.post("/app/v1/lists", R"({"name":"ALPHA","opt_in":"single"})").code(),
              "name_taken");
    EXPECT_EQ(world.post("/app/v1/lists", R"({"name":"b","opt_in":"triple"})").status, 400);
    auto lists = world.get("/app/v1/lists");
    EXPECT_EQ(text_of(lists.data(0)["name"]), "alpha");
    EXPECT_EQ(text_of(lists.data(1)["opt_in"]), "double");
}

TEST(Api, EveryAnswerCarriesTheGuards) {
    World world;
    for (auto* target : {"/health", "/app/v1/session", "/app/v1/nowhere", "/", "/integrations/x"}) {
        auto reply = world.get(target);
        EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff") << target;
        EXPECT_EQ(reply.header("Referrer-Policy"), "no-referrer") << target;
        EXPECT_NE(reply.header("Content-Security-Policy").find("frame-ancestors 'none'"),
                  std::string::npos)
            << target;
        EXPECT_FALSE(reply.header("Cache-Control").empty()) << target;
    }
}

TEST(Api, WhatIsNotThereSaysSo) {
    World world;
    world.set_up();
    EXPECT_EQ(world.get("/app/v1/nowhere").code(), "not_found");
    auto wrong = world.del("/app/v1/lists");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("Allow"), "GET, POST");
    EXPECT_EQ(world.get("/app/v1/%2e%2e/health").status, 400);
    EXPECT_EQ(world.get("/app/v1/profiles?limit=0").code(), "invalid");
    EXPECT_EQ(text_of(world.get("/app/v1/profiles?limit=0").error()["source"]["parameter"]),
              "limit");
    EXPECT_EQ(world.get("/app/v1/profiles?q=a&q=b").status, 400);
    EXPECT_EQ(world.post("/app/v1/lists", std::string(2u << 20, ' ')).status, 413);
    EXPECT_EQ(world.post("/app/v1/lists", "[1").status, 400);
    EXPECT_EQ(world.post("/app/v1/lists", "[]").status, 400);
    auto head = world.ask("HEAD", "/health");
    EXPECT_EQ(head.status, 200);
    EXPECT_TRUE(head.http.body.empty());
}

TEST(Health, SaysWhatRuns) {
    World world;
    world.set_up();
    world.add_integration("Downtown");
    world.clock.advance(5s);
    auto reply = world.send({.target = "/health"});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(text_of(reply["status"]), "ok");
    EXPECT_EQ(reply["schema_version"].integer(), world.store->schema_version());
    EXPECT_EQ(reply["uptime_s"].integer(), 5);
    EXPECT_EQ(reply["integrations"].size(), 1u);
}

}  // namespace
}  // namespace regulars::api
