// Tests how orders are read, against recorded payloads where they are at hand.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "sources/toast/amounts.hpp"
#include "sources/toast/elements.hpp"
#include "sources/toast/order.hpp"
#include "sources/toast/rules.hpp"

namespace regulars::sources::toast {
namespace {

/// Recorded payloads stand beside the repository, in shared/reference; a clone has none.
std::optional<std::string> sample(const std::string& name) {
    for (auto folder = std::filesystem::current_path();; folder = folder.parent_path()) {
        auto file = folder / "shared/reference/samples/toast" / name;
        if (std::filesystem::exists(file)) {
            std::ifstream in(file, std::ios::binary);
            return std::string{std::istreambuf_iterator<char>(in), {}};
        }
        if (folder == folder.parent_path()) return std::nullopt;
    }
}

std::string order(std::string_view checks, std::string_view more = "") {
    return fmt::format(
        R"({{"guid":"o-1","createdDate":"2026-03-01T10:00:00.000+0000","modifiedDate":"2026-03-01T10:00:05.123+0000"{}{},"checks":[{}]}})",
        more.empty() ? "" : ",", more, checks);
}

TEST(ToastSamples, RecordedOrdersAddUp) {
    struct Case {
        const char* file;
        std::int64_t value, tip, total;
    };
    for (auto& c : {Case{"postman-orders-post-orders-200.json", 3335, 667, 4002},
                    Case{"postman-orders-patch-tips-200.json", 3335, 83581, 86916}}) {
        auto text = sample(c.file);
        if (!text) GTEST_SKIP() << "no recorded payloads here";
        Order read = order_from(*text, 2);
        ASSERT_EQ(read.fault, "");
        EXPECT_EQ(read.value(), c.value) << "27.62 + 2.73 of tax + 3.00 of gratuity";
        EXPECT_EQ(read.value() + c.tip, c.total) << "the vendor's total is ours and the tip";
        std::int64_t lines = 0;
        for (auto* line : live_selections(read)) lines += line->price;
        EXPECT_EQ(lines, read.checks[0].amount) << "prices hold modifiers, quantity and discounts";
        EXPECT_EQ(read.source, "API");
        EXPECT_EQ(read.approval, "NEEDS_APPROVAL");
        EXPECT_EQ(live_selections(read)[0]->name, "Sandwich")
            << "blanks at the end are the vendor's";
        EXPECT_EQ(live_selections(read)[0]->modifiers.at(0), "Chicken");
        EXPECT_TRUE(read.checks[0].has_discount) << "a processing state of null is applied";
        EXPECT_EQ(read.business_day, 20220303);
    }
}

TEST(ToastSamples, DocumentedPageAndPaymentsAreRead) {
    auto page = sample("doc-ordersbulk-first-order.json");
    if (!page) GTEST_SKIP() << "no recorded payloads here";
    int count = 0;
    ASSERT_TRUE(each_element(*page, 100, [&](std::string_view text) -> Result<void> {
        Order read = order_from(text, 2);
        EXPECT_EQ(read.fault, "");
        EXPECT_EQ(read.value(), 11100);
        EXPECT_EQ(read.approval, "FUTURE");
        EXPECT_EQ(read.placed(), parse_instant("2020-03-02T19:17:02.552Z").value())
            << "createdDate is absent in older orders";
        EXPECT_EQ(person_key(read.checks.at(0).customer.value(), "US"),
                  "toast:email:jack@example.com");
        ++count;
        return {};
    }));
    EXPECT_EQ(count, 1);
    auto refunded = payment_from(sample("doc-payment-refunded-full.json").value(), 2);
    ASSERT_TRUE(refunded);
    EXPECT_EQ(refunded->payment.refunded, 636);
    EXPECT_EQ(refunded->payment.refund_day, 20200219);
    auto captured = payment_from(sample("doc-payment-captured.json").value(), 2);
    EXPECT_EQ(captured->order, "86675d88-b27e-4850-94ab-48662563eae8");
    EXPECT_EQ(captured->payment.refunded, std::nullopt);
    EXPECT_TRUE(payment_from(sample("doc-payment-voided-cash.json").value(), 2)->payment.is_voided);
}

TEST(ToastOrder, FaultsAreNamed) {
    for (auto& [json, fault] : std::initializer_list<std::pair<std::string, std::string>>{
             {"{", "cannot be read"},
             {"7", "is no object"},
             {"{}", "has no guid"},
             {R"({"guid":"x"})", "has no time of change"},
             {R"({"guid":"x","modifiedDate":"2026-03-01T10:00:00.000+0000"})",
              "has no time of creation"},
             {order(R"({"amount":"much"})"), "has an amount that is none"},
             {fmt::format(R"({{"guid":"{}"}})", std::string(65, 'x')), "has no guid"}}) {
        Order read = order_from(json, 2);
        EXPECT_EQ(read.fault, fault) << json;
        EXPECT_EQ(read.excerpt, json.substr(0, 2048));
    }
}

TEST(ToastOrder, ReadsWhatOddRecordsHold) {  // T11, T14, T15
    Order read = order_from(
        order(
            R"({"amount":1.11,"taxAmount":null,"deletedDate":"1970-01-01T00:00:00.000+0000","deleted":false,
        "selections":[{"guid":"s","displayName":"  Sandwich ","item":null,"quantity":0.37,"unitOfMeasure":"LB","price":1.11,"fulfillmentStatus":"LOST",
          "modifiers":[{"displayName":"A","modifiers":[{"displayName":"B","appliedDiscounts":[{"processingState":null}],"modifiers":[{"displayName":"C "}]}]},{"displayName":"gone","voided":true}]},
          {"guid":"t","item":{"guid":null,"multiLocationId":500000004061487708},"price":0}]})",
            R"("source":"Moon base","numberOfGuests":null,"deletedDate":null)"),
        2);
    ASSERT_EQ(read.fault, "");
    EXPECT_FALSE(read.checks[0].is_deleted) << "1970 is no deletion";
    auto& line = read.checks[0].selections[0];
    EXPECT_EQ(line.name, "Sandwich");
    EXPECT_EQ(line.product_id, "");
    EXPECT_EQ(line.quantity, "0.37");
    EXPECT_EQ(line.modifiers, (std::vector<std::string>{"A", "B", "C"}));
    EXPECT_TRUE(line.has_discount) << "a modifier's discount counts";
    EXPECT_FALSE(line.is_ready);
    EXPECT_EQ(read.checks[0].selections[1].product_id, "500000004061487708") << "beyond 2^53";
    EXPECT_EQ(read.value(), 111);
    EXPECT_EQ(read.guests, std::nullopt);
}

TEST(ToastOrder, VoidedDiscountsAreNone) {
    for (auto& [state, applied] :
         std::initializer_list<std::pair<std::string, bool>>{{"null", true},
                                                             {"\"APPLIED\"", true},
                                                             {"\"PENDING_APPLIED\"", true},
                                                             {"\"VOID\"", false},
                                                             {"\"PENDING_VOID\"", false}})
        EXPECT_EQ(order_from(order(fmt::format(
                                 R"({{"appliedDiscounts":[{{"processingState":{}}}]}})", state)),
                             2)
                      .checks[0]
                      .has_discount,
                  applied)
            << state;
}

TEST(ToastDays, AreCheckedNumbers) {
    EXPECT_EQ(day_of(20260302), (LocalDate{2026, 3, 2}));
    for (auto n : {0, 20260230, 20261301, 2026, -1}) EXPECT_EQ(day_of(n), std::nullopt) << n;
}

}  // namespace
}  // namespace regulars::sources::toast
