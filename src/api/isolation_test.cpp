// Accounts beside each other: another's ids find nothing, another's key opens nothing. And many at
// once.
// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "api/world_test.hpp"

namespace regulars::api {
namespace {

struct Account {
    std::string cookie, csrf;
    model::Account row;
};

TEST(Isolation, AnotherAccountsIdsFindNothing) {
    World world;
    world.set_up();
    Account first{world.cookie, world.csrf, world.account};
    auto integration = world.add_integration("Downtown");
    ingest::Batch batch{.account = world.account.id, .integration = integration.id};
    batch.people.push_back({.key = "g", .as_of = world.clock.now()});
    batch.events.push_back({.unique_id = "e",
                            .metric = "Created Reservation",
                            .person = "g",
                            .time = world.clock.now(),
                            .properties = "{}"});
    world.apply(batch);
    auto profile = text_of(world.get("/app/v1/profiles").data(0)["id"]),
         metric = text_of(world.get("/app/v1/metrics").data(0)["id"]);
    auto list = text_of(world.post("/app/v1/lists", R"({"name":"L","opt_in":"single"})")["id"]);
    auto key = text_of(world.post("/app/v1/settings/api-keys",
                                  R"({"name":"k","scopes":["profiles:read"]})")["key"]);
    model::Account other{.public_id = "Zz9Yy8",
                         .name = "Other",
                         .time_zone = "UTC",
                         .created_at = world.clock.now()};
    world.write([&](store::Transaction& tx) -> Result<void> {
        TRY(tx.accounts().add(other));
        model::User user{.email = "eve@other.example",
                         .role = model::Role::owner,
                         .password_hash = hash_password("a long password"),
                         .created_at = world.clock.now()};
        return tx.users().add(other.id, user);
    });
    ASSERT_EQ(world.sign_in("eve@other.example", "a long password").status, 200);
    for (auto& target :
         {"/app/v1/profiles/" + profile, "/app/v1/profiles/" + profile + "/events",
          "/app/v1/profiles/" + profile + "/export", "/app/v1/metrics/" + metric,
          "/app/v1/metrics/" + metric + "/events", "/app/v1/metrics/" + metric + "/properties",
          "/app/v1/metrics/" + metric + "/chart?from=2026-03-01&to=2026-03-02&by=day",
          "/app/v1/integrations/" + integration.public_id,
          "/app/v1/integrations/" + integration.public_id + "/excluded?reason=no_guest"})
        EXPECT_EQ(world.get(target).status, 404) << target;
    EXPECT_EQ(world.del("/app/v1/profiles/" + profile).status, 404);
    EXPECT_EQ(world.del("/app/v1/integrations/" + integration.public_id + "?erase=true").status,
              404);
    EXPECT_EQ(world.del("/app/v1/settings/users/2").status, 404);
    for (auto* target : {"/app/v1/profiles", "/app/v1/metrics", "/app/v1/integrations",
                         "/app/v1/lists", "/app/v1/settings/api-keys"})
        EXPECT_EQ(world.get(target)["data"].size(), 0u) << target;
    // A cookie or key says which account it is of; another's name in it opens nothing.
    world.cookie =
        "regulars_session=" + other.public_id + first.cookie.substr(first.cookie.find('.'));
    EXPECT_EQ(world.get("/app/v1/live").status, 401);
    auto forged = "pk_" + other.public_id + key.substr(3 + first.row.public_id.size());
    EXPECT_EQ(world
                  .send({.target = "/app/v1/profiles",
                         .headers = {{"Authorization", "Bearer " + forged}}})
                  .status,
              401);
    EXPECT_EQ(
        world.send({.target = "/app/v1/profiles", .headers = {{"Authorization", "Bearer " + key}}})
            .status,
        200);
}

/// Readers beside a writer: each answer is whole, and people never exceed events.
TEST(Threads, ChartsAndPeopleAreReadWhileEventsArrive) {
    World world;
    world.set_up();
    auto integration = world.add_integration("Downtown");
    auto key =
        text_of(world.post("/app/v1/settings/api-keys",
                           R"({"name":"k","scopes":["metrics:read","profiles:read"]})")["key"]);
    auto batch_of = [&](int n) {
        ingest::Batch batch{.account = world.account.id, .integration = integration.id};
        for (int i = 0; i < 20; ++i) {
            auto guest = std::to_string((n * 7 + i) % 50);
            batch.people.push_back(
                {.key = guest, .as_of = world.clock.now(), .fields = {.first_name = "G" + guest}});
            batch.events.push_back({.unique_id = fmt::format("{}-{}", n, i),
                                    .metric = "Created Reservation",
                                    .person = guest,
                                    .time = world.clock.now() - std::chrono::hours(i * 7),
                                    .properties = fmt::format(R"({{"Server":"S{}"}})", i % 3)});
        }
        return batch;
    };
    world.apply(batch_of(0));
    auto metric = text_of(world.get("/app/v1/metrics").data(0)["id"]);
    std::atomic<bool> done = false;
    std::atomic<int> answers = 0, faults = 0;
    auto ask = [&](std::string target) {
        while (!done) {
            auto response = world.api->handle(
                {.target = target, .headers = {{"Authorization", "Bearer " + key}}});
            auto document = JsonDocument::parse(response.body);
            bool fine = response.status == 200 && document;
            if (fine && document->root()["totals"].is_object()) {
                auto total = document->root()["totals"]["total"].integer().value_or(-1),
                     people = document->root()["totals"]["people"].integer().value_or(-1);
                fine = total > 0 && total % 20 == 0 && people > 0 && people <= 50;
            }
            faults += !fine;
            ++answers;
        }
    };
    auto chart = "/app/v1/metrics/" + metric + "/chart?from=2026-03-01&to=2026-03-20&by=day";
    std::vector<std::thread> threads;
    for (auto& target : {chart, chart + "&group_by=Server", std::string("/app/v1/profiles?q=g1"),
                         std::string("/app/v1/profiles")})
        threads.emplace_back(ask, target);
    for (int n = 1; n < 25; ++n) world.apply(batch_of(n));
    done = true;
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(faults, 0);
    EXPECT_GT(answers, 0);
}

}  // namespace
}  // namespace regulars::api
