// Consent over the API: many at once, refusals by index, what holds and why, the rules, and who
// may.
// SPDX-License-Identifier: Apache-2.0
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

class ConsentTest : public testing::Test {
  protected:
    void SetUp() override {
        world.set_up();
        single =
            text_of(world.post("/app/v1/lists", R"({"name":"Diners","opt_in":"single"})")["id"]);
        twice = text_of(world.post("/app/v1/lists", R"({"name":"News","opt_in":"double"})")["id"]);
    }
    Reply subscribe(const std::string& people, const std::string& rest = "") {
        return world.post("/app/v1/consent/subscribe",
                          "{\"people\":[" + people + "]" + (rest.empty() ? "" : "," + rest) + "}");
    }
    Reply post(const std::string& what, const std::string& body) {
        auto reply = world.post("/app/v1/consent/" + what, body);
        EXPECT_EQ(reply.status, 200) << reply.http.body;
        return reply;
    }
    std::string id_of(const std::string& email) {
        return text_of(world.get("/app/v1/profiles?q=" + email).data(0)["id"]);
    }
    Reply consent(const std::string& email) {
        return world.get("/app/v1/profiles/" + id_of(email) + "/consent");
    }
    /// "subscribed yes", "unsubscribed no unsubscribed" … of email.
    std::string state(const std::string& email) {
        std::string text;
        auto reply = consent(email);
        reply["channels"].each([&](JsonNode channel) {
            if (channel["channel"].string() != "email") return;
            text = text_of(channel["state"]) + (channel["can_receive"].boolean().value_or(false)
                                                    ? " yes"
                                                    : " no " + text_of(channel["why_not"]));
        });
        return text;
    }
    std::string list_body(const std::string& list) { return "\"list_id\":\"" + list + "\""; }
    World world;
    std::string single, twice;
};

TEST_F(ConsentTest, OneListAloneCanBeLeftWhateverTheAccountChose) {
    subscribe(R"({"email":"ana@x.example"})",
              list_body(single) + R"(,"source":"Paper form at the door","proof":"page 4")");
    world.clock.advance(1h);
    auto wrong = world.post("/app/v1/consent/unsubscribe",
                            R"({"people":[{"email":"ana@x.example"}],"unsubscribe_from":"some"})");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_NE(wrong.http.body.find("\"/unsubscribe_from\""), std::string::npos) << wrong.http.body;
    post("unsubscribe", R"({"people":[{"email":"ana@x.example"}],"unsubscribe_from":"list",)" +
                            list_body(single) + "}");
    EXPECT_EQ(state("ana@x.example"), "subscribed yes");
    auto left = consent("ana@x.example");
    std::string lists, proofs;
    left["list_suppressions"].each(
        [&](JsonNode one) { lists += text_of(one["list"]["name"]) + ";"; });
    EXPECT_EQ(lists, "Diners;");
    left["ledger"].each([&](JsonNode line) {
        proofs += text_of(line["source"]) + ": " + text_of(line["proof"]) + "|";
    });
    EXPECT_EQ(proofs,
              "ana@olive.example: |Paper form at the door: page 4; recorded by ana@olive.example|");
    EXPECT_EQ(world.get("/app/v1/lists/" + single)["profiles"].integer(), 0);
    // The same without a word about how far it goes: all, as the account chose.
    post("unsubscribe", R"({"people":[{"email":"ana@x.example"}],)" + list_body(single) + "}");
    EXPECT_EQ(state("ana@x.example"), "unsubscribed no unsubscribed");
}

TEST_F(ConsentTest, LeavingAListEndsTextsAsWellWhereTheyAreAskedToEnd) {
    auto state_of = [&](std::string_view channel) {
        std::string found;
        auto reply = consent("ana@x.example");
        reply["channels"].each([&](JsonNode one) {
            if (one["channel"].string() == channel) found = text_of(one["state"]);
        });
        return found;
    };
    std::string ana = R"({"email":"ana@x.example","phone":"+12125550142"})";
    std::string both = R"(,"channels":["email","sms"])";
    ana.insert(ana.size() - 1, both);
    subscribe(ana, list_body(single));
    EXPECT_EQ(state_of("email") + " " + state_of("sms"), "subscribed subscribed");
    world.clock.advance(1h);
    auto body =
        "{\"people\":[" + ana + "],\"unsubscribe_from\":\"list\"," + list_body(single) + "}";
    EXPECT_EQ(post("unsubscribe", body)["changed"].integer(), 1);
    EXPECT_EQ(state_of("email") + " " + state_of("sms"), "subscribed unsubscribed")
        << "mail of the list alone; texts know no lists";
    EXPECT_EQ(world.get("/app/v1/lists/" + single)["profiles"].integer(), 0);
    world.clock.advance(1h);
    EXPECT_EQ(post("unsubscribe", body)["unchanged"].integer(), 1) << "again is no more";
    EXPECT_EQ(state_of("email"), "subscribed");
}

TEST_F(ConsentTest, ManyAreSubscribedAndThoseWhoCannotBeAreToldByIndex) {
    auto reply = subscribe(
        R"({"email":"ana@x.example","first_name":"Ana"},{"email":"nobody"},5,{"phone":"+12125550142"},{"email":"ben@x.example","consented_at":"2031-01-01T00:00:00Z"},{"profile_id":"01NO"})",
        list_body(single));
    ASSERT_EQ(reply.status, 200) << reply.http.body;
    EXPECT_EQ(reply["changed"].integer(), 2) << reply.http.body;
    EXPECT_EQ(reply["created"].integer(), 2);
    std::string refused;
    reply["errors"].each([&](JsonNode e) {
        refused += std::to_string(*e["index"].integer()) + text_of(e["code"]) + " ";
    });
    EXPECT_EQ(refused, "1invalid 2invalid 4invalid 5not_found ");
    EXPECT_EQ(state("ana@x.example"), "subscribed yes");
    auto again = subscribe(R"({"email":"ANA@x.example"})", list_body(single));
    EXPECT_EQ(again["unchanged"].integer(), 1);
    auto detail = consent("ana@x.example");
    EXPECT_EQ(detail["ledger"].size(), 1u) << "saying it twice is not saying more";
    EXPECT_EQ(text_of(world.get("/app/v1/lists/" + single + "/members").data(1)["how"]), "manual");
    std::string metrics;
    world.get("/app/v1/profiles/" + id_of("ana@x.example") + "/events")["data"].each(
        [&](JsonNode e) { metrics += text_of(e["metric"]["name"]) + "; "; });
    EXPECT_EQ(metrics, "Subscribed to List; Subscribed to Email Marketing; ");
    auto own = world.get("/app/v1/metrics?integration=regulars");
    EXPECT_EQ(own["data"].size(), 2u);
    EXPECT_EQ(text_of(own.data(0)["integration"]["name"]), "Regulars");
}

TEST_F(ConsentTest, DoubleOptInMakesNobodyUntilTheyConfirm) {
    auto reply = subscribe(R"({"email":"ana@x.example"})", list_body(twice));
    EXPECT_EQ(reply["pending"].integer(), 1) << reply.http.body;
    EXPECT_EQ(reply["created"].integer(), 0);
    EXPECT_EQ(world.get("/app/v1/profiles")["total"].integer(), 0);
    EXPECT_EQ(subscribe(R"({"email":"ana@x.example"})", list_body(twice))["pending"].integer(), 1);
    auto mails = world.read(
        [&](store::Transaction& tx) { return tx.outgoing().after(world.account.id, 0, 9); });
    ASSERT_EQ(mails.size(), 1u) << "asked twice at once, one mail goes out";
    EXPECT_EQ(mails[0].recipient, "ana@x.example");
    EXPECT_EQ(mails[0].expires_at - mails[0].created_at, Duration(72h));
    auto confirmation =
        world
            .read([&](store::Transaction& tx) {
                return tx.confirmations().of_email(world.account.id, "ana@x.example");
            })
            .at(0);
    EXPECT_EQ(
        world.ingest->subscriptions().confirm(world.account.id, confirmation.public_id).value(),
        ingest::Confirmed::yes);
    EXPECT_EQ(state("ana@x.example"), "subscribed yes");
    EXPECT_EQ(world.get("/app/v1/lists/" + twice)["profiles"].integer(), 1);
    EXPECT_EQ(
        world.ingest->subscriptions().confirm(world.account.id, confirmation.public_id).value(),
        ingest::Confirmed::used);
    // Who agreed before, on paper, is not asked.
    auto historical =
        subscribe(R"({"email":"ben@x.example","consented_at":"2024-05-01T10:00:00Z"})",
                  list_body(twice) + R"(,"historical":true,"source":"Paper")");
    EXPECT_EQ(historical["changed"].integer(), 1) << historical.http.body;
    auto events = world.get("/app/v1/profiles/" + id_of("ben@x.example") + "/events");
    EXPECT_EQ(text_of(events.data(0)["time"]), "2024-05-01T10:00:00Z")
        << "at the time of the opt-in";
    EXPECT_EQ(world.get("/app/v1/lists/" + twice + "/members").data(1)["starts_flows"].boolean(),
              false);
    EXPECT_EQ(subscribe(R"({"email":"cleo@x.example"})", R"("historical":true)").status, 400);
    // Without a list the account's way holds: double until it chooses.
    EXPECT_EQ(subscribe(R"({"email":"dan@x.example"})")["pending"].integer(), 1);
    // Expired: 72 hours later nothing happens any more.
    auto late = world
                    .read([&](store::Transaction& tx) {
                        return tx.confirmations().of_email(world.account.id, "dan@x.example");
                    })
                    .at(0);
    world.clock.advance(72h);
    EXPECT_EQ(world.ingest->subscriptions().confirm(world.account.id, late.public_id).value(),
              ingest::Confirmed::expired);
    EXPECT_EQ(world.get("/app/v1/profiles?q=dan")["total"].integer(), 0);
}

TEST_F(ConsentTest, UnsubscribingIsFromEverythingUntilTheAccountSaysByList) {
    subscribe(R"({"email":"ana@x.example"})", list_body(single));
    world.clock.advance(1h);
    EXPECT_EQ(post("unsubscribe",
                   R"({"people":[{"email":"ana@x.example"}],)" + list_body(single) + "}")["changed"]
                  .integer(),
              1);
    EXPECT_EQ(state("ana@x.example"), "unsubscribed no unsubscribed");
    auto rules = world.get("/app/v1/settings/consent");
    EXPECT_EQ(text_of(rules["unsubscribe_from"]), "all");
    auto revision = text_of(rules["revision"]);
    EXPECT_EQ(
        world
            .patch("/app/v1/settings/consent",
                   fmt::format(R"({{"revision":"{}","unsubscribe_from":"list","opt_in":"single"}})",
                               revision))
            .status,
        200);
    EXPECT_EQ(world
                  .patch("/app/v1/settings/consent",
                         fmt::format(R"({{"revision":"{}","unsubscribe_from":"all"}})", revision))
                  .code(),
              "changed_meanwhile");
    world.clock.advance(1h);
    subscribe(R"({"email":"ana@x.example"})", list_body(single));
    EXPECT_EQ(state("ana@x.example"), "subscribed yes");
    world.clock.advance(1h);
    for (int i = 0; i < 2; ++i)
        post("unsubscribe", R"({"people":[{"email":"ana@x.example"}],)" + list_body(single) + "}");
    EXPECT_EQ(state("ana@x.example"), "subscribed yes")
        << "twice from the list is not once from all";
    auto detail = consent("ana@x.example");
    EXPECT_EQ(detail["list_suppressions"].size(), 1u);
    EXPECT_EQ(world.get("/app/v1/lists/" + single)["profiles"].integer(), 0);
    // From a list that she never was on: from everything.
    post("unsubscribe", R"({"people":[{"email":"ana@x.example"}],)" + list_body(twice) + "}");
    EXPECT_EQ(state("ana@x.example"), "unsubscribed no unsubscribed");
    // Adding by hand does not undo her word.
    world.post("/app/v1/lists/" + single + "/members", R"({"emails":["ana@x.example"]})");
    EXPECT_EQ(state("ana@x.example"), "unsubscribed no unsubscribed");
}

TEST_F(ConsentTest, SuppressionsOutrankConsentAndAreNeverMadeIntoIt) {
    EXPECT_EQ(post("suppress",
                   R"({"people":[{"email":"New@x.example"}],"reason":"prior_esp"})")["changed"]
                  .integer(),
              1);
    EXPECT_EQ(world.get("/app/v1/profiles")["total"].integer(), 0) << "an address needs no profile";
    world.post("/app/v1/lists/" + single + "/members",
               R"({"emails":["new@x.example","ana@x.example"]})");
    EXPECT_EQ(state("new@x.example"), "never_subscribed no prior_esp");
    EXPECT_EQ(state("ana@x.example"), "never_subscribed yes");
    for (auto* reason : {"user_suppressed", "spam_complaint", "hard_bounce"})
        post("suppress",
             fmt::format(R"({{"people":[{{"email":"ana@x.example"}}],"reason":"{}"}})", reason));
    EXPECT_EQ(post("suppress", R"({"people":[{"email":"ana@x.example"}]})")["unchanged"].integer(),
              1);
    EXPECT_EQ(state("ana@x.example"), "never_subscribed no hard_bounce");
    world.clock.advance(1h);
    subscribe(R"({"email":"ana@x.example"})", list_body(single));
    EXPECT_EQ(state("ana@x.example"), "subscribed no hard_bounce")
        << "agreeing lifts the others, and does not mend the address";
    auto page = world.get("/app/v1/consent/suppressions?limit=1");
    EXPECT_EQ(text_of(page.data(0)["reason"]), "hard_bounce");
    EXPECT_EQ(text_of(page.data(0)["profile"]["id"]), id_of("ana@x.example"));
    EXPECT_EQ(
        text_of(world.get("/app/v1/consent/suppressions?limit=1&after=" + text_of(page["next"]))
                    .data(0)["reason"]),
        "spam_complaint");
    EXPECT_EQ(world
                  .post("/app/v1/consent/unsuppress",
                        R"({"people":[{"email":"ana@x.example"}],"reason":"hard_bounce"})")
                  .status,
              400);
    EXPECT_EQ(world
                  .post("/app/v1/consent/unsuppress",
                        R"({"people":[{"email":"new@x.example"}],"reason":"prior_esp"})")
                  .status,
              400)
        << "what bounced elsewhere is not lifted by hand";
    EXPECT_EQ(state("new@x.example"), "never_subscribed no prior_esp");
    subscribe(R"({"email":"ben@x.example"})", list_body(single));
    post("suppress", R"({"people":[{"email":"ben@x.example"}]})");
    EXPECT_EQ(post("unsuppress", R"({"people":[{"email":"ben@x.example"}]})")["changed"].integer(),
              1);
    EXPECT_EQ(state("ben@x.example"), "subscribed yes");
    std::string metrics;
    world.get("/app/v1/profiles/" + id_of("ben@x.example") + "/events")["data"].each(
        [&](JsonNode e) { metrics += text_of(e["metric"]["name"]) + "; "; });
    EXPECT_EQ(metrics,
              "Manually Unsuppressed from Email Marketing; Manually Suppressed from Email "
              "Marketing; Subscribed to List; Subscribed to Email Marketing; ");
}

TEST_F(ConsentTest, AnalystsLookAndChangeNothingAndKeysNeedTheScope) {
    subscribe(R"({"email":"ana@x.example"})", list_body(single));
    auto key = text_of(
        world.post("/app/v1/settings/api-keys", R"({"name":"k","scopes":["lists:read"]})")["key"]);
    EXPECT_EQ(world
                  .send({.target = "/app/v1/settings/consent",
                         .headers = {{"Authorization", "Bearer " + key}}})
                  .status,
              403);
    ASSERT_EQ(
        world
            .post(
                "/app/v1/settings/users",
                R"({"email":"leo@olive.example","password":"a long password","name":"Leo","role":"analyst"})")
            .status,
        201);
    ASSERT_EQ(world.sign_in("leo@olive.example", "a long password").status, 200);
    EXPECT_EQ(consent("ana@x.example").status, 200);
    EXPECT_EQ(world.get("/app/v1/consent/suppressions").status, 200);
    EXPECT_EQ(world.get("/app/v1/settings/consent").status, 200);
    for (auto* what : {"subscribe", "unsubscribe", "suppress", "unsuppress"})
        EXPECT_EQ(world
                      .post(std::string("/app/v1/consent/") + what,
                            R"({"people":[{"email":"a@x.example"}]})")
                      .status,
                  403)
            << what;
    EXPECT_EQ(world.patch("/app/v1/settings/consent", R"({"revision":"x"})").status, 403);
}

}  // namespace
}  // namespace regulars::api
