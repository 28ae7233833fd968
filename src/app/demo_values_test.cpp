// Tests that the demo shows what reservations were worth by the checks of their parties, as the
// sandbox's world has it.
// SPDX-License-Identifier: Apache-2.0
#include "app/demo_world_test.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

namespace regulars::app {
namespace {

class DemoValuesTest : public DemoWorldTest {
  protected:
    DemoValuesTest()
        : DemoWorldTest({.seed = 5,
                         .guests = 600,
                         .days = 60,
                         .locations = 2,
                         .requests_per_second = 0,
                         .toast = {.orders = {.orders_per_guest = 6, .days = 60}},
                         .lightspeed = {.is_on = false}}) {}

    std::map<std::string, model::Event> held() {
        std::map<std::string, model::Event> found;
        EXPECT_TRUE(folder->store().read([&](store::Transaction& tx) {
            return tx.events().each(account.id, {}, [&](const model::Event& event) -> Result<void> {
                found.emplace(event.unique_id, event);
                return {};
            });
        }));
        return found;
    }
    /// Who sat together, as far as is known: the phone, else the profile.
    std::string party_of(ProfileId id) {
        std::string party;
        EXPECT_TRUE(folder->store().read([&](store::Transaction& tx) -> Result<void> {
            auto profile = TRY(tx.profiles().find(account.id, id));
            party = profile->fields.phone.empty() ? profile->public_id : profile->fields.phone;
            return {};
        }));
        return party;
    }
};

TEST_F(DemoValuesTest, ReservationsWithoutAValueHaveThatOfTheirPartysCheck) {
    auto events = held();
    struct Visit {
        std::string id;
        Instant at;
        std::optional<Money> value;
    };
    std::map<std::pair<std::string, std::uint32_t>, std::vector<Visit>>
        reservations;  // of a party in one restaurant, as the world has them
    std::map<std::pair<std::string, std::uint32_t>, std::vector<Visit>>
        orders;                                   // of a party at a table there
    std::map<std::string, std::uint32_t> houses;  // OpenTable's number, by Toast's GUID
    auto told =
        sandbox.handle({.target = "/sandbox/credentials", .headers = {{"Host", "127.0.0.1:8090"}}});
    auto credentials = JsonDocument::parse(told.body).value();
    credentials.root()["toast"]["locations"].each([&](JsonNode location) {
        houses[std::string(*location["guid"].string())] = std::uint32_t(*location["rid"].integer());
    });
    ASSERT_EQ(houses.size(), 2u);
    for (auto& truth : sandbox.truth_events({})) {
        if (truth.metric != "Completed Reservation" || !events.contains(truth.unique_id)) continue;
        auto at = parse_instant(JsonDocument::parse(truth.properties)
                                    .value()
                                    .root()["Scheduled Time"]
                                    .string()
                                    .value_or(""));
        ASSERT_TRUE(at) << truth.properties;
        reservations[{party_of(events.at(truth.unique_id).profile), truth.rid}].push_back(
            {truth.unique_id, *at, truth.value});
    }
    sandbox.with_toast_truth({.sources = {"*"}}, [&](const sandbox::toast::Truth& truth) {
        for (auto& event : truth.events()) {
            if (event.metric != "Placed Order" || !events.contains(event.unique_id)) continue;
            auto properties = JsonDocument::parse(event.properties).value();
            auto how = properties.root()["Fulfillment Method"].string();
            if (how == "Take Out" || how == "Delivery") continue;
            auto house = houses.at(event.unique_id.substr(6, event.unique_id.find(':', 6) - 6));
            orders[{party_of(events.at(event.unique_id).profile), house}].push_back(
                {event.unique_id, event.time, event.value});
        }
        return 0;
    });
    std::map<std::string, std::pair<std::string, Money>>
        expected;  // by reservation: its order, and what that was worth
    for (auto& [who, stays] : reservations) {
        std::vector<std::tuple<std::int64_t, std::string, std::string, const Visit*, const Visit*>>
            pairs;
        for (auto& r : stays)
            for (auto& o : orders[who])
                if (o.at - r.at >= -Duration(30min) && o.at - r.at <= Duration(6h))
                    pairs.emplace_back(std::abs((o.at - r.at).count()), r.id, o.id, &r, &o);
        std::ranges::sort(pairs);
        std::set<std::string> used;
        for (auto& [distance, r, o, reservation, order] : pairs) {
            if (used.contains(r) || used.contains(o)) continue;
            used.insert(r), used.insert(o);
            if (!reservation->value) expected.emplace(r, std::pair(o, *order->value));
        }
    }
    EXPECT_GT(expected.size(), 30u) << "guests who reserve a table are known at the till";
    std::size_t marked = 0;
    for (auto& [id, event] : events) {
        if (!event.properties.contains(R"("Value Source":"Matched POS order")")) continue;
        ++marked;
        ASSERT_TRUE(expected.contains(id)) << id;
        auto& [order, value] = expected.at(id);
        EXPECT_EQ(event.value, value);
        EXPECT_NE(event.properties.find(order), std::string::npos);
    }
    EXPECT_EQ(marked, expected.size());
}

}  // namespace
}  // namespace regulars::app
