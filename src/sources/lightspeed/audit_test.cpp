// What an audit says of Lightspeed's days, and how events lead back to them.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/lightspeed/memo.hpp"
#include "sources/lightspeed/world_test.hpp"

namespace regulars::sources::lightspeed {
namespace {

VendorSale sold(std::int64_t id) {
    constexpr const char* when = "2026-11-10T15:00:00+00:00";
    return {.id = id, .completed_at = when, .stamp = when};
}

// The audit: by the shop's own days, the vendor's word alone.
TEST(LightspeedAudit, ReadsDaysByShop) {
    World world;
    world.populate(1);
    auto add = [&](std::int64_t id, const char* shop, const char* when, const char* total,
                   bool voided = false) {
        VendorSale sale{.id = id, .total = total, .completed_at = when, .stamp = when};
        sale.shop = shop, sale.voided = voided;
        bool is_return = total[0] == '-';
        sale.lines = {{.id = id * 10, .quantity = is_return ? "-1" : "1", .total = total}};
        world.vendor.sales[id] = sale;
    };
    add(1, "1", "2026-11-10T03:30:00+00:00", "5");      // the 9th in New York
    add(2, "2", "2026-11-11T06:30:00+00:00", "6.005");  // the 10th at the Pacific
    add(3, "1", "2026-11-10T15:00:00+00:00", "-7");
    add(4, "1", "2026-11-10T16:00:00+00:00", "8", true);
    add(5, "1", "2026-11-12T16:00:00+00:00", "9");
    world.vendor.sales[6] = world.vendor.sales[3];
    world.vendor.sales[6].id = 6, world.vendor.sales[6].completed_at.clear();  // an old account's
    auto rows = world.audit({2026, 11, 10});
    ASSERT_TRUE(rows) << rows.error().text();
    std::vector<std::string> said;
    for (auto& row : rows->rows)
        said.push_back(fmt::format("{} {} {} {} {} {}", row.record, row.unique_id, row.label,
                                   row.place, format_iso(row.day), row.value->minor));
    EXPECT_EQ(said,
              (std::vector<std::string>{"sale/2 lsr:7:2:placed Sale 220002 Beach 2026-11-10 601",
                                        "sale/3 lsr:7:3:refunded Sale 220003 HQ 2026-11-10 -700",
                                        "sale/4 lsr:7:4:placed Sale 220004 HQ 2026-11-10 800",
                                        "sale/6 lsr:7:6:refunded Sale 220006 HQ 2026-11-10 -700"}));
    EXPECT_EQ(rows->zone.name(), "US/Eastern") << "the first shop's";
    for (auto& row : rows->rows) {
        EXPECT_TRUE(row.changed_at && !row.apart) << row.label;
        EXPECT_EQ(row.exclusion, row.record == "sale/4" ? "voided" : "") << row.label;
    }
}

// What is worth less than nothing on the whole is a return; what was sold in it is told apart.
TEST(LightspeedAudit, AnExchangeIsAReturnAndGoodsApart) {
    World world;
    world.populate(1);
    auto add = [&](std::int64_t id, const char* total,
                   std::vector<std::pair<const char*, const char*>> lines) {
        auto sale = sold(id);
        sale.total = total, sale.shop = "1";
        for (auto& [quantity, worth] : lines)
            sale.lines.push_back({.id = id * 10 + std::int64_t(sale.lines.size()),
                                  .quantity = quantity,
                                  .total = worth});
        world.vendor.sales[id] = sale;
    };
    add(1, "-5.00", {{"-1", "-20.00"}, {"1", "15.00"}});
    add(2, "0.00", {{"-1", "-20.00"}, {"1", "20.00"}});
    add(3, "5.00", {{"-1", "-20.00"}, {"1", "25.00"}});
    add(4, "5.00", {{"-1", "-20.00"}, {"1", "25.00"}});
    world.vendor.sales[4].customer = 1;
    auto rows = world.audit({2026, 11, 10});
    ASSERT_TRUE(rows) << rows.error().text();
    std::vector<std::string> said;
    for (auto& row : rows->rows)
        said.push_back(fmt::format("{} {} {} {}", row.unique_id, row.value->minor,
                                   row.apart ? row.apart->minor : 0, row.apart_reason));
    EXPECT_EQ(said, (std::vector<std::string>{"lsr:7:1:refunded -500 1500 sold_in_exchange",
                                              "lsr:7:2:refunded 0 2000 sold_in_exchange",
                                              "lsr:7:3:refunded 500 2500 sold_in_exchange",
                                              "lsr:7:4:placed 500 0 "}))
        << "one of nobody may be traced to the buyer of what was returned";
    auto& bought = rows->rows.back();
    ASSERT_EQ(bought.also.size(), 1u) << "what was given back is an event as well";
    EXPECT_EQ(bought.also[0].unique_id, "lsr:7:4:refunded");
    EXPECT_EQ(bought.also[0].value->minor, -2'000);
}

TEST(LightspeedAudit, ExpectsWhatWasShippedToItsBuyer) {
    World world;
    world.populate(1);
    auto add = [&](std::int64_t id, std::int64_t buyer, std::int64_t recipient, bool shipped) {
        auto sale = sold(id);
        sale.customer = buyer;
        sale.lines = {{.id = id * 10}};
        world.vendor.sales[id] = sale;
        world.vendor.shipments[id] = {.id = id, .sale = id, .customer = recipient};
        world.vendor.shipments[id].shipped = shipped;
    };
    add(1, 1, 1, true);
    add(2, 1, 1, false);
    add(3, 1, 0, true);
    auto rows = world.audit({2026, 11, 10});
    ASSERT_TRUE(rows) << rows.error().text();
    ASSERT_EQ(rows->rows.size(), 3u);
    ASSERT_EQ(rows->rows[0].also.size(), 1u);
    EXPECT_EQ(rows->rows[0].also[0].unique_id, "lsr:7:ship:1");
    EXPECT_EQ(rows->rows[0].also[0].value, rows->rows[0].value);
    EXPECT_EQ(rows->rows[0].also[0].record, "shipment/1") << "which may say why it is not here";
    EXPECT_TRUE(rows->rows[1].also.empty() && rows->rows[2].also.empty());
}

// Who asked to be forgotten makes no sale red: neither their own nor a return traced to them.
TEST(LightspeedAudit, NamesTheBuyerAndRemembersTheReturner) {
    World world;
    world.populate(1);
    auto sale = sold(1);
    sale.customer = 8;
    sale.lines = {{.id = 10}};
    world.vendor.sales[1] = sale;
    auto rows = world.audit({2026, 11, 10});
    ASSERT_TRUE(rows) << rows.error().text();
    EXPECT_EQ(rows->rows.at(0).persons, std::vector<std::string>{"lightspeed:7:8"});
    auto tracer = Lightspeed().tracer(world.connection).value();
    model::SourceRecord traced{.key = "sale/2", .memo = to_json(SaleMemo{.buyer = "9"})};
    EXPECT_EQ(tracer.recall(traced).persons, std::vector<std::string>{"lightspeed:7:9"});
}

TEST(LightspeedSync, ReadsAgainWhatDiffered) {
    World world;
    world.populate(3);
    ASSERT_EQ(world.sync().error, "");
    auto& sale = world.vendor.sales.at(102);
    auto id = std::string("lsr:7:102:placed");
    auto before = world.memory.events.at(id).value->minor;
    sale.total = "99.00";  // and nothing says so
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.events.at(id).value->minor, before);
    ingest::Batch batch;
    model::Difference difference{.record = "sale/102", .unique_id = id};
    batch.cursors = Lightspeed().reread(world.memory.cursors({}, {}).value(), {2026, 10, 1},
                                        {2026, 10, 1}, std::span(&difference, 1));
    ASSERT_EQ(batch.cursors.size(), 1u);
    ASSERT_TRUE(world.memory.apply(std::span(&batch, 1)).has_value());
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.memory.events.at(id).value->minor, 9'900);
}

TEST(LightspeedAudit, AReturnTakesAwayWhatWasGivenBack) {
    World world;
    auto tracer = Lightspeed().tracer(world.connection);
    ASSERT_TRUE(tracer) << tracer.error().text();
    auto traced = [&](std::string id) {
        model::Event event;
        event.unique_id = std::move(id);
        event.value = Money{2'000, Currency{}};
        return tracer->trace(event)->value->minor;
    };
    EXPECT_EQ(traced("lsr:7:101:placed"), 2'000);
    EXPECT_EQ(traced("lsr:7:102:refunded"), -2'000)
        << "the vendor's sale of the return is worth less than nothing";
}

}  // namespace
}  // namespace regulars::sources::lightspeed
