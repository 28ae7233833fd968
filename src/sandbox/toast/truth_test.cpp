// The truth about Toast, against what a plain reader of the wire concludes.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/truth.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sandbox/toast/visitor_test.hpp"

namespace regulars::sandbox::toast {
namespace {

SandboxOptions odd_world() {
    SandboxOptions options;
    options.guests = 500;
    options.days = 60;
    options.requests_per_second = 0;
    options.toast.orders.orders_per_guest = 3;
    options.toast.orders.days = 90;
    options.faults = Faults::heavy;  // for the data's oddities; the wire's are switched off
    return options;
}

struct Read {
    Instant time;
    std::int64_t value = 0;
    std::string person;
};

/// Keeps the newest version of each order, and writes events down as they are first seen.
class Reader {
  public:
    Reader(Visitor& visitor, Instant since) : v_(visitor), since_(since) {
        for (std::size_t place = 0; place < 3; ++place) {
            std::string token;
            do {
                auto answer = v_.get(
                    "/config/v2/diningOptions" + (token.empty() ? "" : "?pageToken=" + token),
                    place);
                JsonDocument::parse(answer.body)->root().each([&](JsonNode o) {
                    behaviors_[std::string(*o["guid"].string())] =
                        std::string(*o["behavior"].string());
                });
                token =
                    std::string(net::header(answer.headers, "Toast-Next-Page-Token").value_or(""));
            } while (!token.empty());
        }
    }

    void poll(Instant from) {
        Instant to = v_.sandbox.now() + 1s;
        v_.token.clear();
        for (std::size_t place = 0; place < 3; ++place) {
            v_.each_order(place, from, to, [&](JsonNode order) {
                orders_[{place, std::string(*order["guid"].string())}] = order.text();
                judge(place, order);
            });
        }
    }
    /// Looks again at what was read: time has passed, and guids were explained by other orders.
    void review() {
        for (int i = 0; i < 2; ++i) {
            for (auto& [key, text] : orders_) judge(key.first, JsonDocument::parse(text)->root());
        }
    }

    const std::map<std::string, Read>& events() const { return events_; }
    const std::map<std::string, int>& excluded() const { return reasons_; }

  private:
    static Instant at(JsonNode node) { return *parse_instant(*node.string()); }
    static std::int64_t minor(JsonNode node) {
        return parse_decimal(node.text(), Currency())->minor;
    }
    static bool is(JsonNode node, const char* key) { return node[key].boolean().value_or(false); }

    std::string key_of(JsonNode customer) {
        if (auto guid = customer["guid"].string()) return "toast:" + std::string(*guid);
        if (auto email = customer["email"].string()) return "toast:email:" + lowered(*email);
        std::string digits;
        for (char c : customer["phone"].string().value_or(""))
            digits += c == '-' ? "" : std::string(1, c);
        return "toast:phone:" + digits;  // the end of it at least
    }

    void judge(std::size_t place, JsonNode order) {
        std::string prefix =
            "toast:" + v_.guid(place) + ":" + std::string(*order["guid"].string()) + ":";
        bool any_live = false;
        std::int64_t value = 0;
        std::string person, by_phone, reason;
        std::vector<std::string> lines;
        bool ready = true, closed = true;
        std::map<std::string, std::pair<Instant, std::int64_t>> refunds;
        order["checks"].each([&](JsonNode check) {
            check["payments"].each([&](JsonNode p) {
                if (p["refund"].is_nothing()) return;
                std::int64_t sum = minor(p["refund"]["refundAmount"]);
                refunds[prefix + "refunded:" + std::string(*p["guid"].string()) + ":" +
                        std::to_string(sum)] = {at(p["refund"]["refundDate"]), sum};
            });
            if (is(check, "voided") || is(check, "deleted")) return;
            any_live = true;
            closed &= check["paymentStatus"].string() == "CLOSED";
            std::int64_t tips = 0;
            check["payments"].each([&](JsonNode p) {
                if (p["paymentStatus"].string() != "VOIDED" &&
                    p["paymentStatus"].string() != "DENIED")
                    tips += minor(p["tipAmount"]);
            });
            value += minor(check["totalAmount"]) - tips;
            check["selections"].each([&](JsonNode s) {
                if (is(s, "voided")) return;
                lines.push_back(prefix + std::string(*s["guid"].string()) + ":product");
                ready &= s["fulfillmentStatus"].string() == "READY";
            });
            auto c = check["customer"];
            std::string guid(c["guid"].string().value_or(""));
            if (!guid.empty() && !(c["email"].is_nothing() && c["phone"].is_nothing()))
                contacts_[guid] = {!c["email"].is_nothing(), !c["phone"].is_nothing()};
            auto known = contacts_.find(guid);
            bool email =
                !c["email"].is_nothing() || (known != contacts_.end() && known->second.first);
            bool phone =
                !c["phone"].is_nothing() || (known != contacts_.end() && known->second.second);
            if (email && person.empty()) person = key_of(c);
            if (phone && by_phone.empty()) by_phone = key_of(c);
        });
        if (person.empty()) person = by_phone;
        static const std::set<std::string_view> online{"Online",
                                                       "Toast Pickup App",
                                                       "Toast Local",
                                                       "Branded Online Ordering",
                                                       "Branded Mobile App",
                                                       "Catering Online Ordering",
                                                       "eCommerce Online ordering",
                                                       "Google"};
        Instant placed = at(order["createdDate"]);
        reason = is(order, "deleted")                                      ? "deleted"
                 : is(order, "createdInTestMode")                          ? "test_mode"
                 : is(order, "excessFood")                                 ? "excess_food"
                 : is(order, "voided") || !any_live                        ? "voided"
                 : order["approvalStatus"].string() == "NOT_APPROVED"      ? "not_approved"
                 : lines.empty()                                           ? "no_items"
                 : !online.contains(order["source"].string().value_or("")) ? "source_not_selected"
                 : person.empty()                                          ? "no_contact"
                 : placed < since_                                         ? "before_history"
                                                                           : "";
        auto& old = reason_of_[prefix];
        if (!old.empty()) --reasons_[old];
        old = reason;
        if (!reason.empty()) {
            ++reasons_[reason];
            std::erase_if(events_, [&](auto& event) { return event.first.starts_with(prefix); });
            return;
        }
        std::erase_if(events_, [&](auto& event) {
            return event.first.starts_with(prefix) && event.first.ends_with(":product");
        });
        auto give = [&](const std::string& id, Instant time) {
            events_.emplace(id, Read{time, value, person});
            events_[id].value = value, events_[id].person = person;
        };
        give(prefix + "placed", placed);
        for (auto& id : lines) give(id, placed);
        auto behavior = behaviors_.find(std::string(*order["diningOption"]["guid"].string()));
        bool away = behavior != behaviors_.end() && behavior->second != "DINE_IN";
        auto due = order["estimatedFulfillmentDate"].is_nothing()
                       ? order["promisedDate"]
                       : order["estimatedFulfillmentDate"];
        auto fulfilled = prefix + "fulfilled";
        if (order["deliveryInfo"]["deliveryState"].string() == "DELIVERED")
            give(fulfilled, at(order["deliveryInfo"]["deliveredDate"]));
        else if (away && ready)
            give(fulfilled, at(order["modifiedDate"]));
        else if (away && closed && at(due) <= v_.sandbox.now())
            give(fulfilled, at(due));
        else if (!away && closed)
            give(fulfilled, at(order["closedDate"].is_nothing() ? order["modifiedDate"]
                                                                : order["closedDate"]));
        else if (auto event = events_.find(fulfilled); event != events_.end())
            give(fulfilled, event->second.time);
        for (auto& [id, refund] : refunds) give(id, refund.first);
        for (auto& [id, event] : events_) {
            if (id.starts_with(prefix) && id.find(":refunded:") != std::string::npos)
                event.value = value, event.person = person;
        }
    }

    Visitor& v_;
    Instant since_;
    std::map<std::string, std::string> behaviors_;
    std::map<std::pair<std::size_t, std::string>, std::string> orders_;
    std::map<std::string, std::pair<bool, bool>> contacts_;
    std::map<std::string, Read> events_;
    std::map<std::string, std::string> reason_of_;
    std::map<std::string, int> reasons_;
};

class ToastTruthOfPolls : public testing::TestWithParam<int> {};

TEST_P(ToastTruthOfPolls, HoldsWhateverTheInterval) {
    Visitor v(odd_world());
    v.sandbox.set_faults(Faults::none);
    Instant since = test_day - days(25), end = test_day + days(8);
    Reader reader(v, since);
    Instant from = test_day - days(100);
    while (true) {
        reader.poll(from);
        if (v.clock.now() >= end) break;
        if (GetParam() >= 24 * 60) reader.review();
        from = v.clock.now();
        v.clock.sleep_until(std::min(end, v.clock.now() + GetParam() * 1min), {});
    }
    reader.review();
    v.sandbox.with_toast_truth({.since = since}, [&](const Truth& truth) {
        std::map<std::string, TruthEvent> known;
        std::map<std::string, int> found;
        for (auto& event : truth.events()) {
            EXPECT_TRUE(std::ranges::find(event.times, event.time) != event.times.end());
            ++found[event.metric];
            auto id = event.unique_id;
            EXPECT_TRUE(known.emplace(id, std::move(event)).second) << id;
        }
        for (const char* metric :
             {"Placed Order", "Ordered Product", "Fulfilled Order", "Refunded Order"})
            EXPECT_GT(found[metric], 5) << metric;
        for (auto& [id, event] : known) {
            if (event.certain) {
                EXPECT_TRUE(reader.events().contains(id)) << id;
            }
        }
        for (auto& [id, read] : reader.events()) {
            auto expected = known.find(id);
            if (expected == known.end()) {
                ADD_FAILURE() << "not in the truth: " << id;
                continue;
            }
            auto& event = expected->second;
            EXPECT_TRUE(std::ranges::find(event.times, read.time) != event.times.end())
                << id << " " << format_iso(read.time);
            if (event.metric != "Ordered Product") {
                EXPECT_EQ(event.value->minor, read.value) << id;
            }
            if (read.person.starts_with("toast:phone:"))
                EXPECT_TRUE(event.person.ends_with(read.person.substr(12))) << id;
            else
                EXPECT_EQ(event.person, read.person) << id;
        }
        std::map<std::string, std::int64_t> excluded, read;
        for (auto& counts : truth.summary()) {
            for (auto& [reason, n] : counts.excluded) excluded[reason] += n;
        }
        for (auto& [reason, n] : reader.excluded()) {
            if (n != 0) read[reason] = n;
        }
        EXPECT_EQ(excluded, read);
        for (const char* reason : {"deleted", "test_mode", "voided", "not_approved", "no_items",
                                   "source_not_selected", "no_contact", "before_history"})
            EXPECT_GT(excluded[reason], 0) << reason;
        return 0;
    });
}
INSTANTIATE_TEST_SUITE_P(Minutes, ToastTruthOfPolls, testing::Values(120, 24 * 60, 8 * 24 * 60));

TEST(ToastTruth, GivesEachKeyToOneProfileAndNamesOpenTablesPeople) {
    SandboxOptions options = odd_world();
    options.guests = 2000;
    Visitor v(options);
    std::set<std::string> emails, guests;
    for (auto& profile : v.sandbox.truth_profiles()) {
        if (!profile.email.empty()) guests.insert(lowered(profile.email));
    }
    std::size_t uncertain = 0, known_there = 0, without_guid = 0;
    auto profiles =
        v.sandbox.with_toast_truth({}, [](const Truth& truth) { return truth.profiles(); });
    std::set<std::string> keys;
    for (auto& profile : profiles) {
        for (auto& key : profile.guests) EXPECT_TRUE(keys.insert(key).second) << key;
        for (auto& key : profile.possible_guests) EXPECT_TRUE(keys.insert(key).second) << key;
        EXPECT_FALSE(profile.email.empty() && profile.phone.empty());
        if (!profile.email.empty()) {
            EXPECT_TRUE(emails.insert(lowered(profile.email)).second)
                << "two profiles, one address";
            known_there += guests.contains(lowered(profile.email));
        }
        uncertain += !profile.certain;
        without_guid += profile.certain && profile.properties == "{}";
    }
    EXPECT_GT(profiles.size(), 500u);
    EXPECT_GT(known_there, profiles.size() / 3) << "the same people book tables";
    EXPECT_GT(uncertain, 0u);
    EXPECT_GT(without_guid, 0u);
}

TEST(ToastTruth, DaysAddUp) {
    Visitor v(odd_world());
    // Orders for later have their business day ahead.
    LocalDate first = *parse_date("2025-12-01"), last = *parse_date("2026-04-30");
    v.sandbox.with_toast_truth({.since = test_day - days(30)}, [&](const Truth& truth) {
        std::int64_t records = 0, placed = 0, value = 0, excluded = 0, expected = 0,
                     expected_value = 0;
        for (auto& day : truth.days(first, last)) {
            std::int64_t left_out = 0;
            for (auto& [reason, sum] : day.excluded) left_out += sum.first;
            EXPECT_EQ(day.records, day.placed + left_out) << day.date;
            records += day.records, placed += day.placed, value += day.placed_value.minor,
                excluded += left_out;
        }
        for (auto& event : truth.events()) {
            if (event.metric == "Placed Order") ++expected, expected_value += event.value->minor;
        }
        EXPECT_EQ(placed, expected);
        EXPECT_EQ(value, expected_value);
        for (auto& counts : truth.summary()) records -= counts.reservations;
        EXPECT_EQ(records, 0);
        return 0;
    });
}

TEST(ToastTruth, KnowsNobodyByOrdersOfRestaurantsThatAreNotConnected) {
    Visitor v(odd_world());
    std::set<std::string> all;
    v.sandbox.with_toast_truth({}, [&](const Truth& truth) {
        for (auto& profile : truth.profiles())
            all.insert(profile.guests.begin(), profile.guests.end());
        return 0;
    });
    std::set<std::string> together;
    for (auto& place : v.sandbox.toast()->book().places()) {
        auto rid = v.sandbox.toast()->book().restaurant(place).number;
        v.sandbox.with_toast_truth({.rids = {rid}}, [&](const Truth& truth) {
            std::set<std::string> known, with_events;
            for (auto& profile : truth.profiles())
                known.insert(profile.guests.begin(), profile.guests.end());
            for (auto& event : truth.events()) {
                EXPECT_EQ(event.rid, rid);
                with_events.insert(event.person);
            }
            EXPECT_EQ(known, with_events) << "whoever is known has an event there";
            EXPECT_LT(known.size(), all.size());
            EXPECT_EQ(truth.summary().size(), 1u);
            together.merge(known);
            return 0;
        });
    }
    EXPECT_TRUE(std::ranges::includes(all, together));
}

TEST(ToastTruth, FollowsTheSettings) {
    Visitor v(odd_world());
    auto count = [&](TruthSettings settings, const char* metric) {
        return v.sandbox.with_toast_truth(settings, [&](const Truth& truth) {
            auto events = truth.events();
            return std::ranges::count(events, metric, &TruthEvent::metric);
        });
    };
    auto lines = count({}, "Ordered Product");
    EXPECT_GT(count({.product_per_unit = true}, "Ordered Product"), lines);
    EXPECT_LT(count({.sources = {"Online"}}, "Placed Order"), count({}, "Placed Order"));
    EXPECT_GT(count({.sources = {"Online", "In Store"}}, "Placed Order"),
              count({.sources = {"Online"}}, "Placed Order"));
    EXPECT_LT(count({.fulfilled_when = FulfilledWhen::delivered}, "Fulfilled Order"),
              count({.fulfilled_when = FulfilledWhen::closed}, "Fulfilled Order"));
    EXPECT_EQ(count({.sees_guests = false}, "Placed Order"), 0);
    v.sandbox.with_toast_truth({.product_per_unit = true}, [&](const Truth& truth) {
        std::map<std::string, std::int64_t> sums;
        for (auto& event : truth.events()) {
            if (event.metric == "Ordered Product")
                sums[event.unique_id.substr(0, event.unique_id.rfind(':'))] += event.value->minor;
        }
        for (auto& event : v.sandbox.toast()->truth(v.clock.now(), {}).events()) {
            if (event.metric == "Ordered Product") {
                EXPECT_EQ(sums[event.unique_id], event.value->minor);
            }
        }
        return 0;
    });
}

TEST(ToastTruth, IsServedAsJson) {
    Visitor v(odd_world());
    auto items = [&](const std::string& path) {
        auto answer = v.ask("GET", "/sandbox/truth/" + path);
        auto document = JsonDocument::parse(answer.body);
        EXPECT_TRUE(document && answer.status == 200) << path << answer.body.substr(0, 200);
        return document ? document->root()["total"].integer().value_or(-1) : -1;
    };
    auto events = v.sandbox.with_toast_truth(
        {}, [](const Truth& truth) { return std::int64_t(truth.events().size()); });
    EXPECT_EQ(items("events?vendor=toast"), events);
    EXPECT_GT(items("profiles?vendor=toast"), 100);
    EXPECT_EQ(items("summary?vendor=toast"), 3);
    EXPECT_EQ(items("consents?vendor=toast"), 0) << "Toast never says that somebody consents";
    EXPECT_EQ(items("days?vendor=toast&from=2026-03-01&to=2026-03-07"), 21);
    EXPECT_EQ(v.ask("GET", "/sandbox/truth/days?vendor=toast&from=x&to=y").status, 400);
    auto credentials =
        *JsonDocument::parse(v.ask("GET", "/sandbox/credentials", {{"Host", "127.0.0.1:9"}}).body);
    EXPECT_EQ(credentials.root()["toast"]["api_url"].string(), "http://127.0.0.1:9");
    EXPECT_EQ(credentials.root()["toast"]["locations"].size(), 3u);
    EXPECT_EQ(
        v.ask("POST", "/sandbox/access", {}, R"({"toast":")" + v.guid(1) + R"(","granted":false})")
            .status,
        200);
    EXPECT_EQ(v.get("/menus/v2/metadata", 1).status, 403);
}

}  // namespace
}  // namespace regulars::sandbox::toast
