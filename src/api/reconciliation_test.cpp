// Verified days through the API: the calendar, a day's differences, checking now, the notice on
// Home.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

const Currency usd = *Currency::parse("USD");

struct Verified : World {
    Verified() {
        set_up();
        integration = add_integration("Downtown");
        address = "/app/v1/integrations/" + integration.public_id + "/reconciliation";
    }
    model::ReconciledDay day_of(int day, std::string place) {
        model::ReconciledDay found{
            .day = {2026, 3, day}, .place = std::move(place), .checked_at = clock.now()};
        found.vendor = {3, {{usd, 2000}}}, found.ours = {2, {{usd, 1500}}};
        found.excluded["walk_in_without_guest"] = {1, {{usd, 500}}};
        return found;
    }
    void keep(std::vector<model::ReconciledDay> days) {
        auto kept = ingest->keep_reconciliation(account.id, integration.id, {2026, 3, 1},
                                                {2026, 3, 31}, days);
        ASSERT_TRUE(kept) << kept.error().text();
    }
    std::string attention() {
        std::string codes;
        get("/app/v1/home")["attention"].each([&](JsonNode one) {
            codes += text_of(one["code"]) + " " + one["count"].text() + " " + one["detail"].text() +
                     "\n";
        });
        return codes;
    }
    model::Integration integration;
    std::string address;
};

TEST(Reconciliation, ShowsTheCalendarAndADaysDifferences) {
    Verified world;
    auto differs = world.day_of(2, "Uptown");
    differs.time_zone = "America/Denver";
    differs.difference_count = 2;
    differs.differences = {{.kind = model::DifferenceKind::value_differs,
                            .record = "r",
                            .unique_id = "u",
                            .label = "Sale 1",
                            .vendor = Money{1, usd}},
                           {.kind = model::DifferenceKind::day_differs,
                            .label = "Sale 2",
                            .our_day = LocalDate{2026, 3, 1}}};
    world.keep({world.day_of(1, "Downtown"), world.day_of(2, "Downtown"), differs});
    auto range = world.get(world.address + "?from=2026-03-01&to=2026-03-31");
    ASSERT_EQ(range.status, 200) << range.http.body;
    EXPECT_EQ(range["data"].size(), 2u);
    EXPECT_EQ(text_of(range["time_zone"]), "America/New_York");
    EXPECT_EQ(text_of(range["last_closed_day"]), "2026-03-14");
    EXPECT_TRUE(range["check"].is_nothing());
    EXPECT_EQ(range.data(0)["equal"].boolean(), true);
    auto second = range.data(1);
    EXPECT_EQ(second["equal"].boolean(), false);
    EXPECT_EQ(second["vendor"]["count"].integer(), 6);
    EXPECT_EQ(second["vendor"]["values"].text(), R"([{"amount":"40.00","currency":"USD"}])");
    EXPECT_EQ(
        second["excluded"].text(),
        R"([{"reason":"walk_in_without_guest","count":2,"values":[{"amount":"10.00","currency":"USD"}]}])");
    std::string zones;
    second["places"].each([&](JsonNode place) {
        zones += text_of(place["place"]) + " " + place["time_zone"].text() + "\n";
    });
    EXPECT_EQ(zones, "Downtown null\nUptown \"America/Denver\"\n")
        << "none where it was checked before zones were kept";

    auto day = world.get(world.address + "/2026-03-02");
    ASSERT_EQ(day.status, 200) << day.http.body;
    ASSERT_EQ(day["records"].size(), 2u);
    day["records"].each([&, n = 0](JsonNode record) mutable {
        EXPECT_EQ(text_of(record["place"]), "Uptown");
        EXPECT_EQ(text_of(record["label"]), n == 0 ? "Sale 1" : "Sale 2");
        EXPECT_EQ(text_of(record["our_day"]), n == 0 ? "" : "2026-03-01");
        ++n;
    });
    EXPECT_EQ(world.get(world.address + "/2026-03-09").status, 404);
    EXPECT_EQ(world.get(world.address + "/someday").status, 404);
}

TEST(Reconciliation, BeginsWhereAnUnlimitedHistoryHasItsFirstEvent) {
    Verified world;
    auto first_day = [&] {
        return text_of(world.get(world.address + "?from=2026-03-01&to=2026-03-31")["first_day"]);
    };
    EXPECT_EQ(first_day(), "2026-03-15") << "nothing is held: today";
    ingest::Batch batch{.account = world.account.id, .integration = world.integration.id};
    batch.people.push_back({.key = "ana", .as_of = world.clock.now()});
    batch.events.push_back({.unique_id = "sale:1",
                            .metric = "Placed Order",
                            .person = "ana",
                            .time = parse_instant("2025-11-02T03:30:00Z").value()});
    batch.events.push_back({.unique_id = "sale:2",
                            .metric = "Shipped Order",
                            .person = "ana",
                            .time = parse_instant("2026-01-09T15:00:00Z").value()});
    world.apply(batch);
    EXPECT_EQ(first_day(), "2025-11-01") << "in the zone of the place";
}

TEST(Reconciliation, RefusesRangesThatAreNone) {
    Verified world;
    for (auto query : {"", "?from=2026-03-01", "?from=2026-03-01&to=2026-02-28",
                       "?from=2024-01-01&to=2026-01-01", "?from=x&to=2026-01-01"})
        EXPECT_EQ(world.get(world.address + query).status, 400) << query;
    for (auto body :
         {"{}", R"({"from":"2026-03-01"})", R"({"from":"2026-03-02","to":"2026-03-01"})",
          R"({"from":"2025-01-01","to":"2026-03-01"})", R"({"from":5,"to":"2026-03-01"})"})
        EXPECT_EQ(world.post(world.address, body).status, 400) << body;
    EXPECT_FALSE(world.sync.under_check);
}

TEST(Reconciliation, ChecksNowOneAtATime) {
    Verified world;
    auto body = R"({"from":"2026-03-01","to":"2026-03-07"})";
    auto asked = world.post(world.address, body);
    ASSERT_EQ(asked.status, 202) << asked.http.body;
    EXPECT_EQ(text_of(asked["check"]["stage"]), "waiting");
    EXPECT_EQ(world.sync.under_check->to, (LocalDate{2026, 3, 7}));
    EXPECT_EQ(world.post(world.address, body).status, 409);
    world.sync.under_check->stage = "failed",
    world.sync.under_check->error = "OpenTable answered 503";
    auto range = world.get(world.address + "?from=2026-03-01&to=2026-03-31");
    EXPECT_EQ(text_of(range["check"]["error"]), "OpenTable answered 503");
    world.sync.under_check.reset();
    ASSERT_EQ(world.post("/app/v1/integrations/" + world.integration.public_id + "/pause").status,
              200);
    EXPECT_EQ(world.post(world.address, body).status, 409) << "paused";
}

TEST(Reconciliation, HomeSaysWhatDiffersUntilItNoLongerDoes) {
    Verified world;
    EXPECT_EQ(world.attention().find("reconciliation_differs"), std::string::npos);
    auto differs = world.day_of(2, "Uptown");
    differs.difference_count = 1;
    world.keep({world.day_of(1, "Downtown"), differs});
    EXPECT_NE(world.attention().find("reconciliation_differs 1 \"2026-03-02\""), std::string::npos)
        << world.attention();
    world.keep({world.day_of(1, "Downtown"), world.day_of(2, "Downtown")});
    EXPECT_EQ(world.attention().find("reconciliation_differs"), std::string::npos);
}

TEST(Reconciliation, HomeSaysThatChecksFailOnceTheyDoSoInARow) {
    Verified world;
    world.sync.under_check = Check{{2026, 3, 1}, {2026, 3, 7}, "failed", "Toast answered 403", 2};
    EXPECT_EQ(world.attention().find("check_failing"), std::string::npos);
    world.sync.under_check->failures = 3;
    EXPECT_NE(world.attention().find("check_failing 3 \"Toast answered 403\""), std::string::npos)
        << world.attention();
}

TEST(Reconciliation, APlaceThatTheVendorRefusesIsToldBesideTheOthers) {
    Verified world;
    auto refused = world.day_of(2, "Uptown");
    refused.refusal = "Toast refuses to show the orders of Uptown.";
    world.keep({world.day_of(2, "Downtown"), refused});
    auto day = world.get(world.address + "/2026-03-02");
    ASSERT_EQ(day.status, 200) << day.http.body;
    std::vector<std::string> told;
    day["places"].each([&](JsonNode place) {
        told.push_back(text_of(place["place"]) + ": " + text_of(place["refusal"]));
    });
    EXPECT_EQ(told, (std::vector<std::string>{
                        "Downtown: ", "Uptown: Toast refuses to show the orders of Uptown."}));
}

TEST(Reconciliation, AnalystsLookAndAdminsCheck) {
    Verified world;
    world.keep({world.day_of(1, "Downtown")});
    ASSERT_EQ(
        world
            .post(
                "/app/v1/settings/users",
                R"({"email":"lee@olive.example","name":"Lee","role":"analyst","password":"a long password"})")
            .status,
        201);
    ASSERT_EQ(world.sign_in("lee@olive.example", "a long password").status, 200);
    EXPECT_EQ(world.get(world.address + "/2026-03-01").status, 200);
    EXPECT_EQ(world.post(world.address, R"({"from":"2026-03-01","to":"2026-03-07"})").status, 403);
    EXPECT_FALSE(world.sync.under_check);
}

}  // namespace
}  // namespace regulars::api
