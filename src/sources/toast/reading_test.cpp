// Tests the small readers: lists, amounts, links, tokens, settings, webhooks.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "sources/toast/amounts.hpp"
#include "sources/toast/answers.hpp"
#include "sources/toast/elements.hpp"
#include "sources/toast/links.hpp"
#include "sources/toast/settings.hpp"
#include "sources/toast/webhook.hpp"

namespace regulars::sources::toast {
namespace {

std::string elements(std::string_view json, std::size_t most = 100) {
    std::string all;
    auto done = each_element(json, most, [&](std::string_view text) -> Result<void> {
        all += fmt::format("{}|", text);
        return {};
    });
    return done ? all : std::string(name_of(done.error().kind));
}

TEST(ToastElements, AreCutAtTheirCommas) {
    EXPECT_EQ(elements("[]"), "");
    EXPECT_EQ(elements(" [ ] \n"), "");
    EXPECT_EQ(elements(R"([{"a":[1,2]},{"b":"],[\"}"}])"), R"({"a":[1,2]}|{"b":"],[\"}"}|)");
    EXPECT_EQ(elements(R"([ 1 , "two\\" , [3] ])"), R"(1|"two\\"|[3]|)");
}

TEST(ToastElements, OfACutBodyAreAskedForAgain) {
    for (auto text :
         {"", "{}", "[{\"a\":1}", "[{\"a\":1},", "[{\"a\":\"]", "[{]", "[1]]", "[1}]", "<html>"})
        EXPECT_EQ(elements(text), "unavailable") << text;
    EXPECT_EQ(elements("[1,2,3]", 2), "exhausted");
}

TEST(ToastAmounts, AreDecimalTexts) {  // T15
    struct Case {
        std::string_view text;
        int exponent;
        std::optional<std::int64_t> minor;
    };
    for (auto& c : std::initializer_list<Case>{{"30", 2, 3000},
                                               {"42.8", 2, 4280},
                                               {"0.0", 2, 0},
                                               {"27.62", 2, 2762},
                                               {"-3", 2, -300},
                                               {"6.570000000000001", 2, 657},
                                               {"0.005", 2, 1},
                                               {"-0.005", 2, -1},
                                               {"0.0049", 2, 0},
                                               {"1e2", 2, 10000},
                                               {"1.5E-1", 2, 15},
                                               {"1050", 0, 1050},
                                               {"1.5", 0, 2},
                                               {"1.2345", 3, 1235},
                                               {"92233720368547758.07", 2, INT64_MAX},
                                               {"92233720368547758.08", 2, std::nullopt},
                                               {"1e30", 2, std::nullopt},
                                               {"", 2, std::nullopt},
                                               {".", 2, std::nullopt},
                                               {"1.2.3", 2, std::nullopt},
                                               {"12a", 2, std::nullopt}})
        EXPECT_EQ(minor_units(c.text, c.exponent), c.minor) << c.text;
    for (auto& [long_form, short_form] :
         std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"2.0", "2"}, {"7.50", "7.5"}, {"0.37", "0.37"}, {"100", "100"}, {"1.0e5", "1.0e5"}})
        EXPECT_EQ(shortened(long_form), short_form);
    auto document = JsonDocument::parse(
        R"({"int":30,"decimal":835.81,"text":" 7.10 ","null":null,"bool":true})");
    JsonNode root = document->root();
    EXPECT_EQ(minor_units(root["int"], 2), 3000);
    EXPECT_EQ(minor_units(root["decimal"], 2), 83581);
    EXPECT_EQ(minor_units(root["text"], 2), 710);
    EXPECT_EQ(minor_units(root["null"], 2), std::nullopt);
    EXPECT_EQ(minor_units(root["bool"], 2), std::nullopt);
}

TEST(ToastLinks, AreReadRepeatedAndJoined) {  // T4
    std::string at =
        "<https://h/orders/v2/ordersBulk?endDate=2020-03-30T21%3A00%3A00.000Z&page=2,3;4>";
    net::Headers repeated = {{"link", at + R"(; rel="first")"},
                             {"Link", at + R"(; rel="prev")"},
                             {"LINK", at + R"(; rel="next")"}};
    EXPECT_TRUE(has_next_link(repeated));
    repeated.pop_back();
    EXPECT_FALSE(has_next_link(repeated));
    EXPECT_TRUE(
        has_next_link({{"link", at + R"(; rel="self", )" + at + R"(; title="a,b"; rel=next)"}}));
    EXPECT_TRUE(has_next_link({{"link", at + R"(; rel="last next")"}}));
    EXPECT_FALSE(has_next_link({{"link", at + R"(; rel="self"; title="next, <x>; rel=next")"}}));
    EXPECT_FALSE(
        has_next_link({{"link", R"(<a>; rel="nextish")"}, {"x-link", at + R"(; rel="next")"}}));
    EXPECT_FALSE(has_next_link({{"link", "<cut"}, {"link", ""}}));
}

TEST(ToastToken, IsUsedForWhatRemainsOfIt) {  // T1
    Instant now = Instant::from_seconds(1'800'000'000);
    auto life = [&](std::string_view expires) {
        auto token = token_from(
            {.status = 200,
             .body = fmt::format(
                 R"({{"@class":".SuccessfulResponse","token":{{"accessToken":"a.b.c","expiresIn":{}}},"status":"SUCCESS"}})",
                 expires)},
            now);
        return token ? (token->renew_at - now).count() / 1'000'000 : -1;
    };
    EXPECT_EQ(life("86400"), 86370);
    EXPECT_EQ(life("19168"), 19138);
    EXPECT_EQ(life("50"), 50) << "in its last minute a login already gives the next token";
    EXPECT_EQ(life("null"), 3570);
    EXPECT_EQ(life("-5"), 0);
    EXPECT_EQ(
        token_from({.status = 401, .body = R"({"status":401,"message":"bad"})"}, now).error().kind,
        ErrorKind::unauthorized);
    EXPECT_EQ(token_from({.status = 403, .body = "<html>"}, now).error().kind,
              ErrorKind::unavailable);
    EXPECT_EQ(token_from({.status = 502, .body = "<html>"}, now).error().kind,
              ErrorKind::unavailable);
    EXPECT_EQ(token_from({.status = 200, .body = R"({"token":{"accessToken":"a\r\nb"}})"}, now)
                  .error()
                  .kind,
              ErrorKind::unavailable);
}

TEST(ToastToken, SaysItsScopes) {
    auto token = [](std::string_view claims) {
        auto text = base64(claims);
        while (text.ends_with('=')) text.pop_back();
        return "head." + text + ".signature";
    };
    EXPECT_EQ(has_scope(token(R"({"scope":"orders:read guest.pi:read"})"), "guest.pi:read"), true);
    EXPECT_EQ(has_scope(token(R"({"scope":"orders:read guest.pi:readall"})"), "guest.pi:read"),
              false);
    EXPECT_EQ(has_scope(token("{}"), "guest.pi:read"), std::nullopt);
    EXPECT_EQ(has_scope("opaque", "guest.pi:read"), std::nullopt);
    EXPECT_EQ(has_scope("a.%%%.c", "guest.pi:read"), std::nullopt);
}

TEST(ToastErrors, AreSentencesForAPerson) {
    EXPECT_EQ(
        explain(
            {.status = 400,
             .body =
                 R"({"status":400,"code":10025,"message":"Bad startDate","messageKey":null,"requestId":"r-1","errors":[],"canRetry":null})"}),
        "Toast answered 400: Bad startDate (request r-1)");
    EXPECT_EQ(explain({.status = 520, .headers = {{"CF-RAY", "6e6"}}, .body = "<html>x</html>"}),
              "Toast answered 520: a web page instead of data (request 6e6)");
    EXPECT_EQ(explain({.status = 500}), "Toast answered 500: no explanation");
}

TEST(ToastDates, CarryMillisecondsAndAnEscapedPlus) {  // T5
    EXPECT_EQ(date_parameter(Instant::from_seconds(1'583'184'000)),
              "2020-03-02T21%3A20%3A00.000%2B0000");
}

constexpr const char* guid = "1ca55347-2a8a-404c-9d69-215242e958ec";

TEST(ToastSettings, HaveDefaultsAndNameWhatIsWrong) {
    auto settings = settings_from(fmt::format(
        R"({{"restaurants":" {} , 2CA55347-2a8a-404c-9d69-215242e958ec,{}"}})", guid, guid));
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_EQ(settings->restaurants,
              (std::vector<std::string>{guid, "2ca55347-2a8a-404c-9d69-215242e958ec"}));
    EXPECT_EQ(settings->sources.size(), 8u);
    EXPECT_EQ(settings->page_size, 100);
    struct Case {
        std::string_view field, json;
    };
    for (auto& c : std::initializer_list<Case>{{"/restaurants", R"({})"},
                                               {"/restaurants", R"({"restaurants":[]})"},
                                               {"/restaurants", R"({"restaurants":["77"]})"},
                                               {"/page_size", R"("page_size":101)"},
                                               {"/sources", R"("sources":[])"},
                                               {"/history_years", R"("history_years":0)"},
                                               {"/product_per", R"("product_per":"box")"},
                                               {"/fulfilled_when", R"("fulfilled_when":"never")"},
                                               {"/api_url", R"("api_url":"ftp://x")"},
                                               {"/currency", R"("currency":"dollars")"}}) {
        std::string json = c.json.starts_with('{')
                               ? std::string(c.json)
                               : fmt::format(R"({{"restaurants":["{}"],{}}})", guid, c.json);
        auto wrong = settings_from(json);
        ASSERT_FALSE(wrong) << json;
        EXPECT_EQ(wrong.error().where, c.field) << json;
    }
    auto secret = credentials_from(R"({"client_id":"a","client_secret":7})");
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().where, "/client_secret");
}

std::string message(std::string_view time,
                    std::string_view more = R"("eventType":"order_updated")") {
    return fmt::format(
        R"({{"timestamp":"{}",{},"guid":"m-1","details":{{"restaurantGuid":"0cd990c9-fd74-461d-8468-de2a0919ccbba","order":{{"guid":"F6d98b95"}}}}}})",
        time, more);
}

TEST(ToastWebhook, IsGenuineBySignature) {  // T12
    std::string time = "2024-03-28T15:11:01.050Z", body = message(time);
    auto signature = base64(hmac_sha256("secret", body + time));
    EXPECT_TRUE(verify_webhook({{"toast-signature", signature}}, body, "secret"));
    EXPECT_EQ(verify_webhook({{"Toast-Signature", signature}}, body, "other").error().kind,
              ErrorKind::unauthorized);
    EXPECT_EQ(verify_webhook({{"Toast-Signature", signature}}, body + " ", "secret").error().kind,
              ErrorKind::unauthorized);
    EXPECT_EQ(verify_webhook({{"Toast-Signature", ""}}, body, "secret").error().kind,
              ErrorKind::unauthorized);
    EXPECT_EQ(verify_webhook({}, body, "secret").error().kind, ErrorKind::unauthorized);
    EXPECT_EQ(verify_webhook({{"Toast-Signature", signature}}, body, "").error().kind,
              ErrorKind::unauthorized);
    EXPECT_EQ(verify_webhook({{"Toast-Signature", signature}}, "not json", "secret").error().kind,
              ErrorKind::invalid);
}

TEST(ToastWebhook, OfNobodyIsNotReadBeyondItsTime) {  // T12
    std::string time = "2024-03-28T15:11:01.050Z", rest(1'000, '[');
    auto body = R"({"details":{"timestamp":"x"},"timestamp":")" + time + R"(","more":)" + rest;
    EXPECT_EQ(verify_webhook({{"Toast-Signature", "AAAA"}}, body, "secret").error().kind,
              ErrorKind::unauthorized)
        << "what is no JSON is refused for its signature alone";
    auto signature = base64(hmac_sha256("secret", body + time));
    EXPECT_TRUE(verify_webhook({{"Toast-Signature", signature}}, body, "secret"));
    EXPECT_EQ(hint_of(body, *parse_instant(time)).error().kind, ErrorKind::invalid);
}

TEST(ToastWebhook, WithoutANameOfItsOwnIsKnownByWhatItSays) {
    auto body = [](const char* time) {
        std::string text = message(time);
        auto at = text.find(R"("guid":"m-1",)");
        REGULARS_ASSERT(at != std::string::npos, "the message has a name");
        return text.erase(at, 13);
    };
    Instant sent = *parse_instant("2024-03-28T15:11:01.050Z");
    auto first = hint_of(body("2024-03-28T15:11:01.050Z"), sent).value().message;
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(hint_of(body("2024-03-28T15:11:01.050Z"), sent).value().message, first);
    EXPECT_NE(hint_of(body("2024-03-28T15:12:01.050Z"), sent).value().message, first);
}

TEST(ToastWebhook, HintsAtAnOrderWhileItIsFresh) {  // T12
    std::string time = "2024-03-28T15:11:01.050Z";
    Instant sent = *parse_instant(time);
    auto hint = hint_of(message(time), sent + 15min);
    ASSERT_TRUE(hint) << hint.error().text();
    EXPECT_EQ(hint->restaurant, "0cd990c9-fd74-461d-8468-de2a0919ccbba")
        << "as malformed as the vendor's own sample";
    EXPECT_EQ(hint->order, "f6d98b95");
    EXPECT_EQ(hint->message, "m-1");
    EXPECT_EQ(hint_of(message(time), sent + 61min).error().kind, ErrorKind::unauthorized);
    EXPECT_EQ(hint_of(message(time), sent - 61min).error().kind, ErrorKind::unauthorized);
    EXPECT_EQ(hint_of(message(time, R"("eventType":"menus_updated")"), sent).error().kind,
              ErrorKind::invalid);
    EXPECT_EQ(hint_of(message("yesterday"), sent).error().where, "/timestamp");
    EXPECT_EQ(
        hint_of(R"({"timestamp":"2024-03-28T15:11:01.050Z","eventType":"channel_order_updated"})",
                sent)
            .error()
            .where,
        "/details/restaurantGuid");
}

}  // namespace
}  // namespace regulars::sources::toast
