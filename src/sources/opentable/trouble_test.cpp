// Tests what a run does when the vendor fails, refuses, or the process ends at any step.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/opentable/imposter_test.hpp"

namespace regulars::sources::opentable {
namespace {

using Answer = Imposter::Answer;

net::HttpResponse page_of_html(int status) {
    return {.status = status, .body = "<html><body>Bad gateway</body></html>"};
}

TEST(OpenTableTrouble, RenewsTheTokenBeforeItEnds) {
    World world;
    world.populate(30);
    world.vendor.token_life_s = 1'000;
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(890s);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.tokens, 1);
    world.clock.advance(30s);  // past 90 % of its life
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.tokens, 2);
    EXPECT_EQ(world.vendor.count("POST /api/v2/oauth/token?grant_type=client_credentials"), 2);
}

TEST(OpenTableTrouble, AsksForANewTokenOnceWhenOneIsRefused) {
    World world;
    world.populate(30);
    world.vendor.after = [&](int number) {
        if (number == 5) ++world.vendor.tokens;  // the token in use is no longer known
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.count("oauth/token"), 2);
    EXPECT_EQ(world.memory.people.size(), 30);
}

TEST(OpenTableTrouble, GivesUpWhenNewTokensAreRefusedToo) {
    World world;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.method == "POST") return std::nullopt;
        return net::HttpResponse{.status = 401,
                                 .headers = {{"OT-RequestId", "abc"}},
                                 .body = R"({"errors":[{"message":"invalid_token"}]})"};
    };
    auto run = world.sync();
    EXPECT_EQ(run.outcome, model::RunOutcome::failed);
    EXPECT_EQ(run.error, "guests: OpenTable answered 401: invalid_token (OT-RequestId abc)");
    EXPECT_EQ(world.vendor.tokens, 2);
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::active);
    ASSERT_TRUE(world.memory.next_sync_at);
    EXPECT_GT(*world.memory.next_sync_at, world.clock.now());
}

TEST(OpenTableTrouble, StopsOnlyTheRefusedRestaurant) {
    World world;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.method == "POST" || request.parameter("rid") != "77") return std::nullopt;
        return net::HttpResponse{
            .status = 403,
            .body = R"({"status":403,"message":"No routing for RID:77","requestId":"r1"})"};
    };
    auto run = world.sync();
    EXPECT_EQ(run.outcome, model::RunOutcome::failed);
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::stopped);
    EXPECT_FALSE(world.memory.next_sync_at);
    EXPECT_NE(world.memory.notice.find("No routing for RID:77 (OT-RequestId r1)"),
              std::string::npos)
        << world.memory.notice;

    world.connection.integration.settings =
        std::string(world.connection.integration.settings)
            .replace(world.connection.integration.settings.find("77"), 2, "78");
    world.connection.integration.id = IntegrationId{6};
    EXPECT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::active);
}

TEST(OpenTableTrouble, StopsWhenTheCredentialsAreWrong) {
    World world;
    world.vendor.intercept = [](int, const net::HttpRequest&) -> std::optional<Answer> {
        return net::HttpResponse{.status = 401, .body = R"({"error":"invalid_client"})"};
    };
    auto run = world.sync();
    EXPECT_EQ(run.error.substr(0, 43), "OpenTable refused the client id or secret. ");
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::stopped);
    EXPECT_EQ(run.error.find("c2VjcmV0"), std::string::npos) << "no secret in messages";
}

TEST(OpenTableTrouble, SaysWhatKindOfTroubleItWas) {
    using enum model::RunTrouble;
    auto of_guests = [](Answer answer) {
        return [answer](int, const net::HttpRequest& request) -> std::optional<Answer> {
            if (request.method == "POST") return std::nullopt;
            return answer;
        };
    };
    auto of_token = [](Answer answer) {
        return [answer](int, const net::HttpRequest&) -> std::optional<Answer> { return answer; };
    };
    struct Case {
        const char* name;
        std::function<std::optional<Answer>(int, const net::HttpRequest&)> intercept;
        model::RunFailure failure;
    } cases[] = {
        {"wrong secret",
         of_token(net::HttpResponse{.status = 401, .body = R"({"error":"invalid_client"})"}),
         {credentials_wrong, 401}},
        {"no token",
         of_token(net::HttpResponse{.status = 200, .body = "{}"}),
         {unexpected_answer, {}}},
        {"not granted", of_guests(net::HttpResponse{.status = 403}), {access_revoked, 403}},
        {"always 429", of_guests(net::HttpResponse{.status = 429}), {rate_limited, 429}},
        {"always 503", of_guests(page_of_html(503)), {vendor_failing, 503}},
        {"404", of_guests(net::HttpResponse{.status = 404}), {unexpected_answer, 404}},
        {"HTML", of_guests(page_of_html(200)), {unexpected_answer, {}}},
        {"silence",
         of_guests(fail(ErrorKind::unavailable, "no answer within 60 s")),
         {unreachable, {}}},
    };
    for (auto& c : cases) {
        World world;
        world.vendor.intercept = c.intercept;
        auto run = world.sync();
        EXPECT_EQ(run.outcome, model::RunOutcome::failed) << c.name;
        EXPECT_EQ(run.failure, c.failure) << c.name << ": " << run.error;
    }
}

TEST(OpenTableTrouble, TriesAgainWhateverPasses) {
    struct Case {
        const char* name;
        Answer answer;
    } cases[] = {
        {"429", net::HttpResponse{.status = 429}},
        {"429 with Retry-After",
         net::HttpResponse{.status = 429, .headers = {{"Retry-After", "7"}}}},
        {"500 with JSON",
         net::HttpResponse{.status = 500, .body = R"({"timestamp":1,"status":500,"error":"x"})"}},
        {"503 with HTML", page_of_html(503)},
        {"200 with HTML", page_of_html(200)},
        {"200 with nothing", net::HttpResponse{.status = 200}},
        {"cut short",
         net::HttpResponse{.status = 200,
                           .body = R"({"hasNextPage":false,"offset":0,"items":[{"id":"77-)"}},
        {"no list", net::HttpResponse{.status = 200, .body = R"({"items":7})"}},
        {"timeout", fail(ErrorKind::unavailable, "no answer within 60 s")},
    };
    World calm;
    calm.populate(60);
    ASSERT_EQ(calm.sync().error, "");
    for (auto& c : cases) {
        World world;
        world.populate(60);
        world.vendor.intercept = [&](int number, const net::HttpRequest&) -> std::optional<Answer> {
            if (number % 3 == 0) return c.answer;
            return std::nullopt;
        };
        auto run = world.sync();
        EXPECT_EQ(run.error, "") << c.name;
        EXPECT_EQ(world.memory.picture(), calm.memory.picture()) << c.name;
    }
}

TEST(OpenTableTrouble, ObeysRetryAfter) {
    World world;
    Instant asked_at, again_at;
    world.vendor.intercept = [&](int number, const net::HttpRequest&) -> std::optional<Answer> {
        if (number == 3) again_at = world.clock.now();
        if (number != 2) return std::nullopt;
        asked_at = world.clock.now();
        return net::HttpResponse{.status = 429, .headers = {{"Retry-After", "600"}}};
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_GE(again_at - asked_at, Duration(600s));
}

TEST(OpenTableTrouble, FailsInTheEndAndWaitsLongerEachTime) {
    World world;
    world.vendor.intercept = [](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.method == "POST") return std::nullopt;
        return net::HttpResponse{
            .status = 500,
            .headers = {{"OT-RequestId", "x9"}},
            .body = R"({"status":500,"error":"Internal Server Error","message":"boom"})"};
    };
    Duration last{0};
    for (int i = 0; i < 8; ++i) {
        auto run = world.sync();
        EXPECT_EQ(run.error, "guests: OpenTable answered 500: boom (OT-RequestId x9)");
        ASSERT_TRUE(world.memory.next_sync_at);
        Duration wait = *world.memory.next_sync_at - world.clock.now();
        EXPECT_LE(wait, Duration(30min));
        if (i % 2 == 0) {
            EXPECT_GE(wait, last / 2) << i;
            last = wait;
        }
    }
    EXPECT_GE(last, Duration(15min));
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::active);
}

TEST(OpenTableTrouble, KeepsThePace) {
    World world(10, R"(,"max_requests_per_second":0)");
    world.connection.integration.settings =
        std::string(world.connection.integration.settings)
            .replace(world.connection.integration.settings.find(R"("max_requests_per_second":0)"),
                     27, R"("max_requests_per_second":2)");
    world.populate(60);
    std::vector<Instant> times;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.method == "GET") times.push_back(world.clock.now());
        return std::nullopt;
    };
    ASSERT_EQ(world.sync().error, "");
    ASSERT_GT(times.size(), 10);
    for (std::size_t i = 2; i < times.size(); ++i)
        EXPECT_GE(times[i] - times[i - 1], Duration(480ms)) << i;
}

TEST(OpenTableTrouble, StopsWhenAskedAndGoesOnLater) {
    World calm, world;
    calm.populate(80), world.populate(80);
    ASSERT_EQ(calm.sync().error, "");
    std::stop_source stop;
    world.vendor.after = [&](int number) {
        if (number == 6) stop.request_stop();
    };
    auto run = world.sync(stop.get_token());
    EXPECT_EQ(run.outcome, model::RunOutcome::interrupted);
    EXPECT_GT(world.memory.people.size(), 0);
    EXPECT_LT(world.memory.people.size(), 80);
    world.vendor.after = {};
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.picture(), calm.memory.picture());
}

TEST(OpenTableTrouble, PrefetchesWhileItCommits) {
    World world(10);
    world.populate(60);
    // Seen from the first commits: the vendor has been asked for the page after the one committed.
    std::vector<std::size_t> asked;
    auto progress = [&](const model::Run& run) {
        if (run.pages > 0) asked.push_back(world.vendor.log.size());
    };
    auto run = world.runner->sync_once(world.connection, model::RunKind::scheduled, progress);
    ASSERT_TRUE(run && run->error.empty());
    ASSERT_GT(asked.size(), 5);
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_EQ(asked[i], i + 3) << "token, pages 1 to i + 1, and the next";
}

class OpenTableCrash : public testing::TestWithParam<Applying> {};

/// Ends the process at each step in turn; whatever the step, the next run completes the same
/// picture.
TEST_P(OpenTableCrash, EndsTheSameAfterAnyStep) {
    World calm(16);
    calm.populate(150);
    ASSERT_EQ(calm.sync().error, "");
    int requests = int(calm.vendor.log.size()), applies = calm.memory.applies;
    ASSERT_GT(requests, 20);
    auto expect_healed = [&](World& world, const std::string& step) {
        world.vendor.intercept = {};
        world.restart();
        ASSERT_EQ(world.sync().error, "") << step;
        EXPECT_EQ(world.memory.picture(), calm.memory.picture()) << step;
    };
    for (int k = 1; k <= requests; ++k) {
        World world(16, "", GetParam());
        world.populate(150);
        world.vendor.intercept = [&](int number, const net::HttpRequest&) -> std::optional<Answer> {
            if (number >= k) return fail(ErrorKind::internal, "the process ended");
            return std::nullopt;
        };
        EXPECT_EQ(world.sync().outcome, model::RunOutcome::failed) << k;
        expect_healed(world, fmt::format("request {}", k));
    }
    for (int k = 1; k <= applies; ++k) {
        World before(16, "", GetParam()), after(16, "", GetParam());
        before.populate(150), after.populate(150);
        before.memory.fail_before = k, after.memory.fail_after = k;
        EXPECT_EQ(before.sync().outcome, model::RunOutcome::failed) << k;
        EXPECT_EQ(after.sync().outcome, model::RunOutcome::failed) << k;
        expect_healed(before, fmt::format("before commit {}", k));
        expect_healed(after, fmt::format("after commit {}", k));
    }
}

INSTANTIATE_TEST_SUITE_P(All, OpenTableCrash, testing::Values(Applying::at_once, Applying::late));

TEST(OpenTableTrouble, RefusesToRunBesideAnotherRunner) {
    World world;
    world.populate(30);
    bool moved = false;
    world.vendor.after = [&](int number) {
        if (number == 5) moved = true, ++world.memory.cursor_by_stream["sync"].version;
    };
    auto run = world.sync();
    EXPECT_TRUE(moved);
    EXPECT_EQ(run.outcome, model::RunOutcome::interrupted);
    EXPECT_LT(run.done, 1);
    EXPECT_EQ(world.memory.next_sync_at, world.clock.now()) << "from where the cursor is now";
}

}  // namespace
}  // namespace regulars::sources::opentable
