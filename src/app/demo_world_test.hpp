// Regulars connected to a sandbox as the demo connects it, on virtual time, with webhooks between
// them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

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

class DemoWorldTest : public testing::Test {
  protected:
    static constexpr const char* vendor_origin = "http://127.0.0.1:8090";
    static constexpr const char* our_origin = "http://regulars.test";

    explicit DemoWorldTest(const sandbox::SandboxOptions& options) : sandbox(options, clock) {
        start_crypto();
        folder.emplace(DataFolder::open(path, Missing::make).value());
        auto answer = sandbox.handle(
            {.target = "/sandbox/credentials", .headers = {{"Host", "127.0.0.1:8090"}}});
        auto credentials = JsonDocument::parse(answer.body).value();
        account = connect_demo(*folder, credentials.root(), clock.now(), random).value();
        integration = folder->integration(account.id, demo_toast).value();
        std::vector<std::string> restaurants;
        credentials.root()["opentable"]["locations"].each(
            [&](JsonNode at) { restaurants.emplace_back(at["name"].string().value_or("")); });
        restaurant = folder->integration(account.id, restaurants.at(0)).value();
        service.emplace(*folder, client, clock, random);
        reconciler.emplace(*folder, *service, clock);
        control.emplace(*folder, *service, *reconciler, client, clock);
        api.emplace(api::Services{.store = folder->store(),
                                  .ingest = service->ingest(),
                                  .vault = folder->vault(),
                                  .clock = clock,
                                  .random = random,
                                  .sync = *control,
                                  .version = "test"});
        scheduler.emplace(*service, clock);
        settle();
    }
    ~DemoWorldTest() override {
        scheduler.reset(), api.reset(), control.reset(), reconciler.reset(), service.reset(),
            folder.reset();
        std::filesystem::remove_all(path);
    }

    /// Syncs until all of the past is read and nothing is due.
    void settle() {
        for (int i = 0; i < 20 && scheduler->run_due().value() > 0; ++i) {
        }
    }

    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("regulars-webhook-" + random_token(8));
    SharedClock clock{parse_instant("2026-03-14T22:00:00Z").value()};
    SystemRandom random;
    sandbox::Sandbox sandbox;
    /// Changes what the vendors answer.
    std::function<void(const net::HttpRequest&, net::HttpResponse&)> bend;
    std::optional<DataFolder> folder;
    std::optional<SyncService> service;
    std::optional<Reconciler> reconciler;
    std::optional<SyncControl> control;
    std::optional<api::Api> api;
    std::optional<sources::Scheduler> scheduler;
    net::LoopbackClient client{
        {{vendor_origin,
          [this](const net::HttpRequest& request) {
              auto answer = sandbox.handle(request);
              if (bend) bend(request, answer);
              return answer;
          }},
         {our_origin, [this](const net::HttpRequest& request) { return api->handle(request); }}},
        &clock};
    sandbox::Courier courier{sandbox, client};
    model::Account account;
    model::Integration integration, restaurant;
};

}  // namespace regulars::app
