// Vendors' webhooks: believed with the secret, for the right restaurant, and only as a hint.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

TEST(Webhook, WithTheSecretAsksForAnEarlyPoll) {
    World world;
    world.set_up();
    auto integration = world.add_integration("Downtown");
    auto target =
        fmt::format("/webhooks/opentable/{}/{}", world.account.public_id, integration.public_id);
    auto secret = webhook_secret(*world.vault, integration);
    auto hinted_at = [&] {
        return world
            .read(
                [&](auto& tx) { return tx.integrations().find(world.account.id, integration.id); })
            ->hinted_at;
    };
    auto send = [&](const std::string& authorization, const std::string& body,
                    const std::string& to) {
        return world.api
            ->handle({.method = "POST",
                      .target = to,
                      .headers = {{"Host", "h"}, {"Authorization", authorization}},
                      .body = body})
            .status;
    };
    const std::string body =
        R"({"id":"12345","rid":1001,"state":"Confirmed","scheduled_time_utc":"2024-12-19T23:00:00"})";

    struct Case {
        const char* name;
        std::string authorization, body, target;
        int status;
    };
    auto other = target;
    other.back() = other.back() == 'A' ? 'B' : 'A';
    for (auto& refused :
         {Case{"no secret", "", body, target, 401},
          Case{"a wrong secret", "Bearer nonsense", body, target, 401},
          Case{"another integration", "Bearer " + secret, body, other, 401},
          Case{"another restaurant", "Bearer " + secret, R"({"rid":7})", target, 422},
          Case{"no JSON", "Bearer " + secret, "<html>", target, 400},
          Case{"no restaurant", "Bearer " + secret, "{}", target, 400}}) {
        EXPECT_EQ(send(refused.authorization, refused.body, refused.target), refused.status)
            << refused.name;
        EXPECT_EQ(hinted_at(), std::nullopt) << refused.name;
    }
    EXPECT_EQ(send("Bearer " + secret, body, target), 204);
    EXPECT_EQ(hinted_at(), world.clock.now());
    world.clock.advance(60s);
    EXPECT_EQ(send("Basic " + base64("opentable:" + secret), body, target), 204);
    EXPECT_EQ(hinted_at(), world.clock.now());
}

TEST(Webhook, SecretsDifferByIntegrationAndStay) {
    World world;
    world.set_up();
    auto one = world.add_integration("Downtown"), two = world.add_integration("Uptown");
    EXPECT_NE(webhook_secret(*world.vault, one), webhook_secret(*world.vault, two));
    EXPECT_EQ(webhook_secret(*world.vault, one),
              webhook_secret(Vault::open(world.folder / "key").value(), one));
}

TEST(Webhook, OfToastIsBelievedBySignatureOnceAndWhileFresh) {
    World world;
    world.set_up();
    constexpr auto guid = "5f0c2b7e-1111-4222-8333-444455556666";
    auto added = world.post(
        "/app/v1/integrations",
        fmt::format(
            R"({{"kind":"toast","name":"Orders","list_id":null,"settings":{{"restaurants":["{}"]}},
        "credentials":{{"client_id":"c","client_secret":"s","webhook_secret":"shared"}}}})",
            guid));
    ASSERT_EQ(added.status, 201) << added.http.body;
    auto id = text_of(added["id"]);
    auto target = fmt::format("/webhooks/toast/{}/{}", world.account.public_id, id);
    auto hinted_at = [&] {
        return world
            .read([&](auto& tx) {
                return tx.integrations().find(world.account.id, std::string_view(id));
            })
            ->hinted_at;
    };
    auto time = format_iso(world.clock.now());
    auto body_of = [&](std::string_view restaurant, std::string_view message) {
        return fmt::format(
            R"({{"timestamp":"{}","eventType":"order_updated","guid":"{}","details":{{"restaurantGuid":"{}","order":{{"guid":"o-1"}}}}}})",
            time, message, restaurant);
    };
    auto send = [&](const std::string& body, const std::string& secret, const std::string& to) {
        net::Headers headers{{"Host", "h"},
                             {"Toast-Signature", base64(hmac_sha256(secret, body + time))}};
        return world.api->handle({.method = "POST", .target = to, .headers = headers, .body = body})
            .status;
    };
    auto opentable = world.add_integration("Downtown");
    EXPECT_EQ(send(body_of(guid, "m-1"), "other", target), 401);
    EXPECT_EQ(send(body_of("6f0c2b7e-1111-4222-8333-444455556666", "m-1"), "shared", target), 422);
    EXPECT_EQ(
        send(body_of(guid, "m-1"), "shared",
             fmt::format("/webhooks/toast/{}/{}", world.account.public_id, opentable.public_id)),
        401);
    EXPECT_EQ(hinted_at(), std::nullopt);
    EXPECT_EQ(send(body_of(guid, "m-1"), "shared", target), 204);
    auto first = world.clock.now();
    EXPECT_EQ(hinted_at(), first);
    world.clock.advance(60s);
    EXPECT_EQ(send(body_of(guid, "m-1"), "shared", target), 204)
        << "a retry is answered like the first";
    EXPECT_EQ(hinted_at(), first) << "and asks for nothing";
    EXPECT_EQ(send(body_of(guid, "m-2"), "shared", target), 204);
    EXPECT_EQ(hinted_at(), world.clock.now());
    world.clock.advance(2h);
    EXPECT_EQ(send(body_of(guid, "m-3"), "shared", target), 401)
        << "a message of two hours ago is a replay";
}

}  // namespace
}  // namespace regulars::api
