// Tests which events an order makes, whose, when, and with what; docs/decisions/0005 in tables of
// cases.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sources/toast/desk_test.hpp"

namespace regulars::sources::toast {
namespace {

TEST(ToastMapping, AnOrderMakesItsEvents) {
    Desk desk;
    OrderText order;
    order.checks[0].lines.push_back(
        {"s-2", "Sandwich ", "9.20", "2", R"(,"modifiers":[{"displayName":"Chicken"}])"});
    order.checks[0].amount = "13.70";
    order.checks[0].payments = payment("p-1") + "," + payment("p-2", "CASH") + "," + payment("p-3");
    order.checks[0].more =
        R"(,"appliedServiceCharges":[{"gratuity":true,"chargeAmount":3},{"gratuity":false,"chargeAmount":2}],"appliedLoyaltyInfo":{"loyaltyIdentifier":null,"maskedLoyaltyIdentifier":"x01","vendor":"TOAST"})";
    desk.map(order);
    ASSERT_EQ(desk.events.size(), 4u) << "placed, two lines, closed at the table";
    auto& placed = desk.event("placed");
    EXPECT_EQ(placed.metric, "Placed Order");
    EXPECT_EQ(placed.person, "toast:c-1");
    EXPECT_EQ(placed.time, at("2026-11-20T18:00:00Z"));
    EXPECT_EQ(placed.value->minor, 1720) << "13.70 + 0.50 + 3.00; tips are not in it";
    EXPECT_EQ(
        placed.properties,
        R"({"Items":["Coffee","Sandwich"],"Item Count":2,"Fulfillment Method":"Dine In","Fulfillment Method Name":"Table","Order ID":"o-1","Source":"Online",)"
        R"("Restaurant Name":"Bistro - Downtown","Guest Count":2,"Payment Type":"CREDIT, CASH","Revenue Center":null,"Restaurant Service":null,)"
        R"("Modifiers":["Chicken"],"Menu Group Names":["Drinks"],"Discount Applied":false,"Loyalty Applied":"x01","Loyalty Vendor":"TOAST","$extra":{"items":[{"name":"Coffee","quantity":1,"price":4.5,"product_id":"item-s-1",)"
        R"("image":"https://images.example/coffee.png","modifiers":[]},{"name":"Sandwich","quantity":2,"price":9.2,"product_id":"item-s-2","image":null,"modifiers":["Chicken"]}]}})");
    EXPECT_EQ(desk.property("fulfilled", "$extra"), desk.property("placed", "$extra"))
        << "names, images and variants for whoever writes after it";
    auto& product = desk.event("s-2:product");
    EXPECT_EQ(product.metric, "Ordered Product");
    EXPECT_EQ(product.value->minor, 920);
    EXPECT_EQ(product.time, placed.time);
    EXPECT_EQ(desk.property("s-2:product", "Quantity"), "2");
    EXPECT_EQ(desk.property("s-2:product", "ProductID"), R"("item-s-2")");
    EXPECT_EQ(desk.property("s-2:product", "Revenue Center"), "null");
    EXPECT_EQ(desk.property("s-2:product", "Restaurant Service"), "null");
    EXPECT_EQ(desk.property("s-2:product", "Menu Group Names"), R"(["Drinks"])");
    EXPECT_EQ(desk.event("fulfilled").metric, "Fulfilled Order");
    EXPECT_EQ(desk.event("fulfilled").value->minor, 1720);
    EXPECT_EQ(desk.property("fulfilled", "Discount Applied"), "absent");
    EXPECT_EQ(desk.people.at("toast:c-1").fields.email, "Ada@example.com");
    EXPECT_FALSE(desk.people.at("toast:c-1").opted_in);
}

TEST(ToastMapping, UnitsOfANegativeLineAddUpToIt) {
    Desk desk(R"(,"product_per":"unit")");
    OrderText order;
    order.checks[0].lines = {{"s-1", "Coupon", "-1.00", "3"}, {"s-2", "Tea", "10.00", "3"}};
    desk.map(order);
    std::vector<std::int64_t> worth;
    for (auto* unit : {"s-1:product:1", "s-1:product:2", "s-1:product:3", "s-2:product:1",
                       "s-2:product:2", "s-2:product:3"})
        worth.push_back(desk.event(unit).value->minor);
    EXPECT_EQ(worth, (std::vector<std::int64_t>{-33, -33, -34, 334, 333, 333}));
}

TEST(ToastMapping, TheSameAgainIsNothing) {
    Desk desk;
    OrderText order;
    order.checks[0].payments = payment("p-1", "CREDIT", "2.00");
    desk.map(order);
    EXPECT_FALSE(desk.last.records.empty());
    desk.map(order);
    EXPECT_TRUE(desk.last.records.empty() && desk.last.events.empty() && desk.last.people.empty());
}

TEST(ToastMapping, EveryExclusionHasItsWord) {  // T13, T19
    struct Case {
        const char* reason;
        std::function<void(OrderText&)> bend;
    };
    for (auto& c : std::initializer_list<Case>{
             {"deleted", [](auto& o) { o.more = R"(,"deleted":true,"createdInTestMode":true)"; }},
             {"test_mode",
              [](auto& o) { o.more = R"(,"createdInTestMode":true,"excessFood":true)"; }},
             {"excess_food", [](auto& o) { o.more = R"(,"excessFood":true,"voided":true)"; }},
             {"voided", [](auto& o) { o.more = R"(,"voided":true)", o.approval = "NOT_APPROVED"; }},
             {"voided", [](auto& o) { o.checks[0].more = R"(,"voided":true)"; }},
             {"not_approved",
              [](auto& o) { o.approval = "NOT_APPROVED", o.checks[0].lines.clear(); }},
             {"no_items",
              [](auto& o) {
                  o.checks[0].lines[0].more = R"(,"voided":true)", o.source = "In Store";
              }},
             {"no_items", [](auto& o) { o.checks.clear(); }},
             {"source_not_selected",
              [](auto& o) { o.source = "Moon base", o.checks[0].customer = "null"; }},
             {"no_contact",
              [](auto& o) {
                  o.checks[0].customer = "null", o.created = "2020-01-01T00:00:00.000+0000";
              }},
             {"no_contact",
              [](auto& o) {
                  o.checks[0].customer =
                      R"({"guid":"c-9","firstName":null,"email":null,"phone":null})";
              }},
             {"before_history", [](auto& o) { o.created = "2020-01-01T00:00:00.000+0000"; }},
             {"malformed", [](auto& o) { o.created.clear(); }},
             {"", [](auto& o) { o.approval = "FUTURE"; }},
             {"", [](auto& o) { o.approval = "NEEDS_APPROVAL"; }},
             {"", [](auto& o) {
                  o.checks[0].amount = "0", o.checks[0].tax = "0", o.checks[0].lines[0].price = "0";
              }}}) {
        Desk desk;
        OrderText order;
        c.bend(order);
        desk.map(order);
        EXPECT_EQ(desk.exclusion(), c.reason);
        EXPECT_EQ(desk.events.empty(), std::string(c.reason) != "") << c.reason;
    }
}

TEST(ToastMapping, WhatNoLongerCountsIsTakenBackAndComesAgain) {  // T9, T13
    Desk desk;
    OrderText order;
    order.checks[0].lines.push_back({"s-2", "Cake"});
    desk.map(order);
    auto before = desk.events;
    ASSERT_EQ(before.size(), 4u);
    order.modified = "2026-11-20T19:00:00.000+0000", order.more = R"(,"voided":true)";
    desk.map(order);
    EXPECT_TRUE(desk.events.empty());
    EXPECT_EQ(desk.exclusion(), "voided");
    order.modified = "2026-11-20T20:00:00.000+0000", order.more.clear();
    order.created = "2026-11-20T18:30:00.000+0000";
    desk.map(order);
    EXPECT_EQ(desk.events.size(), 4u);
    EXPECT_EQ(desk.event("placed").time, before.at(desk.id("placed")).time)
        << "a time once written stays";
    order.modified = "2026-11-20T21:00:00.000+0000",
    order.checks[0].lines[1].more = R"(,"voided":true)";
    desk.map(order);
    EXPECT_FALSE(desk.has("s-2:product"));
    EXPECT_TRUE(desk.has("s-1:product"));
    EXPECT_EQ(desk.property("placed", "Item Count"), "1");
}

TEST(ToastMapping, OldVersionsAreOldNews) {  // T6, T20
    Desk desk;
    OrderText order;
    order.modified = "2026-11-20T19:00:00.000+0000";
    desk.map(order);
    order.modified = "2026-11-20T18:00:00.000+0000", order.checks[0].amount = "1";
    desk.map(order);
    EXPECT_EQ(desk.event("placed").value->minor, 500);
    order.modified = "2026-11-20T19:00:00.000+0000";
    desk.map(order);
    EXPECT_EQ(desk.event("placed").value->minor, 150) << "other content of the same version counts";
}

TEST(ToastMapping, ATipChangesNoValue) {  // T7
    Desk desk;
    OrderText order;
    desk.map(order);
    order.modified = "2026-11-21T09:00:00.000+0000";
    order.checks[0].payments = R"({"guid":"p","type":"CREDIT","amount":5,"tipAmount":835.81})";
    order.checks[0].more = R"(,"totalAmount":840.81)";
    desk.map(order);
    EXPECT_EQ(desk.event("placed").value->minor, 500);
    EXPECT_EQ(desk.property("placed", "Payment Type"), R"("CREDIT")");
    EXPECT_EQ(desk.event("fulfilled").time, at("2026-11-20T18:00:05Z"))
        << "the nightly close-out moves no time";
}

TEST(ToastMapping, FulfilledByTheRule) {
    struct Case {
        const char* name;
        const char* rule;
        std::function<void(OrderText&)> bend;
        const char* at;  // null: not yet
    };
    auto ready = [](OrderText& o) {
        o.checks[0].lines[0].more = R"(,"fulfillmentStatus":"READY")";
    };
    for (
        auto& c : std::initializer_list<Case>{
            {"closed at the table", "auto",
             [](auto& o) { o.closed = "2026-11-20T19:30:00.000+0000"; }, "2026-11-20T19:30:00Z"},
            {"still open", "auto", [](auto& o) { o.checks[0].status = "PAID"; }, nullptr},
            {"an unknown way is as at the table", "auto", [](auto& o) { o.option = "gone"; },
             "2026-11-20T18:00:05Z"},
            {"paid take-out is not eaten", "auto", [](auto& o) { o.option = take_out; }, nullptr},
            {"all is ready", "auto",
             [&](auto& o) { o.option = take_out, o.checks[0].status = "OPEN", ready(o); },
             "2026-11-20T18:00:05Z"},
            {"promised for later", "auto",
             [](auto& o) { o.option = take_out, o.promised = "2026-11-21T13:00:00.000+0000"; },
             nullptr},
            {"promised and closed", "auto",
             [](auto& o) { o.option = take_out, o.promised = "2026-11-21T11:00:00.000+0000"; },
             "2026-11-21T11:00:00Z"},
            {"promised and open", "auto",
             [](auto& o) {
                 o.option = take_out, o.promised = "2026-11-21T11:00:00.000+0000",
                 o.checks[0].status = "OPEN";
             },
             nullptr},
            {"the kitchen's word before the guest's", "auto",
             [](auto& o) {
                 o.option = take_out, o.promised = "2026-11-21T11:00:00.000+0000",
                 o.more = R"(,"estimatedFulfillmentDate":"2026-11-21T10:00:00.000+0000")";
             },
             "2026-11-21T10:00:00Z"},
            {"delivered", "auto",
             [](auto& o) {
                 o.option = take_out,
                 o.more =
                     R"(,"deliveryInfo":{"deliveryState":"DELIVERED","deliveredDate":"2026-11-20T19:00:00.000+0000"})";
             },
             "2026-11-20T19:00:00Z"},
            {"under way", "delivered",
             [](auto& o) {
                 o.more = R"(,"deliveryInfo":{"deliveryState":"PICKED_UP","deliveredDate":null})";
             },
             nullptr},
            {"by closing", "closed", [](auto& o) { o.option = take_out; }, "2026-11-20T18:00:05Z"},
            {"by the kitchen only", "ready", [](auto&) {}, nullptr},
            {"by the kitchen", "ready", ready, "2026-11-20T18:00:05Z"}}) {
        Desk desk(fmt::format(R"(,"fulfilled_when":"{}")", c.rule));
        OrderText order;
        c.bend(order);
        desk.map(order);
        EXPECT_EQ(desk.has("fulfilled"), c.at != nullptr) << c.name;
        if (c.at && desk.has("fulfilled")) {
            EXPECT_EQ(desk.event("fulfilled").time, at(c.at)) << c.name;
        }
    }
}

TEST(ToastMapping, APromiseIsLookedAtAgain) {
    Desk desk;
    OrderText order;
    order.option = take_out, order.promised = "2026-11-21T13:00:00.000+0000";
    desk.map(order);
    ASSERT_EQ(desk.later.awaited.size(), 1u);
    EXPECT_EQ(desk.later.awaited[0], std::pair(std::string("o-1"), at("2026-11-21T13:02:00Z")));
    desk.now = at("2026-11-21T13:01:59Z");
    desk.map(order);
    EXPECT_FALSE(desk.has("fulfilled")) << "our clock may run ahead of the vendor's";
    desk.later.awaited.clear();
    desk.now = at("2026-11-21T13:02:00Z");
    desk.map(order);
    EXPECT_EQ(desk.event("fulfilled").time, at("2026-11-21T13:00:00Z"))
        << "the same version, but its time has come";
    EXPECT_TRUE(desk.later.awaited.empty());
}

TEST(ToastMapping, RefundsAddUp) {  // T8
    Desk desk;
    OrderText order;
    auto refund = [&](std::string_view modified, std::string_view amount) {
        order.modified = modified;
        order.checks[0].payments = payment("p-1", "CASH", amount);
        desk.map(order);
    };
    refund("2026-11-22T10:00:00.000+0000", "2.00");
    EXPECT_EQ(desk.event("refunded:p-1:200").time, at("2026-11-22T10:00:00Z"));
    EXPECT_EQ(desk.event("refunded:p-1:200").value->minor, 500) << "the order's";
    EXPECT_EQ(desk.property("refunded:p-1:200", "Refund Amount"), "2") << "without the tip";
    refund("2026-11-23T10:00:00.000+0000", "5.00");
    EXPECT_EQ(desk.property("refunded:p-1:200", "Refund Amount"), "2");
    EXPECT_EQ(desk.property("refunded:p-1:500", "Refund Amount"), "3")
        << "what the second one added";
    refund("2026-11-24T10:00:00.000+0000", "2.50");
    EXPECT_FALSE(desk.has("refunded:p-1:500"));
    EXPECT_EQ(desk.property("refunded:p-1:250", "Refund Amount"), "0.5");
    refund("2026-11-25T10:00:00.000+0000", "");
    EXPECT_FALSE(desk.has("refunded:p-1:200") || desk.has("refunded:p-1:250"));

    Desk late;  // sees only the end
    refund("2026-11-23T10:00:00.000+0000", "5.00");
    late.map(order);
    EXPECT_EQ(late.property("refunded:p-1:500", "Refund Amount"), "5");
    EXPECT_EQ(late.records.at("refund/p-1").state, "20261122");
}

TEST(ToastMapping, WhoseOrderItIs) {  // T10
    auto customer = [](std::string_view fields) { return fmt::format("{{{}}}", fields); };
    struct Case {
        const char* name;
        std::vector<std::string> customers;
        const char* key;  // null: nobody
    };
    for (auto& c : std::initializer_list<Case>{
             {"no customer", {"null"}, nullptr},
             {"email only, no guid",
              {customer(R"("email":" Ada@Example.com ")")},
              "toast:email:ada@example.com"},
             {"phone with dashes, no guid",
              {customer(R"("phone":"333-555-5555")")},
              "toast:phone:+13335555555"},
             {"a British phone",
              {customer(R"("phone":"020 7946 0123","phoneCountryCode":"44")")},
              "toast:phone:+442079460123"},
             {"phone with its country",
              {customer(R"("phone":"333-555-5555","phoneCountryCode":"1")")},
              "toast:phone:+13335555555"},
             {"an email that is none", {customer(R"("guid":"c","email":"n/a")")}, nullptr},
             {"email on the second check beats a phone on the first",
              {customer(R"("guid":"a","phone":"3335555555")"),
               customer(R"("guid":"b","email":"b@x.example")")},
              "toast:b"},
             {"the first of two with emails",
              {customer(R"("guid":"a","email":"a@x.example")"),
               customer(R"("guid":"b","email":"b@x.example")")},
              "toast:a"},
             {"guid only", {customer(R"("guid":"a","firstName":"","email":null)")}, nullptr}}) {
        Desk desk;
        OrderText order;
        order.checks.assign(c.customers.size(), {});
        for (std::size_t i = 0; i < c.customers.size(); ++i)
            order.checks[i].customer = c.customers[i];
        desk.map(order);
        EXPECT_EQ(desk.events.empty(), c.key == nullptr) << c.name;
        if (c.key && !desk.events.empty()) {
            EXPECT_EQ(desk.event("placed").person, c.key) << c.name;
        }
    }
}

TEST(ToastMapping, AContactLearnedLaterBringsEarlierOrders) {  // T10
    Desk desk;
    OrderText early;
    early.checks[0].customer = R"({"guid":"c-1"})";
    desk.map(early);
    EXPECT_EQ(desk.exclusion(), "no_contact");
    EXPECT_TRUE(desk.people.empty());
    OrderText later;
    later.guid = "o-2", later.modified = "2026-11-21T10:00:00.000+0000";
    desk.map(later);
    ASSERT_EQ(desk.later.again, (std::vector<OrderPlace>{{bistro, "o-1"}}));
    desk.map(early);
    EXPECT_EQ(desk.exclusion(), "");
    EXPECT_EQ(desk.event("placed").person, "toast:c-1");
    desk.map(early);
    EXPECT_TRUE(desk.later.again.empty()) << "once";
}

TEST(ToastMapping, AContactOfAnOrderThatDoesNotCountIsAskedForAgain) {  // T10
    Desk desk;
    OrderText in_store, online;
    in_store.guid = "o-2", in_store.source = "In Store";
    desk.map(in_store);
    EXPECT_TRUE(desk.people.empty()) << "no event, no person";
    EXPECT_EQ(desk.records.at("guest/c-1").state, "shown");
    EXPECT_EQ(desk.records.at("guest/c-1").memo.find("example.com"), std::string::npos)
        << "what is remembered names nobody";
    online.checks[0].customer = R"({"guid":"c-1"})";
    desk.map(online.json(), {in_store.json()});
    EXPECT_EQ(desk.event("placed").person, "toast:c-1");
    EXPECT_EQ(desk.people.at("toast:c-1").fields.email, "Ada@example.com");
    EXPECT_EQ(desk.records.at("guest/c-1").state, "person");
}

TEST(ToastMapping, ACustomerAttachedOrLostLaterIsFollowed) {  // T10
    Desk desk;
    OrderText order;
    order.checks[0].customer = "null";
    desk.map(order);
    EXPECT_EQ(desk.exclusion(), "no_contact");
    order.modified = "2026-11-20T19:00:00.000+0000",
    order.checks[0].customer = CheckText{}.customer;
    desk.map(order);
    EXPECT_EQ(desk.event("placed").time, at("2026-11-20T18:00:00Z"))
        << "when it was placed, not when we learned";
    order.modified = "2026-11-20T20:00:00.000+0000", order.checks[0].customer = "null";
    desk.map(order);
    EXPECT_TRUE(desk.events.empty());
}

TEST(ToastPeople, LessNeverTakesAwayMore) {
    auto upsert = [](std::string_view json) {
        ingest::Batch batch;
        OrderText order;
        order.checks[0].customer = json;
        auto read = order_from(order.json(), 2);
        upsert_person(*read.checks.at(0).customer, at("2026-11-20T00:00:00Z"), "US", batch);
        return batch.people;
    };
    auto full = upsert(CheckText{}.customer);
    ASSERT_EQ(full.size(), 1u);
    EXPECT_EQ(full[0].key, "toast:c-1");
    EXPECT_EQ(std::get<std::string>(full[0].fields.properties.at("Toast Guest ID")), "c-1");
    auto part = upsert(R"({"guid":"c-1","email":"new@example.com"})");
    ASSERT_EQ(part.size(), 2u);
    EXPECT_EQ(part[0].key, "toast:c-1:e");
    EXPECT_EQ(part[0].aliases, std::vector<std::string>{"toast:c-1"});
    EXPECT_EQ(part[1].key, "toast:c-1");
    EXPECT_EQ(part[1].as_of, Instant{}) << "older than anything that is known";
}

TEST(ToastProducts, OnePerUnitWhereAsked) {
    Desk desk(R"(,"product_per":"unit")");
    OrderText order;
    order.checks[0].lines = {{"s-1", "Coffee", "10.00", "3"}, {"s-2", "Ham", "1.11", "0.37"}};
    desk.map(order);
    EXPECT_EQ(desk.event("s-1:product:1").value->minor, 334)
        << "what does not divide goes to the first units";
    EXPECT_EQ(desk.event("s-1:product:2").value->minor, 333);
    EXPECT_EQ(desk.event("s-1:product:3").value->minor, 333);
    EXPECT_EQ(desk.event("s-2:product:1").value->minor, 111) << "a weight is one";
    EXPECT_EQ(desk.property("s-2:product:1", "Quantity"), "0.37");
    order.modified = "2026-11-20T19:00:00.000+0000", order.checks[0].lines[0].quantity = "2.0";
    desk.map(order);
    EXPECT_FALSE(desk.has("s-1:product:3"));
    EXPECT_EQ(desk.event("s-1:product:2").value->minor, 500);
}

TEST(ToastProducts, AreWorthTheOrderWhereAsked) {
    Desk desk(R"(,"product_value":"order")");
    desk.map(OrderText{});
    EXPECT_EQ(desk.event("s-1:product").value->minor, 500);
    EXPECT_EQ(desk.property("s-1:product", "Item Price"), "4.5");
}

TEST(ToastMapping, MalformedVersionsKeepWhatIsKnown) {
    Desk desk;
    OrderText order;
    desk.map(order);
    auto events = desk.events.size();
    order.modified = "2026-11-20T19:00:00.000+0000", order.checks[0].amount = R"("lots")";
    desk.map(order);
    EXPECT_EQ(desk.exclusion(), "malformed");
    EXPECT_EQ(desk.events.size(), events);
    order.checks[0].amount = "6.00";
    desk.map(order);
    EXPECT_EQ(desk.exclusion(), "");
    EXPECT_EQ(desk.event("placed").value->minor, 650);
}

TEST(ToastNames, LastKnownNamesStay) {  // T17
    Desk desk;
    ASSERT_TRUE(desk.names.take(NameList::dining_options, "[]"));
    EXPECT_EQ(desk.names.dining_option(take_out).name, "To go");
    auto kept = Names::from(desk.names.state());
    EXPECT_EQ(kept.state(), desk.names.state());
    EXPECT_EQ(kept.dining_option(take_out).behavior, Behavior::take_out);
    EXPECT_EQ(Menu::from(desk.menu.state()).state(), desk.menu.state());
    EXPECT_EQ(desk.menu.group("group-2"), "Hot");
    EXPECT_EQ(desk.names.take(NameList::services, "<html>").error().kind, ErrorKind::unavailable);
}

TEST(ToastNames, TheBusinessDayRollsAtCloseOut) {  // T16
    Desk desk;
    EXPECT_EQ(desk.names.business_day(at("2026-11-01T07:59:00Z")), (LocalDate{2026, 10, 31}))
        << "clocks went back: 02:59 EST";
    EXPECT_EQ(desk.names.business_day(at("2026-11-01T09:00:00Z")), (LocalDate{2026, 11, 1}));
    EXPECT_EQ(desk.names.business_day(at("2026-03-08T07:59:00Z")), (LocalDate{2026, 3, 7}))
        << "clocks went forward: 03:59 EDT";
    EXPECT_EQ(desk.names.business_day(at("2026-03-08T08:00:00Z")), (LocalDate{2026, 3, 8}));
}

}  // namespace
}  // namespace regulars::sources::toast
