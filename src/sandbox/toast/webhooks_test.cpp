// What Toast would POST: signed, without names, and as often and late as networks make it.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/webhooks.hpp"

#include <map>
#include <set>

#include "sandbox/toast/visitor_test.hpp"

namespace regulars::sandbox::toast {
namespace {

// From an independent implementation: Python's hmac and base64.
TEST(ToastWebhooks, AreSignedWithHmacSha256) {
    EXPECT_EQ(signature("key", "The quick brown fox jumps over ", "the lazy dog"),
              "97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=");
    EXPECT_EQ(signature(std::string(100, 'k'), "body", "2026-03-15T17:20:31.000Z"),
              "YxwIjlvPgPnnVoRwdzE7Q8YVRrqo9k5OZMGOPeLzsAs=");
}

TEST(ToastWebhooks, TellOfEveryVersionOnceAndNeverWho) {
    Visitor v(small_options());
    Instant from = test_day - 20h, to = test_day;
    auto due = *v.sandbox.toast_deliveries(from, to);
    ASSERT_GT(due.size(), 10u);
    auto& server = v.sandbox.toast()->server();
    std::set<std::string> guids;
    for (auto& d : due) {
        EXPECT_TRUE(from <= d.due && d.due < to);
        auto body = JsonDocument::parse(d.body);
        ASSERT_TRUE(body);
        auto root = body->root();
        EXPECT_EQ(root["eventType"].string(), "order_updated");
        EXPECT_TRUE(guids.emplace(*root["guid"].string()).second);
        EXPECT_EQ(net::header(d.headers, "Toast-Signature"),
                  signature(server.webhook_secret(), d.body, *root["timestamp"].string()));
        EXPECT_EQ(net::header(d.headers, "Toast-Restaurant-External-ID"),
                  root["details"]["restaurantGuid"].string());
        for (const char* key : {"\"firstName\"", "\"lastName\"", "\"phone\"", "\"address1\""})
            EXPECT_EQ(d.body.find(key), std::string::npos) << key;
    }
    // In halves there are the same.
    auto half = *v.sandbox.toast_deliveries(from, from + 10h),
         rest = *v.sandbox.toast_deliveries(from + 10h, to);
    EXPECT_EQ(half.size() + rest.size(), due.size());
    EXPECT_FALSE(v.sandbox.toast_deliveries(from - days(2), to));
    auto answer =
        v.ask("GET", "/sandbox/toast/webhooks?from=" + format_iso(from) + "&to=" + format_iso(to));
    EXPECT_EQ(JsonDocument::parse(answer.body)->root()["items"].size(), due.size());
}

TEST(ToastWebhooks, ComeTwiceLateAndForgedWhereThingsGoWrong) {
    SandboxOptions options = small_options();
    options.faults = Faults::heavy;
    Visitor v(options);
    int twice = 0, retries = 0, forged = 0, disordered = 0;
    std::map<std::string, Instant> newest;
    std::set<std::string> guids;
    for (int day = 20; day > 0; --day) {
        auto due = *v.sandbox.toast_deliveries(test_day - days(day), test_day - days(day - 1));
        for (auto& d : due) {
            auto root = JsonDocument::parse(d.body);
            auto order = root->root()["details"]["order"];
            twice += !guids.emplace(*root->root()["guid"].string()).second;
            retries += d.attempt > 1;
            forged += net::header(d.headers, "Toast-Signature") !=
                      signature(v.sandbox.toast()->server().webhook_secret(), d.body,
                                *root->root()["timestamp"].string());
            Instant modified = *parse_instant(*order["modifiedDate"].string());
            Instant& known = newest[std::string(*order["guid"].string())];
            disordered += modified < known;
            known = std::max(known, modified);
        }
    }
    EXPECT_GT(twice, 5);
    EXPECT_GT(retries, 2);
    EXPECT_GT(forged, 2);
    EXPECT_GT(disordered, 2);
}

}  // namespace
}  // namespace regulars::sandbox::toast
