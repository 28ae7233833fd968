// Tests that settings changed later leave what they would have left from the beginning.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/toast/imposter_test.hpp"

namespace regulars::sources::toast {
namespace {

/// Orders that each setting tells of otherwise.
void open_shop(World& world) {
    world.populate(30);
    for (int i = 0; i < 30; i += 3) {
        auto& order = world.vendor.restaurants[bistro][fmt::format("o-{:04}", i)];
        order.source = "In Store";
    }
    for (int i = 1; i < 30; i += 3) {
        auto& order = world.vendor.restaurants[bistro][fmt::format("o-{:04}", i)];
        order.checks[0].lines[0].quantity = "2";
        order.closed = order.modified;
        order.more = R"(,"deliveryInfo":{"deliveryState":"DELIVERED","deliveredDate":)" +
                     fmt::format(R"("{}"}})", order.created);
    }
    world.add("o-old", "2026-09-01T12:00:00Z").created = "2023-06-01T12:00:00.000+0000";
    world.connection.integration.history_since = history_before(world.clock.now(), 3);
}

/// Events and exclusions; times once given are remembered beside them.
std::string picture_of(const World& world) {
    std::string picture =
        fmt::format("{}\n", format_iso(world.connection.integration.history_since));
    for (auto& [id, event] : world.memory.events)
        picture += fmt::format("{} {} {} {} {}\n", id, event.person, format_iso(event.time),
                               event.value->minor, event.properties);
    for (auto& [key, record] : world.memory.records)
        if (key.starts_with("order/")) picture += fmt::format("{} {}\n", key, record.exclusion);
    return picture;
}

TEST(ToastSettings, ChangedLaterTellOfEverythingAsFromTheBeginning) {
    constexpr const char* cases[] = {R"("sources":["*"])",
                                     R"("product_per":"unit")",
                                     R"("product_value":"order")",
                                     R"("fulfilled_when":"ready")",
                                     R"("history_years":1)",
                                     R"("history_years":5)",
                                     R"("fulfilled_when":"delivered","product_per":"unit")"};
    for (std::string_view settings : cases) {
        auto with = fmt::format("{{{}}}", settings);
        std::string lifted = "{";
        JsonDocument::parse(with)->root().each_member([&](std::string_view name, JsonNode) {
            lifted += fmt::format(R"({}"{}":null)", lifted == "{" ? "" : ",", name);
        });
        lifted += "}";
        expect_as_from_the_beginning(open_shop, picture_of, with, lifted);
    }
}

TEST(ToastSettings, ThatChangeNoMeaningReadNothingAgain) {
    World world;
    world.populate(30);
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(30min);
    world.change(R"({"interval_minutes":60,"page_size":20})");
    auto run = world.sync();
    EXPECT_EQ(run.kind, model::RunKind::scheduled);
    EXPECT_EQ(run.records, 0);
}

TEST(ToastSettings, OfAShorterHistoryTakeBackWhatIsOlder) {
    World world;
    world.connection.integration.history_since = history_before(world.clock.now(), 3);
    world.add("o-ancient", "2022-06-01T12:00:00Z");
    world.change(R"({"history_years":5})");
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.has("o-ancient"));
    world.clock.advance(5min);
    world.change(R"({"history_years":null})");
    ASSERT_EQ(world.sync().error, "");
    EXPECT_FALSE(world.has("o-ancient"));
    EXPECT_EQ(world.memory.records.at("order/o-ancient").exclusion, "before_history");
}

TEST(ToastSettings, ChangedDuringARunEndItAndTheNextReadsAll) {
    World world;
    open_shop(world);
    world.vendor.after = [&, is_changed = false](int number) mutable {
        if (number == 12 && !std::exchange(is_changed, true)) world.change(R"({"sources":["*"]})");
    };
    auto run = world.sync();
    EXPECT_EQ(run.outcome, model::RunOutcome::interrupted);
    EXPECT_EQ(world.memory.next_sync_at, world.clock.now()) << "at once";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 30);
}

TEST(ToastGuests, WithMoreOrdersThanAreNotedGetAllOfThemWithinADay) {
    World world;
    for (int i = 0; i < 260; ++i)
        world
            .add(fmt::format("o-{:04}", i),
                 format_iso(at("2026-11-10T18:00:00Z") + std::chrono::minutes(i)))
            .checks[0]
            .customer = R"({"guid":"c-many"})";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 0);
    world.clock.advance(10min);
    world.add("o-shows", format_iso((world.clock.now() - 5min).floor_seconds()))
        .checks[0]
        .customer = R"({"guid":"c-many","email":"many@example.com"})";
    world.clock.advance(20min);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_LT(world.placed(), 261);
    EXPECT_NE(world.memory.notice, "") << "a person is told";
    world.clock.advance(24h);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.placed(), 261);
    world.clock.advance(30min);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.notice, "") << "and no longer than it is so";
}

}  // namespace
}  // namespace regulars::sources::toast
