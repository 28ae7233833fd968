// The simulated Toast, to the letter of the reference.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/server.hpp"

#include <map>
#include <set>

#include "base/crypto.hpp"
#include "sandbox/toast/visitor_test.hpp"

namespace regulars::sandbox::toast {
namespace {

TEST(ToastLogin, GivesTheSameTokenUntilItsLastMinute) {
    Visitor v(small_options());
    auto first = *JsonDocument::parse(v.login().body);
    EXPECT_EQ(first.root()["@class"].string(), ".SuccessfulResponse");
    EXPECT_EQ(first.root()["status"].string(), "SUCCESS");
    EXPECT_EQ(first.root()["token"]["tokenType"].string(), "Bearer");
    EXPECT_EQ(first.root()["token"]["expiresIn"].integer(), 86'400);
    std::string token(*first.root()["token"]["accessToken"].string());
    auto parts = split(token, '.');
    ASSERT_EQ(parts.size(), 3u);
    std::string claims(parts[1]);
    claims.resize((claims.size() + 3) / 4 * 4, '=');
    auto decoded = JsonDocument::parse(*from_base64(claims));
    EXPECT_EQ(decoded->root()["exp"].integer(), test_day.seconds() + 86'400);
    EXPECT_NE(decoded->root()["scope"].string()->find("guest.pi:read"), std::string::npos);

    v.clock.advance(86'339s);
    auto later = *JsonDocument::parse(v.login().body);
    EXPECT_EQ(later.root()["token"]["expiresIn"].integer(), 61);
    EXPECT_EQ(later.root()["token"]["accessToken"].string(), token);
    v.clock.advance(1s);
    EXPECT_NE(v.new_token(), token);
    EXPECT_EQ(
        v.ask("POST", "/authentication/v1/authentication/login", {},
              R"({"clientId":"a","clientSecret":"b","userAccessType":"TOAST_MACHINE_CLIENT"})")
            .status,
        401);
    EXPECT_EQ(v.ask("POST", "/authentication/v1/authentication/login", {}, "{}").status, 400);
    EXPECT_EQ(v.ask("GET", "/authentication/v1/authentication/login").status, 405);
}

TEST(ToastLogin, IsLimited) {
    SandboxOptions options = small_options();
    options.requests_per_second = 10;
    Visitor v(options);
    int refused = 0;
    for (int i = 0; i < 100; ++i) {
        auto answer = v.login();
        refused += answer.status == 429;
        EXPECT_FALSE(net::header(answer.headers, "X-Toast-RateLimit-Remaining"));
    }
    EXPECT_EQ(refused, 98) << "two an hour";
    v.clock.advance(1h);
    EXPECT_EQ(v.login().status, 200);
}

TEST(ToastErrors, HaveTheirShape) {
    SandboxOptions options = small_options();
    options.toast.server.denied = {2};
    Visitor v(options);
    std::string from = "startDate=2026-03-01T00:00:00.000Z",
                to = "endDate=2026-03-02T00:00:00.000%2B0000", bulk = "/orders/v2/ordersBulk?";
    struct Case {
        std::string target;
        std::size_t place;
        int status;
    };
    for (auto& [target, place, status] : std::vector<Case>{
             {bulk + from + "&" + to, 0, 200},
             {bulk + from + "&" + to, 2, 403},
             {bulk + from, 0, 400},
             {bulk, 0, 400},
             {bulk + from + "&endDate=2026-03-02T00:00:00.000+0000", 0, 400},
             {bulk + from + "&endDate=2026-03-02T00:00:00Z", 0, 400},
             {bulk + from + "&endDate=2026-03-02T00:00:00.000", 0, 400},
             {bulk + from + "&endDate=2026-03-01T00:00:00.000Z", 0, 400},
             {bulk + "startDate=2015-11-30T00:00:00.000Z&" + to, 0, 400},
             {bulk + from + "&" + to + "&pageSize=101", 0, 400},
             {bulk + from + "&" + to + "&pageSize=0", 0, 400},
             {bulk + from + "&" + to + "&page=0", 0, 400},
             {bulk + "businessDate=20260301", 0, 200},
             {bulk + "businessDate=20260231", 0, 400},
             {bulk + "businessDate=2026-03-01", 0, 400},
             {bulk + "businessDate=20260301&" + from, 0, 400},
             {"/orders/v2/orders?" + from + "&" + to, 0, 400},
             {"/orders/v2/orders?" + from + "&endDate=2026-03-01T01:00:00.000Z", 0, 200},
             {"/orders/v2/orders/nobody", 0, 404},
             {"/orders/v2/payments", 0, 400},
             {"/orders/v2/payments?paidBusinessDate=20260301&voidBusinessDate=20260301", 0, 400},
             {"/orders/v2/payments?paidBusinessDate=20260301", 0, 200},
             {"/orders/v2/payments/nobody", 0, 404},
             {"/restaurants/v1/restaurants/" + v.guid(1), 0, 404},
             {"/config/v2/nothing", 0, 404},
             {"/config/v2/diningOptions?pageToken=x", 0, 400},
             {"/menus/v2/nothing", 0, 404},
         }) {
        auto answer = v.get(target, place);
        EXPECT_EQ(answer.status, status) << target;
        for (const char* name : {"X-Toast-RateLimit-By", "X-Toast-RateLimit-Remaining",
                                 "X-Toast-RateLimit-Reset", "CF-RAY"}) {
            EXPECT_TRUE(net::header(answer.headers, name)) << target << " " << name;
        }
        auto body = JsonDocument::parse(answer.body);
        ASSERT_TRUE(body) << target;
        if (status == 200) continue;
        std::set<std::string> keys;
        body->root().each_member([&](std::string_view key, JsonNode) { keys.emplace(key); });
        EXPECT_EQ(keys, (std::set<std::string>{"status", "code", "message", "messageKey",
                                               "fieldName", "link", "requestId", "developerMessage",
                                               "errors", "canRetry"}));
        EXPECT_EQ(body->root()["status"].integer(), status);
    }
    std::string good = "Bearer " + v.token;
    EXPECT_EQ(v.ask("GET", bulk + from + "&" + to, {{"Authorization", good}}).status, 400)
        << "without a restaurant";
    EXPECT_EQ(
        v.ask("GET", bulk + from + "&" + to, {{"Toast-Restaurant-External-ID", v.guid(0)}}).status,
        401);
    EXPECT_EQ(
        v.ask("GET", bulk + from + "&" + to,
              {{"Authorization", "Bearer x.y.z"}, {"Toast-Restaurant-External-ID", v.guid(0)}})
            .status,
        401);
    EXPECT_EQ(v.ask("GET", bulk + from + "&" + to,
                    {{"Authorization", good},
                     {"Toast-Restaurant-External-ID", "d5c3b1a0-0000-4000-8000-000000000000"}})
                  .status,
              403);
    EXPECT_EQ(v.ask("POST", bulk + from + "&" + to,
                    {{"Authorization", good}, {"Toast-Restaurant-External-ID", v.guid(0)}})
                  .status,
              405);
    v.sandbox.grant_toast(2, true);
    EXPECT_EQ(v.get(bulk + from + "&" + to, 2).status, 200);
}

TEST(ToastErrors, TooFastIs429UntilTheSliceEnds) {
    SandboxOptions options = small_options();
    options.requests_per_second = 10;
    Visitor v(options);
    std::string target = Visitor::bulk(test_day - days(1), test_day) + "&pageSize=1";
    for (int i = 0; i < 5; ++i) EXPECT_EQ(v.get(target).status, 200);
    auto refused = v.get(target);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(net::header(refused.headers, "X-Toast-RateLimit-By"), "ENDPOINT");
    EXPECT_EQ(net::header(refused.headers, "X-Toast-RateLimit-Reset"),
              std::to_string(test_day.seconds() + 1));
    EXPECT_EQ(net::header(refused.headers, "Retry-After"), "1");
    EXPECT_EQ(v.get(target, 1).status, 200) << "another location has a limit of its own";
    v.clock.advance(1s);
    EXPECT_EQ(v.get(target).status, 200);
    auto menus = v.get("/menus/v2/menus");
    EXPECT_EQ(menus.status, 200);
    EXPECT_EQ(net::header(menus.headers, "X-Toast-RateLimit-Remaining"), "0");
    EXPECT_EQ(v.get("/menus/v2/menus").status, 429);
}

TEST(ToastErrors, WithoutTheScopeChecksHaveNoCustomer) {
    SandboxOptions options = small_options();
    options.toast.server.scopes = {"orders:read"};
    Visitor v(options);
    std::size_t seen = 0;
    v.each_order(0, test_day - days(30), test_day, [&](JsonNode order) {
        order["checks"].each([&](JsonNode check) {
            ++seen;
            EXPECT_TRUE(check["customer"].is_nothing());
        });
    });
    EXPECT_GT(seen, 50u);
    EXPECT_EQ(v.get("/config/v2/diningOptions").status, 403);
}

TEST(ToastOrders, ComeInPagesWithLinks) {
    Visitor v(small_options());
    Instant from = test_day - days(20);
    std::vector<std::string> guids;
    std::string last;
    v.each_order(
        0, from, test_day,
        [&](JsonNode order) {
            guids.emplace_back(*order["guid"].string());
            std::string modified(*order["modifiedDate"].string());
            EXPECT_LE(last, modified);
            last = modified;
            Instant at = *parse_instant(modified);
            EXPECT_TRUE(from <= at && at < test_day) << modified;
        },
        7);
    ASSERT_GT(guids.size(), 40u);
    EXPECT_EQ(std::set<std::string>(guids.begin(), guids.end()).size(), guids.size());
    std::vector<std::string> at_once;
    v.each_order(0, from, test_day,
                 [&](JsonNode order) { at_once.emplace_back(*order["guid"].string()); });
    EXPECT_EQ(at_once, guids);

    auto links = links_of(v.get(Visitor::bulk(from, test_day) + "&pageSize=7&page=3"));
    ASSERT_EQ(links.size(), 4u);
    EXPECT_TRUE(links[0].ends_with("rel=\"first\""));
    EXPECT_EQ(links[0].find("&page="), std::string::npos);
    EXPECT_NE(links[1].find("page=3"), std::string::npos);
    EXPECT_NE(links[2].find("page=2&startDate="), std::string::npos);
    EXPECT_TRUE(links[3].starts_with("<https://ws-api.toasttab.com/orders/v2/ordersBulk?"))
        << links[3];
    auto past = v.get(Visitor::bulk(from, test_day) + "&page=900");
    EXPECT_EQ(past.body, "[]");
}

TEST(ToastOrders, ChecksShowWhatAddsUp) {
    SandboxOptions options = small_options();
    options.faults = Faults::heavy;
    Visitor v(options);
    v.sandbox.set_faults(Faults::none);
    std::map<std::string, int> found;
    auto minor = [](JsonNode node) { return parse_decimal(node.text(), Currency())->minor; };
    for (std::size_t place = 0; place < 3; ++place) {
        v.each_order(place, test_day - days(200), test_day, [&](JsonNode order) {
            order["checks"].each([&](JsonNode check) {
                std::int64_t amount = 0, tax = 0, beside = 0;
                std::set<int> depths;
                std::function<void(JsonNode, int)> descend = [&](JsonNode s, int depth) {
                    depths.insert(depth);
                    s["modifiers"].each([&](JsonNode m) { descend(m, depth + 1); });
                };
                check["selections"].each([&](JsonNode s) {
                    descend(s, 0);
                    found["by hand"] += s["item"].is_nothing();
                    found["blanks"] +=
                        trimmed(*s["displayName"].string()) != s["displayName"].string();
                    found["weight"] += s["unitOfMeasure"].string() == "LB";
                    found["gift card"] += s["selectionType"].string() == "TOAST_CARD_SELL";
                    if (*s["voided"].boolean()) return;
                    amount += minor(s["price"]), tax += minor(s["tax"]);
                });
                found["three deep"] += depths.contains(3);
                check["appliedServiceCharges"].each([&](JsonNode c) {
                    (*c["gratuity"].boolean() ? beside : amount) += minor(c["chargeAmount"]);
                });
                check["payments"].each([&](JsonNode p) {
                    auto status = p["paymentStatus"].string();
                    if (status != "VOIDED" && status != "DENIED") beside += minor(p["tipAmount"]);
                    found["partial refund"] += p["refundStatus"].string() == "PARTIAL";
                    found["full refund"] += p["refundStatus"].string() == "FULL";
                    found["refund of cash"] +=
                        p["refundStatus"].string() != "NONE" && p["type"].string() == "CASH";
                    found["voided payment"] += status == "VOIDED";
                });
                EXPECT_EQ(minor(check["amount"]), amount);
                EXPECT_EQ(minor(check["taxAmount"]), tax);
                EXPECT_EQ(minor(check["totalAmount"]), amount + tax + beside);
                found["comp"] += amount == 0 && !*check["voided"].boolean() &&
                                 check["appliedDiscounts"].size() > 0;
                found["no customer"] += check["customer"].is_nothing();
                auto c = check["customer"];
                found["guid only"] +=
                    !c["guid"].is_nothing() && c["email"].is_nothing() && c["phone"].is_nothing();
                found["no guid"] += !c.is_nothing() && c["guid"].is_missing();
                found["phone only"] += c["email"].is_nothing() && !c["phone"].is_nothing();
                found["dashes"] +=
                    c["phone"].string().value_or("").find('-') != std::string_view::npos;
                found["country code"] += !c["phoneCountryCode"].is_nothing();
                found["voided check"] += *check["voided"].boolean();
            });
            found["two checks"] += order["checks"].size() > 1;
            found["deleted"] += *order["deleted"].boolean();
            found["epoch"] += order["deletedDate"].string() == "1970-01-01T00:00:00.000+0000";
            found["no deleted date"] += order["deletedDate"].is_nothing();
            found["test"] += *order["createdInTestMode"].boolean();
            found["excess"] += *order["excessFood"].boolean();
            found[std::string(*order["approvalStatus"].string())] += 1;
            found["unknown source"] += order["source"].string() == "Drive Thru Lane";
            found["delivered"] += order["deliveryInfo"]["deliveryState"].string() == "DELIVERED";
        });
    }
    for (const char* what :
         {"by hand",         "blanks",       "weight",         "gift card",      "three deep",
          "partial refund",  "full refund",  "refund of cash", "voided payment", "comp",
          "no customer",     "guid only",    "no guid",        "phone only",     "dashes",
          "country code",    "voided check", "two checks",     "deleted",        "epoch",
          "no deleted date", "test",         "excess",         "APPROVED",       "NEEDS_APPROVAL",
          "FUTURE",          "NOT_APPROVED", "unknown source", "delivered"}) {
        EXPECT_GT(found[what], 0) << what;
    }
}

TEST(ToastOrders, AreTheSameOneByOneAndByDay) {
    Visitor v(small_options());
    std::map<std::string, std::string> by_time;
    v.each_order(1, test_day - days(40), test_day, [&](JsonNode order) {
        by_time[std::string(*order["guid"].string())] = order.text();
    });
    int compared = 0;
    std::set<std::string> of_day;
    v.page("/orders/v2/ordersBulk?businessDate=20260310", 1).root().each([&](JsonNode order) {
        std::string guid(*order["guid"].string());
        EXPECT_EQ(order["businessDate"].integer(), 20260310);
        EXPECT_EQ(by_time[guid], order.text());
        EXPECT_EQ(v.page("/orders/v2/orders/" + guid, 1).root().text(), order.text());
        EXPECT_EQ(v.get("/orders/v2/orders/" + guid, 0).status, 404) << "another restaurant's";
        ++compared;
    });
    EXPECT_GT(compared, 1);
}

TEST(ToastPayments, AreFoundByTheDayOfTheirRefund) {
    SandboxOptions options = small_options();
    options.faults = Faults::heavy;
    Visitor v(options);
    v.sandbox.set_faults(Faults::none);
    std::map<std::int64_t, std::set<std::string>> expected;
    v.each_order(0, test_day - days(30), test_day, [&](JsonNode order) {
        order["checks"].each([&](JsonNode check) {
            check["payments"].each([&](JsonNode p) {
                if (auto day = p["refund"]["refundBusinessDate"].integer())
                    expected[*day].insert(std::string(*p["guid"].string()));
            });
        });
    });
    ASSERT_GT(expected.size(), 4u);
    for (auto& [day, guids] : expected) {
        if (day < 20260215) continue;  // part of it lies before what was read
        std::set<std::string> found;
        v.page("/orders/v2/payments?refundBusinessDate=" + std::to_string(day))
            .root()
            .each([&](JsonNode guid) { found.emplace(*guid.string()); });
        EXPECT_EQ(found, guids) << day;
        auto payment = v.page("/orders/v2/payments/" + *guids.begin());
        EXPECT_EQ(payment.root()["guid"].string(), *guids.begin());
        EXPECT_EQ(payment.root()["refund"]["refundBusinessDate"].integer(), day);
    }
}

TEST(ToastConfig, ListsInPagesAndForgetsWhatIsArchived) {
    Visitor v(small_options());
    std::map<std::string, std::string> options;
    std::string token;
    do {
        auto answer =
            v.get("/config/v2/diningOptions" + (token.empty() ? "" : "?pageToken=" + token));
        JsonDocument::parse(answer.body)->root().each([&](JsonNode o) {
            options[std::string(*o["guid"].string())] = std::string(*o["behavior"].string());
        });
        token = std::string(net::header(answer.headers, "Toast-Next-Page-Token").value_or(""));
    } while (!token.empty());
    EXPECT_EQ(options.size(), 5u);
    int listed = 0, gone = 0;
    v.each_order(0, test_day - days(200), test_day, [&](JsonNode order) {
        std::string guid(*order["diningOption"]["guid"].string());
        (options.contains(guid) ? listed : gone)++;
        if (listed < 3 || !options.contains(guid)) {
            EXPECT_EQ(v.get("/config/v2/diningOptions/" + guid).status,
                      options.contains(guid) ? 200 : 404);
        }
    });
    EXPECT_GT(listed, 10 * gone);
    EXPECT_GT(gone, 0);
    auto restaurant = v.page("/restaurants/v1/restaurants/" + v.guid(1), 1);
    EXPECT_EQ(restaurant.root()["general"]["locationName"].string(), "Chicago");
    EXPECT_EQ(restaurant.root()["general"]["timeZone"].string(), "America/Chicago");
    EXPECT_EQ(restaurant.root()["general"]["closeoutHour"].integer(), 4);
    auto menus = v.page("/menus/v2/menus");
    EXPECT_EQ(menus.root()["lastUpdated"].string(),
              v.page("/menus/v2/metadata").root()["lastUpdated"].string());
    bool large = false;
    menus.root()["menus"].each(
        [&](JsonNode menu) { large |= *menu["masterId"].integer() > (std::int64_t(1) << 53); });
    EXPECT_TRUE(large);
}

TEST(ToastFaults, AllHappenAndNothingIsLost) {
    SandboxOptions options = small_options();
    options.faults = Faults::heavy;
    Visitor v(options);
    std::map<std::string, int> found;
    std::set<std::string> seen, expected;
    Instant to = test_day - 2min;
    for (int round = 0; round < 40; ++round) {
        for (int number = 1, tries = 0; tries < 200; ++tries) {
            auto answer = v.get(Visitor::bulk(test_day - days(25), to) +
                                "&pageSize=20&page=" + std::to_string(number));
            found[std::to_string(answer.status)]++;
            if (answer.status == 401) v.token.clear();
            if (answer.status == 429)
                found[net::header(answer.headers, "Retry-After") ? "with Retry-After"
                                                                 : "without Retry-After"]++;
            if (answer.body.starts_with("<!DOCTYPE")) found["html"]++;
            auto body = JsonDocument::parse(answer.body);
            if (answer.status != 200 || answer.delivery != net::Delivery::whole || !body) {
                found[answer.delivery == net::Delivery::lost        ? "lost"
                      : answer.delivery == net::Delivery::cut_short ? "cut"
                      : body                                        ? "refused"
                                                                    : "truncated"]++;
                continue;
            }
            std::set<std::string> of_page;
            body->root().each([&](JsonNode order) {
                std::string guid(*order["guid"].string());
                if (!seen.insert(guid).second && round == 0) found["twice"]++;
            });
            bool has_next = false;
            auto links = links_of(answer);
            for (auto& link : links) has_next |= link.find("rel=\"next\"") != std::string::npos;
            found["joined"] += links.size() == 1 &&
                               links[0].find("rel=\"self\"") != std::string::npos &&
                               links[0].find("rel=\"first\"") != std::string::npos;
            if (body->root().size() == 0) found["empty page"]++;
            if (!has_next || body->root().size() == 0) break;
            ++number;
        }
    }
    v.sandbox.set_faults(Faults::none);
    v.token.clear();
    v.each_order(0, test_day - days(25), to,
                 [&](JsonNode order) { expected.emplace(*order["guid"].string()); });
    EXPECT_EQ(seen, expected);
    for (const char* what : {"401", "403", "429", "500", "502", "520", "524", "with Retry-After",
                             "without Retry-After", "html", "lost", "cut", "truncated", "twice",
                             "joined", "empty page"}) {
        EXPECT_GT(found[what], 0) << what;
    }
}

}  // namespace
}  // namespace regulars::sandbox::toast
