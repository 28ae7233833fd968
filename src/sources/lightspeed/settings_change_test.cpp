// Tests that settings changed later leave what they would have left from the beginning.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/lightspeed/world_test.hpp"

namespace regulars::sources::lightspeed {
namespace {

/// Sales that each setting tells of otherwise, more than a page of each.
void open_shop(World& world) {
    world.populate(40);
    for (int i = 1; i <= 40; i += 4) world.vendor.customers[i].email.clear();
    for (int i = 2; i <= 40; i += 4) {
        auto& sale = world.vendor.sales[100 + i];
        sale.total = "0";
        for (auto& line : sale.lines) line.total = "0";
    }
    for (int i = 3; i <= 40; i += 8)
        world.vendor.sales[100 + i].completed_at = "2024-01-05T10:00:00+00:00";
    for (int i : {1, 2, 5, 6})
        world.vendor.shipments[i] = {.id = i, .sale = 100 + i, .customer = i};
}

/// Events and exclusions. People once made stay: nothing takes them back but the vendor's erasure.
std::string picture_of(const World& world) {
    std::string picture =
        fmt::format("{}\n", format_iso(world.connection.integration.history_since));
    for (auto& [id, event] : world.memory.events)
        picture += fmt::format("{} {} {} {} {} {}\n", id, event.person, format_iso(event.time),
                               event.value->minor, event.value->currency.code(), event.properties);
    for (auto& [key, record] : world.memory.records)
        picture += fmt::format("{} {} {} {}\n", key, record.state, record.exclusion, record.memo);
    return picture;
}

TEST(LightspeedSettings, ChangedLaterTellOfEverythingAsFromTheBeginning) {
    struct Case {
        const char *with, *without;
    } cases[] = {
        {R"({"include_no_email":true})", R"({"include_no_email":null})"},
        {R"({"include_zero_value":true})", R"({"include_zero_value":null})"},
        {R"({"include_no_email":true,"include_zero_value":true})",
         R"({"include_no_email":null,"include_zero_value":null})"},
        {R"({"history_since":"2025-01-01"})", R"({"history_since":null})"},
        {R"({"currency":"CAD"})", R"({"currency":null})"},
    };
    for (auto& test : cases)
        expect_as_from_the_beginning(open_shop, picture_of, test.with, test.without);
}

TEST(LightspeedSettings, ThatChangeNoMeaningReadNothingAgain) {
    World world;
    world.populate(30);
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(60min);
    world.change(R"({"interval_minutes":15,"start_welcome_flow":true})");
    EXPECT_EQ(world.sync().kind, model::RunKind::scheduled);
}

TEST(LightspeedSettings, ChangedWhenThousandsHaveNoEmailAskForNoSaleOneByOne) {
    World world(100);
    world.populate(300);
    for (auto& [id, customer] : world.vendor.customers) customer.email.clear();
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(5min);
    world.change(R"({"include_no_email":true})");
    world.vendor.log.clear();
    auto run = world.sync();
    ASSERT_EQ(run.error, "");
    EXPECT_EQ(run.kind, model::RunKind::backfill);
    EXPECT_EQ(world.memory.events.size(), 900u);
    EXPECT_LE(world.vendor.count("customerID=IN"), 2) << "those of the last page, at most";
}

}  // namespace
}  // namespace regulars::sources::lightspeed
