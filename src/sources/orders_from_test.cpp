// Which orders may say what a reservation was worth.
// SPDX-License-Identifier: Apache-2.0
#include "sources/orders_from.hpp"

#include <gtest/gtest.h>

namespace regulars::sources {
namespace {

using Kind = model::IntegrationKind;

const std::vector<model::Integration> others = {
    {.public_id = "01T",
     .kind = Kind::toast,
     .name = "Chicago",
     .settings = R"({"restaurants":["aa-1"]})"},
    {.public_id = "01M",
     .kind = Kind::toast,
     .name = "Everywhere",
     .settings = R"({"restaurants":["aa-2","bb-2"]})"},
    {.public_id = "01L", .kind = Kind::lightspeed, .name = "Shop", .settings = "{}"},
    {.public_id = "01O", .kind = Kind::opentable, .name = "Tables", .settings = "{}"}};

TEST(OrdersFrom, OfOneLocationItIsThatOneAndOfSeveralOneIsChosen) {
    auto location = [&](int other, const char* entry) {
        return location_of(others[std::size_t(other)], orders_from(entry));
    };
    EXPECT_EQ(location(0, "01T"), "aa-1");
    EXPECT_EQ(location(0, "01T/aa-1"), "aa-1");
    EXPECT_EQ(location(1, "01M"), std::nullopt);
    EXPECT_EQ(location(1, "01M/bb-2"), "bb-2");
    EXPECT_EQ(location(1, "01M/aa-1"), std::nullopt) << "another integration's";
    EXPECT_EQ(location(2, "01L"), "");
    EXPECT_EQ(location(2, "01L/2"), "2");
}

TEST(OrdersFrom, RefusesWhatSaysNoOrdersOrNotWhere) {
    auto of = [&](const char* settings) {
        return no_orders_of({.kind = Kind::opentable, .settings = settings}, others);
    };
    EXPECT_FALSE(of(R"({"rid":"77"})"));
    EXPECT_FALSE(of(R"({"pos_value_from":["01L","01T","01M/aa-2"]})"));
    auto reservations = of(R"({"pos_value_from":["01T","01O","01X"]})");
    ASSERT_TRUE(reservations) << "reservations are no orders";
    EXPECT_EQ(reservations->field, "/pos_value_from/1");
    EXPECT_NE(reservations->why.find("'01O'"), std::string::npos);
    EXPECT_NE(of(R"({"pos_value_from":["01M"]})")->why.find("several restaurants"),
              std::string::npos);
    EXPECT_NE(of(R"({"pos_value_from":["01M/aa-1"]})")->why.find("'aa-1'"), std::string::npos);
}

TEST(OrdersFrom, ATableIsNeitherElsewhereNorTakenOut) {
    auto order = [](std::string id, std::string how) {
        return model::Event{.unique_id = std::move(id),
                            .properties = R"({"Fulfillment Method":")" + how + "\"}"};
    };
    auto is = [](const model::Event& event) { return is_of_table(event, Kind::toast, "aa-1"); };
    EXPECT_TRUE(is(order("toast:aa-1:o:placed", "Dine In")));
    EXPECT_TRUE(is(order("toast:aa-1:o:placed", ""))) << "not everybody says how";
    EXPECT_FALSE(is(order("toast:bb-2:o:placed", "Dine In")));
    EXPECT_FALSE(is(order("toast:aa-1:o:placed", "Take Out")));
    EXPECT_FALSE(is(order("toast:aa-1:o:placed", "Delivery")));
    model::Event sale{.unique_id = "lsr:7:1:placed", .properties = R"({"ShopID":"2"})"};
    EXPECT_TRUE(is_of_table(sale, Kind::lightspeed, ""));
    EXPECT_TRUE(is_of_table(sale, Kind::lightspeed, "2"));
    EXPECT_FALSE(is_of_table(sale, Kind::lightspeed, "1"));
}

}  // namespace
}  // namespace regulars::sources
