// The contract of metrics, events and the change log.
// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "store/contract.hpp"

namespace regulars::store {
namespace {

class EventsContract : public Contract {
  protected:
    EventsContract() {
        write([&](Transaction& t) {
            guest = add_profile(t, account, "guest");
            metric = add_metric(t, account, "Created Reservation");
        });
    }
    std::optional<model::Event> add(model::Event& event) {
        std::optional<model::Event> stored;
        write([&](Transaction& t) { stored = must(t.events().add(account, event)); });
        return stored;
    }
    ProfileId guest;
    MetricId metric;
};
REGULARS_CONTRACT(EventsContract);

TEST_P(EventsContract, AMetricIsMadeOnce) {
    write([&](Transaction& t) {
        auto never = []() -> std::string {
            ADD_FAILURE() << "the metric exists";
            return "";
        };
        auto again =
            must(t.events().metric(account, IntegrationId{1}, "Created Reservation", true, never));
        EXPECT_EQ(again.id, metric);
        auto elsewhere = must(t.events().metric(account, IntegrationId{2}, "Created Reservation",
                                                false, [] { return "x"; }));
        EXPECT_NE(elsewhere.id, metric);
        EXPECT_FALSE(elsewhere.listed);
        must(t.events().count_metric(account, elsewhere.id, 5));
        must(t.events().count_metric(account, elsewhere.id, -2));
        elsewhere.events = 3;
        EXPECT_EQ(must(t.events().metrics(account)), (std::vector{again, elsewhere}));
    });
    auto found = must(store->check());
    ASSERT_EQ(found.size(), 1u) << "three events are counted and none is there";
}

TEST_P(EventsContract, AUniqueIdIsTakenForEver) {
    auto first = event_of(guest, metric, "opentable:1:é");
    first.value = Money{-1250, *Currency::parse("KWD")};
    first.properties = R"({"Visit Tags":["생일"],"Guest Request":null})";
    first.facet = FacetId{0};
    EXPECT_EQ(add(first), std::nullopt);
    EXPECT_EQ(first.id.value, 1);
    auto second = event_of(guest, metric, "opentable:1:é", at(99));
    EXPECT_EQ(add(second), first);
    EXPECT_FALSE(second.id);
    open();
    EXPECT_EQ(add(second), first) << "after a restart too";
    auto third = event_of(guest, metric, "opentable:2");
    EXPECT_EQ(add(third), std::nullopt);
    EXPECT_EQ(third.id.value, 2) << "a known event takes no number";
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.events().find(account, "opentable:1:é")), first);
        EXPECT_EQ(must(t.events().find(account, "opentable:3")), std::nullopt);
        EXPECT_EQ(must(t.events().count(account)), 2);
    });
}

TEST_P(EventsContract, AnEventIsCompletedInPlaceAndRemoved) {
    auto event = event_of(guest, metric, "e");
    add(event);
    event.value = Money{100, {}};
    event.time = at(5);
    event.properties = R"({"a":1})";
    write([&](Transaction& t) { must(t.events().update(account, event)); });
    read([&](Transaction& t) { EXPECT_EQ(must(t.events().find(account, "e")), event); });
    event.value.reset();
    write([&](Transaction& t) { must(t.events().update(account, event)); });
    read([&](Transaction& t) { EXPECT_EQ(must(t.events().find(account, "e")), event); });
    write([&](Transaction& t) {
        must(t.events().remove(account, event.id));
        must(t.events().remove(account, event.id));
        EXPECT_EQ(must(t.events().count(account)), 0);
    });
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) { return t.events().update(account, event); })),
              ErrorKind::not_found);
    auto again = event_of(guest, metric, "e");
    EXPECT_EQ(add(again), std::nullopt);
    EXPECT_EQ(again.id.value, 2) << "numbers are never used again";
}

TEST_P(EventsContract, AnUnknownProfileIsRefused) {
    auto event = event_of(ProfileId{99}, metric, "e");
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) -> Result<void> {
                  TRY(t.events().add(account, event));
                  return {};
              })),
              ErrorKind::conflict);
}

TEST_P(EventsContract, ATimelineIsNewestFirst) {
    std::vector<model::Event> events;
    for (int i : {3, 1, 2, 2})
        events.push_back(event_of(guest, metric, "e" + std::to_string(events.size()), at(i)));
    for (auto& event : events) add(event);
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.events().of_profile(account, guest, at(100), 10)),
                  (std::vector{events[0], events[3], events[2], events[1]}));
        EXPECT_EQ(must(t.events().of_profile(account, guest, at(3), 1)), std::vector{events[3]});
        EXPECT_TRUE(must(t.events().of_profile(account, guest, at(1), 10)).empty());
    });
}

TEST_P(EventsContract, EventsMoveAllOrByFacet) {
    ProfileId other;
    write([&](Transaction& t) { other = add_profile(t, account, "other"); });
    std::vector<model::Event> events;
    for (int i : {1, 2, 1}) {
        events.push_back(event_of(guest, metric, "e" + std::to_string(events.size())));
        events.back().facet = FacetId{i};
        add(events.back());
    }
    write([&](Transaction& t) {
        EXPECT_EQ(must(t.events().of_facet(account, guest, FacetId{1})),
                  (std::vector{events[0], events[2]}));
        EXPECT_EQ(must(t.events().move(account, guest, other, FacetId{1})), 2);
        EXPECT_EQ(must(t.events().of_profile(account, guest, at(100), 10)), std::vector{events[1]});
        EXPECT_EQ(must(t.events().move(account, other, guest, FacetId{2})), 0);
        EXPECT_EQ(must(t.events().move(account, other, guest, {})), 2);
        EXPECT_EQ(must(t.events().of_profile(account, guest, at(100), 10)).size(), 3u);
    });
}

TEST_P(EventsContract, EachStreamsInOrderWhileTheWalkerAsksMore) {
    write([&](Transaction& t) {
        for (int i = 0; i < 500; ++i) {
            auto event = event_of(guest, metric, std::to_string(i), at(-i));
            must(t.events().add(account, event));
        }
    });
    std::int64_t expected = 101;
    read([&](Transaction& t) {
        must(t.events().each(account, EventId{100}, [&](const model::Event& event) -> Result<void> {
            EXPECT_EQ(event.id.value, expected++);
            // The same question again inside the walk must not disturb it.
            std::int64_t inner = 0;
            return t.events().each(account, EventId{498}, [&](auto&) -> Result<void> {
                EXPECT_LE(++inner, 2);
                return {};
            });
        }));
    });
    EXPECT_EQ(expected, 501);
}

TEST_P(EventsContract, ShownIsWhatWasAdded) {
    std::vector<model::Event> added;
    for (int i = 0; i < 5; ++i) {
        auto event = event_of(guest, metric, std::to_string(i), at(-i));
        if (i % 2 == 0) event.value = Money{100 * i, *Currency::parse("GBP")};
        event.properties = "{\"n\":" + std::to_string(i) + "}";
        EXPECT_FALSE(add(event));
        added.push_back(event);
    }
    read([&](Transaction& t) {
        std::size_t i = 0;
        must(t.events().each_shown(account, [&](const ShownEvent& shown) -> Result<void> {
            auto& event = added.at(i++);
            EXPECT_EQ(shown.id, event.id);
            EXPECT_EQ(shown.metric, event.metric);
            EXPECT_EQ(shown.profile, event.profile);
            EXPECT_EQ(shown.time, event.time);
            EXPECT_EQ(shown.value, event.value);
            EXPECT_EQ(shown.properties, event.properties);
            return {};
        }));
        EXPECT_EQ(i, added.size());
    });
}

TEST_P(EventsContract, BigValuesComeBackWhole) {
    auto event = event_of(guest, metric, std::string(100'000, 'u'));
    event.properties = "{\"x\":\"" + std::string(5'000'000, 'y') + "\"}";
    add(event);
    read(
        [&](Transaction& t) { EXPECT_EQ(must(t.events().find(account, event.unique_id)), event); });
}

/// Hashes every id into few values, so that nearly every one needs a later hash; those get 1,000,
/// so that ids also stand where another's first or second hash points.
std::int64_t crowded(std::string_view text) {
    return hash64(text) % (text.contains('\x1f') ? 1000 : 5);
}

TEST_P(EventsContract, IdsWithEqualHashesStayApartThroughRemovals) {
    open(&crowded);
    std::map<std::string, EventId> there;
    SeededRandom random(7);
    for (int step = 0; step < 400; ++step) {
        std::string id = "id" + std::to_string(random.below(40));
        if (auto found = there.find(id); found != there.end() && random.chance(0.5)) {
            write([&](Transaction& t) { must(t.events().remove(account, found->second)); });
            there.erase(found);
        } else {
            auto event = event_of(guest, metric, id);
            auto stored = add(event);
            ASSERT_EQ(stored.has_value(), there.contains(id)) << step << ' ' << id;
            if (stored) {
                ASSERT_EQ(stored->unique_id, id);
                ASSERT_EQ(stored->id, there[id]);
            } else {
                there[id] = event.id;
            }
        }
        read([&](Transaction& t) {
            for (int i = 0; i < 40; ++i) {
                std::string asked = "id" + std::to_string(i);
                auto found = must(t.events().find(account, asked));
                ASSERT_EQ(found.has_value(), there.contains(asked)) << step << ' ' << asked;
                ASSERT_TRUE(!found || found->id == there[asked]) << step << ' ' << asked;
            }
        });
    }
}

class ChangesContract : public Contract {};
REGULARS_CONTRACT(ChangesContract);

TEST_P(ChangesContract, NumbersFollowEachOtherInEachAccount) {
    write([&](Transaction& t) {
        must(t.changes().append(account, ChangeKind::events, 7, 3, at(1)));
        must(t.changes().append(other_account, ChangeKind::merge, 1, 1, at(2)));
        must(t.changes().append(account, ChangeKind::profile_removed, 2, 1, at(3)));
        EXPECT_EQ(must(t.changes().last(account)), 2) << "seen by its own transaction";
    });
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) -> Result<void> {
                  TRY(t.changes().append(account, ChangeKind::profile, 1, 1, at(4)));
                  return fail(ErrorKind::cancelled, "no");
              })),
              ErrorKind::cancelled);
    write([&](Transaction& t) {
        must(t.changes().append(account, ChangeKind::consent, 1, 1, at(5)));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.changes().after(account, 0, 10)),
                  (std::vector<Change>{{1, ChangeKind::events, 7, 3, at(1)},
                                       {2, ChangeKind::profile_removed, 2, 1, at(3)},
                                       {3, ChangeKind::consent, 1, 1, at(5)}}))
            << "a transaction that failed leaves no gap";
        EXPECT_EQ(must(t.changes().after(account, 1, 1)).at(0).sequence, 2);
        EXPECT_EQ(must(t.changes().last(account)), 3);
        EXPECT_EQ(must(t.changes().last(other_account)), 1);
    });
    EXPECT_TRUE(must(store->check()).empty());
}

}  // namespace
}  // namespace regulars::store
