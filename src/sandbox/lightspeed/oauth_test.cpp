// Consent, codes and rotation, as a careful client and a careless one meet them.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/visitor_test.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

std::string authorize_target(
    Visitor& v,
    const std::string& more = "&redirect_uri=" + percent_encoded("http://127.0.0.1:4444/back")) {
    return "/auth/oauth/authorize?response_type=code&client_id=" +
           v.sandbox.lightspeed().oauth().client_id() +
           "&scope=employee:register_read+employee:customers_read&state=xyz%22%3E" + more;
}

/// The hidden fields of the consent page's form.
std::map<std::string, std::string> hidden_fields(const std::string& page) {
    std::map<std::string, std::string> fields;
    const std::string mark = "<input type=\"hidden\" name=\"";
    for (std::size_t at = 0; (at = page.find(mark, at)) != std::string::npos;) {
        at += mark.size();
        std::string name = page.substr(at, page.find('"', at) - at);
        at = page.find("value=\"", at) + 7;
        std::string value = page.substr(at, page.find('"', at) - at);
        for (auto& [escape, plain] :
             {std::pair{"&quot;", "\""}, {"&gt;", ">"}, {"&lt;", "<"}, {"&amp;", "&"}}) {
            for (std::size_t i; (i = value.find(escape)) != std::string::npos;)
                value.replace(i, std::string(escape).size(), plain);
        }
        fields[name] = value;
    }
    return fields;
}

std::map<std::string, std::string> redirected(const net::HttpResponse& answer) {
    EXPECT_EQ(answer.status, 302) << answer.body;
    std::map<std::string, std::string> out;
    auto location = net::header(answer.headers, "Location");
    if (!location) return out;
    out[""] = std::string(location->substr(0, location->find('?')));
    for (auto& [key, value] : Target::parse(*location).query) out[key] = value;
    return out;
}

std::string code_of(Visitor& v, const std::string& target) {
    auto page = v.ask("GET", target);
    EXPECT_EQ(page.status, 200);
    auto fields = hidden_fields(page.body);
    fields["decision"] = "allow";
    return redirected(v.post_form("/auth/oauth/authorize", fields))["code"];
}

net::HttpResponse redeem(Visitor& v, const std::string& code,
                         std::map<std::string, std::string> more = {}) {
    auto form = v.client();
    form.merge(more);
    form["grant_type"] = "authorization_code";
    form["code"] = code;
    return v.post_form("/auth/oauth/token", form);
}

TEST(LightspeedOAuth, AsksTheOwnerAndSendsThemBackWithACode) {
    Visitor v(small_options());
    auto page = v.ask("GET", authorize_target(v));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Regulars would like to"), std::string::npos);
    EXPECT_NE(page.body.find("read your sales"), std::string::npos);
    EXPECT_EQ(page.body.find("xyz\">"), std::string::npos) << "what came in the address is escaped";
    auto fields = hidden_fields(page.body);
    EXPECT_EQ(fields["state"], "xyz\">");
    fields["decision"] = "deny";
    auto denied = redirected(v.post_form("/auth/oauth/authorize", fields));
    EXPECT_EQ(denied["error"], "access_denied");
    EXPECT_EQ(denied["state"], "xyz\">");
    fields["decision"] = "allow";
    auto allowed = redirected(v.post_form("/auth/oauth/authorize", fields));
    EXPECT_EQ(allowed[""], "http://127.0.0.1:4444/back");
    EXPECT_EQ(allowed["state"], "xyz\">");
    auto answer = redeem(v, allowed["code"]);
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto body = *JsonDocument::parse(answer.body);
    EXPECT_EQ(body.root()["token_type"].string(), "Bearer");
    EXPECT_EQ(body.root()["expires_in"].integer(), 3600);
    EXPECT_TRUE(Visitor::member(answer, "refresh_token").starts_with("def50"));
    std::string jwt = Visitor::member(answer, "access_token");
    std::string claims = jwt.substr(jwt.find('.') + 1);
    claims.resize(claims.find('.'));
    for (char& c : claims) c = c == '-' ? '+' : c == '_' ? '/' : c;
    while (claims.size() % 4 != 0) claims += '=';
    auto decoded = *JsonDocument::parse(*from_base64(claims));
    EXPECT_EQ(decoded.root()["acct"].string(), std::to_string(v.sandbox.lightspeed().account()));
    auto account = *JsonDocument::parse(v.get("/API/V3/Account.json", jwt).body);
    EXPECT_EQ(account.root()["Account"]["accountID"].string(),
              std::to_string(v.sandbox.lightspeed().account()));
}

TEST(LightspeedOAuth, CodesLiveAMinuteAndOnce) {
    Visitor v(small_options());
    std::string code = code_of(v, authorize_target(v));
    EXPECT_EQ(redeem(v, code).status, 200);
    EXPECT_EQ(Visitor::member(redeem(v, code), "error"), "invalid_grant");
    code = code_of(v, authorize_target(v));
    v.clock.advance(60s);
    EXPECT_EQ(Visitor::member(redeem(v, code), "error"), "invalid_grant");
    code = code_of(v, authorize_target(v));
    v.clock.advance(59s);
    EXPECT_EQ(redeem(v, code, {{"redirect_uri", "http://127.0.0.1:4444/back"}}).status, 200);
    code = code_of(v, authorize_target(v));
    EXPECT_EQ(redeem(v, code, {{"redirect_uri", "http://127.0.0.1:5555/other"}}).status, 400);
}

TEST(LightspeedOAuth, ChecksProofKeys) {
    Visitor v(small_options());
    // RFC 7636, appendix B.
    std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
                challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    std::string target =
        authorize_target(v) + "&code_challenge_method=S256&code_challenge=" + challenge;
    EXPECT_EQ(redeem(v, code_of(v, target), {{"code_verifier", verifier}}).status, 200);
    EXPECT_EQ(redeem(v, code_of(v, target), {{"code_verifier", verifier + "x"}}).status, 400);
    EXPECT_EQ(redeem(v, code_of(v, target)).status, 400);
}

TEST(LightspeedOAuth, SendsNobodyToStrangers) {
    Visitor v(small_options());
    struct Case {
        const char* address;
        int status;
    };
    for (auto& [address, status] : {Case{"http://127.0.0.1:8080/oauth/lightspeed", 200},
                                    {"http://localhost:5173/x", 200},
                                    {"https://[::1]/y", 200},
                                    {"http://127.0.0.1.evil.example/", 400},
                                    {"http://127.0.0.1:80@evil.example/", 400},
                                    {"https://evil.example/cb", 400},
                                    {"javascript:alert(1)", 400}}) {
        auto answer =
            v.ask("GET", authorize_target(v, "&redirect_uri=" + percent_encoded(address)));
        EXPECT_EQ(answer.status, status) << address;
        EXPECT_FALSE(net::header(answer.headers, "Location")) << address;
    }
    EXPECT_EQ(v.ask("GET", authorize_target(v, "")).status, 200)
        << "the registered address is the default";
    EXPECT_EQ(
        v.ask("GET", "/auth/oauth/authorize?response_type=code&client_id=other&scope=employee:all")
            .status,
        400);
    std::string id = v.sandbox.lightspeed().oauth().client_id();
    EXPECT_EQ(
        redirected(v.ask(
            "GET", "/auth/oauth/authorize?response_type=code&scope=employee:everything&client_id=" +
                       id))["error"],
        "invalid_scope");
    EXPECT_EQ(redirected(v.ask(
                  "GET", "/auth/oauth/authorize?response_type=token&scope=employee:all&client_id=" +
                             id))["error"],
              "unsupported_response_type");
}

TEST(LightspeedOAuth, TheOldRefreshTokenDiesWhenTheNewAccessTokenIsUsed) {
    Visitor v(small_options());
    std::string first = v.sandbox.lightspeed().oauth().grant(v.clock.now());
    auto one = v.refresh(first);
    ASSERT_EQ(one.status, 200) << one.body;
    EXPECT_EQ(JsonDocument::parse(one.body)->root()["expires_in"].integer(), 1800);
    // The reply was lost: the old token still works.
    auto two = v.refresh(first);
    ASSERT_EQ(two.status, 200);
    EXPECT_NE(Visitor::member(two, "refresh_token"), Visitor::member(one, "refresh_token"));
    EXPECT_EQ(v.get(v.base + "Shop.json", Visitor::member(two, "access_token")).status, 200);
    auto dead = v.refresh(first);
    EXPECT_EQ(dead.status, 400);
    EXPECT_EQ(Visitor::member(dead, "error"), "invalid_grant");
    EXPECT_EQ(v.refresh(Visitor::member(two, "refresh_token")).status, 200);
}

TEST(LightspeedOAuth, TokensEndInTime) {
    Visitor v(small_options());
    std::string first = v.sandbox.lightspeed().oauth().grant(v.clock.now());
    auto pair = v.refresh(first);
    std::string access = Visitor::member(pair, "access_token"),
                refresh = Visitor::member(pair, "refresh_token");
    EXPECT_EQ(v.get(v.base + "Shop.json", access).status, 200);
    v.clock.advance(1800s);
    auto late = v.get(v.base + "Shop.json", access);
    EXPECT_EQ(late.status, 401);
    EXPECT_EQ(Visitor::member(late, "hint"), "Access token could not be verified");
    v.clock.advance(days(29));
    auto next = v.refresh(refresh);
    EXPECT_EQ(next.status, 200);
    v.clock.advance(days(30));
    EXPECT_EQ(Visitor::member(v.refresh(Visitor::member(next, "refresh_token")), "error"),
              "invalid_grant");
}

TEST(LightspeedOAuth, SaysWhatIsWrong) {
    Visitor v(small_options());
    std::string refresh = v.sandbox.lightspeed().oauth().grant(v.clock.now());
    auto wrong_secret = v.client();
    wrong_secret["client_secret"] = "no";
    wrong_secret["grant_type"] = "refresh_token";
    wrong_secret["refresh_token"] = refresh;
    EXPECT_EQ(v.post_form("/auth/oauth/token", wrong_secret).status, 401);
    EXPECT_EQ(Visitor::member(v.post_form("/auth/oauth/token", v.client()), "error"),
              "invalid_request");
    auto other = v.client();
    other["grant_type"] = "password";
    EXPECT_EQ(Visitor::member(v.post_form("/auth/oauth/token", other), "error"),
              "unsupported_grant_type");
    EXPECT_EQ(Visitor::member(v.refresh("def50200nonsense"), "error"), "invalid_grant");
    std::string json = R"({"grant_type":"refresh_token","client_id":")" + v.client()["client_id"] +
                       R"(","client_secret":")" + v.client()["client_secret"] +
                       R"(","refresh_token":")" + refresh + "\"}";
    EXPECT_EQ(
        v.ask("POST", "/auth/oauth/token", {{"Content-Type", "application/json"}}, json).status,
        200);
    EXPECT_EQ(v.ask("GET", "/auth/oauth/token").status, 405);
}

TEST(LightspeedOAuth, TooManyRefreshesAreRefusedForAWhile) {
    Visitor v(small_options());
    std::string refresh = v.sandbox.lightspeed().oauth().grant(v.clock.now());
    int refused = 0;
    for (int i = 0; i < 40; ++i) refused += v.refresh(refresh).status == 429;
    EXPECT_EQ(refused, 20);
    v.clock.advance(60s);
    EXPECT_EQ(v.refresh(refresh).status, 200);
}

TEST(LightspeedOAuth, ALockedEmployeeTakesEverythingAlong) {
    Visitor v(small_options());
    std::string refresh = v.sandbox.lightspeed().oauth().grant(v.clock.now());
    EXPECT_EQ(v.get("Shop.json").status, 200);
    EXPECT_EQ(
        v.ask("POST", "/sandbox/access", {}, R"({"vendor":"lightspeed","granted":false})").status,
        200);
    EXPECT_EQ(Visitor::member(v.get("Shop.json"), "hint"), "Access token has been revoked");
    EXPECT_EQ(v.refresh(refresh).status, 400);
    EXPECT_EQ(
        v.ask("POST", "/sandbox/access", {}, R"({"vendor":"lightspeed","granted":true})").status,
        200);
    EXPECT_EQ(v.get("Shop.json").status, 200);
}

TEST(LightspeedOAuth, RevokedIsRevoked) {
    Visitor v(small_options());
    auto pair = v.refresh(v.sandbox.lightspeed().oauth().grant(v.clock.now()));
    std::string access = Visitor::member(pair, "access_token"),
                refresh = Visitor::member(pair, "refresh_token");
    auto form = v.client();
    form["token"] = refresh;
    EXPECT_EQ(v.post_form("/auth/oauth/revoke", form).status, 200);
    EXPECT_EQ(v.get(v.base + "Shop.json", access).status, 401);
    EXPECT_EQ(v.refresh(refresh).status, 400);
}

TEST(LightspeedOAuth, ARestartedSandboxKnowsItsRefreshTokens) {
    Visitor one(small_options()), other(small_options());
    EXPECT_EQ(other.refresh(one.sandbox.lightspeed().oauth().grant(test_day)).status, 200);
    SandboxOptions options = small_options();
    options.seed = 2;
    Visitor stranger(options);
    EXPECT_NE(stranger.refresh(one.sandbox.lightspeed().oauth().grant(test_day)).status, 200);
}

TEST(LightspeedOAuth, RepliesOfRefreshesGetLost) {
    Visitor v(small_options());
    v.sandbox.set_faults(Faults::heavy);
    std::string refresh = v.sandbox.lightspeed().oauth().grant(v.clock.now());
    int lost = 0, whole = 0;
    for (int i = 0; i < 60; ++i) {
        auto answer = v.refresh(refresh);
        if (answer.status == 200) (answer.delivery == net::Delivery::lost ? lost : whole)++;
        v.clock.advance(10s);
    }
    EXPECT_GT(lost, 3);
    EXPECT_GT(whole, 30);
}

}  // namespace
}  // namespace regulars::sandbox::lightspeed
