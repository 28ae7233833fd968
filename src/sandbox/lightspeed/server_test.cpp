// The API as clients meet it: lists, filters, limits, the dialect, and faults.
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "sandbox/lightspeed/visitor_test.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

std::set<std::string> keys_of(JsonNode node) {
    std::set<std::string> keys;
    node.each_member([&](std::string_view key, JsonNode) { keys.emplace(key); });
    return keys;
}

TEST(LightspeedApi, RefusesWithJsonThatCallsItselfHtml) {
    Visitor v(small_options());
    struct Case {
        std::string target;
        int status;
    };
    for (auto& [target, status] : {Case{"Sale.json?limit=101", 400}, {"Sale.json?limit=0", 400}, {"Sale.json?offset=100", 400},
                                   {"Sale.json?colour=red", 400}, {"Sale.json?sort=total", 400}, {"Sale.json?timeStamp=%3E%3D,yesterday", 400},
                                   {"Sale.json?timeStamp=%3E%3D,2026-01-01T00:00:00+00:00", 400}, {"Sale.json?after=!!", 400},
                                   {"Sale.json?load_relations=[\"Shop\"]", 400}, {"Sale.json?load_relations=SaleLines", 400},
                                   {"Sale.json?count=1&load_relations=all", 400}, {"Sale.json?archived=maybe", 400}, {"Employee.json", 404},
                                   {"Sale/99999999.json", 404}, {"Sale/x.json", 404}, {"Sale", 406},
                                   {"/API/V3/Account/1/Sale.json", 403}, {"/API/Account/1/Sale.json", 404}}) {
        auto answer = v.get(target);
        EXPECT_EQ(answer.status, status) << target << answer.body;
        auto body = JsonDocument::parse(answer.body);
        ASSERT_TRUE(body) << target;
        EXPECT_EQ(body->root()["httpCode"].string(), std::to_string(status)) << target;
        EXPECT_EQ(net::header(answer.headers, "Content-Type"), "text/html; charset=UTF-8") << target;
    }
    EXPECT_EQ(Visitor::member(v.get("Customer/99999999.json"), "message"), "Object of type 'Customer' not found with primary ID '99999999'.");
    EXPECT_EQ(v.ask("POST", v.base + "Sale.json", {{"Authorization", "Bearer " + v.token}}).status, 405);
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
    auto page = v.post_form(target, {{"response_type", "code"}, {"client_id", v.client()["client_id"]}, {"scope", "employee:customers_read"},
                                     {"decision", "allow"}, {"redirect_uri", "http://localhost/"}});
    auto form = v.client();
    form["grant_type"] = "authorization_code";
    form["code"] = std::string(*Target::parse(*net::header(page.headers, "Location")).parameter("code"));
    std::string access = Visitor::member(v.post_form("/auth/oauth/token", form), "access_token");
    EXPECT_EQ(v.get(v.base + "Customer.json", access).status, 200);
    EXPECT_EQ(v.get(v.base + "Sale.json", access).status, 403);
}

TEST(LightspeedLists, WalkEachWayWithoutGaps) {
    Visitor v(small_options());
    std::size_t expected = 0;
    for (const Sale& s : v.world().sales()) expected += s.is_visible(v.seconds());
    for (std::string order : {"", "&sort=saleID", "&sort=-saleID", "&sort=timeStamp", "&sort=-timeStamp", "&sort=updatetime",
                              "&sort=-updatetime", "&sort=completeTime"}) {
        std::set<std::string> seen;
        std::vector<std::string> keys;
        std::string key = order.find("timeStamp") != std::string::npos ? "timeStamp" : order.find("updatetime") != std::string::npos ? "updatetime" : "";
        int pages = v.walk("Sale.json?archived=true&limit=77" + order, "Sale", [&](JsonNode sale) {
            EXPECT_TRUE(seen.insert(text(sale["saleID"])).second) << order;
            if (!key.empty()) keys.push_back(text(sale[key]));
        });
        EXPECT_EQ(seen.size(), expected) << order;
        EXPECT_EQ(pages, int((expected + 76) / 77)) << order;
        if (order.find('-') == std::string::npos) EXPECT_TRUE(std::ranges::is_sorted(keys)) << order;
        else EXPECT_TRUE(std::ranges::is_sorted(keys, std::greater<>())) << order;
    }
}

TEST(LightspeedLists, GoBackToo) {
    Visitor v(small_options());
    auto first = v.page("Sale.json?limit=10&sort=timeStamp");
    EXPECT_EQ(first.root()["@attributes"]["previous"].string(), "");
    auto second = v.page(text(first.root()["@attributes"]["next"]));
    EXPECT_TRUE(text(first.root()["@attributes"]["next"]).starts_with("http://127.0.0.1:8090" + v.base + "Sale.json?limit=10"));
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
        return std::stoi(text(v.page(what + ".json?count=1" + filter).root()["@attributes"]["count"]));
    };
    int all = count("Sale", "&archived=true"), kept = count("Sale", ""), archived = count("Sale", "&archived=only");
    EXPECT_GT(archived, 0);
    EXPECT_EQ(kept + archived, all) << "archived ones are left out unless asked for";
    EXPECT_EQ(count("Sale", "&completed=true") + count("Sale", "&completed=false"), kept);
    EXPECT_EQ(count("Sale", "&shopID=1") + count("Sale", "&shopID=" + encoded("!=,1")), kept);
    EXPECT_EQ(count("Sale", "&shopID=" + encoded("IN,[1,2]")) + count("Sale", "&shopID=3"), kept);
    std::string middle = "2025-12-01T12:00:00+00:00";
    for (std::string field : {"timeStamp", "updatetime", "createTime"}) {
        int before = count("Sale", "&" + field + "=" + encoded("<," + middle)), after = count("Sale", "&" + field + "=" + encoded(">=," + middle));
        EXPECT_GT(before, 0) << field;
        EXPECT_GT(after, 0) << field;
        EXPECT_EQ(before + after, kept) << field;
    }
    EXPECT_EQ(count("Sale", "&completeTime=" + encoded("<," + middle)) + count("Sale", "&completeTime=" + encoded(">=," + middle)),
              count("Sale", "&completed=true"));
    EXPECT_EQ(count("Sale", "&completeTime=" + encoded("><,2025-12-01T00:00:00-00:00,2025-12-01T23:59:59-00:00")) > 0, true);
    std::string either = "&or=" + encoded("timeStamp=>=," + middle + "|Contact.timeStamp=>=," + middle);
    int by_own = count("Customer", "&archived=true&timeStamp=" + encoded(">=," + middle));
    EXPECT_GT(count("Customer", "&archived=true" + either), by_own) << "an edited contact moves its own stamp only";
    EXPECT_EQ(count("Sale", "&saleID=" + encoded("IN,[5,6,7]") + "&archived=true"), 3);
    // What a filter and an order find together is what the filter finds.
    std::set<std::string> walked;
    v.walk("Sale.json?sort=updatetime&limit=50&updatetime=" + encoded(">=," + middle), "Sale", [&](JsonNode s) { walked.insert(text(s["saleID"])); });
    EXPECT_EQ(int(walked.size()), count("Sale", "&updatetime=" + encoded(">=," + middle)));
}

TEST(LightspeedLists, AVoidMovesTheUpdateOnly) {
    Visitor v(odd_options());
    v.sandbox.set_faults(Faults::none);
    Instant before = v.clock.now();
    v.clock.advance(days(4));
    std::string since = encoded(">=," + vendor_time(before.seconds()));
    std::set<std::string> by_stamp;
    v.walk("Sale.json?archived=true&timeStamp=" + since, "Sale", [&](JsonNode s) { by_stamp.insert(text(s["saleID"])); });
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
    std::string target = "Sale.json?archived=true&sort=updatetime&limit=9&updatetime=" + encoded(">=," + vendor_time(from.seconds()));
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

TEST(LightspeedDialect, OneIsAnObjectSeveralAnArrayNoneIsAbsent) {
    Visitor v(odd_options());
    v.sandbox.set_faults(Faults::none);
    std::map<std::string, int> lines, emails;
    std::string relations = "&load_relations=" + encoded(R"(["SaleLines","SalePayments","Customer.Contact"])");
    v.walk("Sale.json?archived=true&limit=100" + relations, "Sale", [&](JsonNode sale) {
        JsonNode line = sale["SaleLines"]["SaleLine"];
        ++lines[sale["SaleLines"].is_missing() ? "absent" : line.is_array() ? "array" : "object"];
        if (line.is_array()) {
            EXPECT_GE(line.size(), 2u);
        }
        if (text(sale["customerID"]) == "0") {
            EXPECT_TRUE(sale["Customer"].is_missing());
        }
        if (JsonNode contact = sale["Customer"]["Contact"]; contact.is_object()) {
            ++emails[contact["Emails"].is_object() ? contact["Emails"]["ContactEmail"].is_array() ? "array" : "object" : "text"];
        }
    });
    for (std::string form : {"absent", "array", "object"}) EXPECT_GT(lines[form], 0) << form;
    for (std::string form : {"text", "array", "object"}) EXPECT_GT(emails[form], 0) << form;
    EXPECT_TRUE(v.page("Sale.json?saleID=99999999").root()["Sale"].is_missing());
    EXPECT_TRUE(v.page("Sale.json?saleID=3&archived=true").root()["Sale"].is_object());
}

TEST(LightspeedDialect, EveryScalarIsAText) {
    Visitor v(small_options());
    std::function<void(JsonNode)> check = [&](JsonNode node) {
        if (node.is_object()) node.each_member([&](std::string_view, JsonNode inner) { check(inner); });
        else if (node.is_array()) node.each(check);
        else EXPECT_TRUE(node.string().has_value()) << node.text();
    };
    for (std::string what : {"Sale", "Customer", "ShipTo", "Item", "Category", "Shop", "SaleLine"}) {
        check(v.page(what + ".json?limit=100&load_relations=all").root());
    }
    int long_decimals = 0;
    v.walk("Sale.json?load_relations=" + encoded(R"(["SaleLines"])"), "Sale", [&](JsonNode sale) {
        Visitor::each(sale["SaleLines"]["SaleLine"], [&](JsonNode line) {
            std::string total = text(line["calcTotal"]);
            auto dot = total.find('.');
            if (dot == std::string::npos) return;
            long_decimals += total.size() - dot > 5;
            EXPECT_FALSE(total.ends_with('0')) << total;
        });
    });
    EXPECT_GT(long_decimals, 100);
}

TEST(LightspeedDialect, HasTheKeysOfTheReference) {
    Visitor v(small_options());
    auto sale = v.page("Sale/1.json");
    std::set<std::string> keys = keys_of(sale.root()["Sale"]);
    for (std::string key : {"saleID", "timeStamp", "completed", "archived", "voided", "createTime", "updatetime", "ticketNumber", "total", "totalDue",
                            "displayableTotal", "balance", "calcTotal", "calcSubtotal", "calcDiscount", "calcTaxable", "calcNonTaxable", "calcTax1",
                            "calcTax2", "taxTotal", "calcPayments", "calcTips", "change", "tax1Rate", "isTaxInclusive", "referenceNumber",
                            "customerID", "shopID", "registerID", "employeeID", "shipToID", "quoteID", "taxCategoryID", "discountID", "discountPercent"}) {
        EXPECT_TRUE(keys.contains(key)) << key;
    }
    EXPECT_EQ(text(sale.root()["Sale"]["ticketNumber"]), "220000000001");
    EXPECT_EQ(text(v.page("Shop/1.json").root()["Shop"]["timeZone"]), "US/Eastern");
    EXPECT_EQ(text(v.page("Category/6.json").root()["Category"]["fullPathName"]), "Wine/Red/Burgundy");
    int born = 0;
    v.walk("Customer.json?archived=true&load_relations=all", "Customer", [&](JsonNode c) {
        if (c["dob"].is_missing()) return;
        ++born;
        Instant at = *parse_instant(*c["dob"].string());
        EXPECT_EQ(v.world().catalogue().shops[0].clock.zone().to_local(at).seconds % 86'400, 0) << "midnight in the account's zone";
    });
    EXPECT_GT(born, 20);
}

TEST(LightspeedDialect, AnonymizedCustomersLoseTheirNames) {
    Visitor v(odd_options());
    v.sandbox.set_faults(Faults::none);
    v.clock.advance(days(400));
    int found = 0;
    v.walk("Customer.json?archived=only&load_relations=" + encoded(R"(["Contact"])"), "Customer", [&](JsonNode c) {
        if (text(c["lastName"]) != "[" + text(c["customerID"]) + "]") return;
        ++found;
        EXPECT_EQ(text(c["firstName"]), "Customer");
        EXPECT_EQ(c["Contact"]["Emails"].string(), "");
        EXPECT_TRUE(c["dob"].is_missing());
    });
    EXPECT_GT(found, 0);
}

TEST(LightspeedLimits, TheBucketOverflowsOnceThenRefusesAndLeaks) {
    SandboxOptions options = small_options();
    options.lightspeed.has_limits = true;
    Visitor v(options);
    v.sign_in();
    std::string costly = "Sale.json?limit=1&load_relations=all";  // 1 + 20 · 0.2
    net::HttpResponse answer;
    double level = 0;
    int passed = 0;
    while (passed < 100) {
        answer = v.get(costly);
        if (answer.status != 200) break;
        ++passed;
        std::string shown(*net::header(answer.headers, "x-ls-api-bucket-level"));
        level = std::stod(shown);
        EXPECT_TRUE(shown.ends_with("/110")) << shown;
        EXPECT_EQ(net::header(answer.headers, "X-LS-Api-Drip-Rate"), "2");
        EXPECT_EQ(net::header(answer.headers, "X-LS-Api-Request-Cost"), "5");
        if (passed % 10 == 0) v.clock.advance(1s);
    }
    EXPECT_GE(level, 110) << "the request that overflows it still passes";
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(net::header(answer.headers, "X-LS-API-RateLimit-Type"), "api-leaky-bucket");
    auto wait = net::header(answer.headers, "Retry-After");
    ASSERT_TRUE(wait);
    v.clock.advance(std::chrono::seconds(std::stoi(std::string(*wait))));
    EXPECT_EQ(v.get(costly).status, 200);
}

TEST(LightspeedLimits, TooManyInASecondAreRefused) {
    SandboxOptions options = small_options();
    options.lightspeed.has_limits = true;
    Visitor v(options);
    int refused = 0;
    for (int i = 0; i < 25; ++i) {
        auto answer = v.get("Shop.json");
        if (answer.status != 429) continue;
        ++refused;
        EXPECT_EQ(net::header(answer.headers, "X-LS-API-RateLimit-Type"), "api-burst-limiter");
        EXPECT_EQ(net::header(answer.headers, "X-LS-Api-Burst-Level"), "20/20");
    }
    EXPECT_EQ(refused, 5);
    v.clock.advance(1s);
    EXPECT_EQ(v.get("Shop.json").status, 200);
}

TEST(LightspeedFaults, EveryKindHappensAndASteadyClientGetsThrough) {
    Visitor v(small_options());
    v.sandbox.set_faults(Faults::heavy);
    std::map<std::string, int> odd;
    std::string origin = "http://127.0.0.1:8090";
    for (std::string name :
         {"lost", "cut short", "cut off", "later", "429", "html", "looping", "foreign", "older attributes", "number", "updateTime", "array of one",
          "null", "old 401", "revoked", "doubted"}) {
        odd[name] = 0;
    }
    std::set<std::string> seen;
    std::string start = v.base + "Sale.json?archived=true&limit=25&load_relations=" + encoded(R"(["SaleLines"])");
    auto token = [&] {
        for (int i = 0; i < 50; ++i) {
            auto answer = v.refresh(v.sandbox.lightspeed().oauth().grant(v.clock.now()));
            v.clock.advance(4s);
            if (answer.status == 200 && answer.delivery == net::Delivery::whole) return Visitor::member(answer, "access_token");
        }
        return std::string();
    };
    v.token = token();
    for (int round = 0; round < 8; ++round) {
        std::string target = start;
        int in_a_row = 0;
        while (!target.empty()) {
            ASSERT_LE(++in_a_row, 9) << target;
            auto answer = v.get(target);
            odd["lost"] += answer.delivery == net::Delivery::lost;
            odd["cut short"] += answer.delivery == net::Delivery::cut_short;
            odd["later"] += answer.status == 400 && answer.body.find("Please try again later.") != std::string::npos;
            odd["429"] += answer.status == 429;
            odd["html"] += answer.status >= 500 && answer.body.find("<html") != std::string::npos;
            if (answer.status == 401) {
                odd["old 401"] += answer.body.find("Invalid username/password or API key.") != std::string::npos;
                odd["revoked"] += Visitor::member(answer, "hint") == "Access token has been revoked";
                odd["doubted"] += Visitor::member(answer, "hint") == "Access token could not be verified";
                v.token = token();
            }
            auto body = JsonDocument::parse(answer.body);
            bool whole = answer.status == 200 && answer.delivery == net::Delivery::whole;
            odd["cut off"] += whole && !body;
            if (!whole || !body) continue;
            std::string next = text(body->root()["@attributes"]["next"]);
            odd["older attributes"] += !body->root()["@attributes"]["limit"].is_missing();
            if (next == origin + target || next == target) {
                ++odd["looping"];
                continue;
            }
            if (!next.empty() && !next.starts_with(origin)) {
                ++odd["foreign"];
                continue;
            }
            Visitor::each(body->root()["Sale"], [&](JsonNode sale) {
                seen.insert(sale["saleID"].string() ? text(sale["saleID"]) : sale["saleID"].text());
                odd["number"] += sale["saleID"].integer().has_value() && sale["completed"].boolean().has_value();
                odd["updateTime"] += !sale["updateTime"].is_missing();
                odd["array of one"] += sale["SaleLines"]["SaleLine"].is_array() && sale["SaleLines"]["SaleLine"].size() == 1;
                odd["null"] += !sale["completeTime"].is_missing() && sale["completeTime"].is_nothing();
            });
            target = next;
            in_a_row = 0;
        }
    }
    std::size_t expected = 0;
    for (const Sale& s : v.world().sales()) expected += s.is_visible(Seconds(test_day.seconds()));
    EXPECT_GE(seen.size(), expected);
    for (auto& [what, count] : odd) EXPECT_GT(count, 0) << what;
}

TEST(LightspeedApi, AnswersAreTheSameBytesFromTheSameSeed) {
    Visitor one(odd_options()), other(odd_options());
    for (int i = 0; i < 60; ++i) {
        std::string target = (i % 2 == 0 ? "Sale.json?load_relations=all&sort=-updatetime&limit=" : "Customer.json?load_relations=all&limit=") + std::to_string(i + 1);
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
    for (std::string target : {"Sale.json?load_relations=all&sort=-updatetime", "Customer.json?load_relations=all&sort=-timeStamp"}) {
        EXPECT_EQ(one.get(target).body, other.get(target).body);
    }
}

}  // namespace
}  // namespace regulars::sandbox::lightspeed
