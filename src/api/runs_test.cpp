// What the API tells of an integration's runs: how far a backfill is, what was left out, why a run
// failed.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

TEST(Runs, ShowRunsExclusionsAndProgress) {
    World world;
    world.set_up();
    auto integration = world.add_integration("Downtown");
    auto run =
        world.ingest->start_run(world.account.id, integration.id, model::RunKind::backfill).value();
    ingest::Batch batch{.account = world.account.id, .integration = integration.id};
    batch.records.push_back({.key = "reservation/1",
                             .updated_at = world.clock.now(),
                             .state = "Done",
                             .exclusion = "walk_in_without_guest"});
    run.progress = "reservations: 2026-03 (9 of 25 months)";
    run.reach = {model::RunStage::history, "2026-03", 8, 25};
    run.done = 0.32;
    run.records = 500;
    batch.run = run;
    world.apply(batch);
    world.clock.advance(10min);
    auto detail = world.get("/app/v1/integrations/" + integration.public_id);
    EXPECT_EQ(text_of(detail["health"]), "backfilling");
    EXPECT_EQ(text_of(detail["backfill"]["month"]), "2026-03");
    EXPECT_EQ(detail["backfill"]["months_total"].integer(), 25);
    EXPECT_EQ(detail["backfill"]["records_per_minute"].number(), 50);
    EXPECT_EQ(detail["backfill"]["seconds_left"].integer(), 1275);
    EXPECT_EQ(detail["exclusions"].text(), R"([{"reason":"walk_in_without_guest","count":1}])");
    EXPECT_EQ(detail["runs"].size(), 1u);
    EXPECT_TRUE(world.get("/app/v1/live")["syncing"].boolean().value_or(false));
    auto excluded = world.get("/app/v1/integrations/" + integration.public_id +
                              "/excluded?reason=walk_in_without_guest");
    EXPECT_EQ(text_of(excluded.data(0)["key"]), "reservation/1");
    // What runs in this process knows more than what is stored; and it went on where an earlier run
    // was.
    run.reach = {model::RunStage::history, "2025-01", 14, 25};
    run.done_before = 0.2, run.done = 0.6;
    world.sync.live = run;
    auto live = world.get("/app/v1/integrations/" + integration.public_id)["backfill"];
    EXPECT_EQ(text_of(live["month"]), "2025-01");
    EXPECT_EQ(live["done"].number(), 0.6);
    EXPECT_EQ(live["seconds_left"].integer(), 600);
    // Of an earlier run it knows nothing that is true now.
    world.sync.live->id = RunId{run.id.value - 1};
    EXPECT_EQ(
        text_of(world.get("/app/v1/integrations/" + integration.public_id)["backfill"]["month"]),
        "2026-03");
    world.sync.live.reset();
    run.outcome = model::RunOutcome::interrupted;
    ASSERT_TRUE(world.ingest->finish_run(world.account.id, run, std::nullopt,
                                         model::IntegrationStatus::active));
    EXPECT_TRUE(
        world.get("/app/v1/integrations/" + integration.public_id)["backfill"]["seconds_left"]
            .is_nothing())
        << "nobody reads now";
}

TEST(Runs, TellWhyARunFailedAndForgetItWhenResumed) {
    World world;
    world.set_up();
    auto integration = world.add_integration("Downtown");
    auto run = world.ingest->start_run(world.account.id, integration.id, model::RunKind::scheduled)
                   .value();
    run.outcome = model::RunOutcome::failed;
    run.error = "guests: OpenTable answered 503: sick";
    run.failure = {model::RunTrouble::vendor_failing, 503};
    ASSERT_TRUE(world.ingest->finish_run(world.account.id, run, std::nullopt,
                                         model::IntegrationStatus::stopped));
    auto path = "/app/v1/integrations/" + integration.public_id;
    constexpr const char* problem =
        R"({"code":"vendor_failing","detail":"guests: OpenTable answered 503: sick","http_status":503})";
    auto detail = world.get(path);
    EXPECT_EQ(detail["problem"].text(), problem);
    detail["runs"].each([&](JsonNode one) { EXPECT_EQ(one["problem"].text(), problem); });
    EXPECT_EQ(detail["runs"].size(), 1u);
    ASSERT_EQ(world.post(path + "/resume", "{}").status, 200);
    EXPECT_TRUE(world.get(path)["problem"].is_nothing());
}

}  // namespace
}  // namespace regulars::api
