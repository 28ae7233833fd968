// Tests which order pays for which reservation, and that following the change log keeps it true.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/pos_match.hpp"

#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "store/open.hpp"

namespace regulars::ingest {
namespace {

constexpr Instant evening = Instant::from_seconds(1'770'000'000 / 86'400 * 86'400 + 18 * 3'600);
const Currency usd = *Currency::parse("USD");
using Matches = std::map<std::size_t, std::size_t>;

TEST(PosMatch, TheNearestOrderInTheWindowOnce) {
    auto visits = [](std::vector<std::int64_t> minutes, char name) {
        std::vector<Visit> all;
        for (auto m : minutes)
            all.push_back(
                {fmt::format("{}{}", name, all.size()), evening + std::chrono::minutes(m)});
        return all;
    };
    struct Case {
        const char* name;
        std::vector<std::int64_t> reservations, orders;  // minutes
        Matches expected;
    };
    for (auto& tested :
         {Case{"after the meal", {0}, {90}, {{0, 0}}},
          Case{"half an hour early", {0}, {-30}, {{0, 0}}}, Case{"too early", {0}, {-31}, {}},
          Case{"six hours late", {0}, {360}, {{0, 0}}}, Case{"too late", {0}, {361}, {}},
          Case{"the nearer of two", {0}, {120, 60}, {{0, 1}}},
          Case{"an order once", {0, 30}, {60}, {{1, 0}}},
          Case{"each its own", {0, 120}, {90, 200}, {{0, 1}, {1, 0}}},
          Case{"ties by id", {0, 0}, {60, 60}, {{0, 0}, {1, 1}}}, Case{"nothing", {}, {60}, {}}})
        EXPECT_EQ(match_visits(visits(tested.reservations, 'r'), visits(tested.orders, 'o')),
                  tested.expected)
            << tested.name;
}

RC_GTEST_PROP(PosMatch, DoesNotDependOnOrder, ()) {
    auto draw = [](char name) {
        std::vector<Visit> all;
        int n = *rc::gen::inRange(0, 8);
        for (int i = 0; i < n; ++i)
            all.push_back({fmt::format("{}{}", name, i),
                           evening + std::chrono::minutes(*rc::gen::inRange(-100, 500))});
        return all;
    };
    auto reservations = draw('r'), orders = draw('o');
    auto named = [&] {
        std::map<std::string, std::string> pairs;
        for (auto& [r, o] : match_visits(reservations, orders))
            pairs[reservations[r].unique_id] = orders[o].unique_id;
        return pairs;
    };
    auto before = named();
    std::ranges::reverse(reservations);
    std::ranges::reverse(orders);
    RC_ASSERT(named() == before);
}

TEST(PosMatch, AMarkCanBeTakenAway) {
    std::string plain =
        R"({"Scheduled Time":"2026-02-01T18:00Z","Guest Request":"a \",\"Value Source\":\"Matched POS order\" joke"})";
    EXPECT_FALSE(is_marked(plain));
    auto once = marked(plain, "toast:\"1\":placed");
    ASSERT_TRUE(JsonDocument::parse(once).has_value()) << once;
    EXPECT_EQ(JsonDocument::parse(once)->root()["Matched Order"].string(), "toast:\"1\":placed");
    EXPECT_TRUE(is_marked(once));
    EXPECT_EQ(std::string(unmarked(once)) + "}", plain);
    EXPECT_EQ(marked(once, "other"), marked(plain, "other"));
}

/// A restaurant with OpenTable and Toast.
class Restaurant {
  public:
    Restaurant() {
        start_crypto();
        std::filesystem::path memory_disk = "/dev/shm";  // many small worlds, each commit on disk
        auto base = std::filesystem::is_directory(memory_disk)
                        ? memory_disk
                        : std::filesystem::temp_directory_path();
        folder_ = base / ("pos-match-" + random_token(8));
        std::filesystem::create_directories(folder_);
        store = store::open_sqlite({.file = folder_ / "test.db", .fold_after = 2}).value();
        ingest.emplace(*store, clock, random);
        matcher.emplace(*store, clock);
        auto made = store->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account));
            TRY(tx.integrations().add(account.id, opentable));
            TRY(tx.integrations().add(account.id, toast));
            return tx.integrations().add(account.id, second);
        });
        EXPECT_TRUE(made);
    }
    ~Restaurant() {
        store.reset();
        std::filesystem::remove_all(folder_);
    }

    void apply(const Batch& batch) {
        auto applied = ingest->apply(batch);
        REGULARS_ASSERT(applied.has_value(), applied ? "" : applied.error().text().c_str());
    }
    void person(const model::Integration& integration, std::string key, std::string email,
                std::string phone = {}) {
        Batch batch{.account = account.id, .integration = integration.id};
        clock.advance(1s);
        batch.people.push_back(
            {.key = std::move(key), .as_of = clock.now(), .fields = {.email = std::move(email)}});
        if (!phone.empty()) batch.people.back().phones = {phone};
        apply(batch);
    }
    /// As the connector writes it: whole, without a mark.
    void reservation(int n, std::string who, int minutes,
                     std::optional<std::int64_t> own = std::nullopt,
                     IntegrationId integration = IntegrationId{1}) {
        Batch batch{.account = account.id, .integration = integration};
        Instant scheduled = evening + std::chrono::minutes(minutes);
        batch.events.push_back(
            {.unique_id = fmt::format("opentable:1:{}:Completed Reservation", n),
             .metric = "Completed Reservation",
             .person = std::move(who),
             .time = scheduled + 5min,
             .value = own ? std::optional(Money{*own, usd}) : std::nullopt,
             .properties = fmt::format(R"({{"Scheduled Time":"{}","Party Size":2}})",
                                       format_iso(scheduled))});
        apply(batch);
    }
    void order(int n, std::string who, int minutes, std::int64_t cents) {
        Batch batch{.account = account.id, .integration = toast.id};
        batch.events.push_back({.unique_id = order_id(n),
                                .metric = "Placed Order",
                                .person = std::move(who),
                                .time = evening + std::chrono::minutes(minutes),
                                .timing = Timing::moves,
                                .value = Money{cents, usd},
                                .properties = "{}"});
        apply(batch);
    }
    void retract(int n) {
        Batch batch{.account = account.id, .integration = toast.id};
        batch.retractions.push_back(order_id(n));
        apply(batch);
    }
    static std::string order_id(int n) { return fmt::format("toast:{}:placed", n); }

    PosMatcher::Followed follow() {
        auto followed = matcher->follow(account.id, wishes());
        REGULARS_ASSERT(followed.has_value(), followed ? "" : followed.error().text().c_str());
        return *followed;
    }
    std::vector<MatchWish> wishes() {
        std::vector<MatchWish> all{{opentable.id, {}}, {second.id, {}}};
        for (auto id : orders) all[0].from.push_back({id, "", {}});
        for (auto id : orders_of_second) all[1].from.push_back({id, "", {}});
        if (!order_wanted.empty())
            all[0].from.at(0) = {toast.id, order_wanted, [this](const model::Event& order) {
                                     return order.unique_id == order_wanted;
                                 }};
        return all;
    }
    /// "15000 from toast:1:placed", or "no value".
    std::string value(int n) {
        std::string text;
        EXPECT_TRUE(store->read([&](store::Transaction& tx) -> Result<void> {
            auto event = TRY(tx.events().find(
                account.id, fmt::format("opentable:1:{}:Completed Reservation", n)));
            if (!event) return {};
            auto document = TRY(JsonDocument::parse(event->properties));
            text = event->value ? fmt::format("{}", event->value->minor) : "no value";
            if (auto source = document.root()["Value Source"].string())
                text += fmt::format(" from {}", *document.root()["Matched Order"].string());
            EXPECT_EQ(document.root()["Party Size"].integer(), 2);
            return {};
        }));
        return text;
    }
    std::int64_t last_change() {
        std::int64_t last = 0;
        EXPECT_TRUE(store->read([&](store::Transaction& tx) -> Result<void> {
            last = TRY(tx.changes().last(account.id));
            return {};
        }));
        return last;
    }

    VirtualClock clock{evening};
    SeededRandom random{3};
    model::Account account{.public_id = "Acc", .name = "A", .time_zone = "UTC", .country = "US"};
    model::Integration opentable{
        .public_id = "OT", .kind = model::IntegrationKind::opentable, .name = "OT"};
    model::Integration toast{
        .public_id = "TO", .kind = model::IntegrationKind::toast, .name = "TO"};
    model::Integration second{
        .public_id = "O2", .kind = model::IntegrationKind::opentable, .name = "O2"};
    std::vector<IntegrationId> orders{IntegrationId{2}}, orders_of_second;
    std::string order_wanted;  // else each
    std::unique_ptr<store::Store> store;
    std::optional<Ingest> ingest;
    std::optional<PosMatcher> matcher;

  private:
    std::filesystem::path folder_;
};

TEST(PosMatcher, TheSamePersonsOrderGivesTheValue) {
    Restaurant place;
    place.person(place.opentable, "opentable:a", "ana@example.com");
    place.person(place.toast, "toast:a", "ANA@example.com ");
    place.reservation(1, "opentable:a", 0);
    place.order(1, "toast:a", 95, 15'000);
    EXPECT_EQ(place.value(1), "no value");
    auto followed = place.follow();
    EXPECT_EQ(followed.matched, 1);
    EXPECT_EQ(place.value(1), "15000 from toast:1:placed");
    auto last = place.last_change();
    place.follow();
    EXPECT_EQ(place.last_change(), last) << "nothing new writes nothing";

    place.order(1, "toast:a", 95, 16'500);  // a tip
    EXPECT_EQ(place.follow().changed, 1);
    EXPECT_EQ(place.value(1), "16500 from toast:1:placed");
    place.reservation(1, "opentable:a", 0);  // read again, still without a value
    place.follow();
    EXPECT_EQ(place.value(1), "16500 from toast:1:placed");
    place.reservation(1, "opentable:a", 0, 17'000);  // OpenTable says it itself
    place.follow();
    EXPECT_EQ(place.value(1), "17000");
    place.order(1, "toast:a", 95, 20'000);
    place.follow();
    EXPECT_EQ(place.value(1), "17000") << "what OpenTable says is never overridden";
}

TEST(PosMatcher, AVoidedOrderTakesItsValueAway) {
    Restaurant place;
    place.person(place.opentable, "opentable:a", "ana@example.com");
    place.person(place.toast, "toast:a", "ana@example.com");
    place.reservation(1, "opentable:a", 0);
    place.order(1, "toast:a", 60, 100);
    place.order(2, "toast:a", 120, 200);
    place.follow();
    EXPECT_EQ(place.value(1), "100 from toast:1:placed");
    place.retract(1);
    place.follow();
    EXPECT_EQ(place.value(1), "200 from toast:2:placed") << "the next one in the window";
    place.retract(2);
    EXPECT_EQ(place.follow().taken_back, 1);
    EXPECT_EQ(place.value(1), "no value");
}

TEST(PosMatcher, AFamilysPhoneIsTheSameParty) {
    Restaurant place;
    place.person(place.opentable, "opentable:a", "ana@example.com", "212 555 0123");
    place.person(place.toast, "toast:b", "ben@example.com", "212 555 0123");
    place.person(place.toast, "toast:c", "cy@example.com", "212 555 0199");
    place.reservation(1, "opentable:a", 0);
    place.order(1, "toast:b", 60, 4'200);
    place.order(2, "toast:c", 60, 100);
    place.follow();
    EXPECT_EQ(place.value(1), "4200 from toast:1:placed");
    place.person(place.toast, "toast:b", "ben@example.com", "212 555 0177");
    place.follow();
    EXPECT_EQ(place.value(1), "no value") << "another phone is another party";
}

TEST(PosMatcher, PeopleWhoTurnOutToBeOneMatch) {
    Restaurant place;
    place.person(place.opentable, "opentable:a", "ana@example.com");
    place.person(place.toast, "toast:x", "", "212 555 0123");
    place.reservation(1, "opentable:a", 0);
    place.order(1, "toast:x", 60, 900);
    place.follow();
    EXPECT_EQ(place.value(1), "no value");
    place.person(place.toast, "toast:x", "ana@example.com", "212 555 0123");
    place.follow();
    EXPECT_EQ(place.value(1), "900 from toast:1:placed");
}

TEST(PosMatcher, AnOrderOfAnotherPlaceIsNotTheirs) {
    Restaurant place;
    place.person(place.opentable, "opentable:a", "ana@example.com");
    place.person(place.toast, "toast:a", "ana@example.com");
    place.reservation(1, "opentable:a", 0);
    place.order(1, "toast:a", 60, 900);  // delivered at home, or in London
    place.order(2, "toast:a", 90, 4'200);
    place.follow();
    EXPECT_EQ(place.value(1), "900 from toast:1:placed") << "nobody says that it is elsewhere";
    place.order_wanted = place.order_id(2);
    EXPECT_EQ(place.follow().changed, 1) << "another choice is looked at anew";
    EXPECT_EQ(place.value(1), "4200 from toast:2:placed");
    place.order_wanted = "none of them";
    EXPECT_EQ(place.follow().taken_back, 1);
    EXPECT_EQ(place.value(1), "no value");
}

TEST(PosMatcher, AnOrderPaysForOneTableOfAllRestaurants) {
    Restaurant place;
    place.person(place.opentable, "opentable:a", "ana@example.com");
    place.person(place.second, "opentable:b", "ana@example.com");
    place.person(place.toast, "toast:a", "ana@example.com");
    place.reservation(1, "opentable:a", 0);
    place.reservation(2, "opentable:b", 30, std::nullopt, place.second.id);
    place.order(1, "toast:a", 60, 900);
    place.orders_of_second = {place.toast.id};
    EXPECT_EQ(place.follow().matched, 1);
    EXPECT_EQ(place.value(1), "no value");
    EXPECT_EQ(place.value(2), "900 from toast:1:placed") << "the nearer of the two";
    place.orders_of_second.clear();
    place.follow();
    EXPECT_EQ(place.value(1), "900 from toast:1:placed") << "the other one takes none any more";
    EXPECT_EQ(place.value(2), "no value");
}

TEST(PosMatcher, TheSettingCanBeTurnedOffAndOn) {
    Restaurant place;
    place.person(place.opentable, "opentable:a", "ana@example.com");
    place.person(place.toast, "toast:a", "ana@example.com");
    place.reservation(1, "opentable:a", 0);
    place.order(1, "toast:a", 60, 900);
    place.orders.clear();
    auto last = place.last_change();
    place.follow();
    EXPECT_EQ(place.last_change(), last) << "off by default";
    place.orders = {place.toast.id};
    place.follow();
    EXPECT_EQ(place.value(1), "900 from toast:1:placed");
    place.orders.clear();
    EXPECT_EQ(place.follow().taken_back, 1);
    EXPECT_EQ(place.value(1), "no value");
    place.order(2, "toast:a", 10, 50);
    place.follow();
    place.orders = {place.toast.id};
    place.follow();
    EXPECT_EQ(place.value(1), "50 from toast:2:placed") << "what came while it was off counts";
}

/// Whatever happens in whatever order, and however often it is followed, the end is the same.
RC_GTEST_PROP(PosMatcher, TheEndDoesNotDependOnWhenItIsFollowed, ()) {
    struct Step {
        int what, n, who, minutes;
        std::int64_t cents;
    };
    std::vector<Step> steps;
    int count = *rc::gen::inRange(1, 15);
    for (int i = 0; i < count; ++i)
        steps.push_back({*rc::gen::inRange(0, 6), *rc::gen::inRange(0, 4), *rc::gen::inRange(0, 3),
                         *rc::gen::inRange(-60, 420), *rc::gen::inRange<std::int64_t>(1, 9)});
    auto play = [&](bool often) {
        Restaurant place;
        const char* phones[] = {"212 555 0123", "212 555 0124", ""};
        for (int who = 0; who < 3; ++who) {
            place.person(place.opentable, fmt::format("opentable:{}", who),
                         fmt::format("o{}@example.com", who), phones[who]);
            place.person(place.toast, fmt::format("toast:{}", who),
                         who == 2 ? "o2@example.com" : fmt::format("t{}@example.com", who),
                         phones[who]);
        }
        for (auto& step : steps) {
            auto guest = fmt::format("opentable:{}", step.who),
                 payer = fmt::format("toast:{}", step.who);
            switch (step.what) {
                case 0:
                    place.reservation(step.n, guest, step.minutes);
                    break;
                case 1:
                    place.reservation(step.n, guest, step.minutes, step.cents);
                    break;
                case 2:
                case 3:
                    place.order(step.n, payer, step.minutes, step.cents);
                    break;
                case 4:
                    place.retract(step.n);
                    break;
                default:
                    place.person(place.toast, payer, fmt::format("t{}@example.com", step.who),
                                 phones[step.n % 3]);
                    break;
            }
            if (often) place.follow();
        }
        place.follow();
        std::string picture;
        for (int n = 0; n < 4; ++n) picture += place.value(n) + "\n";
        return picture;
    };
    RC_ASSERT(play(true) == play(false));
}

}  // namespace
}  // namespace regulars::ingest
