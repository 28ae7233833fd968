// Tests that an order reaches Regulars by Toast's webhook long before the next poll, and that only a genuine one hurries it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "api/api.hpp"
#include "app/demo_connections.hpp"
#include "app/reconciler.hpp"
#include "app/shared_clock_test.hpp"
#include "app/sync_control.hpp"
#include "base/crypto.hpp"
#include "net/loopback_client.hpp"
#include "sandbox/courier.hpp"
#include "sources/scheduler.hpp"

namespace regulars::app {
namespace {

constexpr const char* vendor_origin = "http://127.0.0.1:8090";
constexpr const char* our_origin = "http://regulars.test";
constexpr Duration poll_interval = 30min;

/// Regulars with one Toast integration of a sandbox, and Toast's webhooks between them.
class WebhookTest : public testing::Test {
  protected:
    WebhookTest() {
        start_crypto();
        folder.emplace(DataFolder::open(path, Missing::make).value());
        auto answer = sandbox.handle({.target = "/sandbox/credentials", .headers = {{"Host", "127.0.0.1:8090"}}});
        auto credentials = JsonDocument::parse(answer.body).value();
        account = connect_demo(*folder, credentials.root(), clock.now(), random).value();
        integration = folder->integration(account.id, demo_toast).value();
        service.emplace(*folder, client, clock, random);
        reconciler.emplace(*folder, *service, clock);
        control.emplace(*folder, *service, *reconciler, client, clock);
        api.emplace(api::Services{.store = folder->store(), .ingest = service->ingest(), .vault = folder->vault(), .clock = clock, .random = random,
                                  .sync = *control, .version = "test"});
        scheduler.emplace(*service, clock);
        settle();
    }
    ~WebhookTest() override {
        scheduler.reset(), api.reset(), control.reset(), reconciler.reset(), service.reset(), folder.reset();
        std::filesystem::remove_all(path);
    }

    /// Syncs until all of the past is read and nothing is due.
    void settle() {
        for (int i = 0; i < 20 && scheduler->run_due().value() > 0; ++i) {}
    }
    std::string hook() const { return fmt::format("{}/webhooks/toast/{}/{}", our_origin, account.public_id, integration.public_id); }
    std::optional<Instant> hinted_at() {
        return folder->integration(account.id, demo_toast).value().hinted_at;
    }
    /// Of orders, when each was placed and when it was first here.
    std::map<std::string, Instant> placed() {
        std::map<std::string, Instant> found;
        auto read = folder->store().read([&](store::Transaction& tx) -> Result<void> {
            return tx.events().each(account.id, {}, [&](const model::Event& event) -> Result<void> {
                if (event.unique_id.starts_with("toast:") && event.unique_id.ends_with(":placed")) found[event.unique_id] = event.time;
                return {};
            });
        });
        EXPECT_TRUE(read) << read.error().text();
        return found;
    }
    /// Lives for a while in steps of ten seconds; how late each new order came.
    std::vector<Duration> live(Duration span) {
        auto known = placed();
        std::vector<Duration> late;
        for (Duration d{}; d < span; d += 10s) {
            clock.advance(10s);
            courier.deliver();
            if (scheduler->run_due().value() == 0) continue;
            for (auto& [order, at] : placed())
                if (known.emplace(order, at).second) late.push_back(clock.now() - at);
        }
        std::ranges::sort(late);
        return late;
    }

    std::filesystem::path path = std::filesystem::temp_directory_path() / ("regulars-webhook-" + random_token(8));
    SharedClock clock{parse_instant("2026-03-14T22:00:00Z").value()};
    SystemRandom random;
    sandbox::Sandbox sandbox{{.seed = 3, .guests = 300, .days = 40, .locations = 1, .requests_per_second = 0,
                              .toast = {.orders = {.orders_per_guest = 24, .days = 40}}, .lightspeed = {.is_on = false}}, clock};
    std::optional<DataFolder> folder;
    std::optional<SyncService> service;
    std::optional<Reconciler> reconciler;
    std::optional<SyncControl> control;
    std::optional<api::Api> api;
    std::optional<sources::Scheduler> scheduler;
    net::LoopbackClient client{{{vendor_origin, [this](const net::HttpRequest& request) { return sandbox.handle(request); }},
                                {our_origin, [this](const net::HttpRequest& request) { return api->handle(request); }}}, &clock};
    sandbox::Courier courier{sandbox, client};
    model::Account account;
    model::Integration integration;
};

TEST_F(WebhookTest, AnOrderComesLongBeforeTheNextPoll) {
    sandbox.set_webhook_url(hook());
    auto late = live(3h);
    ASSERT_GT(late.size(), 10u);
    EXPECT_LT(late[late.size() / 2], Duration(2min)) << "half of them";
    EXPECT_LT(late[late.size() * 9 / 10], Duration(poll_interval / 3)) << "nine of ten";

    sandbox.set_webhook_url("");
    auto polled = live(3h);
    ASSERT_GT(polled.size(), 5u);
    EXPECT_GT(polled[polled.size() / 2], Duration(5min)) << "without webhooks half of them wait for a poll";
}

TEST_F(WebhookTest, AForgedOneIsRefusedAndTheSameTwiceChangesNothing) {
    clock.advance(2h);
    settle();
    Instant from = clock.now();
    clock.advance(20min);
    auto due = sandbox.toast_deliveries(from, clock.now()).value();
    ASSERT_FALSE(due.empty());
    auto send = [&](const sandbox::toast::Delivery& one) { return client.send({.method = "POST", .target = hook(), .headers = one.headers, .body = one.body}).value().status; };
    auto forged = due.front();
    for (auto& [name, value] : forged.headers)
        if (name == "Toast-Signature") value = sandbox::toast::signature("another secret", forged.body, "2026-03-15T00:00:00.000Z");
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
