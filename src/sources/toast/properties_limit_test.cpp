// Tests that an event's properties stay below what ingest takes, however large the order.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <gtest/gtest.h>

#include "sources/toast/desk_test.hpp"

namespace regulars::sources::toast {
namespace {

TEST(ToastProperties, OfALargeOrderStayBelowTheLimitAndSayWhatIsLeftOut) {  // T14
    Desk desk;
    OrderText order;
    order.checks[0].lines.clear();
    for (int i = 0; i < 1'500; ++i)
        order.checks[0].lines.push_back(
            {fmt::format("s-{}", i), fmt::format("Dish {} {}", i, std::string(400, 'x')), "1.00",
             "1",
             R"(,"modifiers":[{"displayName":"one","modifiers":[{"displayName":"two","modifiers":[{"displayName":"three"}]}]}])"});
    std::string json = order.json();
    ASSERT_GT(json.size(), 600'000u);
    desk.map(json);
    EXPECT_EQ(desk.events.size(), 1'002u);
    std::size_t largest = 0;
    for (auto& [id, event] : desk.events) largest = std::max(largest, event.properties.size());
    EXPECT_LT(largest, 64u << 10);
    EXPECT_GT(largest, 40u << 10);
    EXPECT_EQ(desk.property("placed", "Item Count"), "1500");
    EXPECT_EQ(desk.property("placed", "Products Left Out"), "500");
    auto document = JsonDocument::parse(desk.event("placed").properties);
    auto root = document->root();
    EXPECT_EQ(root["Items"].size() + std::size_t(*root["Items Left Out"].integer()), 1'500u);
    EXPECT_EQ(root["Modifiers"].size() + std::size_t(*root["Modifiers Left Out"].integer()),
              4'500u);
    EXPECT_EQ(
        root["$extra"]["items"].size() + std::size_t(*root["$extra"]["items_left_out"].integer()),
        1'500u);
    EXPECT_LT(desk.records.at("order/o-1").memo.size(), 64u << 10);
}

TEST(ToastProperties, CountWhatIsTooMuchToBeRead) {  // T14
    Desk desk;
    OrderText order;
    order.checks[0].lines.clear();
    std::string modifiers = R"({"displayName":"m"})";
    for (int i = 1; i < 130; ++i) modifiers += R"(,{"displayName":"m"})";
    for (int i = 0; i < 3'200; ++i)
        order.checks[0].lines.push_back(
            {fmt::format("s-{}", i), "Dish", "1.00", "1",
             i == 0 ? fmt::format(R"(,"modifiers":[{}])", modifiers) : std::string()});
    desk.map(order);
    auto document = JsonDocument::parse(desk.event("placed").properties);
    auto root = document->root();
    EXPECT_EQ(root["Item Count"].integer(), 3'200);
    EXPECT_EQ(root["Items"].size() + std::size_t(root["Items Left Out"].integer().value_or(0)),
              3'200u);
    EXPECT_EQ(root["Products Left Out"].integer(), 2'200);
    EXPECT_EQ(
        root["Modifiers"].size() + std::size_t(root["Modifiers Left Out"].integer().value_or(0)),
        130u);
    EXPECT_EQ(root["$extra"]["items"].size() +
                  std::size_t(root["$extra"]["items_left_out"].integer().value_or(0)),
              3'200u);

    order.checks.resize(501);
    desk.map(order);
    EXPECT_EQ(desk.exclusion(), "malformed") << "worth less than it says, nothing is said of it";
}

/// A control character is one byte in a name and six in JSON.
std::string control_characters(std::string_view escape, int n) {
    std::string text;
    for (int i = 0; i < n; ++i) text += escape;
    return text;
}

TEST(ToastProperties, OfControlCharactersStayBelowTheLimitAsWritten) {  // T14
    Desk desk(R"(,"sources":["*"],"product_per":"unit")");
    std::string modifiers;
    for (int i = 0; i < 5; ++i)
        modifiers += fmt::format(R"({}{{"displayName":"{}"}})", i > 0 ? "," : "",
                                 control_characters("\\u0002", 300));
    OrderText order;
    order.checks[0].lines.clear();
    for (int i = 0; i < 300; ++i)
        order.checks[0].lines.push_back({fmt::format("s{}", i), control_characters("\\u0001", 300),
                                         "1", "2", fmt::format(R"(,"modifiers":[{}])", modifiers)});
    order.checks[0].payments = payment("p", "CREDIT", "1.25");
    std::string json = order.json();
    ASSERT_GT(json.size(), 3'000'000u);
    desk.map(json);
    EXPECT_TRUE(desk.has("placed"));
    for (auto& [id, event] : desk.events) {
        EXPECT_TRUE(JsonDocument::parse(event.properties)) << id;
        EXPECT_LT(event.properties.size(), 64u << 10) << id;
        EXPECT_FALSE(event.person.empty()) << id;
    }
    for (auto& [key, record] : desk.records) EXPECT_TRUE(JsonDocument::parse(record.memo)) << key;
    desk.map(json);
    EXPECT_TRUE(desk.last.events.empty() && desk.last.people.empty())
        << "the same again is nothing";
}

}  // namespace
}  // namespace regulars::sources::toast
