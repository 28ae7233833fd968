// The API as clients meet it: refusals, lists, filters and orders.
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "sandbox/lightspeed/visitor_test.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

TEST(LightspeedApi, RefusesWithJsonThatCallsItselfHtml) {
    Visitor v(small_options());
    struct Case {
        std::string target;
        int status;
    };
    for (auto& [target, status] : {Case{"Sale.json?limit=101", 400},
                                   {"Sale.json?limit=0", 400},
                                   {"Sale.json?offset=100", 400},
                                   {"Sale.json?colour=red", 400},
                                   {"Sale.json?sort=total", 400},
                                   {"Sale.json?timeStamp=%3E%3D,yesterday", 400},
                                   {"Sale.json?timeStamp=%3E%3D,2026-01-01T00:00:00+00:00", 400},
                                   {"Sale.json?after=!!", 400},
                                   {"Sale.json?load_relations=[\"Shop\"]", 400},
                                   {"Sale.json?load_relations=SaleLines", 400},
                                   {"Sale.json?count=1&load_relations=all", 400},
                                   {"Sale.json?archived=maybe", 400},
                                   {"Employee.json", 404},
                                   {"Sale/99999999.json", 404},
                                   {"Sale/x.json", 404},
                                   {"Sale", 406},
                                   {"/API/V3/Account/1/Sale.json", 403},
                                   {"/API/Account/1/Sale.json", 404}}) {
        auto answer = v.get(target);
        EXPECT_EQ(answer.status, status) << target << answer.body;
        auto body = JsonDocument::parse(answer.body);
        ASSERT_TRUE(body) << target;
        EXPECT_EQ(body->root()["httpCode"].string(), std::to_string(status)) << target;
        EXPECT_EQ(net::header(answer.headers, "Content-Type"), "text/html; charset=UTF-8")
            << target;
    }
    EXPECT_EQ(Visitor::member(v.get("Customer/99999999.json"), "message"),
              "Object of type 'Customer' not found with primary ID '99999999'.");
    EXPECT_EQ(v.ask("POST", v.base + "Sale.json", {{"Authorization", "Bearer " + v.token}}).status,
              405);
    EXPECT_EQ(v.ask("GET", v.base + "Sale.json").status, 401);
    EXPECT_EQ(Visitor::member(v.get(v.base + "Sale.json", "nonsense"), "error"), "access_denied");
}

TEST(LightspeedApi, IsGoneWhenSwitchedOff) {
    SandboxOptions options = small_options();
    options.lightspeed.is_on = false;
    Visitor v(options);
    EXPECT_EQ(v.ask("GET", "/API/V3/Account.json").status, 404);
    auto credentials = *JsonDocument::parse(v.ask("GET", "/sandbox/credentials").body);
    EXPECT_TRUE(credentials.root()["lightspeed"].is_missing());
}

TEST(LightspeedApi, CredentialsOpenIt) {
    Visitor v(small_options());
    auto credentials = *JsonDocument::parse(v.ask("GET", "/sandbox/credentials").body);
    JsonNode mine = credentials.root()["lightspeed"];
    EXPECT_EQ(mine["api_url"].string(), "http://127.0.0.1:8090");
    EXPECT_EQ(mine["account"].string(), std::to_string(v.sandbox.lightspeed().account()));
    EXPECT_EQ(mine["shops"].size(), 3u);
    EXPECT_EQ(v.refresh(text(mine["refresh_token"])).status, 200);
}

TEST(LightspeedApi, ScopesBound) {
    Visitor v(small_options());
    std::string target = "/auth/oauth/authorize";
    auto page = v.post_form(target, {{"response_type", "code"},
                                     {"client_id", v.client()["client_id"]},
                                     {"scope", "employee:customers_read"},
                                     {"decision", "allow"},
                                     {"redirect_uri", "http://localhost/"}});
    auto form = v.client();
    form["grant_type"] = "authorization_code";
    form["code"] =
        std::string(*Target::parse(*net::header(page.headers, "Location")).parameter("code"));
    std::string access = Visitor::member(v.post_form("/auth/oauth/token", form), "access_token");
    EXPECT_EQ(v.get(v.base + "Customer.json", access).status, 200);
    EXPECT_EQ(v.get(v.base + "Sale.json", access).status, 403);
}

TEST(LightspeedLists, WalkEachWayWithoutGaps) {
    Visitor v(small_options());
    std::size_t expected = 0;
    for (const Sale& s : v.world().sales()) expected += s.is_visible(v.seconds());
    for (std::string order :
         {"", "&sort=saleID", "&sort=-saleID", "&sort=timeStamp", "&sort=-timeStamp",
          "&sort=updatetime", "&sort=-updatetime", "&sort=completeTime"}) {
        std::set<std::string> seen;
        std::vector<std::string> keys;
        std::string key = order.find("timeStamp") != std::string::npos    ? "timeStamp"
                          : order.find("updatetime") != std::string::npos ? "updatetime"
                                                                          : "";
        int pages = v.walk("Sale.json?archived=true&limit=77" + order, "Sale", [&](JsonNode sale) {
            EXPECT_TRUE(seen.insert(text(sale["saleID"])).second) << order;
            if (!key.empty()) keys.push_back(text(sale[key]));
        });
        EXPECT_EQ(seen.size(), expected) << order;
        EXPECT_EQ(pages, int((expected + 76) / 77)) << order;
        if (order.find('-') == std::string::npos)
            EXPECT_TRUE(std::ranges::is_sorted(keys)) << order;
        else
            EXPECT_TRUE(std::ranges::is_sorted(keys, std::greater<>())) << order;
    }
}

TEST(LightspeedLists, GoBackToo) {
    Visitor v(small_options());
    auto first = v.page("Sale.json?limit=10&sort=timeStamp");
    EXPECT_EQ(first.root()["@attributes"]["previous"].string(), "");
    auto second = v.page(text(first.root()["@attributes"]["next"]));
    EXPECT_TRUE(text(first.root()["@attributes"]["next"])
                    .starts_with("http://127.0.0.1:8090" + v.base + "Sale.json?limit=10"));
    auto back = v.page(text(second.root()["@attributes"]["previous"]));
    EXPECT_EQ(back.root()["Sale"].text(), first.root()["Sale"].text());
    EXPECT_EQ(back.root()["@attributes"]["previous"].string(), "");
}

TEST(LightspeedLists, AFullLastPageEndsTheWalk) {
    Visitor v(small_options());
    EXPECT_EQ(v.page("Shop.json?limit=3").root()["@attributes"]["next"].string(), "");
    EXPECT_NE(v.page("Shop.json?limit=2").root()["@attributes"]["next"].string(), "");
}

TEST(LightspeedLists, FilterLikeTheVendor) {
    Visitor v(small_options());
    auto count = [&](const std::string& what, const std::string& filter) {
        return std::stoi(
            text(v.page(what + ".json?count=1" + filter).root()["@attributes"]["count"]));
    };
    int all = count("Sale", "&archived=true"), kept = count("Sale", ""),
        archived = count("Sale", "&archived=only");
    EXPECT_GT(archived, 0);
    EXPECT_EQ(kept + archived, all) << "archived ones are left out unless asked for";
    EXPECT_EQ(count("Sale", "&completed=true") + count("Sale", "&completed=false"), kept);
    EXPECT_EQ(count("Sale", "&shopID=1") + count("Sale", "&shopID=" + encoded("!=,1")), kept);
    EXPECT_EQ(count("Sale", "&shopID=" + encoded("IN,[1,2]")) + count("Sale", "&shopID=3"), kept);
    std::string middle = "2025-12-01T12:00:00+00:00";
    for (std::string field : {"timeStamp", "updatetime", "createTime"}) {
        int before = count("Sale", "&" + field + "=" + encoded("<," + middle)),
            after = count("Sale", "&" + field + "=" + encoded(">=," + middle));
        EXPECT_GT(before, 0) << field;
        EXPECT_GT(after, 0) << field;
        EXPECT_EQ(before + after, kept) << field;
    }
    EXPECT_EQ(count("Sale", "&completeTime=" + encoded("<," + middle)) +
                  count("Sale", "&completeTime=" + encoded(">=," + middle)),
              count("Sale", "&completed=true"));
    EXPECT_EQ(
        count("Sale", "&completeTime=" +
                          encoded("><,2025-12-01T00:00:00-00:00,2025-12-01T23:59:59-00:00")) > 0,
        true);
    std::string either =
        "&or=" + encoded("timeStamp=>=," + middle + "|Contact.timeStamp=>=," + middle);
    int by_own = count("Customer", "&archived=true&timeStamp=" + encoded(">=," + middle));
    EXPECT_GT(count("Customer", "&archived=true" + either), by_own)
        << "an edited contact moves its own stamp only";
    EXPECT_EQ(count("Sale", "&saleID=" + encoded("IN,[5,6,7]") + "&archived=true"), 3);
    // What a filter and an order find together is what the filter finds.
    std::set<std::string> walked;
    v.walk("Sale.json?sort=updatetime&limit=50&updatetime=" + encoded(">=," + middle), "Sale",
           [&](JsonNode s) { walked.insert(text(s["saleID"])); });
    EXPECT_EQ(int(walked.size()), count("Sale", "&updatetime=" + encoded(">=," + middle)));
}

TEST(LightspeedLists, AVoidMovesTheUpdateOnly) {
    SandboxOptions options = odd_options();
    options.lightspeed.sales_per_guest = 4;
    Visitor v(options);
    v.sandbox.set_faults(Faults::none);
    Instant before = v.clock.now();
    v.clock.advance(days(4));
    std::string since = encoded(">=," + vendor_time(before.seconds()));
    std::set<std::string> by_stamp;
    v.walk("Sale.json?archived=true&timeStamp=" + since, "Sale",
           [&](JsonNode s) { by_stamp.insert(text(s["saleID"])); });
    int voided = 0, backdated = 0;
    v.walk("Sale.json?archived=true&sort=updatetime&updatetime=" + since, "Sale", [&](JsonNode s) {
        if (by_stamp.contains(text(s["saleID"]))) return;
        voided += text(s["voided"]) == "true";
        backdated += text(s["completeTime"]) < text(s["timeStamp"]);
    });
    EXPECT_GT(voided, 0);
    EXPECT_GT(backdated, 0);
}

TEST(LightspeedLists, ARowTouchedInMidWalkComesAgainAtTheEnd) {
    SandboxOptions options = odd_options();
    options.lightspeed.sales_per_guest = 4;
    Visitor v(options);
    v.sandbox.set_faults(Faults::none);
    std::map<std::string, int> seen;
    Instant from = test_day - days(40);
    Seconds looked_at = 0;
    std::string target = "Sale.json?archived=true&sort=updatetime&limit=9&updatetime=" +
                         encoded(">=," + vendor_time(from.seconds()));
    while (!target.empty()) {
        v.sign_in();
        auto page = v.page(target);
        looked_at = v.seconds();
        Visitor::each(page.root()["Sale"], [&](JsonNode s) { ++seen[text(s["saleID"])]; });
        target = text(page.root()["@attributes"]["next"]);
        v.clock.advance(40min);
    }
    int again = 0;
    for (auto& [id, times] : seen) again += times > 1;
    EXPECT_GT(again, 0);
    auto& sales = v.world().sales();
    for (Id id = 1; id <= sales.size(); ++id) {
        const Sale& s = sales[id - 1];
        if (s.is_visible(looked_at) && s.updated(looked_at) >= Seconds(from.seconds())) {
            EXPECT_TRUE(seen.contains(std::to_string(id))) << id;
        }
    }
}

TEST(LightspeedApi, AnswersAreTheSameBytesFromTheSameSeed) {
    Visitor one(odd_options()), other(odd_options());
    for (int i = 0; i < 60; ++i) {
        std::string target = (i % 2 == 0 ? "Sale.json?load_relations=all&sort=-updatetime&limit="
                                         : "Customer.json?load_relations=all&limit=") +
                             std::to_string(i + 1);
        auto a = one.get(target), b = other.get(target);
        ASSERT_EQ(a.status, b.status);
        ASSERT_EQ(a.body, b.body);
        if (a.status == 401) one.token.clear(), other.token.clear();
    }
}

TEST(LightspeedApi, IsTheSameAfterARestartWithAFixedOrigin) {
    SandboxOptions options = small_options();
    options.origin = test_day;
    Visitor one(options), other(options, test_day + days(5));
    one.get("Shop.json");
    one.clock.advance(days(2));
    one.sign_in();
    one.get("Sale.json");
    one.clock.advance(days(3));
    one.sign_in();
    for (std::string target : {"Sale.json?load_relations=all&sort=-updatetime",
                               "Customer.json?load_relations=all&sort=-timeStamp"}) {
        EXPECT_EQ(one.get(target).body, other.get(target).body);
    }
}

}  // namespace
}  // namespace regulars::sandbox::lightspeed
