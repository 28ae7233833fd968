// Tests what single records become: events, people, exclusions and retractions.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/mapping.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sources/lightspeed/properties.hpp"

namespace regulars::sources::lightspeed {
namespace {

Instant at(std::string_view iso) { return parse_instant(iso).value(); }

/// Maps one record after the other and remembers in between.
struct Desk {
    Settings settings = settings_from(R"({"account":7,"country":"US"})").value();
    Instant history_since{};
    Catalogue catalogue;
    std::map<std::string, model::SourceRecord> records;
    ingest::Batch last;

    const model::SourceRecord* before(const std::string& key) {
        auto found = records.find(key);
        return found == records.end() ? nullptr : &found->second;
    }
    template <class Use>
    void with_mapper(Use use) {
        last = {};
        Mapper mapper(settings, history_since, catalogue, last);
        use(mapper);
        for (auto& record : last.records) records[record.key] = record;
    }
    void sale(const std::string& members, Buyer own, std::optional<Buyer> returner = {}) {
        auto listing = sales_from(fmt::format(R"({{"Sale":{{{}}}}})", members));
        ASSERT_TRUE(listing);
        with_mapper([&](Mapper& mapper) {
            auto& one = listing->items.at(0);
            mapper.sale(one, before(record_key("sale", one)), own, returner.value_or(own));
        });
    }
    void customer(const std::string& members) {
        auto listing = customers_from(fmt::format(R"({{"Customer":{{{}}}}})", members));
        ASSERT_TRUE(listing);
        with_mapper([&](Mapper& mapper) {
            mapper.customer(listing->items.at(0),
                            before(record_key("customer", listing->items.at(0))));
        });
    }
    std::string exclusion(const char* key) {
        return before(key) ? before(key)->exclusion : "(none)";
    }
    std::vector<std::string> given() const {
        std::vector<std::string> ids;
        for (auto& event : last.events) ids.push_back(event.unique_id);
        return ids;
    }
};

Buyer ada() { return {"8", CustomerStatus::known, "example.com"}; }
std::string line(int id, const char* quantity, const char* total, const char* more = "") {
    return fmt::format(
        R"({{"saleLineID":"{}","unitQuantity":"{}","calcTotal":"{}","unitPrice":"9.99","itemID":"0"{}}})",
        id, quantity, total, more);
}
std::string sale(const std::string& lines, const char* total, const char* more = "") {
    return fmt::format(
        R"("saleID":"270","ticketNumber":"220000000270","completed":"true","voided":"false","archived":"false","customerID":"8","shopID":"1",)"
        R"("timeStamp":"2016-11-09T17:11:53+00:00","updatetime":"2016-11-09T17:11:53+00:00","completeTime":"2016-11-09T17:11:53+00:00",)"
        R"("total":"{}","SaleLines":{}{})",
        total, lines.empty() ? "\"\"" : fmt::format(R"({{"SaleLine":{}}})", lines), more);
}
using Ids = std::vector<std::string>;

TEST(LightspeedMapping, DecidesWhatASaleMakes) {
    std::string plus = line(1, "1", "10"), minus = line(2, "-1", "-4");
    struct Case {
        const char* name;
        std::string members;
        Buyer buyer;
        const char* exclusion;
        Ids events;
    } cases[] = {
        {"an order", sale(plus, "10"), ada(), "", {"lsr:7:270:placed", "lsr:7:1:product"}},
        {"an exchange that costs (L10)",
         sale(fmt::format("[{},{}]", plus, minus), "6"),
         ada(),
         "",
         {"lsr:7:270:placed", "lsr:7:1:product", "lsr:7:270:refunded"}},
        {"an exchange that nets nothing (L10)",
         sale(fmt::format("[{},{}]", plus, line(2, "-1", "-10")), "0"),
         ada(),
         "",
         {"lsr:7:270:refunded"}},
        {"a return", sale(minus, "-4"), ada(), "", {"lsr:7:270:refunded"}},
        {"a gift card alone (L16)",
         sale(line(1, "1", "0"), "0", R"(,"displayableTotal":"50")"),
         ada(),
         "zero_value",
         {}},
        {"store credit (L16)",
         sale(plus, "10", R"(,"totalDue":"0")"),
         ada(),
         "",
         {"lsr:7:270:placed", "lsr:7:1:product"}},
        {"quantity 0 beside one (L20)",
         sale(fmt::format("[{},{}]", plus, line(3, "0", "0")), "10"),
         ada(),
         "",
         {"lsr:7:270:placed", "lsr:7:1:product"}},
        {"nobody", sale(plus, "10", R"(,"customerID":"0")"), {}, "no_customer", {}},
        {"no email", sale(plus, "10"), {"8", CustomerStatus::no_email, ""}, "no_email", {}},
        {"a customer nobody has",
         sale(plus, "10"),
         {"8", CustomerStatus::not_found, ""},
         "no_email",
         {}},
        {"forgotten", sale(plus, "10"), {"8", CustomerStatus::erased, ""}, "no_email", {}},
        {"money for nothing", sale("", "10"), ada(), "malformed", {}},
        {"no total",
         R"("saleID":"270","completed":"true","timeStamp":"2016-11-09T17:11:53+00:00")",
         ada(),
         "malformed",
         {}},
        {"a line without id", sale(R"({"unitQuantity":"1"})", "10"), ada(), "malformed", {}},
    };
    for (auto& test : cases) {
        Desk desk;
        desk.sale(test.members, test.buyer);
        EXPECT_EQ(desk.exclusion("sale/270"), test.exclusion) << test.name;
        EXPECT_EQ(desk.given(), test.events) << test.name;
    }
    auto changed = [&](const char* from, const char* to) {
        std::string members = sale(plus, "10");
        return members.replace(members.find(from), std::string_view(from).size(), to);
    };
    for (auto& [from, to, exclusion] :
         {std::tuple(R"("completed":"true")", R"("completed":"false")", "not_completed"),
          std::tuple(R"("archived":"false")", R"("archived":"true")", "archived"),
          std::tuple(R"("voided":"false")", R"("voided":"true")", "voided")}) {
        Desk desk;
        desk.sale(sale(plus, "10"), ada());
        desk.sale(changed(from, to), ada());
        EXPECT_EQ(desk.exclusion("sale/270"), exclusion);
        EXPECT_EQ(desk.last.retractions, (Ids{"lsr:7:270:placed", "lsr:7:1:product"})) << exclusion;
        desk.sale(sale(plus, "10"), ada());
        EXPECT_EQ(desk.given().size(), 2u) << "and back again";
    }
}

// An exchange's placed order is worth its total, net of what came back: that is not money refunded.
TEST(LightspeedMapping, L10SaysWhatASalePaidOut) {
    std::string plus = line(1, "1", "10"), minus = line(2, "-1", "-4");
    auto exchange = [&](const char* total) {
        return sale(fmt::format("[{},{}]", plus, minus), total);
    };
    struct Case {
        const char* name;
        std::string members;
        Buyer own;
        const char* given_back;
    } cases[] = {{"a return", sale(minus, "-4"), ada(), R"("Refund Amount":4,)"},
                 {"an exchange that costs", exchange("6"), ada(), R"("Refund Amount":0,)"},
                 {"one that nets nothing", exchange("0"), ada(), R"("Refund Amount":0,)"},
                 {"one that pays out", exchange("-1.5"), ada(), R"("Refund Amount":1.5,)"},
                 {"bought by nobody", exchange("6"), {}, R"("Refund Amount":4,)"}};
    for (auto& test : cases) {
        Desk desk;
        desk.sale(test.members, test.own, ada());
        ASSERT_FALSE(desk.last.events.empty()) << test.name;
        auto& refund = desk.last.events.back();
        EXPECT_EQ(refund.metric, "Refunded Order") << test.name;
        EXPECT_NE(refund.properties.find(test.given_back), std::string::npos)
            << test.name << " " << refund.properties;
    }
}

// L9: the time moves with completeTime; without one it is the time stamp.
TEST(LightspeedMapping, L9MovesTheTimeOfABackdatedSale) {
    Desk desk;
    std::string members = sale(line(1, "1", "10"), "10");
    desk.sale(members, ada());
    std::string backdated = members;
    backdated.replace(backdated.find("completeTime\":\"2016-11-09"), 25,
                      "completeTime\":\"2016-10-01");
    desk.sale(backdated, ada());
    ASSERT_EQ(desk.last.events.size(), 2u);
    for (auto& event : desk.last.events) {
        EXPECT_EQ(event.time, at("2016-10-01T17:11:53Z"));
        EXPECT_EQ(event.timing, ingest::Timing::moves);
    }
    desk.history_since = at("2016-11-01T00:00:00Z");
    desk.sale(backdated, ada());
    EXPECT_EQ(desk.exclusion("sale/270"), "before_history");
    EXPECT_EQ(desk.last.retractions.size(), 2u);
}

TEST(LightspeedMapping, L9ReadsEitherSpellingOfUpdatetimeAndIgnoresOldNews) {
    Desk desk;
    std::string newer = sale(line(1, "1", "10"), "10"), older = sale(line(1, "1", "10"), "99");
    newer.replace(newer.find("updatetime"), 10, "updateTime");
    older.replace(older.find("updatetime\":\"2016-11-09"), 23, "updatetime\":\"2016-11-08");
    desk.sale(newer, ada());
    EXPECT_EQ(desk.before("sale/270")->updated_at, at("2016-11-09T17:11:53Z"));
    desk.sale(older, ada());
    EXPECT_TRUE(desk.last.records.empty() && desk.last.events.empty());
}

// L17: layaway lines leave and come: their events are taken back.
TEST(LightspeedMapping, L17TakesBackLinesThatAreGone) {
    Desk desk;
    desk.sale(sale(fmt::format("[{},{}]", line(1, "1", "10"), line(2, "1", "5")), "15"), ada());
    desk.sale(sale(line(2, "1", "5"), "5"), ada());
    EXPECT_EQ(desk.last.retractions, (Ids{"lsr:7:1:product"}));
}

// L18: rounding happens once, at the end.
TEST(LightspeedMapping, L18RoundsOnlyTheSum) {
    Desk desk;
    desk.sale(sale(fmt::format("[{},{}]", line(1, "-1", "-11.4860025"), line(2, "-1", "-22.995")),
                   "-34.48"),
              ada());
    ASSERT_EQ(desk.last.events.size(), 1u);
    EXPECT_EQ(desk.last.events[0].value, (Money{3448, Currency{}}));
}

// L20: an outlier of a sandbox, and quantities beyond reason.
TEST(LightspeedMapping, L20KeepsOutliers) {
    Desk desk;
    desk.sale(sale(line(1, "90090", "687386.70"), "687386.70"), ada());
    EXPECT_EQ(desk.last.events[0].value, (Money{68738670, Currency{}}));
    EXPECT_NE(desk.last.events[0].properties.find(R"("Item Count":90090)"), std::string::npos);
}

TEST(LightspeedMapping, WritesTheProperties) {
    Desk desk;
    desk.catalogue.add(Shop{{.id = "1"}, "HQ", "US/Eastern"});
    desk.catalogue.add(Category{{.id = "2"}, "Home", "", ""});
    desk.catalogue.add(Category{{.id = "3"}, "Mugs", "2", ""});
    Item item{{.id = "5"}, "https://img.example/mug.jpg"};
    desk.catalogue.add(item);
    std::string lines = fmt::format(
        "[{},{}]",
        R"({"saleLineID":"1","unitQuantity":"2","calcTotal":"20","unitPrice":"10","normalUnitPrice":"12.5","itemID":"5",)"
        R"("Item":{"itemID":"5","description":"Mug","categoryID":"3"},"Discount":{"name":"LOYAL"}})",
        line(2, "1", "5", R"(,"Note":{"note":" Engraving "})"));
    desk.sale(sale(lines, "25", R"(,"calcDiscount":"1.50","Discount":{"name":"TEN"})"), ada());
    ASSERT_EQ(desk.last.events.size(), 3u);
    EXPECT_EQ(
        desk.last.events[0].properties,
        R"({"Items":["Mug","Engraving"],"Item Count":3,"Categories":["Home","Mugs"],"Discount Codes":["LOYAL","TEN"],"Email Domain":"example.com",)"
        R"("Is Discounted":true,"Total Discounts":1.5,"Shop":"HQ","ShopID":"1","Sale ID":"270","Ticket Number":"220000000270","$extra":{"items":[)"
        R"({"name":"Mug","quantity":2,"price":10,"product_id":"5","image":"https://img.example/mug.jpg"},{"name":"Engraving","quantity":1,"price":9.99,"product_id":"0"}]}})");
    EXPECT_EQ(
        desk.last.events[1].properties,
        R"({"Name":"Mug","Product ID":"5","Quantity":2,"Category":"Mugs","Email Domain":"example.com","Sale ID":"270",)"
        R"("Ticket Number":"220000000270"})");
    EXPECT_EQ(
        desk.last.events[2].properties,
        R"({"Name":"Engraving","Product ID":"0","Quantity":1,"Category":null,"Email Domain":"example.com","Sale ID":"270",)"
        R"("Ticket Number":"220000000270"})");
}

TEST(LightspeedMapping, CutsLongListsAndSaysHowMuchIsLeftOut) {
    Desk desk;
    std::string lines, escaped;  // six bytes of JSON for each character
    for (int i = 0; i < 250; ++i) escaped += "\\u0001";
    for (int i = 1; i <= 600; ++i)
        lines += (i == 1 ? "" : ",") +
                 line(i, "1", "1",
                      fmt::format(R"(,"Note":{{"note":"x{}"}},"Discount":{{"name":"d{}{}"}})",
                                  escaped, i, escaped)
                          .c_str());
    desk.sale(sale("[" + lines + "]", "600"), ada());
    ASSERT_EQ(desk.last.events.size(), 1 + most_products);
    auto& placed = desk.last.events[0].properties;
    EXPECT_LT(placed.size(), 64u << 10);
    auto document = JsonDocument::parse(placed);
    ASSERT_TRUE(document);
    JsonNode root = document->root();
    EXPECT_EQ(std::int64_t(root["Items"].size()) + root["Items Left Out"].integer().value(), 600);
    EXPECT_EQ(std::int64_t(root["Discount Codes"].size()) +
                  root["Discount Codes Left Out"].integer().value(),
              600);
    EXPECT_EQ(std::int64_t(root["$extra"]["items"].size()) +
                  root["$extra"]["items_left_out"].integer().value(),
              600);
    EXPECT_EQ(root["Products Left Out"].integer(), 600 - std::int64_t(most_products));
    EXPECT_EQ(root["Item Count"].integer(), 600);
}

TEST(LightspeedMapping, MakesPeopleOfCustomers) {
    Desk desk;
    desk.catalogue.add(Shop{{.id = "1"}, "HQ", "US/Eastern"});
    desk.customer(
        R"("customerID":"8","firstName":" Ada ","lastName":"L","company":"Minotaurs","title":"CEO","dob":"2019-04-29T04:00:00+00:00","archived":"false",)"
        R"("timeStamp":"2021-03-22T03:25:32+00:00","Contact":{"noEmail":"false","timeStamp":"2021-04-01T00:00:00+00:00",)"
        R"("Addresses":{"ContactAddress":{"address1":"","city":"Portland","state":"","stateCode":"ME","zip":"04101","country":"United States"}},)"
        R"("Phones":{"ContactPhone":[{"number":"1","useType":"Fax"},{"number":"2","useType":"Work"},{"number":"3","useType":"Mobile"},{"number":"2","useType":"Home"}]},)"
        R"("Emails":{"ContactEmail":{"address":"Ada@Example.com","useType":"Primary"}}})");
    ASSERT_EQ(desk.last.people.size(), 1u);
    auto& person = desk.last.people[0];
    EXPECT_EQ(person.key, "lightspeed:7:8");
    EXPECT_EQ(person.as_of, at("2021-04-01T00:00:00Z"));
    EXPECT_EQ(person.fields.email, "Ada@Example.com");
    EXPECT_EQ(person.fields.first_name, "Ada");
    EXPECT_EQ(person.phones, (Ids{"3", "2"}));
    EXPECT_TRUE(person.joins_list);
    EXPECT_FALSE(person.opted_in);
    // L14: local midnight of a birthday, as UTC.
    EXPECT_EQ(person.fields.birthday->text(), "2019-04-29");
    JsonWriter out;
    model::write(out, person.fields.properties);
    EXPECT_EQ(
        out.text(),
        R"({"Birthday":"2019-04-29","City":"Portland","Country":"United States","Organization":"Minotaurs","Postal Code":"04101","Region":"ME","Title":"CEO"})");
}

// L12: which of several addresses counts.
TEST(LightspeedMapping, L12ChoosesTheBestEmail) {
    struct Case {
        const char *emails, *expected;
    } cases[] = {
        {R"("")", ""},
        {R"({"ContactEmail":{"address":"  ","useType":"Primary"}})", ""},
        {R"({"ContactEmail":[{"address":"b@x.test","useType":"Secondary"},{"address":"a@x.test ","useType":"Primary"}]})",
         "a@x.test"},
        {R"({"ContactEmail":[{"address":"","useType":"Primary"},{"address":"b@x.test","useType":"Secondary"}]})",
         "b@x.test"},
        {R"({"ContactEmail":[{"address":""},{"address":"C@X.test","useType":"Other"}]})",
         "C@X.test"}};
    for (auto& test : cases) {
        auto listing = customers_from(fmt::format(
            R"({{"Customer":{{"customerID":"8","timeStamp":"2021-03-22T03:25:32+00:00","Contact":{{"Emails":{}}}}}}})",
            test.emails));
        ASSERT_TRUE(listing);
        EXPECT_EQ(listing->items.at(0).email, test.expected);
    }
}

TEST(LightspeedMapping, NoEmailNeverJoinsTheList) {
    Desk desk;
    desk.customer(
        R"("customerID":"8","timeStamp":"2021-03-22T03:25:32+00:00","Contact":{"noEmail":"true","Emails":{"ContactEmail":{"address":"a@x.test"}}})");
    ASSERT_EQ(desk.last.people.size(), 1u);
    EXPECT_FALSE(desk.last.people[0].joins_list);
}

TEST(LightspeedMapping, L13AnonymizedStaysForgotten) {
    Desk desk;
    desk.customer(
        R"("customerID":"70","firstName":"Customer","lastName":"[70]","timeStamp":"2021-07-13T19:38:53+00:00","archived":"true")");
    ASSERT_EQ(desk.last.erasures.size(), 1u);
    EXPECT_EQ(desk.last.erasures[0].key, "lightspeed:7:70");
    desk.customer(
        R"("customerID":"70","firstName":"Back","timeStamp":"2022-07-13T19:38:53+00:00","Contact":{"Emails":{"ContactEmail":{"address":"a@x.test"}}})");
    EXPECT_TRUE(desk.last.people.empty());
    Desk other;  // a name like that alone is a name
    other.customer(
        R"("customerID":"71","firstName":"Customer","lastName":"[70]","timeStamp":"2021-07-13T19:38:53+00:00","archived":"true")");
    EXPECT_TRUE(other.last.erasures.empty());
}

TEST(LightspeedMapping, TakesUpWhatTheSettingsAskFor) {
    Desk desk;
    desk.settings.include_zero_value = desk.settings.include_no_email = true;
    desk.customer(R"("customerID":"8","timeStamp":"2021-03-22T03:25:32+00:00","Contact":"")");
    ASSERT_EQ(desk.last.people.size(), 1u);
    EXPECT_FALSE(desk.last.people[0].joins_list);
    desk.sale(sale(line(1, "1", "0"), "0"), {"8", CustomerStatus::known, ""});
    EXPECT_EQ(desk.given(), (Ids{"lsr:7:270:placed", "lsr:7:1:product"}));
    EXPECT_EQ(desk.last.events[0].value, (Money{0, Currency{}}));
}

}  // namespace
}  // namespace regulars::sources::lightspeed
