// Connecting Lightspeed: to its page and back, whose account it is, and connecting again.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

constexpr const char* tokens =
    R"({"token_type":"Bearer","expires_in":3600,"access_token":"access-1","refresh_token":"refresh-1"})";

net::HttpResponse account(std::string_view id) {
    return {
        .body = fmt::format(
            R"({{"@attributes":{{"count":"1"}},"Account":{{"accountID":"{}","name":"The Cellar"}}}})",
            id)};
}

/// The value of a parameter in an address.
std::string parameter(const std::string& url, std::string_view name) {
    net::HttpRequest request{.target = url.substr(url.find('/', 8))};
    return request.parameter(name).value_or("");
}

struct Begun {
    std::string url, draft, state;
};

Begun begin(World& world) {
    auto begun = world.post("/app/v1/integrations/lightspeed/authorize",
                            R"({"client_id":"the-client","client_secret":"the-secret"})");
    EXPECT_EQ(begun.status, 200) << begun.http.body;
    EXPECT_EQ(begun.http.body.find("the-secret"), std::string::npos);
    auto url = text_of(begun["url"]);
    EXPECT_EQ(parameter(url, "redirect_uri"), text_of(begun["redirect_address"]));
    return {url, text_of(begun["draft"]), parameter(url, "state")};
}

Reply come_back(World& world, const Begun& begun, const std::string& state) {
    return world.post(
        "/app/v1/integrations/lightspeed/return",
        fmt::format(R"({{"code":"the-code","state":"{}","draft":"{}"}})", state, begun.draft));
}

std::string authorized(World& world, std::string_view id) {
    auto begun = begin(world);
    world.sync.answers = {{.body = tokens}, account(id)};
    return text_of(come_back(world, begun, begun.state)["authorization"]);
}

TEST(LightspeedConnect, GoesToTheVendorAndBack) {
    World world;
    world.set_up();
    auto begun = begin(world);
    EXPECT_EQ(begun.url.find("https://cloud.lightspeedapp.com/"), 0u) << begun.url;
    EXPECT_EQ(parameter(begun.url, "code_challenge_method"), "S256");
    EXPECT_TRUE(text_of(world.post("/app/v1/integrations/lightspeed/authorize",
                                   R"({"client_id":"the-client","client_secret":"s"})")["url"]) !=
                begun.url)
        << "no two attempts share a state";
    world.sync.answers = {{.body = tokens}, account("123456")};
    auto back = come_back(world, begun, begun.state);
    ASSERT_EQ(back.status, 200) << back.http.body;
    EXPECT_EQ(text_of(back["account"]["id"]), "123456");
    EXPECT_EQ(text_of(back["account"]["name"]), "The Cellar");
    EXPECT_EQ(back.http.body.find("refresh-1"), std::string::npos)
        << "tokens do not reach the browser";
    ASSERT_EQ(world.sync.asked.size(), 2u);
    EXPECT_NE(world.sync.asked[0].body.find("the-code"), std::string::npos);

    auto added = world.post(
        "/app/v1/integrations",
        fmt::format(
            R"({{"kind":"lightspeed","name":"Shops","list_id":null,"settings":{{}},"authorization":"{}"}})",
            text_of(back["authorization"])));
    ASSERT_EQ(added.status, 201) << added.http.body;
    EXPECT_EQ(text_of(added["settings"]["account"]), "123456");
    auto kept =
        world.read([&](auto& tx) { return tx.integrations().all(world.account.id); }).front();
    EXPECT_NE(world.vault->unseal(kept.sealed_credentials).value().find("refresh-1"),
              std::string::npos);
}

TEST(LightspeedConnect, RefusesWhatDoesNotBelongTogether) {
    World world;
    world.set_up();
    auto begun = begin(world);
    EXPECT_EQ(come_back(world, begun, "another-state").code(), "authorization_mismatch");
    EXPECT_TRUE(world.sync.asked.empty()) << "the vendor is not asked";
    auto forged = begun;
    forged.draft = "AAAA" + forged.draft.substr(4);
    EXPECT_EQ(come_back(world, forged, begun.state).code(), "authorization_expired");
    world.sync.answers = {
        {.status = 400,
         .body =
             R"({"error":"invalid_grant","error_description":"The authorization code has expired"})"}};
    auto refused = come_back(world, begun, begun.state);
    EXPECT_EQ(refused.code(), "authorization_refused");
    EXPECT_EQ(text_of(refused.error()["source"]["pointer"]), "/code");
    world.clock.advance(31min);
    EXPECT_EQ(come_back(world, begun, begun.state).code(), "authorization_expired");
    auto without = world.post(
        "/app/v1/integrations",
        R"({"kind":"lightspeed","name":"Shops","list_id":null,"settings":{"account":"1"}})");
    EXPECT_EQ(text_of(without.error()["source"]["pointer"]), "/authorization");
    auto draft = world.post(
        "/app/v1/integrations",
        fmt::format(
            R"({{"kind":"lightspeed","name":"Shops","list_id":null,"settings":{{}},"authorization":"{}"}})",
            begin(world).draft));
    EXPECT_EQ(draft.code(), "authorization_expired") << "a draft is no authorization";
}

TEST(LightspeedConnect, ConnectsTheSameAccountAgainAndNoOther) {
    World world;
    world.set_up();
    auto first = authorized(world, "123456");
    auto added = world.post(
        "/app/v1/integrations",
        fmt::format(
            R"({{"kind":"lightspeed","name":"Shops","list_id":null,"settings":{{}},"authorization":"{}"}})",
            first));
    ASSERT_EQ(added.status, 201) << added.http.body;
    auto id = text_of(added["id"]);
    world.write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().all(world.account.id)).front();
        integration.status = model::IntegrationStatus::stopped;
        integration.notice = "Lightspeed refuses.";
        return tx.integrations().update(world.account.id, integration);
    });
    auto revision = [&] { return text_of(world.get("/app/v1/integrations/" + id)["revision"]); };
    auto change = [&](const std::string& authorization) {
        return world.patch(
            "/app/v1/integrations/" + id,
            fmt::format(R"({{"revision":"{}","authorization":"{}"}})", revision(), authorization));
    };
    EXPECT_EQ(change(authorized(world, "777")).code(), "another_account");
    auto again = change(authorized(world, "123456"));
    ASSERT_EQ(again.status, 200) << again.http.body;
    EXPECT_EQ(text_of(again["status"]), "active");
    EXPECT_TRUE(again["notice"].is_nothing());
    auto twice = world.post(
        "/app/v1/integrations",
        fmt::format(
            R"({{"kind":"lightspeed","name":"Twins","list_id":null,"settings":{{}},"authorization":"{}"}})",
            authorized(world, "123456")));
    EXPECT_EQ(twice.code(), "restaurant_connected");
}

}  // namespace
}  // namespace regulars::api
