// The simulated OpenTable, to the letter of the reference.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/opentable/server.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "net/response_head.hpp"
#include "sandbox/opentable/visitor_test.hpp"

namespace regulars::sandbox::opentable {
namespace {

std::set<std::string> keys_of(JsonNode object) {
    std::set<std::string> keys;
    object.each_member([&](std::string_view key, JsonNode) { keys.emplace(key); });
    return keys;
}

std::set<std::string> words(std::string_view text) {
    std::set<std::string> out;
    for (auto word : split(text, ' ')) {
        if (!trimmed(word).empty()) out.emplace(trimmed(word));
    }
    return out;
}

JsonNode first_item(const JsonDocument& page) {
    JsonNode first;
    page.root()["items"].each([&](JsonNode item) {
        if (first.is_missing()) first = item;
    });
    return first;
}

TEST(OpenTableOAuth, GivesTokensForGetAndPostQueryAndForm) {
    Visitor v(small_options());
    std::string path = "/api/v2/oauth/token";
    net::Headers who{{"authorization", v.basic()}};
    for (auto& answer : {v.ask("GET", path + "?grant_type=client_credentials", who),
                         v.ask("POST", path + "?grant_type=client_credentials", who),
                         v.ask("POST", path, who, "grant_type=client_credentials")}) {
        ASSERT_EQ(answer.status, 200) << answer.body;
        auto body = *JsonDocument::parse(answer.body);
        EXPECT_TRUE(body.root()["access_token"].string()->starts_with("v2-"));
        EXPECT_EQ(body.root()["expires_in"].integer(), 1'989'434);
        EXPECT_EQ(body.root()["scope"].string(), "DEFAULT");
        EXPECT_EQ(body.root()["token_type"].string(), "Bearer");
    }
    EXPECT_EQ(v.ask("POST", path, who).status, 400);
    EXPECT_EQ(v.ask("POST", path + "?grant_type=password", who).status, 400);
    EXPECT_EQ(v.ask("POST", path + "?grant_type=client_credentials").status, 401);
    EXPECT_EQ(v.ask("GET", path + "?grant_type=client_credentials",
                    {{"Authorization", "Basic " + base64("a:b")}})
                  .status,
              401);
    EXPECT_EQ(v.ask("DELETE", path + "?grant_type=client_credentials", who).status, 405);
}

TEST(OpenTableOAuth, TokensEnd) {
    Visitor v(small_options());
    std::string target = "/sync/v2/guests?limit=1&rid=" + v.rid(0);
    EXPECT_EQ(v.get(target).status, 200);
    v.clock.advance(std::chrono::seconds(1'989'433));
    EXPECT_EQ(v.get(target).status, 200);
    v.clock.advance(1s);
    EXPECT_EQ(v.get(target).status, 401);
    v.token.clear();
    EXPECT_EQ(v.get(target).status, 200);
}

TEST(OpenTableErrors, HaveTheirShapes) {
    SandboxOptions options = small_options();
    options.denied = {2};
    Visitor v(options);
    auto missing = v.ask("GET", "/sync/v2/guests?rid=" + v.rid(0));
    EXPECT_EQ(missing.status, 400);
    EXPECT_EQ(JsonDocument::parse(missing.body)->root()["error"].string(), "invalid_request");

    struct Case {
        std::string target, auth;
        int status;
    };
    std::string good = "Bearer " + v.new_token(), r = "rid=" + v.rid(0), p = "rid=" + v.rid(1);
    for (auto& [target, auth, status] : std::vector<Case>{
             {"/sync/v2/guests?" + r, "Bearer v2-wrong", 401},
             {"/sync/v2/guests?" + r, "bearer" + good.substr(6), 200},
             {"/sync/v2/guests", good, 400},
             {"/sync/v2/guests?rid=abc", good, 400},
             {"/sync/v2/guests?rid=77", good, 403},
             {"/sync/v2/guests?rid=" + v.rid(2), good, 403},
             {"/sync/v2/guests/" + v.rid(2) + "-abc", good, 403},
             {"/sync/v2/guests?" + r + "&limit=0", good, 400},
             {"/sync/v2/guests?" + r + "&limit=2001", good, 400},
             {"/sync/v2/guests?" + r + "&limit=2000", good, 200},
             {"/sync/v2/guests?" + r + "&limit=x", good, 400},
             {"/sync/v2/guests?" + r + "&offset=-1", good, 400},
             {"/sync/v2/guests?" + r + "&offset=999999", good, 200},
             {"/sync/v2/guests?" + r + "&email_optin=maybe", good, 400},
             {"/sync/v2/guests?" + r + "&updated_after=2026-01-01T00:00:00.000Z", good, 200},
             {"/sync/v2/guests?" + r + "&updated_after=2026-01-01T00:00:00", good, 400},
             {"/sync/v2/guests?" + r + "&updated_after=yesterday", good, 400},
             {"/sync/v2/reservations?" + r + "&scheduled_time_from=2026-01-01T00:00:00", good, 200},
             {"/sync/v2/reservations?" + r + "&scheduled_time_from=2026-01-01T00:00:00Z", good,
              400},
             {"/sync/v2/reservations?" + r + "&scheduled_time_to=2026-13-01T00:00:00", good, 400},
             {"/sync/v2/reservations?" + r + "&state=Done", good, 200},
             {"/sync/v2/reservations?" + r + "&state=Gone", good, 400},
             {"/sync/v2/reservations?" + r + "&confirmation_id=x", good, 400},
             {"/sync/v2/reservations/" + v.rid(0) + "-nobody", good, 404},
             {"/sync/v2/reservations/nonsense", good, 404},
             {"/sync/v2/pos-data?" + p, good, 400},
             {"/sync/v2/pos-data?" + p +
                  "&scheduled_time_from=2026-01-01T00:00:00&scheduled_time_to=2026-02-01T00:00:00",
              good, 200},
             {"/sync/v2/pos-data?" + r +
                  "&scheduled_time_from=2026-01-01T00:00:00&scheduled_time_to=2026-02-01T00:00:00",
              good, 403},
             {"/sync/v2/nothing?" + r, good, 404},
         }) {
        auto answer = v.ask("GET", target, {{"Authorization", auth}});
        EXPECT_EQ(answer.status, status) << target;
        EXPECT_TRUE(net::header(answer.headers, "OT-RequestId")) << target;
        auto body = JsonDocument::parse(answer.body);
        ASSERT_TRUE(body) << target;
        if (status == 200) continue;
        EXPECT_EQ(body->root()["status"].integer(), status) << target;
        EXPECT_EQ(body->root()["requestId"].string(), net::header(answer.headers, "OT-RequestId"));
        EXPECT_EQ(body->root()["error"].string(), net::reason_of(status));
        EXPECT_EQ(body->root()["path"].string(), target.substr(0, target.find('?')));
        EXPECT_TRUE(body->root()["timestamp"].string()->ends_with("+0000"));
    }
    auto directory = v.ask("GET", "/sync/directory", {{"Authorization", "Bearer v2-wrong"}});
    EXPECT_EQ(directory.status, 401);
    EXPECT_EQ(directory.body.find(R"({"errors":[{"message":"invalid_token"}],"requestid":")"), 0u);
    EXPECT_EQ(v.ask("POST", "/sync/v2/guests?" + r, {{"Authorization", good}}).status, 405);
    v.sandbox.grant(2, true);
    EXPECT_EQ(v.get("/sync/v2/guests?rid=" + v.rid(2)).status, 200);
}

TEST(OpenTableErrors, TooFastIs429UntilRetryAfter) {
    SandboxOptions options = small_options();
    options.requests_per_second = 2;
    options.burst = 3;
    Visitor v(options);
    std::string target = "/sync/v2/guests?limit=1&rid=" + v.rid(0);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(v.get(target).status, 200);
    auto refused = v.get(target);
    EXPECT_EQ(refused.status, 429);
    auto wait = net::header(refused.headers, "Retry-After");
    ASSERT_TRUE(wait);
    v.clock.advance(std::chrono::seconds(std::stoi(std::string(*wait))));
    EXPECT_EQ(v.get(target).status, 200);
}

TEST(OpenTableTiers, ShowTheKeysOfTheReference) {
    SandboxOptions options = small_options();
    options.tiers = {Tier::copper, Tier::gold, Tier::platinum};
    Visitor v(options);
    std::set<std::string> copper = words(
        "id href rid sequence_id guest_id guest confirmation_id state table_number created_date "
        "scheduled_time party_size "
        "visit_tags origin updated_at seated_time done_time pos_data scheduled_time_utc "
        "guest_request venue_notes "
        "opentable_notes table_category seated_time_utc done_time_utc created_date_utc "
        "updated_at_utc server arrived_time "
        "arrived_time_utc currency_code currency_denominator experience_details deposit");
    std::set<std::string> gold = copper;
    gold.merge(words("marketing_opted_out referrer added_to_waitlist added_to_waitlist_utc"));
    gold.erase("experience_details"), gold.erase("deposit");
    std::set<std::string> platinum = gold;
    platinum.merge(
        words("experience_details deposit email sms_opt_in quoted_wait_time online_source "
              "discovery_type partner "
              "campaign_details credit_card_status cancellation_date cancellation_date_utc "
              "rest_ref_campaign_name "
              "rest_ref_campaign_id rest_ref_campaign_source ot_boost_type"));
    std::set<std::string> copper_guest = words(
        "id href rid sequence_id gpid tags birth_date anniversary_date updated_at forgotten "
        "archived company_name created_date "
        "updated_at_utc notes notes_special_relationship notes_food_and_drink notes_seating "
        "created_date_utc");
    std::set<std::string> gold_guest = copper_guest;
    gold_guest.merge(words(
        "first_name last_name email email_optin phone phone_type primary_guest address "
        "mail_opted_in "
        "phone_numbers marketing_opted_out date_last_visit date_first_visit date_last_visit_utc "
        "date_first_visit_utc is_hidden"));
    std::set<std::string> platinum_guest = gold_guest;
    platinum_guest.merge(
        words("date_email_opt_in_opt_out date_email_opt_in_opt_out_utc sms_opt_in"));
    const std::set<std::string>* expected[2][3] = {{&copper, &gold, &platinum},
                                                   {&copper_guest, &gold_guest, &platinum_guest}};
    for (std::size_t location = 0; location < 3; ++location) {
        auto reservations = v.page("/sync/v2/reservations?limit=1&rid=" + v.rid(location));
        EXPECT_EQ(keys_of(first_item(reservations)), *expected[0][location]);
        auto guests = v.page("/sync/v2/guests?limit=1&rid=" + v.rid(location));
        EXPECT_EQ(keys_of(first_item(guests)), *expected[1][location]);
    }
    EXPECT_EQ(v.get("/sync/v2/guests?email_optin=true&rid=" + v.rid(0)).status, 400)
        << "Copper does not know addresses";
}

// REGULARS_SAMPLES names a folder of the vendor's own examples, which are not ours to copy.
TEST(OpenTableTiers, ShowTheKeysOfTheVendorsExamples) {
    const char* folder = std::getenv("REGULARS_SAMPLES");
    if (folder == nullptr) GTEST_SKIP() << "REGULARS_SAMPLES is not set";
    SandboxOptions options = small_options();
    options.tiers = {Tier::copper, Tier::gold};
    Visitor v(options);
    struct Case {
        const char* file;
        std::string target;
    };
    for (auto& [file, target] :
         {Case{"copper-guests-api-v2--200-200.json", "guests?limit=1&rid=" + v.rid(0)},
          Case{"copper-reservations-api-v2--200-200.json", "reservations?limit=1&rid=" + v.rid(0)},
          Case{"gold-guests-api-v2--200-200.json", "guests?limit=1&rid=" + v.rid(1)},
          Case{"gold-reservations-api-v2--200-200.json", "reservations?limit=1&rid=" + v.rid(1)}}) {
        std::ifstream in(std::string(folder) + "/opentable/" + file);
        std::stringstream text;
        text << in.rdbuf();
        auto sample = JsonDocument::parse(text.str());
        ASSERT_TRUE(sample) << file;
        auto ours = v.page("/sync/v2/" + target);
        EXPECT_EQ(keys_of(first_item(*sample)), keys_of(first_item(ours))) << file;
        EXPECT_EQ(keys_of(sample->root()), keys_of(ours.root())) << file;
    }
}

TEST(OpenTablePages, WalkWithoutGapsInAscendingOrder) {
    Visitor v(small_options());
    const Restaurant& r = v.sandbox.world().restaurants()[0];
    for (std::string what : {"reservations", "guests"}) {
        std::set<std::string> seen;
        std::string last_updated;
        std::int64_t offset = 0;
        bool more = true;
        while (more) {
            auto page = v.page("/sync/v2/" + what +
                               "?limit=333&updated_after=2000-01-01T00:00:00.000Z&rid=" + v.rid(0) +
                               "&offset=" + std::to_string(offset));
            EXPECT_EQ(page.root()["limit"].integer(), 333);
            EXPECT_EQ(page.root()["offset"].integer(), offset);
            page.root()["items"].each([&](JsonNode item) {
                EXPECT_TRUE(seen.emplace(*item["id"].string()).second);
                EXPECT_LE(last_updated, *item["updated_at_utc"].string());
                last_updated = *item["updated_at_utc"].string();
            });
            more = *page.root()["hasNextPage"].boolean();
            EXPECT_EQ(page.root()["items"].size() == 333, more || seen.size() % 333 == 0);
            offset += 333;
            if (more) {
                auto next = page.root()["nextPageUrl"].string();
                ASSERT_TRUE(next);
                EXPECT_TRUE(
                    next->starts_with("https://platform.opentable.com/sync/v2/" + what + "?"));
                EXPECT_TRUE(next->ends_with("&offset=" + std::to_string(offset))) << *next;
            } else {
                EXPECT_EQ(page.root()["nextPageUrl"].kind(), JsonKind::null);
            }
        }
        EXPECT_EQ(seen.size(), what == "guests" ? r.guests.size() : r.by_schedule.size());
    }
}

TEST(OpenTablePages, FilterByUpdateScheduleStateGuestAndConfirmation) {
    Visitor v(small_options());
    std::string base = "/sync/v2/reservations?limit=2000&rid=" + v.rid(0);
    auto all = v.page(base);
    std::string middle;  // "after" is strict
    all.root()["items"].each([&](JsonNode item) {
        if (*item["state"].string() == "Done" && !item["guest_id"].is_nothing() && middle.empty())
            middle = *item["updated_at_utc"].string();
    });
    ASSERT_FALSE(middle.empty());
    auto newer = v.page(base + "&updated_after=" + middle);
    EXPECT_GT(newer.root()["items"].size(), 0u);
    newer.root()["items"].each(
        [&](JsonNode item) { EXPECT_GT(*item["updated_at_utc"].string(), middle); });

    auto week = v.page(
        base + "&scheduled_time_from=2026-03-01T00:00:00&scheduled_time_to=2026-03-07T23:59:59");
    EXPECT_GT(week.root()["items"].size(), 20u);
    std::string before;
    week.root()["items"].each([&](JsonNode item) {
        EXPECT_GE(*item["scheduled_time"].string(), "2026-03-01T00:00:00");
        EXPECT_LE(*item["scheduled_time"].string(), "2026-03-07T23:59:59");
        EXPECT_LE(before, *item["scheduled_time_utc"].string());
        before = *item["scheduled_time_utc"].string();
    });
    std::string guest, confirmation, id;
    week.root()["items"].each([&](JsonNode item) {
        if (item["guest_id"].is_nothing()) return;
        guest = std::string(*item["guest_id"].string()).substr(v.rid(0).size() + 1);
        confirmation = item["confirmation_id"].text();
        id = *item["id"].string();
    });
    for (std::string filter : {"guest_id=" + guest, "confirmation_id=" + confirmation}) {
        auto ids = ids_of(v.page(base + "&" + filter));
        EXPECT_TRUE(has(ids, id)) << filter;
        EXPECT_LT(ids.size(), 60u);
    }
    EXPECT_EQ(ids_of(v.page(base + "&guest_id=nobody")).size(), 0u);
    v.page(base + "&state=cancelled").root()["items"].each([](JsonNode item) {
        EXPECT_EQ(*item["state"].string(), "Cancelled");
    });

    auto single = v.page("/sync/v2/reservations/" + id);
    EXPECT_EQ(single.root()["id"].string(), id);
    auto person = v.page("/sync/v2/guests/" + v.rid(0) + "-" + guest);
    EXPECT_EQ(person.root()["id"].string(), v.rid(0) + "-" + guest);
    auto opted_in = v.page("/sync/v2/guests?email_optin=true&rid=" + v.rid(0));
    EXPECT_GT(opted_in.root()["items"].size(), 10u);
    opted_in.root()["items"].each(
        [](JsonNode item) { EXPECT_EQ(item["email_optin"].boolean(), true); });
}

TEST(OpenTablePages, ARowTouchedInMidWalkMakesOffsetsSkipOne) {
    Visitor v(small_options());
    v.clock.advance(days(1));
    std::string base =
        "/sync/v2/reservations?updated_after=2026-01-01T00:00:00.000Z&rid=" + v.rid(0);
    auto before = ids_of(v.page(base + "&limit=2000"));
    ASSERT_GT(before.size(), 100u);
    // Pass time until one of the rows leaves its place for the end.
    std::vector<std::string> after = before;
    std::size_t place = before.size();
    for (int i = 0; i < 2000 && place >= before.size() - 1; ++i) {
        v.clock.advance(30s);
        after = ids_of(v.page(base + "&limit=2000"));
        place = std::size_t(std::ranges::mismatch(before, after).in1 - before.begin());
    }
    ASSERT_LT(place, before.size() - 1);
    // Whoever had read up to and including it and goes on by offset misses the row that stood next.
    auto rest = ids_of(v.page(base + "&limit=2000&offset=" + std::to_string(place + 1)));
    EXPECT_FALSE(has(rest, before[place + 1]));
    EXPECT_TRUE(has(rest, before[place])) << "the touched row comes again at the end";
}

TEST(OpenTableRows, ShowWallClocksBesideUtcOnNightsOfChange) {
    SandboxOptions options = small_options();
    options.guests = 6000;
    options.reservations_per_guest = 10;
    Visitor v(options);
    int rows[2] = {0, 0};
    auto page = v.page(
        "/sync/v2/"
        "reservations?limit=2000&scheduled_time_from=2025-11-01T22:00:00&scheduled_time_to=2025-11-"
        "02T04:00:00&rid=" +
        v.rid(0));
    page.root()["items"].each([&](JsonNode item) {
        Instant utc = *parse_instant(*item["scheduled_time_utc"].string());
        LocalTime local = *parse_local_time(*item["scheduled_time"].string());
        std::int64_t offset_h = (local.seconds - utc.seconds()) / 3600;
        EXPECT_EQ(offset_h, utc < *parse_instant("2025-11-02T06:00:00Z") ? -4 : -5);
        ++rows[offset_h == -4];
    });
    EXPECT_GT(rows[0], 0) << "rows after the change";
    EXPECT_GT(rows[1], 0) << "rows before the change";
    // In spring there is no 02:30.
    v.page(
         "/sync/v2/"
         "reservations?limit=2000&scheduled_time_from=2026-03-07T22:00:00&scheduled_time_to=2026-"
         "03-08T05:00:00&rid=" +
         v.rid(0))
        .root()["items"]
        .each([](JsonNode item) {
            EXPECT_NE(item["scheduled_time"].string()->substr(0, 13), "2026-03-08T02");
        });
}

TEST(OpenTableRows, MoneyAddsUpAndAgreesWithThePosData) {
    Visitor v(small_options());
    std::string window =
        "&limit=2000&scheduled_time_from=2026-02-01T00:00:00&scheduled_time_to=2026-03-01T00:00:00&"
        "rid=" +
        v.rid(1);
    std::map<std::string, std::int64_t> totals;
    v.page("/sync/v2/reservations?" + window.substr(1)).root()["items"].each([&](JsonNode item) {
        JsonNode pos = item["pos_data"];
        ASSERT_TRUE(pos.is_object());
        auto total = pos["pos_total_spend"].integer();
        if (!total) {
            EXPECT_TRUE(pos["check_ids"].is_nothing());
            EXPECT_TRUE(item["currency_code"].is_nothing());
            return;
        }
        EXPECT_EQ(*total, *pos["pos_sub_total"].integer() + *pos["pos_tax"].integer() +
                              *pos["pos_tip"].integer());
        totals[std::string(*item["id"].string())] = *total;
    });
    EXPECT_GT(totals.size(), 50u);
    std::size_t rows = 0;
    v.page("/sync/v2/pos-data?" + window.substr(1)).root()["items"].each([&](JsonNode item) {
        ++rows;
        EXPECT_EQ(item["pos_total_spend"].integer(), totals[std::string(*item["id"].string())]);
    });
    EXPECT_EQ(rows, totals.size());
}

TEST(OpenTableRows, AnswersAreTheSameBytesFromTheSameSeed) {
    SandboxOptions options = small_options();
    options.faults = Faults::heavy;
    Visitor one(options), other(options);
    for (int i = 0; i < 60; ++i) {
        std::string target = "/sync/v2/reservations?limit=50&offset=" + std::to_string(i * 50) +
                             "&rid=" + one.rid(std::size_t(i % 3));
        auto a = one.get(target), b = other.get(target);
        ASSERT_EQ(a.status, b.status);
        ASSERT_EQ(a.body, b.body);
        ASSERT_EQ(a.delivery, b.delivery);
    }
}

TEST(OpenTableIds, CanBeReadBackwards) {
    int hexadecimal = 0, upper = 0;
    for (std::uint32_t i = 0; i < 4000; ++i) {
        std::string tail;
        append_tail(tail, 5, Book::guests, 1'234'567, i);
        EXPECT_EQ(index_of_tail(5, Book::guests, 1'234'567, tail), i);
        EXPECT_FALSE(index_of_tail(5, Book::reservations, 1'234'567, tail));
        hexadecimal += tail.size() == 24;
        upper += tail != lowered(tail);
        if (tail != lowered(tail)) {
            EXPECT_FALSE(index_of_tail(5, Book::guests, 1'234'567, lowered(tail)));
        }
    }
    EXPECT_NEAR(hexadecimal, 1000, 120);
    EXPECT_GT(upper, 400);
}

TEST(OpenTableDirectory, ListsRestaurantsWithNumbersAsTexts) {
    Visitor v(small_options());
    auto page = v.page("/sync/directory?limit=2&offset=1");
    EXPECT_EQ(page.root()["total_items"].string(), "3");
    EXPECT_EQ(page.root()["items"].size(), 2u);
    EXPECT_EQ(first_item(page)["rid"].string(), v.rid(1));
    auto pos = v.page("/pos/restaurants");
    EXPECT_EQ(pos.root()["total"].integer(), 3);
}

TEST(OpenTableWebhook, IsAFaithfulSubset) {
    Visitor v(small_options());
    const Restaurant& r = v.sandbox.world().restaurants()[0];
    std::uint32_t index = r.by_schedule[100].second;
    auto body = JsonDocument::parse(webhook_body(v.sandbox.world(), r, index));
    ASSERT_TRUE(body);
    EXPECT_EQ(body->root()["sequence_id"].integer(), r.reservations[index].sequence);
    EXPECT_FALSE(body->root()["scheduled_time_utc"].string()->ends_with('Z'));
    EXPECT_TRUE(body->root()["pos_data"].is_missing());
    EXPECT_TRUE(body->root()["deposit_details"].is_object());
}

}  // namespace
}  // namespace regulars::sandbox::opentable
