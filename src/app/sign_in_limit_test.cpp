// Tests that a vendor that allows two sign-ins an hour is read through restarts, by all the
// integrations of one client.
// SPDX-License-Identifier: Apache-2.0
#include "app/demo_world_test.hpp"

namespace regulars::app {
namespace {

class SignInLimitTest : public DemoWorldTest {
  protected:
    SignInLimitTest()
        : DemoWorldTest({.seed = 5,
                         .guests = 60,
                         .days = 10,
                         .locations = 1,
                         .toast = {.orders = {.orders_per_guest = 2, .days = 10}},
                         .lightspeed = {.is_on = false}}) {}

    void restart() {
        scheduler.reset(), api.reset(), control.reset(), reconciler.reset(), service.reset();
        folder.reset();
        folder.emplace(DataFolder::open(path, Missing::refuse).value());
        service.emplace(*folder, client, clock, random);
    }
    model::Run sync(const std::string& name) {
        auto run = service->sync_once(account.id, folder->integration(account.id, name).value(),
                                      model::RunKind::manual, {}, {});
        EXPECT_TRUE(run) << run.error().text();
        return run.value_or(model::Run{});
    }
    /// Another integration of the same client.
    void add_second() {
        auto second = integration;
        second.public_id = "SECOND", second.name = "Toast again";
        ASSERT_TRUE(folder->store().write(
            [&](store::Transaction& tx) { return tx.integrations().add(account.id, second); }));
    }
};

TEST_F(SignInLimitTest, ThreeRestartsInAnHourSignInNoMore) {
    add_second();
    clock.advance(1h);  // the sign-ins of the beginning are forgotten
    Instant from = clock.now();
    for (int start = 1; start <= 3; ++start) {
        restart();
        for (auto* name : {demo_toast, "Toast again"}) {
            auto run = sync(name);
            EXPECT_EQ(run.outcome, model::RunOutcome::succeeded)
                << name << " after start " << start << ": " << run.error;
        }
        clock.advance(5min);
    }
    EXPECT_LT(clock.now() - from, Duration(1h));
}

TEST_F(SignInLimitTest, ATokenThatIsOverIsRenewed) {
    clock.advance(25h);
    restart();
    EXPECT_EQ(sync(demo_toast).error, "");
}

}  // namespace
}  // namespace regulars::app
