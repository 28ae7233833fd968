// Tests the JSON dialect, and reads every recorded sample where the folder with them is present.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/records.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sources/lightspeed/mapping.hpp"
#include "sources/lightspeed/oauth.hpp"

namespace regulars::sources::lightspeed {
namespace {

// L1: one, several and none, at the top and below.
TEST(LightspeedRecords, L1ReadsOneManyAndNone) {
    struct Case {
        const char* body;
        std::size_t sales, lines;
    } cases[] = {
        {R"({"@attributes":{"count":"0"}})", 0, 0},
        {R"({"@attributes":{"count":"1"},"Sale":{"saleID":"1","total":"1","SaleLines":{"SaleLine":{"saleLineID":"2"}}}})",
         1, 1},
        {R"({"@attributes":{"next":""},"Sale":[{"saleID":"1","total":"1","SaleLines":{"SaleLine":[{"saleLineID":"2"},{"saleLineID":"3"}]}}]})",
         1, 2},
        {R"({"Sale":[{"saleID":"1","total":"1","SaleLines":""},{"saleID":"2","total":"1"}]})", 2,
         0},
        {R"({"@attributes":{"next":""},"Sale":""})", 0, 0},
        {R"({"@attributes":{"next":""},"Sale":[]})", 0, 0}};
    for (auto& test : cases) {
        auto sales = sales_from(test.body);
        ASSERT_TRUE(sales) << test.body;
        ASSERT_EQ(sales->items.size(), test.sales) << test.body;
        std::size_t lines = test.sales > 0 ? sales->items[0].lines.size() : 0;
        EXPECT_EQ(lines, test.lines) << test.body;
    }
    for (auto* wrong : {"", "[]", "<html>", R"({"httpCode":"404"})", R"({"Sale":)"})
        EXPECT_EQ(sales_from(wrong).error().kind, ErrorKind::unavailable) << wrong;
}

// L2: scalars as strings, as what they are, and absent.
TEST(LightspeedRecords, L2ReadsScalarsOfAnyType) {
    auto as_text = sales_from(
        R"({"Sale":{"saleID":"7","completed":"true","total":"317.1","customerID":"0","timeStamp":"2021-06-06T15:19:18+00:00"}})");
    auto as_is = sales_from(
        R"({"Sale":{"saleID":7,"completed":true,"total":317.1,"customerID":0,"timeStamp":"2021-06-06T15:19:18+00:00"}})");
    ASSERT_TRUE(as_text && as_is);
    for (auto* sale : {&as_text->items[0], &as_is->items[0]}) {
        EXPECT_EQ(sale->id, "7");
        EXPECT_TRUE(sale->completed);
        EXPECT_EQ(sale->total.text(), "317.1");
        EXPECT_EQ(sale->customer, "");
        EXPECT_FALSE(sale->updated_at);
        EXPECT_EQ(sale->fault, "");
    }
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(LightspeedRecords, ReadsTheRecordedSamples) {
    // Beside the project's folder, or above: wherever the build stands in it.
    std::filesystem::path folder;
    for (auto above = std::filesystem::current_path(); above.has_relative_path() && folder.empty();
         above = above.parent_path())
        if (auto there = above / "shared/reference/samples/lightspeed";
            std::filesystem::is_directory(there))
            folder = there;
    if (folder.empty()) GTEST_SKIP() << "no recorded samples here";
    auto sales = sales_from(content_of(folder / "sale-list-2-get-200.json"));
    ASSERT_TRUE(sales);
    EXPECT_EQ(sales->links.count, 119);
    EXPECT_EQ(sales->links.offset, 100);
    Settings settings = *settings_from(R"({"account":1})");
    int placed = 0, open = 0;
    for (auto& sale : sales->items) {
        EXPECT_EQ(sale.fault, "") << sale.id;
        auto nature = nature_of(sale, settings);
        placed += nature.placed, open += nature.exclusion == "not_completed";
    }
    EXPECT_GT(placed, 0);
    EXPECT_EQ(std::size_t(placed + open), sales->items.size());
    auto refund = sales_from(content_of(folder / "doc-sale-282-full-refund.json"));
    ASSERT_TRUE(refund && refund->items.size() == 1);
    EXPECT_TRUE(nature_of(refund->items[0], settings).refunded);
    EXPECT_EQ(refund->items[0].lines[0].parent, "275");
    auto partial = sales_from(content_of(folder / "doc-sale-302-partial-refund-open.json"));
    ASSERT_TRUE(partial);
    EXPECT_EQ(nature_of(partial->items.at(0), settings).exclusion, "not_completed");
    auto rule = sales_from(content_of(folder / "doc-sale-270-pricing-rule.json"));
    ASSERT_TRUE(rule);
    EXPECT_TRUE(rule->items.at(0).lines.at(0).is_discounted);
    auto anonymized = customers_from(content_of(folder / "doc-customer-anonymized.json"));
    ASSERT_TRUE(anonymized);
    EXPECT_TRUE(anonymized->items.at(0).is_anonymized);
    auto customer = customers_from(content_of(folder / "customer-list-1-get-200.json"));
    ASSERT_TRUE(customer);
    EXPECT_TRUE(customer->items.at(0).no_email);
    EXPECT_EQ(customer->items.at(0).email, "");
    EXPECT_EQ(shipments_from(content_of(folder / "doc-shipto-list.json"))->items.at(0).sale, "75");
    EXPECT_EQ(shops_from(content_of(folder / "shop-1-get-200.json"))->items.at(0).zone,
              "US/Pacific");
    EXPECT_EQ(categories_from(content_of(folder / "category-list-1-get-200.json"))->items.size(),
              7u);
    EXPECT_EQ(items_from(content_of(folder / "item-1-get-200.json"))->items.at(0).id, "417");
    EXPECT_EQ(account_from({.body = content_of(folder / "account-1-get-200.json")})->name,
              "Kit Kraft Sandbox");
    for (auto& [file, said] :
         {std::pair("employee-1-get-404.json",
                    "Object of type 'Employee' not found with primary ID '2'."),
          std::pair("account-refresh-3-get-401.json", "Invalid username/password or API key.")})
        EXPECT_EQ(explain({.status = 400, .body = content_of(folder / file)}),
                  std::string("Lightspeed answered 400: ") + said);
}

TEST(LightspeedOAuth, AsksForConsentWithAProof) {
    SeededRandom random(1);
    auto proof = pkce(random);
    EXPECT_EQ(proof.verifier.size(), 43u);
    EXPECT_EQ(proof.challenge.size(), 43u);
    EXPECT_EQ(proof.verifier.find_first_of("+/="), std::string::npos);
    auto url = authorize_url({}, "me", "https://r.example/back?x=1", "s t", proof.challenge);
    EXPECT_EQ(url,
              "https://cloud.lightspeedapp.com/auth/oauth/"
              "authorize?response_type=code&client_id=me&redirect_uri=https%3A%2F%2Fr.example%"
              "2Fback%3Fx%3D1"
              "&scope=employee%3Aregister_read+employee%3Acustomers+employee%3Ainventory_read+"
              "employee%3Acategories&state=s%20t&code_challenge=" +
                  proof.challenge + "&code_challenge_method=S256");
    auto request = code_request({}, "me", "se&cret", "https://r.example", "c0de", proof.verifier);
    EXPECT_EQ(request.target, "https://cloud.lightspeedapp.com/auth/oauth/token");
    EXPECT_EQ(request.body,
              "grant_type=authorization_code&client_id=me&client_secret=se%26cret&redirect_uri="
              "https%3A%2F%2Fr.example&code=c0de&code_verifier=" +
                  proof.verifier);
}

TEST(LightspeedOAuth, ReadsTokens) {
    Instant now = Instant::from_seconds(1'700'000'000);
    auto tokens = tokens_from(
        {.body =
             R"({"token_type":"Bearer","expires_in":"1800","access_token":"eyJ","refresh_token":"def50"})"},
        now);
    ASSERT_TRUE(tokens);
    EXPECT_EQ(tokens->refresh, "def50");
    EXPECT_EQ(tokens->renew_at, now + 1620s);
    EXPECT_EQ(
        tokens_from({.status = 400, .body = R"({"error":"invalid_grant"})"}, now).error().kind,
        ErrorKind::unauthorized);
    EXPECT_EQ(tokens_from({.status = 503, .body = "<html>"}, now).error().kind,
              ErrorKind::unavailable);
    EXPECT_EQ(tokens_from({.status = 429}, now).error().kind, ErrorKind::unavailable);
    EXPECT_EQ(tokens_from({.body = "{\"access_token\":\"a\\r\\nX: y\"}"}, now).error().kind,
              ErrorKind::unavailable);
}

}  // namespace
}  // namespace regulars::sources::lightspeed
