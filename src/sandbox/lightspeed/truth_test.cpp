// The truth about the shops, against what a plain reader of the wire concludes.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/truth.hpp"

#include <cmath>
#include <set>

#include "sandbox/lightspeed/visitor_test.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

/// Decimal text to cents, half away from zero, by doubles: good for these sizes.
double number(JsonNode node) { return std::stod(text(node)); }
std::int64_t cents(double amount) {
    return std::llround(amount * 100 + (amount < 0 ? -1e-7 : 1e-7));
}

struct ReadEvent {
    std::string metric, person, time;
    std::int64_t minor = 0;
    std::vector<std::string> items;
    double quantity = 0;
    std::set<std::string> categories, codes;
    bool is_discounted = false;
};

/// Reads everything, and makes events as the rules say, from the JSON alone.
class Reader {
  public:
    explicit Reader(Visitor& visitor)
        : visitor_(visitor), account_(std::to_string(visitor.sandbox.lightspeed().account())) {}

    /// Notes which shipments are shipped now.
    void poll_shipments() {
        visitor_.walk("ShipTo.json", "ShipTo", [&](JsonNode ship) {
            if (text(ship["shipped"]) == "true")
                first_seen_.emplace(text(ship["shipToID"]), text(ship["timeStamp"]));
        });
    }

    std::map<std::string, ReadEvent> read() {
        std::map<std::string, std::string> emails, sale_of_line, customer_of_sale;
        std::map<std::string, std::pair<std::string, std::string>> categories;  // name, parent
        std::map<std::string, std::pair<std::string, std::string>> items;  // description, category
        visitor_.walk("Customer.json?archived=true&load_relations=" + encoded(R"(["Contact"])"),
                      "Customer", [&](JsonNode c) {
                          std::string by_use[2], any;
                          Visitor::each(c["Contact"]["Emails"]["ContactEmail"], [&](JsonNode e) {
                              std::string address(trimmed(text(e["address"])));
                              std::string& slot = by_use[text(e["useType"]) != "Primary"];
                              if (slot.empty()) slot = address;
                          });
                          emails[text(c["customerID"])] =
                              !by_use[0].empty() ? by_use[0] : by_use[1];
                      });
        visitor_.walk("Category.json", "Category", [&](JsonNode c) {
            categories[text(c["categoryID"])] = {text(c["name"]), text(c["parentID"])};
        });
        visitor_.walk("Item.json?archived=true", "Item", [&](JsonNode i) {
            items[text(i["itemID"])] = {text(i["description"]), text(i["categoryID"])};
        });
        std::vector<JsonDocument> pages;
        std::vector<JsonNode> sales;
        std::string target = "Sale.json?archived=true&load_relations=" +
                             encoded(R"(["SaleLines.Note","SaleLines.Discount","Discount"])");
        while (!target.empty()) {
            pages.push_back(visitor_.page(target));
            Visitor::each(pages.back().root()["Sale"], [&](JsonNode sale) {
                sales.push_back(sale);
                customer_of_sale[text(sale["saleID"])] = text(sale["customerID"]);
                Visitor::each(sale["SaleLines"]["SaleLine"], [&](JsonNode line) {
                    sale_of_line[text(line["saleLineID"])] = text(sale["saleID"]);
                });
            });
            target = text(pages.back().root()["@attributes"]["next"]);
        }
        std::map<std::string, ReadEvent> events;
        std::map<std::string, ReadEvent> of_sale;  // what a shipment needs
        for (JsonNode sale : sales) {
            std::string id = text(sale["saleID"]);
            ReadEvent bought{.metric = "Placed Order",
                             .person = text(sale["customerID"]),
                             .time = text(sale["completeTime"])};
            ReadEvent returned = bought;
            returned.metric = "Refunded Order";
            std::map<std::string, ReadEvent> products;
            double negative = 0;
            for (ReadEvent* e : {&bought, &returned}) {
                e->is_discounted = number(sale["calcDiscount"]) != 0;
                if (!sale["Discount"].is_missing()) e->codes.insert(text(sale["Discount"]["name"]));
            }
            Visitor::each(sale["SaleLines"]["SaleLine"], [&](JsonNode line) {
                double quantity = number(line["unitQuantity"]);
                if (quantity == 0) return;
                ReadEvent& e = quantity > 0 ? bought : returned;
                std::string name = std::string(trimmed(text(line["Note"]["note"]))), leaf;
                if (name.empty()) name = "Miscellaneous";
                if (text(line["itemID"]) != "0") {
                    name = items[text(line["itemID"])].first;
                    std::string category = items[text(line["itemID"])].second;
                    if (categories.contains(category)) leaf = categories[category].first;
                    for (; categories.contains(category); category = categories[category].second)
                        e.categories.insert(categories[category].first);
                }
                e.items.push_back(name);
                e.quantity += std::abs(quantity);
                if (!line["Discount"].is_missing()) e.codes.insert(text(line["Discount"]["name"]));
                e.is_discounted |= number(line["discountPercent"]) != 0 ||
                                   number(line["discountAmount"]) != 0 ||
                                   number(line["normalUnitPrice"]) > number(line["unitPrice"]);
                if (quantity > 0) {
                    products["lsr:" + account_ + ":" + text(line["saleLineID"]) + ":product"] = {
                        .metric = "Ordered Product",
                        .person = bought.person,
                        .time = bought.time,
                        .minor = cents(number(line["calcTotal"])),
                        .items = {name},
                        .quantity = quantity,
                        .categories = {leaf}};
                    return;
                }
                negative += number(line["calcTotal"]);
                auto original = sale_of_line.find(text(line["parentSaleLineID"]));
                if (returned.person == "0" && original != sale_of_line.end())
                    returned.person = customer_of_sale[original->second];
            });
            bought.minor = cents(number(sale["total"]));
            returned.minor = std::abs(cents(negative));
            of_sale[id] = bought;
            if (text(sale["completed"]) != "true" || text(sale["archived"]) == "true" ||
                text(sale["voided"]) == "true")
                continue;
            if (bought.minor > 0 && !bought.items.empty() && !emails[bought.person].empty()) {
                events["lsr:" + account_ + ":" + id + ":placed"] = bought;
                events.merge(products);
            }
            if (!returned.items.empty() && !emails[returned.person].empty())
                events["lsr:" + account_ + ":" + id + ":refunded"] = returned;
        }
        visitor_.walk("ShipTo.json", "ShipTo", [&](JsonNode ship) {
            auto seen = first_seen_.find(text(ship["shipToID"]));
            if (seen == first_seen_.end() || text(ship["customerID"]) == "0" ||
                emails[text(ship["customerID"])].empty())
                return;
            ReadEvent e = of_sale[text(ship["saleID"])];
            if (e.minor == 0) return;
            e.metric = "Shipped Order", e.person = text(ship["customerID"]), e.time = seen->second;
            events["lsr:" + account_ + ":ship:" + text(ship["shipToID"])] = e;
        });
        return events;
    }

  private:
    Visitor& visitor_;
    std::string account_;
    std::map<std::string, std::string> first_seen_;
};

std::vector<std::string> texts(JsonNode node) {
    std::vector<std::string> out;
    node.each([&](JsonNode one) { out.push_back(text(one)); });
    return out;
}

void expect_equal(const ReadEvent& read, const TruthEvent& truth, const std::string& account) {
    EXPECT_EQ(read.metric, truth.metric) << truth.unique_id;
    EXPECT_EQ("lightspeed:" + account + ":" + read.person, truth.person) << truth.unique_id;
    EXPECT_TRUE(std::ranges::find(truth.times, *parse_instant(read.time)) != truth.times.end())
        << truth.unique_id << " " << read.time;
    EXPECT_EQ(read.minor, truth.value->minor) << truth.unique_id;
    auto document = JsonDocument::parse(truth.properties);
    ASSERT_TRUE(document) << truth.properties;
    JsonNode p = document->root();
    if (read.metric == "Ordered Product") {
        EXPECT_EQ(text(p["Name"]), read.items[0]);
        EXPECT_EQ(text(p["Category"]), *read.categories.begin());
        EXPECT_DOUBLE_EQ(*p["Quantity"].number(), read.quantity);
        return;
    }
    EXPECT_EQ(texts(p["Items"]), read.items) << truth.unique_id;
    auto categories = texts(p[read.metric == "Shipped Order" ? "Collections" : "Categories"]),
         codes = texts(p["Discount Codes"]);
    EXPECT_EQ(std::set<std::string>(categories.begin(), categories.end()), read.categories)
        << truth.unique_id;
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()), read.codes) << truth.unique_id;
    EXPECT_EQ(p["$extra"]["items"].size(), read.items.size());
    if (read.metric == "Shipped Order") return;
    EXPECT_DOUBLE_EQ(*p["Item Count"].number(), read.quantity) << truth.unique_id;
    EXPECT_EQ(p["Is Discounted"].boolean(), read.is_discounted) << truth.unique_id;
    EXPECT_EQ(p["Shop"].is_missing(), read.metric == "Refunded Order");
}

class LightspeedTruth : public testing::TestWithParam<int> {};

TEST_P(LightspeedTruth, IsWhatAReaderConcludesWhateverTheInterval) {
    Visitor v(odd_options());
    v.sandbox.set_faults(Faults::none);
    Reader reader(v);
    for (Instant end = test_day + days(6); v.clock.now() < end; v.clock.advance(GetParam() * 1h)) {
        v.sign_in();
        reader.poll_shipments();
    }
    v.sign_in();
    reader.poll_shipments();
    auto read = reader.read();
    auto truth = v.sandbox.lightspeed().truth_events({}, v.sandbox.now());
    std::string account = std::to_string(v.sandbox.lightspeed().account());
    std::map<std::string, int> metrics;
    std::set<std::string> known;
    for (auto& event : truth) {
        EXPECT_TRUE(known.insert(event.unique_id).second) << event.unique_id;
        ++metrics[event.metric];
        auto found = read.find(event.unique_id);
        if (found == read.end()) {
            EXPECT_FALSE(event.certain) << event.unique_id;
            continue;
        }
        expect_equal(found->second, event, account);
    }
    for (auto& [id, event] : read) EXPECT_TRUE(known.contains(id)) << id;
    EXPECT_EQ(metrics.size(), 4u);
    for (auto& [metric, count] : metrics) EXPECT_GT(count, 10) << metric;
}
INSTANTIATE_TEST_SUITE_P(Hours, LightspeedTruth, testing::Values(1, 7, 200));

TEST(LightspeedTruthPeople, AreThoseWhoHaveAnAddress) {
    SandboxOptions options = odd_options();
    options.guests = 6000;
    Visitor v(options);
    v.sandbox.set_faults(Faults::none);
    std::map<std::string, JsonDocument> held;
    std::map<std::string, std::string> email_of_key;
    std::string account = std::to_string(v.sandbox.lightspeed().account());
    v.walk("Customer.json?archived=true&load_relations=" + encoded(R"(["Contact"])"), "Customer",
           [&](JsonNode c) {
               std::string best;
               for (std::string use : {"Secondary", "Primary"}) {
                   Visitor::each(c["Contact"]["Emails"]["ContactEmail"], [&](JsonNode e) {
                       if (text(e["useType"]) == use && !trimmed(text(e["address"])).empty())
                           best = trimmed(text(e["address"]));
                   });
               }
               if (!best.empty())
                   email_of_key["lightspeed:" + account + ":" + text(c["customerID"])] = best;
           });
    auto profiles = v.sandbox.lightspeed().truth_profiles({}, v.sandbox.now());
    std::size_t keys = 0, joined = 0, born = 0, phones = 0;
    std::set<std::string> addresses;
    for (auto& profile : profiles) {
        joined += profile.guests.size() > 1;
        EXPECT_TRUE(addresses.insert(lowered(profile.email)).second);
        for (auto& key : profile.guests) {
            ++keys;
            ASSERT_TRUE(email_of_key.contains(key)) << key;
            EXPECT_EQ(lowered(email_of_key[key]), lowered(profile.email));
        }
        auto properties = *JsonDocument::parse(profile.properties);
        born += !properties.root()["Birthday"].is_missing();
        phones += profile.phone.starts_with("+");
    }
    EXPECT_EQ(keys, email_of_key.size());
    EXPECT_GT(joined, 3u);
    EXPECT_GT(born, 20u);
    EXPECT_GT(phones, profiles.size() / 2);
}

TEST(LightspeedTruthPeople, WhoWasOnePersonStaysOne) {
    SandboxOptions options = odd_options();
    options.guests = 3000;
    Visitor v(options);
    auto before = v.sandbox.lightspeed().truth_profiles({}, v.sandbox.now());
    for (int month = 0; month < 8; ++month) {
        v.clock.advance(days(30));
        auto now = v.sandbox.lightspeed().truth_profiles({}, v.sandbox.now());
        std::map<std::string, std::string> person;
        for (auto& profile : now) {
            for (auto& key : profile.guests) person[key] = profile.guests.front();
        }
        for (auto& profile : before) {
            std::set<std::string> people;
            for (auto& key : profile.guests) {
                if (person.contains(key)) people.insert(person[key]);
            }
            EXPECT_LE(people.size(), 1u);
        }
        before = std::move(now);
    }
}

TEST(LightspeedTruthPeople, AlsoBookAtTheRestaurants) {
    Visitor v(small_options());
    std::set<std::string> diners;
    for (auto& profile : v.sandbox.truth_profiles()) diners.insert(lowered(profile.email));
    std::size_t both = 0;
    auto shoppers = v.sandbox.lightspeed().truth_profiles({}, v.sandbox.now());
    for (auto& profile : shoppers) both += diners.contains(lowered(profile.email));
    EXPECT_GT(both, shoppers.size() / 10);
}

TEST(LightspeedTruthCounts, CountEverySaleOnce) {
    Visitor v(odd_options());
    Instant now = v.sandbox.now();
    auto counts = v.sandbox.lightspeed().truth_summary({}, now);
    std::set<std::string> with_events;
    for (auto& event : v.sandbox.lightspeed().truth_events({}, now)) {
        if (event.metric == "Placed Order" || event.metric == "Refunded Order")
            with_events.insert(event.reservation);
    }
    std::int64_t excluded = 0;
    for (Id id = 1;
         id <= v.world().sales().size() && v.world().sales()[id - 1].is_visible(v.seconds());
         ++id) {
        excluded += !exclusion_of(v.world(), id, {}, v.seconds()).empty();
    }
    EXPECT_EQ(counts.reservations, excluded + std::int64_t(with_events.size()));
    for (std::string reason : {"not_completed", "archived", "voided", "zero_value", "no_customer",
                               "no_email", "shipment_without_customer"}) {
        EXPECT_GT(counts.excluded[reason], 0) << reason;
    }
    EXPECT_FALSE(counts.excluded.contains("shipment_not_shipped"));
    TruthRules late{.since = test_day - days(30)};
    auto recent = v.sandbox.lightspeed().truth_summary(late, now);
    EXPECT_GT(recent.excluded["before_history"], 0);
    EXPECT_LT(recent.events["Placed Order"], counts.events["Placed Order"]);
    EXPECT_GT(v.sandbox.lightspeed()
                  .truth_summary({.include_zero_value = true}, now)
                  .events["Placed Order"],
              counts.events["Placed Order"]);
    auto everybody = v.sandbox.lightspeed().truth_summary({.include_no_email = true}, now);
    EXPECT_GT(everybody.events["Placed Order"], counts.events["Placed Order"]);
    EXPECT_LT(everybody.excluded["no_email"], counts.excluded["no_email"]);
}

TEST(LightspeedTruthCounts, DaysAreTheVendorsReport) {
    Visitor v(small_options());
    v.sandbox.set_faults(Faults::none);
    std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::int64_t>> report;
    v.walk("Sale.json?completed=true&voided=false", "Sale", [&](JsonNode sale) {
        const Shop& shop =
            v.world().catalogue().shops[std::size_t(std::stoi(text(sale["shopID"])) - 1)];
        std::string date = format_iso(
            shop.clock.zone().to_local(*parse_instant(*sale["completeTime"].string())).date());
        auto& day = report[{text(sale["shopID"]), date}];
        ++day.first;
        day.second += cents(number(sale["total"]));
    });
    std::size_t compared = 0;
    for (auto& day : v.sandbox.lightspeed().truth_days({}, v.sandbox.now())) {
        auto expected = report[{std::to_string(day.shop), format_iso(day.date)}];
        EXPECT_EQ(day.sales, expected.first) << format_iso(day.date);
        EXPECT_EQ(day.total_minor, expected.second) << format_iso(day.date);
        compared += day.sales != 0;
    }
    EXPECT_GT(compared, 400u);
}

TEST(LightspeedTruthJson, IsServed) {
    Visitor v(small_options());
    for (std::string what : {"events", "profiles", "consents", "summary", "days"}) {
        auto answer = v.ask("GET", "/sandbox/truth/" + what + "?vendor=lightspeed&limit=7");
        EXPECT_EQ(answer.status, 200) << what;
        auto body = JsonDocument::parse(answer.body);
        ASSERT_TRUE(body) << what;
        EXPECT_EQ(body->root()["items"].size(), what == "consents"  ? 0u
                                                : what == "summary" ? 1u
                                                                    : 7u)
            << what;
    }
    EXPECT_EQ(v.ask("GET", "/sandbox/truth/lies?vendor=lightspeed").status, 404);
}

}  // namespace
}  // namespace regulars::sandbox::lightspeed
