// Tests that orders and reservations reach Regulars by webhooks long before the next poll, and that
// only a genuine one hurries it.
// SPDX-License-Identifier: Apache-2.0
#include "app/demo_world_test.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace regulars::app {
namespace {

constexpr Duration poll_interval = 30min;

/// With one restaurant that is busy.
class WebhookTest : public DemoWorldTest {
  protected:
    WebhookTest()
        : DemoWorldTest({.seed = 3,
                         .guests = 300,
                         .days = 40,
                         .locations = 1,
                         .requests_per_second = 0,
                         .toast = {.orders = {.orders_per_guest = 24, .days = 40}},
                         .lightspeed = {.is_on = false}}) {}

    std::string hook() const {
        return fmt::format("{}/webhooks/toast/{}/{}", our_origin, account.public_id,
                           integration.public_id);
    }
    sandbox::Subscription opentable_hook() const {
        return {.vendor = sandbox::Notifier::opentable,
                .url = fmt::format("{}/webhooks/opentable/{}/{}", our_origin, account.public_id,
                                   restaurant.public_id),
                .secret = api::webhook_secret(folder->vault(), restaurant)};
    }
    std::optional<Instant> hinted_at() {
        return folder->integration(account.id, demo_toast).value().hinted_at;
    }
    /// When each order was placed.
    std::map<std::string, Instant> placed() {
        EventId from_the_first;
        return happened("toast:", ":placed", from_the_first);
    }
    /// When each such event that came after `last` happened; moves `last` on.
    std::map<std::string, Instant> happened(std::string_view begins, std::string_view ends,
                                            EventId& last) {
        std::map<std::string, Instant> found;
        auto read = folder->store().read([&](store::Transaction& tx) -> Result<void> {
            return tx.events().each(
                account.id, last, [&](const model::Event& event) -> Result<void> {
                    last = event.id;
                    if (event.unique_id.starts_with(begins) && event.unique_id.ends_with(ends))
                        found[event.unique_id] = event.time;
                    return {};
                });
        });
        EXPECT_TRUE(read) << read.error().text();
        return found;
    }
    /// Lives for a while in steps of ten seconds; how late each new order came, or each event of
    /// another kind.
    std::vector<Duration> live(Duration span, std::string_view begins = "toast:",
                               std::string_view ends = ":placed") {
        EventId last;
        happened(begins, ends, last);
        std::vector<Duration> late;
        for (Duration d{}; d < span; d += 10s) {
            clock.advance(10s);
            courier.deliver();
            if (scheduler->run_due().value() == 0) continue;
            for (auto& [id, at] : happened(begins, ends, last)) late.push_back(clock.now() - at);
        }
        std::ranges::sort(late);
        return late;
    }
};

TEST_F(WebhookTest, AReservationComesLongBeforeTheNextPoll) {
    sandbox.subscribe(opentable_hook());
    auto late = live(3h, "opentable:", ":Created Reservation");
    ASSERT_GT(late.size(), 5u);
    EXPECT_LT(late[late.size() / 2], Duration(2min)) << "half of them";

    auto wrong = opentable_hook();
    wrong.secret = "another";
    sandbox.subscribe(wrong);
    auto polled = live(3h, "opentable:", ":Created Reservation");
    ASSERT_FALSE(polled.empty());
    EXPECT_GT(polled.back(), Duration(5min)) << "with a wrong secret they wait for a poll";
}

TEST_F(WebhookTest, AnOrderComesLongBeforeTheNextPoll) {
    sandbox.subscribe({.vendor = sandbox::Notifier::toast, .url = hook()});
    auto late = live(3h);
    ASSERT_GT(late.size(), 10u);
    EXPECT_LT(late[late.size() / 2], Duration(2min)) << "half of them";
    EXPECT_LT(late[late.size() * 9 / 10], Duration(poll_interval / 3)) << "nine of ten";

    sandbox.subscribe({.vendor = sandbox::Notifier::toast});
    auto polled = live(3h);
    ASSERT_GT(polled.size(), 5u);
    EXPECT_GT(polled[polled.size() / 2], Duration(5min))
        << "without webhooks half of them wait for a poll";
}

TEST_F(WebhookTest, AForgedOneIsRefusedAndTheSameTwiceChangesNothing) {
    clock.advance(2h);
    settle();
    Instant from = clock.now();
    clock.advance(20min);
    auto due = sandbox.toast_deliveries(from, clock.now()).value();
    ASSERT_FALSE(due.empty());
    auto send = [&](const sandbox::Delivery& one) {
        return client
            .send({.method = "POST", .target = hook(), .headers = one.headers, .body = one.body})
            .value()
            .status;
    };
    auto forged = due.front();
    for (auto& [name, value] : forged.headers)
        if (name == "Toast-Signature")
            value = sandbox::toast::signature("another secret", forged.body,
                                              "2026-03-15T00:00:00.000Z");
    auto before = hinted_at();
    EXPECT_EQ(send(forged), 401);
    EXPECT_EQ(hinted_at(), before);

    EXPECT_EQ(send(due.front()), 204);
    EXPECT_EQ(hinted_at(), clock.now());
    EXPECT_EQ(scheduler->run_due().value(), 1u);
    auto events = placed();
    auto hinted = hinted_at();
    clock.advance(1min);
    EXPECT_EQ(send(due.front()), 204) << "answered like the first";
    EXPECT_EQ(hinted_at(), hinted);
    EXPECT_EQ(scheduler->run_due().value(), 0u);
    EXPECT_EQ(placed(), events);
}

}  // namespace
}  // namespace regulars::app
