// The vendor's JSON: objects, arrays, nothing, and texts everywhere.
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "sandbox/lightspeed/visitor_test.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

std::set<std::string> keys_of(JsonNode node) {
    std::set<std::string> keys;
    node.each_member([&](std::string_view key, JsonNode) { keys.emplace(key); });
    return keys;
}

TEST(LightspeedDialect, OneIsAnObjectSeveralAnArrayNoneIsAbsent) {
    Visitor v(odd_options());
    v.sandbox.set_faults(Faults::none);
    std::map<std::string, int> lines, emails;
    std::string relations =
        "&load_relations=" + encoded(R"(["SaleLines","SalePayments","Customer.Contact"])");
    v.walk("Sale.json?archived=true&limit=100" + relations, "Sale", [&](JsonNode sale) {
        JsonNode line = sale["SaleLines"]["SaleLine"];
        ++lines[sale["SaleLines"].is_missing() ? "absent" : line.is_array() ? "array" : "object"];
        if (line.is_array()) {
            EXPECT_GE(line.size(), 2u);
        }
        if (text(sale["customerID"]) == "0") {
            EXPECT_TRUE(sale["Customer"].is_missing());
        }
        if (JsonNode contact = sale["Customer"]["Contact"]; contact.is_object()) {
            ++emails[contact["Emails"].is_object()
                         ? contact["Emails"]["ContactEmail"].is_array() ? "array" : "object"
                         : "text"];
        }
    });
    for (std::string form : {"absent", "array", "object"}) EXPECT_GT(lines[form], 0) << form;
    for (std::string form : {"text", "array", "object"}) EXPECT_GT(emails[form], 0) << form;
    EXPECT_TRUE(v.page("Sale.json?saleID=99999999").root()["Sale"].is_missing());
    EXPECT_TRUE(v.page("Sale.json?saleID=3&archived=true").root()["Sale"].is_object());
}

TEST(LightspeedDialect, EveryScalarIsAText) {
    Visitor v(small_options());
    std::function<void(JsonNode)> check = [&](JsonNode node) {
        if (node.is_object())
            node.each_member([&](std::string_view, JsonNode inner) { check(inner); });
        else if (node.is_array())
            node.each(check);
        else
            EXPECT_TRUE(node.string().has_value()) << node.text();
    };
    for (std::string what :
         {"Sale", "Customer", "ShipTo", "Item", "Category", "Shop", "SaleLine"}) {
        check(v.page(what + ".json?limit=100&load_relations=all").root());
    }
    int long_decimals = 0;
    v.walk("Sale.json?load_relations=" + encoded(R"(["SaleLines"])"), "Sale", [&](JsonNode sale) {
        Visitor::each(sale["SaleLines"]["SaleLine"], [&](JsonNode line) {
            std::string total = text(line["calcTotal"]);
            auto dot = total.find('.');
            if (dot == std::string::npos) return;
            long_decimals += total.size() - dot > 5;
            EXPECT_FALSE(total.ends_with('0')) << total;
        });
    });
    EXPECT_GT(long_decimals, 100);
}

TEST(LightspeedDialect, HasTheKeysOfTheReference) {
    Visitor v(small_options());
    auto sale = v.page("Sale/1.json");
    std::set<std::string> keys = keys_of(sale.root()["Sale"]);
    for (std::string key : {"saleID",         "timeStamp",       "completed",        "archived",
                            "voided",         "createTime",      "updatetime",       "ticketNumber",
                            "total",          "totalDue",        "displayableTotal", "balance",
                            "calcTotal",      "calcSubtotal",    "calcDiscount",     "calcTaxable",
                            "calcNonTaxable", "calcTax1",        "calcTax2",         "taxTotal",
                            "calcPayments",   "calcTips",        "change",           "tax1Rate",
                            "isTaxInclusive", "referenceNumber", "customerID",       "shopID",
                            "registerID",     "employeeID",      "shipToID",         "quoteID",
                            "taxCategoryID",  "discountID",      "discountPercent"}) {
        EXPECT_TRUE(keys.contains(key)) << key;
    }
    EXPECT_EQ(text(sale.root()["Sale"]["ticketNumber"]), "220000000001");
    EXPECT_EQ(text(v.page("Shop/1.json").root()["Shop"]["timeZone"]), "US/Eastern");
    EXPECT_EQ(text(v.page("Category/6.json").root()["Category"]["fullPathName"]),
              "Wine/Red/Burgundy");
    int born = 0;
    v.walk("Customer.json?archived=true&load_relations=all", "Customer", [&](JsonNode c) {
        if (c["dob"].is_missing()) return;
        ++born;
        Instant at = *parse_instant(*c["dob"].string());
        EXPECT_EQ(v.world().catalogue().shops[0].clock.zone().to_local(at).seconds % 86'400, 0)
            << "midnight in the account's zone";
    });
    EXPECT_GT(born, 20);
}

TEST(LightspeedDialect, AnonymizedCustomersLoseTheirNames) {
    Visitor v(odd_options());
    v.sandbox.set_faults(Faults::none);
    v.clock.advance(days(400));
    int found = 0;
    v.walk("Customer.json?archived=only&load_relations=" + encoded(R"(["Contact"])"), "Customer",
           [&](JsonNode c) {
               if (text(c["lastName"]) != "[" + text(c["customerID"]) + "]") return;
               ++found;
               EXPECT_EQ(text(c["firstName"]), "Customer");
               EXPECT_EQ(c["Contact"]["Emails"].string(), "");
               EXPECT_TRUE(c["dob"].is_missing());
           });
    EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace regulars::sandbox::lightspeed
