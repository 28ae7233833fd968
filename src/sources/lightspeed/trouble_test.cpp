// Tests rotation of refresh tokens, refusals, limits, and what a run does when the vendor fails.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/lightspeed/world_test.hpp"

namespace regulars::sources::lightspeed {
namespace {

using Answer = Imposter::Answer;

std::string refresh_token_kept(const World& world) {
    return credentials_from(world.keeper.kept)->refresh_token;
}

// L3: each refresh replaces the refresh token; the new one is kept before it is needed.
TEST(LightspeedTrouble, L3KeepsTheNewRefreshTokenBeforeTheTokenIsUsed) {
    World world;
    world.populate(5);
    std::string kept_at_first_use;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.method == "GET" && kept_at_first_use.empty())
            kept_at_first_use = refresh_token_kept(world);
        return std::nullopt;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(kept_at_first_use, "r1");
    world.clock.advance(10h);
    ASSERT_EQ(world.sync().error, "");
    world.restart();
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(refresh_token_kept(world), world.vendor.refresh_token);
    EXPECT_EQ(world.vendor.rotations, 3);
}

TEST(LightspeedTrouble, L3TriesTheOldRefreshTokenAgainWhenTheReplyIsLost) {
    World world;
    world.populate(5);
    int asked = 0;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.method == "GET" || ++asked > 2) return std::nullopt;
        EXPECT_TRUE(request.body.ends_with("refresh_token=r0"));
        std::string old = world.vendor.refresh_token;
        world.vendor.rotate();  // it acts, and nobody hears of it
        world.vendor.refresh_token = old;
        return fail(ErrorKind::unavailable, "timed out");
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(asked, 3);
    EXPECT_EQ(refresh_token_kept(world), "r3");
}

TEST(LightspeedTrouble, L3EndsTheRunWhenSomebodyElseRenewsAndReadsTheirsInTheNext) {
    World world;
    world.populate(5);
    world.keeper.before_replacing = [&] {
        world.keeper.before_replacing = {};
        world.vendor.rotate();
        world.keeper.kept = to_json(Credentials{"me", "secret", world.vendor.refresh_token});
    };
    auto run = world.sync();
    EXPECT_EQ(run.outcome, model::RunOutcome::interrupted);
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::active);
    ASSERT_TRUE(world.memory.next_sync_at);
    EXPECT_LE(*world.memory.next_sync_at - world.clock.now(), 1min);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.people.size(), 5u);
}

TEST(LightspeedTrouble, L3DoesNotStopForARefreshTokenThatSomebodyElseHasReplaced) {
    World world;
    world.populate(5);
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.method == "GET" || world.vendor.rotations > 0) return std::nullopt;
        world.vendor.rotate();
        world.vendor.previous.clear();  // its access token was used already
        world.keeper.kept = to_json(Credentials{"me", "secret", world.vendor.refresh_token});
        return std::nullopt;
    };
    EXPECT_EQ(world.sync().outcome, model::RunOutcome::failed);
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::active)
        << "the dead token is not the one that is kept";
    ASSERT_EQ(world.sync().error, "");
}

TEST(LightspeedTrouble, L3StopsWhenTheRefreshTokenIsDead) {
    World world;
    world.vendor.refresh_token = "another";
    auto run = world.sync();
    EXPECT_EQ(run.outcome, model::RunOutcome::failed);
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::stopped);
    EXPECT_NE(world.memory.notice.find("connect Lightspeed again"), std::string::npos)
        << world.memory.notice;
    EXPECT_EQ(run.error.find("r0"), std::string::npos) << "no token in messages";
}

// L4: every kind of 401 asks for one new token.
TEST(LightspeedTrouble, L4RenewsOnceForEveryKindOf401) {
    for (
        auto* body :
        {R"({"error":"access_denied","hint":"Access token has been revoked"})",
         R"({"error":"access_denied","hint":"Access token could not be verified"})",
         R"({"httpCode":"401","httpMessage":"Unauthorized","message":"Invalid username/password or API key.","errorClass":"BadAuthenticationRequestError"})"}) {
        World world;
        world.populate(3);
        world.vendor.intercept = [&](int number, const net::HttpRequest&) -> std::optional<Answer> {
            return number == 4 ? std::optional(Answer(Imposter::json(401, body))) : std::nullopt;
        };
        ASSERT_EQ(world.sync().error, "") << body;
        EXPECT_EQ(world.vendor.rotations, 2) << body;
        EXPECT_EQ(world.memory.people.size(), 3u);
    }
}

// L6: what passes is asked again: 400 with a plea, HTML, broken bodies.
TEST(LightspeedTrouble, L6TriesAgainWhateverPasses) {
    struct Case {
        const char* name;
        Answer answer;
    } cases[] = {
        {"400",
         Imposter::json(
             400,
             R"({"httpCode":"400","httpMessage":"Bad Request","message":"Something broke. Please try again later.","errorClass":"Exception"})")},
        {"502", net::HttpResponse{.status = 502, .body = "<html>Bad gateway</html>"}},
        {"the CDN's 403",
         net::HttpResponse{.status = 403, .body = "<!DOCTYPE html><html>Just a moment</html>"}},
        {"the CDN's 404", net::HttpResponse{.status = 404, .body = " <html>gone</html>"}},
        {"503", net::HttpResponse{.status = 503}},
        {"500", Imposter::json(500, R"({"httpCode":"500","message":"x"})")},
        {"HTML and 200", net::HttpResponse{.status = 200, .body = "<html>maintenance</html>"}},
        {"a cut body", Imposter::json(200, R"({"@attributes":{"next":""},"Sale":[{"saleID":"1")")},
        {"another object", Imposter::json(200, R"({"ok":true})")},
        {"a broken connection", fail(ErrorKind::unavailable, "the connection broke")}};
    for (auto& test : cases) {
        World world;
        world.populate(12);
        world.vendor.intercept = [&](int number,
                                     const net::HttpRequest& request) -> std::optional<Answer> {
            return request.method == "GET" && number % 3 == 0 ? std::optional(test.answer)
                                                              : std::nullopt;
        };
        ASSERT_EQ(world.sync().error, "") << test.name;
        EXPECT_EQ(world.memory.people.size(), 12u) << test.name;
    }
}

TEST(LightspeedTrouble, SaysWhyAWrongRequestFails) {
    World world;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.target.find("Customer.json") == std::string::npos) return std::nullopt;
        return Imposter::json(
            400,
            R"({"httpCode":"400","httpMessage":"Bad Request","message":"Unknown relation.","errorClass":"Exception"})");
    };
    auto run = world.sync();
    EXPECT_EQ(run.error, "customers: Lightspeed answered 400: Unknown relation.");
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::active);
}

TEST(LightspeedTrouble, StopsWhenTheEmployeeMayNotReadIt) {
    World world;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.method == "POST") return std::nullopt;
        return Imposter::json(
            403,
            R"({"httpCode":"403","httpMessage":"Forbidden","message":"Employee does not have the right.","errorClass":"Exception"})");
    };
    EXPECT_EQ(world.sync().outcome, model::RunOutcome::failed);
    EXPECT_EQ(world.memory.status, model::IntegrationStatus::stopped);
    EXPECT_NE(world.memory.notice.find("Employee does not have the right"), std::string::npos);
}

/// The vendor's bucket of 90 that leaks 1 a second, and its burst of 20 a second.
struct Bucket {
    explicit Bucket(World& w) : world(w) {
        world.vendor.intercept = [this](int,
                                        const net::HttpRequest& request) -> std::optional<Answer> {
            if (request.method == "POST") return std::nullopt;
            Instant now = world.clock.now();
            level = std::max(0.0, level - double((now - at).count()) / 1e6 * drip);
            at = now;
            if (now.seconds() != second) second = now.seconds(), in_second = 0;
            ++in_second;
            bool is_refused = level >= size || in_second > 20;
            if (!is_refused)
                level += cost, spent += cost, ++served;
            else
                ++refused;
            if (!is_refused) return std::nullopt;
            net::HttpResponse response{.status = 429};
            dress(response);
            return response;
        };
        world.vendor.dress = [this](net::HttpResponse& response) { dress(response); };
    }
    void dress(net::HttpResponse& response) const {
        response.headers.emplace_back("x-ls-api-bucket-level",
                                      fmt::format("{:.4f}/{}", level, size));
        response.headers.emplace_back("X-LS-API-DRIP-RATE", fmt::format("{}", drip));
        response.headers.emplace_back("X-Ls-Api-Request-Cost", fmt::format("{}", cost));
        response.headers.emplace_back("X-LS-Api-Burst-Level", fmt::format("{}/20", in_second));
    }
    World& world;
    double level = 0, size = 90, drip = 1, cost = 2.4, spent = 0;
    Instant at{};
    std::int64_t second = 0;
    int in_second = 0, served = 0, refused = 0;
};

// L5: the live headers are followed: nearly all of the allowed rate is used, and refusals are rare.
TEST(LightspeedTrouble, L5UsesTheAllowedRateWithoutRefusals) {
    World world(1);
    world.populate(400);
    Bucket bucket(world);
    Instant began = world.clock.now();
    ASSERT_EQ(world.sync().error, "");
    double seconds = double((world.clock.now() - began).count()) / 1e6;
    double allowed = bucket.size + bucket.drip * seconds;
    EXPECT_GT(bucket.served, 800);
    EXPECT_GE(bucket.spent / allowed, 0.95) << bucket.spent << " of " << allowed;
    EXPECT_EQ(bucket.refused, 0);
}

TEST(LightspeedTrouble, L5SurvivesOtherClientsAndChangedRates) {
    World world(1);
    world.populate(300);
    Bucket bucket(world);
    SeededRandom random(5);
    world.vendor.after = [&](int number) {
        if (number % 10 == 0) bucket.level += double(random.below(20));  // somebody else asks too
        if (number == 200) bucket.drip = 2, bucket.size = 180;
        if (number == 400) bucket.drip = 0.5, bucket.size = 60;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.people.size(), 300u);
    EXPECT_LT(bucket.refused, bucket.served / 10) << "no storm of refusals";
}

TEST(LightspeedTrouble, L5WaitsAMinuteAfterARefusalThatSaysNothing) {
    World world;
    world.populate(3);
    world.vendor.intercept = [&](int number, const net::HttpRequest&) -> std::optional<Answer> {
        return number == 3 ? std::optional(Answer(net::HttpResponse{.status = 429})) : std::nullopt;
    };
    Instant began = world.clock.now();
    ASSERT_EQ(world.sync().error, "");
    EXPECT_GE(world.clock.now() - began, 60s);
    EXPECT_LT(world.clock.now() - began, 65s);
}

TEST(LightspeedTrouble, ReachesWithoutSigningIn) {
    World world;
    Lightspeed connector;
    auto trial = connector.try_connection(world.connection.integration.settings, world.keeper.kept,
                                          world.vendor, world.clock, {});
    ASSERT_TRUE(trial);
    EXPECT_TRUE(trial->is_ok());
    EXPECT_EQ(trial->steps[0].outcome, Trial::Outcome::passed);
    EXPECT_EQ(trial->steps[1].outcome, Trial::Outcome::skipped);
    EXPECT_EQ(world.vendor.rotations, 0) << "trying must not replace the key";
    world.vendor.intercept = [](int, const net::HttpRequest&) -> std::optional<Answer> {
        return fail(ErrorKind::unavailable, "no such host");
    };
    trial = connector.try_connection(world.connection.integration.settings, world.keeper.kept,
                                     world.vendor, world.clock, {});
    ASSERT_TRUE(trial);
    EXPECT_EQ(trial->code, "unreachable");
    EXPECT_EQ(trial->steps[0].detail, "no such host");
}

}  // namespace
}  // namespace regulars::sources::lightspeed
