// Integrations through the API: connect, try, change, pause, remove; and the home page above them.
// SPDX-License-Identifier: Apache-2.0
#include "api/integration_written.hpp"
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

std::string form(std::string_view name, std::string_view more = "") {
    return fmt::format(
        R"({{"kind":"opentable","name":"{}","client_id":"the-client","secret_id":"the-secret","list_id":null,"restaurant_id":"1001",
                           "restaurant_name":"Olive & Ember","time_zone":"America/Chicago"{}}})",
        name, more);
}

TEST(Integrations, AreConnectedWithoutShowingTheirSecret) {
    World world;
    world.set_up();
    auto added = world.post("/app/v1/integrations", form("Downtown"));
    ASSERT_EQ(added.status, 201) << added.http.body;
    EXPECT_EQ(text_of(added["settings"]["client_id"]), "the-client");
    EXPECT_EQ(text_of(added["settings"]["restaurant_id"]), "1001");
    EXPECT_EQ(text_of(added["settings"]["time_zone"]), "America/Chicago");
    EXPECT_EQ(text_of(added["health"]), "backfilling");
    EXPECT_EQ(text_of(added["history_since"]).substr(0, 10), "2024-03-15");
    EXPECT_EQ(added.http.body.find("the-secret"), std::string::npos);
    EXPECT_EQ(world.sync.requested.size(), 1u) << "its backfill starts at once";
    auto kept =
        world.read([&](auto& tx) { return tx.integrations().all(world.account.id); }).front();
    EXPECT_NE(kept.settings.find(R"("currency":"USD")"), std::string::npos)
        << "amounts whose record names no currency have the account's";
    EXPECT_EQ(world.post("/app/v1/integrations", form("DOWNTOWN")).code(), "name_taken");
    auto id = text_of(added["id"]);
    auto detail = world.get("/app/v1/integrations/" + id);
    EXPECT_EQ(detail["runs"].size(), 0u);
    EXPECT_EQ(detail.http.body.find("the-secret"), std::string::npos);
    EXPECT_EQ(world.get("/app/v1/integrations/Downtown").status, 404) << "a name is no id";
}

TEST(Integrations, ReadARestaurantOnce) {
    World world;
    world.set_up();
    auto id = text_of(world.post("/app/v1/integrations", form("Downtown"))["id"]);
    auto again = world.post("/app/v1/integrations", form("Downtown twice"));
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(again.code(), "restaurant_connected");
    EXPECT_EQ(text_of(again.error()["source"]["pointer"]), "/restaurant_id");
    EXPECT_NE(text_of(again.error()["detail"]).find("'Downtown'"), std::string::npos);
    auto zeros = form("Downtown thrice");
    zeros.replace(zeros.find("1001"), 4, "001001");
    EXPECT_EQ(world.post("/app/v1/integrations", zeros).code(), "restaurant_connected");
    EXPECT_EQ(world.del("/app/v1/integrations/" + id + "?erase=false").status, 204);
    EXPECT_EQ(world.post("/app/v1/integrations", form("Downtown anew")).status, 201);
}

TEST(Integrations, TellWhatIsWrongWithTheForm) {
    World world;
    world.set_up();
    struct Case {
        const char *body, *pointer;
    };
    for (auto& tested : {Case{R"({"kind":"square"})", "/kind"},
                         Case{R"({"kind":"opentable","name":""})", "/name"}}) {
        auto reply = world.post("/app/v1/integrations", tested.body);
        EXPECT_EQ(reply.status, 400);
        EXPECT_EQ(text_of(reply.error()["source"]["pointer"]), tested.pointer);
    }
    auto list =
        text_of(world.post("/app/v1/lists", R"({"name":"Double","opt_in":"double"})")["id"]);
    auto body = form("Uptown");
    body.replace(body.find("null"), 4, "\"" + list + "\"");
    EXPECT_EQ(text_of(world.post("/app/v1/integrations", body).error()["source"]["pointer"]),
              "/list_id");
    auto rid = form("Uptown");
    rid.replace(rid.find("1001"), 4, "12ab");
    EXPECT_EQ(text_of(world.post("/app/v1/integrations", rid).error()["source"]["pointer"]),
              "/restaurant_id");
}

TEST(Integrations, AreTriedWithTheStoredSecretOrANewOne) {
    World world;
    world.set_up();
    world.sync.outcome = {.code = "credentials_wrong",
                          .steps = {{"reach", sources::Trial::Outcome::passed, ""},
                                    {"sign_in", sources::Trial::Outcome::failed, "Bad client"}}};
    auto tried =
        world.post("/app/v1/integrations/check",
                   R"({"kind":"opentable","client_id":"a","secret_id":"b","restaurant_id":"7"})");
    ASSERT_EQ(tried.status, 200) << tried.http.body;
    EXPECT_EQ(text_of(tried["code"]), "credentials_wrong");
    EXPECT_EQ(tried["steps"].size(), 2u);
    EXPECT_EQ(world.sync.checked_credentials, R"({"client_id":"a","client_secret":"b"})");
    EXPECT_EQ(world
                  .post("/app/v1/integrations/check",
                        R"({"kind":"opentable","client_id":"a","restaurant_id":"7"})")
                  .status,
              400);
    auto id = text_of(world.post("/app/v1/integrations", form("Downtown"))["id"]);
    EXPECT_EQ(
        world
            .post(
                "/app/v1/integrations/check",
                fmt::format(
                    R"({{"kind":"opentable","client_id":"other","restaurant_id":"7","integration_id":"{}"}})",
                    id))
            .status,
        200);
    EXPECT_EQ(world.sync.checked_credentials,
              R"({"client_id":"other","client_secret":"the-secret"})");
}

std::string toast_form(std::string_view settings, std::string_view name = "Orders") {
    return fmt::format(
        R"({{"kind":"toast","name":"{}","list_id":null,"settings":{},"credentials":{{"client_id":"c","client_secret":"s"}}}})",
        name, settings);
}

TEST(Integrations, OfToastAreConnectedCheckedAndChanged) {
    World world;
    world.set_up();
    constexpr auto guid = "5f0c2b7e-1111-4222-8333-444455556666";
    auto settings = fmt::format(R"({{"restaurants":["{}"],"history_years":2}})", guid);
    auto wrong = world.post("/app/v1/integrations", toast_form(R"({"restaurants":["x"]})"));
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(text_of(wrong.error()["source"]["pointer"]).substr(0, 21), "/settings/restaurants");
    auto aimed = world.post(
        "/app/v1/integrations",
        toast_form(fmt::format(R"({{"restaurants":["{}"],"api_url":"http://10.0.0.1"}})", guid)));
    EXPECT_EQ(text_of(aimed.error()["source"]["pointer"]), "/settings/api_url")
        << "nobody aims the server's requests by a form";

    ASSERT_EQ(world.post("/app/v1/integrations/check", toast_form(settings)).status, 200);
    EXPECT_EQ(world.sync.checked_credentials, R"({"client_id":"c","client_secret":"s"})");
    auto added = world.post("/app/v1/integrations", toast_form(settings));
    ASSERT_EQ(added.status, 201) << added.http.body;
    EXPECT_EQ(text_of(added["kind"]), "toast");
    EXPECT_EQ(added["settings"]["restaurants"].size(), 1u);
    EXPECT_EQ(text_of(added["settings"]["currency"]), "USD")
        << "what nobody chose is the account's";
    EXPECT_EQ(added.http.body.find("\"s\""), std::string::npos) << "secrets are not shown";
    EXPECT_EQ(text_of(added["history_since"]).substr(0, 4), "2024") << "two years, as chosen";

    auto again = toast_form(settings);
    again.replace(again.find("Orders"), 6, "Others");
    auto twice = world.post("/app/v1/integrations", again);
    EXPECT_EQ(twice.code(), "restaurant_connected");
    EXPECT_EQ(text_of(twice.error()["source"]["pointer"]), "/settings/restaurants");

    auto target = "/app/v1/integrations/" + text_of(added["id"]);
    auto more = fmt::format(
        R"({{"revision":"{}","settings":{{"restaurants":["{}","6f0c2b7e-1111-4222-8333-444455556666"],"history_years":null}}}})",
        text_of(added["revision"]), guid);
    auto changed = world.patch(target, more);
    ASSERT_EQ(changed.status, 200) << changed.http.body;
    EXPECT_EQ(changed["settings"]["restaurants"].size(), 2u);
    EXPECT_TRUE(changed["settings"]["history_years"].is_missing())
        << "null gives the default again";
    EXPECT_EQ(world.patch(target, more).code(), "changed_meanwhile");
}

TEST(Integrations, ReadTheirHistoryAgainWithChangedSettings) {
    World world;
    world.set_up();
    auto added =
        world.post("/app/v1/integrations",
                   toast_form(R"({"restaurants":["5f0c2b7e-1111-4222-8333-444455556666"]})"));
    ASSERT_EQ(added.status, 201) << added.http.body;
    AccountId account{1};
    auto id = text_of(added["id"]);
    constexpr auto stream = "location/5f0c2b7e-1111-4222-8333-444455556666";
    auto cursor = [&] {
        std::string state;
        EXPECT_TRUE(world.store->read([&](store::Transaction& tx) -> Result<void> {
            auto integration = TRY(tx.integrations().find(account, std::string_view(id)));
            for (auto& one : TRY(tx.integrations().cursors(account, integration->id)))
                if (one.stream == stream) state = one.state;
            return {};
        }));
        return state;
    };
    ASSERT_TRUE(world.store->write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().find(account, std::string_view(id)));
        return tx.integrations().move_cursor(
            account, integration->id,
            {.stream = stream, .state = R"({"began":"2026-03-01T00:00:00Z","page_size":50})"});
    }));
    auto change = [&](std::string_view settings) {
        auto revision = text_of(world.get("/app/v1/integrations/" + id)["revision"]);
        return world.patch("/app/v1/integrations/" + id,
                           fmt::format(R"({{"revision":"{}","settings":{}}})", revision, settings));
    };
    auto wrong = change(R"({"histroy_years":2})");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(text_of(wrong.error()["source"]["pointer"]), "/settings/histroy_years");
    auto often = change(R"({"interval_minutes":15})");
    ASSERT_EQ(often.status, 200) << often.http.body;
    EXPECT_EQ(often["interval_minutes"].integer(), 15);
    EXPECT_NE(cursor().find("began"), std::string::npos) << "nothing means anything else";

    auto shorter = change(R"({"history_years":1})");
    ASSERT_EQ(shorter.status, 200) << shorter.http.body;
    EXPECT_EQ(text_of(shorter["history_since"]).substr(0, 4), "2025");
    EXPECT_EQ(cursor(), R"({"page_size":50})") << "from the beginning, in pages that fit";
}

TEST(Integrations, TakeValuesOnlyFromThoseWithOrders) {
    World world;
    world.set_up();
    auto orders = text_of(world.post(
        "/app/v1/integrations",
        toast_form(R"({"restaurants":["5f0c2b7e-1111-4222-8333-444455556666"]})"))["id"]);
    auto strange =
        world.post("/app/v1/integrations",
                   form("Downtown", R"(,"pos_value_from":["01ARZ3NDEKTSV4RRFFQ69G5FAV"])"));
    EXPECT_EQ(strange.status, 400);
    EXPECT_EQ(text_of(strange.error()["source"]["pointer"]), "/pos_value_from/0");
    EXPECT_NE(text_of(strange.error()["detail"]).find("'01ARZ3NDEKTSV4RRFFQ69G5FAV'"),
              std::string::npos);

    auto added = world.post("/app/v1/integrations",
                            form("Downtown", fmt::format(R"(,"pos_value_from":["{}"])", orders)));
    ASSERT_EQ(added.status, 201) << added.http.body;
    EXPECT_EQ(added["settings"]["pos_value_from"].text(), fmt::format(R"(["{}"])", orders));
    auto target = "/app/v1/integrations/" + text_of(added["id"]);
    auto change = [&](const std::string& ids) {
        return world.patch(target, fmt::format(R"({{"revision":"{}","pos_value_from":{}}})",
                                               text_of(world.get(target)["revision"]), ids));
    };
    auto several = text_of(world.post(
        "/app/v1/integrations",
        toast_form(
            R"({"restaurants":["5f0c2b7e-2222-4222-8333-444455556666","5f0c2b7e-3333-4222-8333-444455556666"]})",
            "Several"))["id"]);
    auto vague = change(fmt::format(R"(["{}"])", several));
    EXPECT_EQ(vague.status, 400);
    EXPECT_NE(text_of(vague.error()["detail"]).find("several restaurants"), std::string::npos);
    auto one = fmt::format(R"(["{}/5f0c2b7e-3333-4222-8333-444455556666"])", several);
    EXPECT_EQ(change(one)["settings"]["pos_value_from"].text(), one);
    auto locations = world.get("/app/v1/integrations/" + several + "/locations");
    EXPECT_EQ(locations["data"].size(), 2u);
    EXPECT_EQ(world.get(target + "/locations")["data"].size(), 0u);
    ASSERT_EQ(change(fmt::format(R"(["{}"])", orders)).status, 200);
    auto itself = change(fmt::format(R"(["{}","{}"])", orders, text_of(added["id"])));
    EXPECT_EQ(text_of(itself.error()["source"]["pointer"]), "/pos_value_from/1")
        << "reservations are no orders";
    EXPECT_EQ(world.get(target)["settings"]["pos_value_from"].size(), 1u);

    EXPECT_EQ(world.del("/app/v1/integrations/" + orders + "?erase=false").status, 204);
    auto renamed = world.patch(target, fmt::format(R"({{"revision":"{}","name":"Uptown"}})",
                                                   text_of(world.get(target)["revision"])));
    EXPECT_EQ(renamed.status, 200) << "what was removed since keeps nobody from editing";
    EXPECT_EQ(change("[]")["settings"]["pos_value_from"].size(), 0u);
}

TEST(Integrations, TakeValuesFromOneShopOfSeveral) {
    World world;
    world.set_up();
    AccountId account{1};
    world.write([&](store::Transaction& tx) -> Result<void> {
        model::Integration shops{.public_id = "01SHOPS",
                                 .kind = model::IntegrationKind::lightspeed,
                                 .name = "The shops",
                                 .settings = R"({"account":"7"})"};
        TRY(tx.integrations().add(account, shops));
        return tx.integrations().move_cursor(
            account, shops.id,
            {.stream = "shops", .state = R"([{"id":"1","name":"HQ"},{"id":"2","name":"Beach"}])"});
    });
    auto locations = world.get("/app/v1/integrations/01SHOPS/locations");
    EXPECT_EQ(locations["data"].text(), R"([{"id":"1","name":"HQ"},{"id":"2","name":"Beach"}])")
        << locations.http.body;
    constexpr auto beach = R"(["01SHOPS/2"])";
    auto added = world.post("/app/v1/integrations",
                            form("Downtown", fmt::format(R"(,"pos_value_from":{})", beach)));
    ASSERT_EQ(added.status, 201) << added.http.body;
    EXPECT_EQ(added["settings"]["pos_value_from"].text(), beach);
}

TEST(Integrations, AreLateByTheirOwnInterval) {
    World world;
    world.set_up();
    auto add = [&](const char* id, model::IntegrationKind kind, const char* settings) {
        world.write([&](store::Transaction& tx) -> Result<void> {
            model::Integration integration{.public_id = id,
                                           .kind = kind,
                                           .name = id,
                                           .status = model::IntegrationStatus::active,
                                           .settings = settings,
                                           .last_sync_at = world.clock.now() - 70min};
            return tx.integrations().add(AccountId{1}, integration);
        });
        return world.get(std::string("/app/v1/integrations/") + id);
    };
    auto shops = add("01SHOPS", model::IntegrationKind::lightspeed, R"({"account":"137211"})");
    EXPECT_EQ(shops["interval_minutes"].text(), "60") << "hourly, unless it is told otherwise";
    EXPECT_EQ(text_of(shops["health"]), "fresh");
    auto orders = add("01ORDERS", model::IntegrationKind::toast,
                      R"({"restaurants":["aaaaaaaa-0000-4000-8000-000000000001"]})");
    EXPECT_EQ(orders["interval_minutes"].text(), "30");
    EXPECT_EQ(text_of(orders["health"]), "late");
}

TEST(Integrations, AreChangedByRevisionAndNewCredentialsStartThemAgain) {
    World world;
    world.set_up();
    auto added = world.post("/app/v1/integrations", form("Downtown"));
    auto target = "/app/v1/integrations/" + text_of(added["id"]);
    world.write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().all(world.account.id)).front();
        integration.status = model::IntegrationStatus::stopped;
        integration.last_error =
            "OpenTable refused the client id or secret. OpenTable answered 401: Bad client";
        integration.last_failure = {model::RunTrouble::credentials_wrong, 401};
        return tx.integrations().update(world.account.id, integration);
    });
    auto stopped = world.get(target);
    EXPECT_EQ(text_of(stopped["health"]), "stopped");
    EXPECT_EQ(text_of(stopped["problem"]["code"]), "credentials_wrong");
    EXPECT_EQ(stopped["problem"]["http_status"].integer(), 401);
    auto late = world.patch(
        target, fmt::format(R"({{"revision":"{}","name":"X"}})", text_of(added["revision"])));
    EXPECT_EQ(late.code(), "changed_meanwhile");
    auto changed = world.patch(
        target, fmt::format(R"({{"revision":"{}","secret_id":"new","restaurant_name":"Ember"}})",
                            text_of(stopped["revision"])));
    ASSERT_EQ(changed.status, 200) << changed.http.body;
    EXPECT_EQ(text_of(changed["status"]), "active");
    EXPECT_EQ(text_of(changed["settings"]["restaurant_name"]), "Ember");
    EXPECT_EQ(text_of(changed["settings"]["client_id"]), "the-client") << "what is not named stays";
    EXPECT_TRUE(changed["problem"].is_nothing());
}

TEST(Integrations, CountTheGuestsThatTheVendorShowedWhoeverMadeTheirProfiles) {
    World world;
    world.set_up();
    auto id = text_of(world.post("/app/v1/integrations", form("Downtown"))["id"]);
    world.write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().all(world.account.id)).front();
        TRY(tx.integrations().count(world.account.id, integration.id, "records", "guest", 3));
        return tx.integrations().count(world.account.id, integration.id, "records", "reservation",
                                       5);
    });
    auto counts = world.get("/app/v1/integrations/" + id)["counts"];
    EXPECT_EQ(counts["profiles"].integer(), 3);
    EXPECT_EQ(counts["records"].integer(), 8);
}

TEST(Integrations, PauseResumeAndSyncNow) {
    World world;
    world.set_up();
    auto target = "/app/v1/integrations/" +
                  text_of(world.post("/app/v1/integrations", form("Downtown"))["id"]);
    EXPECT_EQ(text_of(world.post(target + "/pause")["health"]), "paused");
    EXPECT_EQ(world.post(target + "/sync").status, 409);
    EXPECT_EQ(text_of(world.post(target + "/resume")["status"]), "active");
    EXPECT_EQ(world.post(target + "/sync").status, 202);
    EXPECT_EQ(world.sync.requested.size(), 3u);
}

TEST(Integrations, AreRemovedWithOrWithoutTheirData) {
    World world;
    world.set_up();
    auto keep = world.add_integration("Keep"), erase = world.add_integration("Erase");
    for (auto* integration : {&keep, &erase}) {
        ingest::Batch batch{.account = world.account.id, .integration = integration->id};
        batch.people.push_back({.key = "k" + integration->name, .as_of = world.clock.now()});
        batch.events.push_back({.unique_id = integration->name,
                                .metric = "Created Reservation",
                                .person = "k" + integration->name,
                                .time = world.clock.now(),
                                .properties = "{}"});
        world.apply(batch);
    }
    EXPECT_EQ(world.del("/app/v1/integrations/" + keep.public_id).status, 400);
    EXPECT_EQ(world.del("/app/v1/integrations/" + keep.public_id + "?erase=false").status, 204);
    EXPECT_EQ(world.get("/app/v1/profiles")["total"].integer(), 2);
    EXPECT_EQ(world.del("/app/v1/integrations/" + erase.public_id + "?erase=true").status, 204);
    EXPECT_EQ(world.get("/app/v1/profiles")["total"].integer(), 1);
    auto metrics = world.get("/app/v1/metrics");
    auto source = metrics.data(0)["integration"];
    EXPECT_EQ(text_of(source["kind"]), "removed") << "a metric still says where it came from";
    EXPECT_EQ(text_of(source["name"]), "Keep");
    EXPECT_EQ(text_of(source["was"]), "opentable");
    auto guest = text_of(world.get("/app/v1/profiles").data(0)["id"]);
    EXPECT_NE(world.get("/app/v1/profiles/" + guest)["facets"].text().find(R"("name":"Keep")"),
              std::string_view::npos)
        << "and so does what it said of a guest";
    EXPECT_EQ(world.get("/app/v1/metrics?integration=" + text_of(source["id"]))["data"].size(), 1u);
    EXPECT_EQ(world.sync.stopped.size(), 2u) << "no run writes into what is being removed";
    EXPECT_EQ(world.del("/app/v1/integrations/" + erase.public_id + "?erase=true").status, 404);
}

TEST(Home, ComparesTodayAndTheWeekWithTheWeeksBefore) {
    World world(parse_instant("2026-03-11T18:00:00Z").value());  // a Wednesday, 14:00 in New York
    world.set_up();
    auto integration = world.add_integration("Downtown");
    ingest::Batch batch{.account = world.account.id, .integration = integration.id};
    batch.people.push_back({.key = "g", .as_of = world.clock.now()});
    for (auto key : {"new", "also_new", "last_week"})
        batch.people.push_back({.key = key, .as_of = world.clock.now()});
    for (auto [key, time] : {std::pair{"new", "2026-03-11T14:00:00Z"},
                             {"new", "2026-03-11T15:00:00Z"},
                             {"also_new", "2026-03-09T15:00:00Z"},
                             {"last_week", "2026-03-04T15:00:00Z"},
                             {"last_week", "2026-03-11T15:00:00Z"}})
        batch.events.push_back({.unique_id = fmt::format("{} {}", key, time),
                                .metric = "Seated Reservation",
                                .person = key,
                                .time = parse_instant(time).value(),
                                .properties = "{}"});
    int n = 0;
    auto event = [&](const char* metric, const char* time, const char* size = "2",
                     std::optional<Money> value = {}) {
        batch.events.push_back({.unique_id = std::to_string(++n),
                                .metric = metric,
                                .person = "g",
                                .time = parse_instant(time).value(),
                                .value = value,
                                .properties = fmt::format(R"({{"Party Size":{}}})", size)});
    };
    event("Created Reservation", "2026-03-11T15:00:00Z");
    event("Created Reservation", "2026-03-09T15:00:00Z");
    event("Created Reservation", "2026-03-04T18:59:00Z");  // 13:59 a week before: clocks were at -5
    event("Created Reservation", "2026-03-04T19:01:00Z");  // 14:01: not yet
    event("Created Reservation", "2026-01-01T19:01:00Z");
    event("Completed Reservation", "2026-03-11T15:00:00Z", "5", Money{10'000, {}});
    event("Completed Reservation", "2026-03-11T17:00:00Z", "null");
    event("No Showed Reservation", "2026-03-11T16:00:00Z");
    world.apply(batch);
    world.clock.advance(1s);
    auto home = world.get("/app/v1/home");
    ASSERT_EQ(home.status, 200) << home.http.body;
    std::vector<JsonNode> periods;
    home["periods"].each([&](JsonNode node) { periods.push_back(node); });
    EXPECT_EQ(periods[0]["reservations"]["now"].number(), 1);
    EXPECT_EQ(periods[0]["reservations"]["weeks"].text(), "[0,0,0,1]");
    EXPECT_EQ(periods[0]["reservations"]["before"].number(), 0.25);
    EXPECT_EQ(periods[0]["covers"]["now"].number(), 5);
    EXPECT_NEAR(periods[0]["no_show_rate"]["now"].number().value_or(0), 1.0 / 3, 1e-9);
    EXPECT_EQ(text_of(periods[0]["known_value"]["now"]["amount"]), "100.00");
    EXPECT_TRUE(periods[0]["known_value"]["before"].is_nothing());
    // All four profiles were made now; new are those whose first event is.
    EXPECT_EQ(periods[0]["new_guests"]["now"].number(), 1);
    EXPECT_EQ(periods[0]["new_guests"]["weeks"].text(), "[0,0,0,1]");
    EXPECT_EQ(periods[1]["new_guests"]["now"].number(), 2);
    EXPECT_EQ(text_of(periods[1]["from"]), "2026-03-09");
    EXPECT_EQ(periods[1]["reservations"]["now"].number(), 2);
    EXPECT_EQ(home["days"].size(), 28u);
    EXPECT_EQ(home["profiles"].integer(), 4);
    EXPECT_EQ(home["events"].integer(), 13);
    EXPECT_EQ(home["integrations"].size(), 1u);
}

TEST(Home, SaysWhatNeedsAttention) {
    World world;
    world.set_up();
    auto codes = [&] {
        std::string text;
        world.get("/app/v1/home")["attention"].each(
            [&](JsonNode node) { text += text_of(node["code"]) + " "; });
        return text;
    };
    EXPECT_EQ(codes(), "no_integration ");
    auto integration = world.add_integration("Downtown");
    EXPECT_EQ(codes(), "");
    auto change = [&](auto set) {
        world.write([&](store::Transaction& tx) -> Result<void> {
            set(integration);
            return tx.integrations().update(world.account.id, integration);
        });
    };
    change([&](auto& i) { i.last_sync_at = world.clock.now() - 2h; });
    EXPECT_EQ(codes(), "integration_stale ");
    change([&](auto& i) {
        i.status = model::IntegrationStatus::paused, i.notice = "No email at this tier.";
    });
    EXPECT_EQ(codes(), "integration_paused integration_notice ");
    change([&](auto& i) { i.status = model::IntegrationStatus::stopped; });
    EXPECT_EQ(codes(), "integration_stopped ");
}

TEST(Live, TheVersionMovesWithEveryChange) {
    World world;
    world.set_up();
    auto version = [&] { return world.get("/app/v1/live")["version"].integer().value_or(-1); };
    auto before = version();
    EXPECT_EQ(version(), before);
    world.post("/app/v1/integrations", form("Downtown"));
    EXPECT_GT(version(), before);
}

}  // namespace
}  // namespace regulars::api
