// The public pages: what they take, what they never tell, and that looking changes nothing.
// SPDX-License-Identifier: Apache-2.0
#include "api/hosted/html.hpp"
#include "api/world_test.hpp"
#include "model/page_token.hpp"

namespace regulars::api {
namespace {

class HostedPages : public testing::Test {
  protected:
    void SetUp() override {
        world.set_up();
        single = text_of(world.post("/app/v1/lists",
                                    R"({"name":"Diners & <Friends>","opt_in":"single"})")["id"]);
        twice = text_of(world.post("/app/v1/lists", R"({"name":"News","opt_in":"double"})")["id"]);
    }
    /// As a browser of nobody in particular asks.
    Reply visit(std::string target, std::string language = "en") {
        return world.send({.method = "GET",
                           .target = std::move(target),
                           .headers = {{"Accept-Language", std::move(language)}},
                           .peer = "10.0.0.1:4000"});
    }
    Reply submit(std::string target, std::string body, std::string peer = "10.0.0.1:4000") {
        return world.send({.method = "POST",
                           .target = std::move(target),
                           .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                           .body = std::move(body),
                           .peer = std::move(peer)});
    }
    std::string link(model::Page page, const std::string& subject, const std::string& list = {}) {
        return model::page_token(*world.vault, {page, world.account.public_id, subject, list});
    }
    std::string confirm_path(const std::string& email) {
        auto asked = world.read([&](store::Transaction& tx) {
            return tx.confirmations().of_email(world.account.id, email);
        });
        return asked.empty() ? ""
                             : "/confirm/" + link(model::Page::confirm, asked.front().public_id);
    }
    std::string id_of(const std::string& email) {
        return text_of(world.get("/app/v1/profiles?q=" + email).data(0)["id"]);
    }
    std::string state(const std::string& email) {
        return text_of(world.get("/app/v1/profiles?q=" + email).data(0)["email_consent"]);
    }
    std::int64_t members(const std::string& list) {
        return world.get("/app/v1/lists/" + list)["profiles"].integer().value_or(-1);
    }
    static bool says(const Reply& reply, std::string_view text) {
        return reply.http.body.find(text) != std::string::npos;
    }
    World world;
    std::string single, twice;
};

TEST_F(HostedPages, ShowNoScriptAndEscapeWhatUsersWrote) {
    auto page = visit("/s/" + single);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(says(page, "Subscribe to <b>Diners &amp; &lt;Friends&gt;</b>")) << page.http.body;
    EXPECT_TRUE(
        says(page, "<title>Subscribe to Diners &amp; &lt;Friends&gt; · Olive &amp; Ember</title>"));
    EXPECT_FALSE(says(page, "<script"));
    EXPECT_EQ(page.header("Content-Security-Policy").find("script-src"), std::string::npos);
    EXPECT_EQ(page.header("Content-Security-Policy").substr(0, 18), "default-src 'none'");
    EXPECT_EQ(page.header("Cache-Control"), "no-store");
    auto wrong = submit("/s/" + single, "email=%22%3E%3Cb%3E&first_name=%3Ci%3E");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_TRUE(says(wrong, "value=\"&quot;&gt;&lt;b&gt;\"") &&
                says(wrong, "aria-describedby=\"email-error\"") &&
                says(wrong, "value=\"&lt;i&gt;\""))
        << wrong.http.body;
    EXPECT_EQ(visit("/pages/style.css").header("Content-Type"), "text/css; charset=utf-8");
    EXPECT_EQ(world.get("/app/v1/profiles")["total"].integer(), 0);
}

TEST_F(HostedPages, SpeakFourLanguages) {
    for (auto [language, code, title] : {std::tuple{"es-MX,en;q=0.5", "es", "Suscríbete a"},
                                         {"de, fr-CA;q=0.7, en;q=0.2", "fr", "S’abonner à"},
                                         {"ko", "ko", "구독하기"},
                                         {"xx", "en", "Subscribe to"}}) {
        auto page = visit("/s/" + twice, language);
        EXPECT_TRUE(says(page, fmt::format("<html lang=\"{}\">", code)) && says(page, title))
            << language;
        EXPECT_EQ(page.header("Content-Language"), code);
    }
    EXPECT_TRUE(says(visit("/s/" + twice + "?lang=ko", "fr"), "<html lang=\"ko\">"));
    submit("/s/" + twice + "?lang=fr", "email=ana%40x.example");
    EXPECT_EQ(world
                  .read([&](store::Transaction& tx) {
                      return tx.outgoing().after(world.account.id, 0, 9);
                  })
                  .at(0)
                  .language,
              "fr")
        << "the mail is in the page's language";
}

TEST_F(HostedPages, SingleOptInSubscribesAtOnceAndTellsNobodyWhoIsKnown) {
    auto first = submit("/s/" + single, "email=Ana%40x.example&first_name=Ana");
    EXPECT_EQ(first.status, 200) << first.http.body;
    EXPECT_EQ(members(single), 1);
    EXPECT_EQ(state("ana"), "subscribed");
    auto list = world.get("/app/v1/lists/" + single + "/members");
    auto member = list.data(0);
    EXPECT_EQ(text_of(member["how"]), "form");
    EXPECT_EQ(text_of(member["profile"]["first_name"]), "Ana");
    world.clock.advance(1h);
    EXPECT_EQ(submit("/s/" + single, "email=ana%40x.example").http.body, first.http.body)
        << "known and unknown see the same";
    // A field that nobody sees is filled in by programs: they are thanked as well.
    EXPECT_EQ(submit("/s/" + single, "email=bot%40x.example&website=spam").http.body,
              first.http.body);
    EXPECT_EQ(world.get("/app/v1/profiles?q=bot")["total"].integer(), 0);
}

TEST_F(HostedPages, AreClosedWhereTheListSaysSo) {
    auto path = "/app/v1/lists/" + single;
    world.patch(path, fmt::format(R"({{"revision":"{}","has_page":false}})",
                                  text_of(world.get(path)["revision"])));
    EXPECT_EQ(visit("/s/" + single).status, 404);
    EXPECT_EQ(submit("/s/" + single, "email=a%40x.example").status, 404);
    EXPECT_EQ(visit("/s/nope00").status, 404);
    EXPECT_TRUE(says(visit("/s/nope00"), "<!doctype html>"));
    EXPECT_EQ(world.send({.method = "DELETE", .target = "/s/" + twice}).status, 405);
    EXPECT_EQ(world
                  .send({.method = "POST",
                         .target = "/s/" + twice,
                         .headers = {{"Content-Type", "application/json"}},
                         .body = "{}"})
                  .status,
              415);
    EXPECT_EQ(submit("/s/" + twice, std::string(20'000, 'a')).status, 413);
}

TEST_F(HostedPages, SlowDownWhoSubmitsTooMuch) {
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(submit("/s/" + twice, fmt::format("email=p{}%40x.example", i)).status, 200);
    EXPECT_EQ(submit("/s/" + twice, "email=late%40x.example").status, 429);
    EXPECT_EQ(submit("/s/" + twice, "email=other%40x.example", "10.0.0.2:1").status, 200);
    EXPECT_EQ(world.get("/app/v1/profiles")["total"].integer(), 0) << "nobody has confirmed";
}

TEST_F(HostedPages, ConfirmOnceByTheButtonWithin72Hours) {
    submit("/s/" + twice, "email=ana%40x.example&first_name=Ana");
    submit("/s/" + twice, "email=ben%40x.example");
    auto ana = confirm_path("ana@x.example"), ben = confirm_path("ben@x.example");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(visit(ana).status, 200);
    EXPECT_EQ(members(twice), 0) << "looking confirms nothing";
    EXPECT_TRUE(says(visit(ana), "<form method=\"post\""));
    EXPECT_TRUE(says(submit(ana, ""), "You are subscribed"));
    EXPECT_EQ(members(twice), 1);
    EXPECT_EQ(state("ana"), "subscribed");
    auto ledger = world.get("/app/v1/profiles/" + id_of("ana") + "/consent")["ledger"].text();
    EXPECT_NE(ledger.find("confirmed by the link of 2026-03-15T18:00:00Z"), std::string::npos)
        << ledger;
    EXPECT_TRUE(says(submit(ana, ""), "Already confirmed"));
    EXPECT_TRUE(says(visit(ana), "Already confirmed"));
    world.clock.advance(72h);
    EXPECT_EQ(visit(ben).status, 410);
    EXPECT_EQ(submit(ben, "").status, 410);
    EXPECT_TRUE(says(visit(ben), "This link has expired"));
    EXPECT_TRUE(says(visit(ben, "fr"),
                     fmt::format("<a href=\"/s/{}?lang=fr\">S’abonner de nouveau</a>", twice)))
        << "a new link is one click away";
    EXPECT_EQ(members(twice), 1);
    // Another page's code does not open a confirmation, nor a confirmation's another page.
    for (auto& forged :
         {ben + "0", std::string("/confirm/x"),
          "/confirm/" + link(model::Page::unsubscribe, "01HX"), "/unsubscribe/" + ben.substr(9)}) {
        EXPECT_EQ(visit(forged).status, 404) << forged;
        EXPECT_EQ(submit(forged, "").status, 404) << forged;
        EXPECT_TRUE(says(visit(forged), "This link does not work"));
    }
}

TEST_F(HostedPages, UnsubscribeByTheButtonOrByOneClick) {
    for (auto* email : {"ana", "ben"})
        submit("/s/" + single, fmt::format("email={}%40x.example", email));
    auto ana = "/unsubscribe/" + link(model::Page::unsubscribe, id_of("ana"), single),
         ben = "/unsubscribe/" + link(model::Page::unsubscribe, id_of("ben"), single);
    EXPECT_TRUE(says(visit(ana), "ana@x.example"));
    world.clock.advance(1h);
    EXPECT_EQ(state("ana"), "subscribed");
    EXPECT_TRUE(says(submit(ana, ""), "You are unsubscribed"));
    EXPECT_EQ(state("ana"), "unsubscribed");
    EXPECT_EQ(submit(ana, "").status, 200) << "again is as well";
    // RFC 8058: no cookie, no page before, the type is either of a form's.
    auto one_click = world.send({.method = "POST",
                                 .target = ben,
                                 .headers = {{"Content-Type", "multipart/form-data; boundary=x"}},
                                 .body = "--x\r\nContent-Disposition: form-data; "
                                         "name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
                                 .peer = "10.0.0.9:1"});
    EXPECT_EQ(one_click.status, 200);
    EXPECT_EQ(state("ben"), "unsubscribed");
    EXPECT_NE(world.get("/app/v1/profiles/" + id_of("ben") + "/consent")["ledger"].text().find(
                  "one_click_unsubscribe"),
              std::string::npos);
    EXPECT_EQ(world.get("/app/v1/profiles/" + id_of("ana") + "/consent")["ledger"].text().find(
                  "one_click_unsubscribe"),
              std::string::npos);
}

TEST_F(HostedPages, UnsubscribeFromOneListWhereTheAccountSaysSoAndAfterAMerge) {
    auto rules = text_of(world.get("/app/v1/settings/consent")["revision"]);
    world.patch("/app/v1/settings/consent",
                fmt::format(R"({{"revision":"{}","unsubscribe_from":"list"}})", rules));
    for (auto* email : {"ana", "ana2"})
        submit("/s/" + single, fmt::format("email={}%40x.example", email));
    auto old = id_of("ana2@x.example"), ana = id_of("ana@x.example");
    auto path = "/unsubscribe/" + link(model::Page::unsubscribe, old, single);
    auto profile = [&](const std::string& id) {
        return world
            .read([&](store::Transaction& tx) {
                return tx.profiles().find(world.account.id, std::string_view(id));
            })
            ->id;
    };
    ASSERT_TRUE(world.ingest->merge_people(world.account.id, profile(old), profile(ana)));
    world.clock.advance(1h);
    EXPECT_TRUE(says(visit(path), "leave the list")) << "an old mail's link still works";
    EXPECT_TRUE(says(submit(path, ""), "You are off the list"));
    EXPECT_EQ(members(single), 0);
    EXPECT_EQ(state("ana"), "subscribed");
    EXPECT_EQ(world.get("/app/v1/profiles/" + ana + "/consent")["list_suppressions"].size(), 1u);
    // Once more, and from the list's mail only.
    world.clock.advance(1h);
    EXPECT_TRUE(says(visit(path), "leave the list"));
    submit(path, "");
    EXPECT_EQ(state("ana"), "subscribed");
}

TEST_F(HostedPages, SayThatEverythingIsMeantWhereTheListIsNoLongerTheirs) {
    auto rules = text_of(world.get("/app/v1/settings/consent")["revision"]);
    world.patch("/app/v1/settings/consent",
                fmt::format(R"({{"revision":"{}","unsubscribe_from":"list"}})", rules));
    submit("/s/" + single, "email=ana%40x.example");
    auto path = "/unsubscribe/" + link(model::Page::unsubscribe, id_of("ana"), single);
    EXPECT_TRUE(says(visit(path), "leave the list"));
    world.post("/app/v1/lists/" + single + "/members/remove",
               fmt::format(R"({{"profiles":["{}"]}})", id_of("ana")));
    world.clock.advance(1h);
    for (auto [language, text] : {std::pair{"en", "receives no more marketing emails from us"},
                                  {"es", "no recibirá más correos comerciales"},
                                  {"fr", "ne recevra plus nos e-mails commerciaux"},
                                  {"ko", "더 이상 마케팅 메일을 보내지 않습니다"}}) {
        auto page = visit(path, language);
        EXPECT_TRUE(says(page, text) && !says(page, "Diners")) << page.http.body;
    }
    EXPECT_TRUE(says(submit(path, ""), "You receive no more marketing emails"));
    EXPECT_EQ(state("ana"), "unsubscribed");
}

TEST_F(HostedPages, PreferencesShowOnesOwnListsAndSaveThem) {
    submit("/s/" + single, "email=ana%40x.example");
    world.post("/app/v1/lists", R"({"name":"Staff only","opt_in":"single"})");
    auto path = "/preferences/" + link(model::Page::preferences, id_of("ana"));
    auto page = visit(path);
    EXPECT_TRUE(says(page, "Diners &amp;") && says(page, "name=\"email\" value=\"1\" checked"));
    EXPECT_FALSE(says(page, "Staff only") || says(page, "News"))
        << "other lists' names are nobody's business";
    world.clock.advance(1h);
    auto saved = submit(path, "email=1");
    EXPECT_TRUE(says(saved, "Saved."));
    EXPECT_EQ(members(single), 0);
    EXPECT_EQ(state("ana"), "subscribed");
    world.clock.advance(1h);
    EXPECT_TRUE(says(submit(path, "email=1&list." + single + "=1&list." + twice + "=1"), "Saved."));
    EXPECT_EQ(members(single), 1) << "the list that she left takes her back";
    EXPECT_EQ(members(twice), 0) << "a list that was not offered does not";
    world.clock.advance(1h);
    submit(path, "list." + single + "=1");
    EXPECT_EQ(state("ana"), "unsubscribed");
    world.clock.advance(1h);
    submit(path, "email=1&list." + single + "=1");
    EXPECT_EQ(state("ana"), "subscribed");
    // Somebody else's link is another link.
    submit("/s/" + single, "email=ben%40x.example");
    auto mixed = "/preferences/" + world.account.public_id + "." + id_of("ben") + ".-" +
                 path.substr(path.rfind('.'));
    EXPECT_EQ(submit(mixed, "").status, 404);
    EXPECT_EQ(state("ben"), "subscribed");
    // Looking changes nothing for who never said a word.
    world.post("/app/v1/lists/" + single + "/members", R"({"emails":["cleo@x.example"]})");
    submit("/preferences/" + link(model::Page::preferences, id_of("cleo")),
           "email=1&list." + single + "=1");
    EXPECT_EQ(state("cleo"), "never_subscribed") << "saving what stood there is no consent";
}

TEST(HostedHtml, AHeaderOfLanguagesIsReadByItsWeights) {
    using namespace hosted;
    EXPECT_EQ(preferred("", Language::fr), Language::fr);
    EXPECT_EQ(preferred("en;q=0.1, ko;q=0.9", Language::fr), Language::ko);
    EXPECT_EQ(preferred("es;q=0, de", Language::fr), Language::fr);
    EXPECT_EQ(preferred("ES-419", Language::en), Language::es);
    EXPECT_EQ(escaped("<a href='x'>&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;");
    EXPECT_EQ(sentence("a {} b", "<"), "a <b>&lt;</b> b");
}

}  // namespace
}  // namespace regulars::api
