// Tests the whole way from a scripted vendor to Batches: backfill, polls, links that lie, and what
// becomes readable later.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/lightspeed/shops.hpp"
#include "sources/lightspeed/world_test.hpp"

namespace regulars::sources::lightspeed {
namespace {

using Answer = Imposter::Answer;

TEST(LightspeedSync, BackfillsEverythingOnce) {
    World world;
    world.populate(35);
    auto run = world.sync();
    ASSERT_EQ(run.error, "");
    EXPECT_EQ(run.kind, model::RunKind::backfill);
    EXPECT_EQ(run.done, 1);
    EXPECT_EQ(run.progress, "up to date");
    EXPECT_EQ(world.memory.people.size(), 35u);
    EXPECT_EQ(world.memory.events.size(), 35u * 3);
    EXPECT_EQ(world.memory.refused_unknown, 0);
    EXPECT_EQ(world.memory.next_sync_at, run.started_at + 60min);
    ASSERT_TRUE(world.event("101:placed"));
    EXPECT_EQ(world.event("101:placed")->value, (Money{2297, Currency{}}));
    EXPECT_EQ(world.event("101:placed")->person, "lightspeed:7:1");
    EXPECT_EQ(world.event("1002:product")->value, (Money{1149, Currency{}}));

    auto before = world.memory.picture();
    int writes = world.memory.event_writes;
    world.clock.advance(60min);
    auto again = world.sync();
    EXPECT_EQ(again.error, "");
    EXPECT_EQ(again.kind, model::RunKind::scheduled);
    EXPECT_EQ(world.memory.picture(), before);
    EXPECT_EQ(world.memory.event_writes, writes) << "nothing new writes no event";
}

TEST(LightspeedSync, FinishesOnlyWhenShipmentsAreReadToo) {
    World world;
    world.populate(35);
    std::vector<model::RunStage> stages;
    double done = 0;
    world.connection.credentials = world.keeper.kept;
    auto read = world.runner->sync_once(
        world.connection, model::RunKind::scheduled,
        [&](const model::Run& run) {
            if (stages.empty() || stages.back() != run.reach.stage)
                stages.push_back(run.reach.stage);
            EXPECT_EQ(run.reach.month, "") << "sales are read by number";
            EXPECT_EQ(run.reach.stage == model::RunStage::finishing, run.done == 1) << run.progress;
            EXPECT_GE(run.done, done);
            done = run.done;
        },
        {});
    ASSERT_TRUE(read) << read.error().text();
    using enum model::RunStage;
    EXPECT_EQ(stages, (std::vector{people, history, shipments, finishing}));
}

TEST(LightspeedSync, AsksOnlyForWhatChangedSince) {
    World world;
    world.populate(30);
    ASSERT_EQ(world.sync().error, "");
    world.vendor.log.clear();
    world.clock.advance(60min);
    world.touch(117).total = "30";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.event("117:placed")->value, (Money{3000, Currency{}}));
    EXPECT_EQ(world.vendor.count("Sale.json"), 1)
        << fmt::format("{}", fmt::join(world.vendor.log, "\n"));
    EXPECT_EQ(world.vendor.count("sort=updatetime&updatetime=>=,2026-11-21T11:50:00Z"), 1)
        << "ten minutes before the walk before began";
    EXPECT_EQ(world.vendor.count(
                  "or=timeStamp=>=,2026-11-21T11:50:00Z|Contact.timeStamp=>=,2026-11-21T11:50:00Z"),
              1);
}

// L7: `next` that repeats itself, stands on another host, or is absent from a full page.
TEST(LightspeedSync, L7SurvivesLinksThatLie) {
    World honest(8);
    honest.populate(50);
    ASSERT_EQ(honest.sync().error, "");
    struct Case {
        const char* name;
        std::function<void(const net::HttpRequest&, std::string& next)> bend;
    } cases[] = {{"the page's own address", [](const net::HttpRequest& request,
                                               std::string& next) { next = request.target; }},
                 {"another host",
                  [](const net::HttpRequest&, std::string& next) {
                      if (!next.empty())
                          next = "https://attacker.example" + next.substr(next.find('/', 8));
                  }},
                 {"a host that begins like ours",
                  [](const net::HttpRequest&, std::string& next) {
                      if (!next.empty())
                          next = "http://127.0.0.1:22" + next.substr(next.find('/', 8));
                  }},
                 {"absent", [](const net::HttpRequest&, std::string& next) { next.clear(); }},
                 {"always the second page",
                  [](const net::HttpRequest& request, std::string& next) {
                      if (auto old = request.target.find("&after="); old != std::string::npos)
                          next = request.target;
                  }},
                 {"another list",
                  [](const net::HttpRequest&, std::string& next) {
                      next = "http://127.0.0.1:2/API/V3/Account/7/Employee.json?limit=8";
                  }},
                 {"no address at all", [](const net::HttpRequest&, std::string& next) {
                      next = "javascript:alert(1)";
                  }}};
    for (auto& test : cases) {
        World world(8);
        world.populate(50);
        world.vendor.bend = test.bend;
        ASSERT_EQ(world.sync().error, "") << test.name;
        EXPECT_EQ(world.memory.picture(), honest.memory.picture()) << test.name;
        EXPECT_EQ(world.vendor.count("Employee"), 0) << test.name;
        EXPECT_LT(world.vendor.log.size(), 2 * honest.vendor.log.size() + 40) << test.name;
    }
}

// L8: rows that change while they are read, and many that share one time.
TEST(LightspeedSync, L8LosesNothingWhenSalesChangeWhileItReads) {
    World world(7);
    world.populate(60);
    SeededRandom random(3);
    world.vendor.after = [&](int number) {
        if (number < 6 || number > 40) return;
        std::int64_t id = 101 + std::int64_t(random.below(60));
        world.touch(id).total = fmt::format("{}", number);
    };
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(60min);
    world.vendor.after = {};
    ASSERT_EQ(world.sync().error, "");
    for (auto& [id, sale] : world.vendor.sales)
        EXPECT_EQ(world.event(fmt::format("{}:placed", id))->value->minor,
                  std::int64_t(std::stod(sale.total) * 100 + 0.5))
            << id;
}

TEST(LightspeedSync, L8ReadsTiesOverPageBoundaries) {
    World world(8);
    world.populate(60);
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(60min);
    for (auto& [id, sale] : world.vendor.sales) world.touch(id).total = "5";
    ASSERT_EQ(world.sync().error, "");
    for (auto& [id, sale] : world.vendor.sales)
        EXPECT_EQ(world.event(fmt::format("{}:placed", id))->value->minor, 500) << id;
}

// L9: the filter by time of change is refused: a void is found by looking back.
TEST(LightspeedSync, L9FallsBackToTimeStampAndLooksBackForVoids) {
    World world;
    world.populate(20);
    world.vendor.sales[110].completed_at = world.vendor.sales[110].stamp =
        "2026-11-10T10:00:00+00:00";
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.target.find("updatetime") == std::string::npos) return std::nullopt;
        return Imposter::json(
            400,
            R"({"httpCode":"400","httpMessage":"Bad Request","message":"Unknown field 'updatetime'.","errorClass":"Exception"})");
    };
    ASSERT_EQ(world.sync().error, "");
    ASSERT_TRUE(world.event("110:placed"));
    world.vendor.log.clear();
    world.clock.advance(60min);
    world.vendor.sales[110].voided = true;  // and no time stamp moves
    world.vendor.sales[111].stamp = world.now();
    world.vendor.sales[111].total = "9";
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.count("updatetime"), 0) << "refused once, it is not asked for again";
    EXPECT_EQ(world.event("111:placed")->value->minor, 900);
    ASSERT_TRUE(world.event("110:placed"));
    world.clock.advance(days(1));
    ASSERT_EQ(world.sync().error, "");
    EXPECT_FALSE(world.event("110:placed"));
    EXPECT_EQ(world.memory.exclusion("sale/110"), "voided");
}

TEST(LightspeedSync, KeepsTheShopsForPeopleToChooseAmong) {
    World world;
    world.populate(2);
    ASSERT_EQ(world.sync().error, "");
    auto kept = [&] { return world.memory.cursor_by_stream.at("shops"); };
    EXPECT_EQ(shops_seen(kept().state), (std::vector<ShopSeen>{{"1", "HQ"}, {"2", "Beach"}}));
    auto version = kept().version;
    world.clock.advance(60min);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(kept().version, version) << "nothing new is not written";
    EXPECT_TRUE(shops_seen("rubbish").empty());
}

// L10: a return names no customer: the sale it was bought in does.
TEST(LightspeedSync, L10TracesReturnsToTheirBuyers) {
    World world;
    world.populate(5);
    auto back = [&](std::int64_t id, const char* parent) {
        VendorSale sale{.id = id, .total = "-11.49"};
        sale.lines = {{.id = id * 10, .quantity = "-1", .total = "-11.4860025", .parent = parent}};
        world.vendor.sales[id] = sale;
    };
    back(90, "1002");    // before the sale it returns, by number: that one is fetched
    back(201, "1004");   // on a later page or the same
    back(202, "900");    // a return of a return
    back(203, "0");      // a blind one
    back(204, "77777");  // bought where nobody knows
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.event("90:refunded")->person, "lightspeed:7:1");
    EXPECT_EQ(world.event("90:refunded")->value, (Money{1149, Currency{}}));
    EXPECT_EQ(world.event("201:refunded")->person, "lightspeed:7:2");
    EXPECT_EQ(world.event("202:refunded")->person, "lightspeed:7:1");
    EXPECT_EQ(world.memory.exclusion("sale/203"), "no_customer");
    EXPECT_EQ(world.memory.exclusion("sale/204"), "no_customer") << "nobody was named";
    EXPECT_EQ(world.memory.refused_unknown, 0);
}

TEST(LightspeedSync, L10FollowsABuyerWhoIsAttachedToTheOriginalSaleLater) {
    World world;
    world.populate(5);
    world.vendor.sales[101].customer = 0;
    VendorSale refund{.id = 201, .total = "-11.49"};
    refund.lines = {{.id = 2010, .quantity = "-1", .total = "-11.4860025", .parent = "1002"}};
    world.vendor.sales[201] = refund;
    ASSERT_EQ(world.sync().error, "");
    EXPECT_FALSE(world.event("201:refunded"));
    world.clock.advance(60min);
    world.touch(101).customer = 1;
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.event("101:placed"));
    ASSERT_TRUE(world.event("201:refunded"));
    EXPECT_EQ(world.event("201:refunded")->person, "lightspeed:7:1");
}

// L12: an email that comes later makes the past sales' events; the contact's time alone tells of
// it.
TEST(LightspeedSync, L12ReadsACustomersSalesAgainWhenAnEmailIsAdded) {
    World world;
    world.populate(20);
    world.vendor.customers[4].email.clear();
    ASSERT_EQ(world.sync().error, "");
    EXPECT_FALSE(world.memory.people.contains("lightspeed:7:4"));
    EXPECT_EQ(world.memory.exclusion("sale/104"), "no_email");
    world.clock.advance(60min);
    world.vendor.customers[4].email = "late@example.com";
    world.vendor.customers[4].contact_stamp = world.now();
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.memory.people.contains("lightspeed:7:4"));
    EXPECT_TRUE(world.event("104:placed"));
    EXPECT_EQ(world.memory.exclusion("sale/104"), "");
    EXPECT_EQ(world.vendor.count("customerID=IN,[4]"), 1);
    EXPECT_EQ(world.memory.cursor_by_stream["revisit"].state,
              R"({"customers":[],"lines":[],"sales":[]})");
}

TEST(LightspeedSync, L12MovesASaleToAnotherCustomer) {
    World world;
    world.populate(6);
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(60min);
    world.touch(101).customer = 2;
    world.touch(103).customer = 0;
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.event("101:placed")->person, "lightspeed:7:2");
    EXPECT_FALSE(world.event("103:placed") || world.event("1006:product"));
    EXPECT_EQ(world.memory.exclusion("sale/103"), "no_customer");
}

// L13: an anonymized customer is forgotten, and its sales say why they make nothing any more.
TEST(LightspeedSync, L13ForgetsAnonymizedCustomers) {
    World world;
    world.populate(6);
    ASSERT_EQ(world.sync().error, "");
    world.clock.advance(60min);
    auto& customer = world.vendor.customers[3];
    customer = {.id = 3,
                .first_name = "Customer",
                .last_name = "[3]",
                .stamp = world.now(),
                .contact = R"("")",
                .archived = true};
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.memory.forgotten.contains("lightspeed:7:3"));
    EXPECT_FALSE(world.event("103:placed"));
    EXPECT_EQ(world.memory.exclusion("sale/103"), "no_email");
    EXPECT_FALSE(world.memory.people.contains("lightspeed:7:3"));
}

TEST(LightspeedSync, L13KeepsArchivedCustomers) {
    World world;
    world.populate(3);
    world.vendor.customers[2].archived = true;
    ASSERT_EQ(world.sync().error, "");
    EXPECT_TRUE(world.event("102:placed"));
}

// L15: shipments by their own list, whatever the sale's state, once for ever.
TEST(LightspeedSync, L15ShipsOnce) {
    World world;
    world.populate(4);
    world.vendor.shipments = {{1, {1, 101, 1}}, {2, {2, 102, 0}}, {3, {3, 103, 3, false}}};
    ASSERT_EQ(world.sync().error, "");
    ASSERT_TRUE(world.event("ship:1"));
    EXPECT_EQ(world.event("ship:1")->time, at("2026-11-02T10:00:00Z"));
    EXPECT_EQ(world.event("ship:1")->value, (Money{2297, Currency{}}));
    EXPECT_EQ(world.memory.exclusion("shipment/2"), "shipment_without_customer");
    EXPECT_EQ(world.memory.exclusion("shipment/3"), "(unknown)") << "not shipped is not counted";
    world.clock.advance(60min);
    for (auto& [id, shipment] : world.vendor.shipments)
        shipment.shipped = !shipment.shipped, shipment.stamp = world.now();
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.event("ship:1")->time, at("2026-11-02T10:00:00Z"));
    EXPECT_EQ(world.event("ship:3")->time, at(world.vendor.shipments[3].stamp));
    world.clock.advance(60min);
    world.vendor.shipments[1] = {1, 101, 1, true, world.now()};
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.event("ship:1")->time, at("2026-11-02T10:00:00Z"));
}

TEST(LightspeedSync, L15WhatWasShippedKeepsItsItemsWhateverTheButtonSays) {
    World world;
    world.populate(2);
    world.vendor.shipments = {{1, {1, 101, 1}}};
    ASSERT_EQ(world.sync().error, "");
    std::string told = world.event("ship:1")->properties;
    ASSERT_NE(told.find("https://img.example/mug.jpg"), std::string::npos) << told;
    world.clock.advance(60min);
    world.vendor.shipments[1].shipped = false, world.vendor.shipments[1].stamp = world.now();
    world.touch(101).voided = true;
    ASSERT_EQ(world.sync().error, "");
    EXPECT_FALSE(world.event("101:placed")) << "or this test shows nothing";
    EXPECT_EQ(world.event("ship:1")->properties, told);
}

// L11: what sales refer to is looked up where the lists did not have it.
TEST(LightspeedSync, L11LooksUpNewCategoriesAndImages) {
    World world;
    world.populate(2);
    ASSERT_EQ(world.sync().error, "");
    EXPECT_NE(
        world.event("101:placed")->properties.find(R"("Categories":["Home / Living","Mugs"])"),
        std::string::npos)
        << world.event("101:placed")->properties;
    EXPECT_NE(
        world.event("101:placed")->properties.find(R"("image":"https://img.example/mug.jpg")"),
        std::string::npos);
    world.clock.advance(60min);
    int sales = 0;
    world.vendor.intercept = [&](int, const net::HttpRequest& request) -> std::optional<Answer> {
        if (request.target.find("sort=updatetime") != std::string::npos && ++sales == 1) {
            world.vendor.categories.push_back(R"({"categoryID":"9","name":"Tall","parentID":"3"})");
            world.touch(101).lines[0].category = "9";
            world.touch(102).lines[0].category = "10";  // deleted: nobody knows it
        }
        return std::nullopt;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.count("Category.json?limit=100&categoryID=IN,[9,10]"), 1);
    EXPECT_NE(world.event("1002:product")->properties.find(R"("Category":"Tall")"),
              std::string::npos);
    EXPECT_NE(world.event("1004:product")->properties.find(R"("Category":null)"),
              std::string::npos);
}

TEST(LightspeedSync, GoesOnBehindTheLastCommittedPage) {
    World whole(6);
    whole.populate(40);
    ASSERT_EQ(whole.sync().error, "");
    for (int crash = 1; crash <= whole.memory.applies; ++crash) {
        World world(6);
        world.populate(40);
        (crash % 2 ? world.memory.fail_before : world.memory.fail_after) = crash;
        world.sync();
        world.restart();
        ASSERT_EQ(world.sync().error, "") << crash;
        EXPECT_EQ(world.memory.picture(), whole.memory.picture()) << crash;
    }
}

}  // namespace
}  // namespace regulars::sources::lightspeed
