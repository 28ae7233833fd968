// An account, its vendor and its vault: for tests only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sources/fake_memory_test.hpp"
#include "sources/lightspeed/imposter_test.hpp"

namespace regulars::sources::lightspeed {

/// Keeps credentials as a vault would.
class FakeKeeper final : public CredentialKeeper {
  public:
    std::string kept;
    int replacements = 0;
    std::function<void()> before_replacing;  // somebody else is faster
    Result<void> replace(AccountId, IntegrationId, const std::string& before,
                         const std::string& after) override {
        if (before_replacing) before_replacing();
        if (kept != before)
            return fail(ErrorKind::conflict,
                        "the credentials were changed by somebody else meanwhile");
        replacements += before != after;
        kept = after;
        return {};
    }
};

/// Account 7, with a vendor of one shop here and one at the beach.
struct World {
    explicit World(int page_size = 10, std::string_view more_settings = "") {
        connection.account = AccountId{1};
        connection.integration = {
            .id = IntegrationId{5}, .kind = model::IntegrationKind::lightspeed, .name = "Shop"};
        connection.integration.settings = fmt::format(
            R"({{"auth_url":"http://127.0.0.1:1","api_url":"http://127.0.0.1:2","account":7,"country":"US","page_size":{}{}}})",
            page_size, more_settings);
        keeper.kept = to_json(Credentials{"me", "secret", "r0"});
        restart();
    }
    /// A new process: nothing but the memory and the vault is left.
    void restart() {
        runner = std::make_unique<Runner>(memory, vendor, clock, random, RunnerLimits{}, &keeper);
        runner->add(model::IntegrationKind::lightspeed, std::make_unique<Lightspeed>());
    }
    model::Run sync(std::stop_token stop = {}) {
        connection.credentials = keeper.kept;
        auto run = runner->sync_once(connection, model::RunKind::scheduled, {}, stop);
        REGULARS_ASSERT(run.has_value(), "the memory of a test does not fail outside a run");
        return *run;
    }
    void change(std::string_view settings) { memory.change(connection.integration, settings); }
    /// What an audit of one day says.
    Result<Audited> audit(LocalDate day) {
        return runner->audit({connection.account, connection.integration, keeper.kept}, day, day);
    }
    /// `n` customers, each with one sale of two lines, completed an hour apart.
    void populate(int n) {
        for (int i = 1; i <= n; ++i) {
            vendor.customers[i] = {.id = i, .email = fmt::format("c{}@Example.com", i)};
            VendorSale sale{.id = 100 + i, .customer = i, .total = "22.97"};
            sale.completed_at = sale.stamp = sale.updated =
                format_iso(at("2026-10-01T00:00:00Z") + std::chrono::hours(i));
            sale.lines = {{.id = 1'000 + 2 * i}, {.id = 1'001 + 2 * i}};
            vendor.sales[sale.id] = sale;
        }
    }
    std::string now() const { return format_iso(clock.now().floor_seconds()); }
    /// The vendor's sale changes now.
    VendorSale& touch(std::int64_t id) {
        vendor.sales[id].updated = now();
        return vendor.sales[id];
    }
    const FakeMemory::StoredEvent* event(std::string_view id) const {
        auto found = memory.events.find(fmt::format("lsr:7:{}", id));
        return found == memory.events.end() ? nullptr : &found->second;
    }

    VirtualClock clock{at("2026-11-21T12:00:00Z")};
    SeededRandom random{7};
    Imposter vendor{clock};
    FakeMemory memory{clock};
    FakeKeeper keeper;
    Connection connection;
    std::unique_ptr<Runner> runner;
};

}  // namespace regulars::sources::lightspeed
