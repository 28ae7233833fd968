// What becomes of Batches: people joined and kept apart, events once for ever, consent, forgetting.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "ingest/world_test.hpp"

namespace regulars::ingest {
namespace {

TEST_F(IngestTest, ApplyingABatchAgainChangesNothing) {
    auto b = batch();
    b.people = {person("opentable:1-a", 1, "a@x.test")};
    b.events = {event("e1", "opentable:1-a", 1), event("e2", "opentable:1-a", 2)};
    auto first = apply(b);
    EXPECT_EQ(first.profiles_created, 1);
    EXPECT_EQ(first.events_created, 2);
    auto last = read([&](auto& tx) { return tx.changes().last(account_.id); });
    for (int i = 0; i < 3; ++i) {
        auto again = apply(b);
        EXPECT_EQ(again.events_unchanged, 2);
        EXPECT_EQ(again.events_created + again.events_updated + again.profiles_created +
                      again.profiles_updated,
                  0);
    }
    EXPECT_EQ(read([&](auto& tx) { return tx.changes().last(account_.id); }), last);
    EXPECT_EQ(events(), 2);
}

TEST_F(IngestTest, AnEventIsCompletedInPlaceAndKeepsItsTime) {
    auto b = batch();
    b.people = {person("opentable:1-a", 1, "a@x.test")};
    b.events = {event("e1", "opentable:1-a", 1)};
    apply(b);
    b.events[0].time = at(99);
    b.events[0].value = Money{4'250, {}};
    b.events[0].properties = R"({"Table Number":["4"]})";
    EXPECT_EQ(apply(b).events_updated, 1);
    auto stored = read([&](auto& tx) { return tx.events().find(account_.id, "e1"); }).value();
    EXPECT_EQ(stored.time, at(1));
    EXPECT_EQ(stored.value, (Money{4'250, {}}));
    EXPECT_EQ(stored.properties, b.events[0].properties);
}

TEST_F(IngestTest, OneDinerAtTwoRestaurantsIsOneProfile) {
    apply({person("opentable:1-a", 1, "home@x.test", "", "77"),
           person("opentable:2-b", 2, "work@x.test", "", "77")});
    EXPECT_EQ(profiles(), 1);
    EXPECT_EQ(profile_of("opentable:1-a"), profile_of("opentable:2-b"));
    EXPECT_EQ(profile(profile_of("opentable:1-a")).fields.email, "work@x.test");
}

TEST_F(IngestTest, AFamilyThatSharesAPhoneStaysApartAndIsRemembered) {
    apply({person("opentable:1-a", 1, "ana@x.test", "2125550001"),
           person("opentable:1-b", 1, "ben@x.test", "2125550001")});
    EXPECT_NE(profile_of("opentable:1-a"), profile_of("opentable:1-b"));
    auto ana = profile_of("opentable:1-a"), ben = profile_of("opentable:1-b");
    auto pairs = read([&](auto& tx) { return tx.merges().duplicates_of(account_.id, ana); });
    EXPECT_EQ(pairs, (std::vector<store::PossibleDuplicate>{{ana, ben, "phone"}}));
}

TEST_F(IngestTest, AGuestWithoutEmailJoinsByPhoneInEitherOrder) {
    apply({person("opentable:1-a", 1, "ana@x.test", "2125550001"),
           person("opentable:1-b", 1, "", "(212) 555-0001")});
    EXPECT_EQ(profile_of("opentable:1-a"), profile_of("opentable:1-b"));
    apply({person("opentable:1-c", 1, "", "2125550002"),
           person("opentable:1-d", 1, "dan@x.test", "+12125550002")});
    EXPECT_EQ(profile_of("opentable:1-c"), profile_of("opentable:1-d"));
    EXPECT_EQ(profiles(), 2);
}

TEST_F(IngestTest, ACorrectedEmailIsLetGo) {
    apply({person("opentable:1-a", 1, "typo@x.test")});
    apply({person("opentable:1-a", 2, "right@x.test")});
    EXPECT_EQ(profile(profile_of("opentable:1-a")).fields.email, "right@x.test");
    apply({person("opentable:1-b", 3, "typo@x.test")});
    EXPECT_NE(profile_of("opentable:1-a"), profile_of("opentable:1-b"));
}

TEST_F(IngestTest, OldNewsOfAPersonChangesNothing) {
    apply({person("opentable:1-a", 5, "new@x.test")});
    apply({person("opentable:1-a", 4, "old@x.test")});
    EXPECT_EQ(profile(profile_of("opentable:1-a")).fields.email, "new@x.test");
}

TEST_F(IngestTest, PeopleFoundToBeOneTakeTheirEventsAndConsentAlong) {
    auto b = batch();
    b.people = {person("opentable:1-a", 1, "ana@x.test"),
                person("opentable:2-b", 1, "", "2125550009")};
    b.people[0].opted_in = true;
    b.events = {event("e1", "opentable:1-a", 1), event("e2", "opentable:2-b", 2)};
    apply(b);
    ASSERT_EQ(profiles(), 2);
    EXPECT_EQ(apply({person("opentable:2-b", 2, "ana@x.test", "2125550009")}).profiles_merged, 1);
    EXPECT_EQ(profiles(), 1);
    auto id = profile_of("opentable:1-a");
    EXPECT_EQ(id, profile_of("opentable:2-b"));
    EXPECT_EQ(
        read([&](auto& tx) { return tx.events().of_profile(account_.id, id, at(100), 10); }).size(),
        2u);
    EXPECT_EQ(email_consent("opentable:1-a"), model::ConsentState::subscribed);
    EXPECT_EQ(read([&](auto& tx) { return tx.lists().size(account_.id, list_.id); }), 1);
}

TEST_F(IngestTest, ARecordMergedAtTheSourceIsItsSurvivorWhicheverComesFirst) {
    for (bool survivor_first : {true, false}) {
        std::string suffix = survivor_first ? "1" : "2";
        auto survivor = person("opentable:1-s" + suffix, 2, "s" + suffix + "@x.test");
        auto archived = person("opentable:1-o" + suffix, 2);
        archived.same_as = survivor.key;
        apply({person(archived.key, 1, "o" + suffix + "@x.test")});
        if (survivor_first)
            apply({survivor, archived});
        else
            apply({archived, survivor});
        EXPECT_EQ(profile_of(survivor.key), profile_of(archived.key));
        EXPECT_EQ(profile(profile_of(survivor.key)).fields.email, "s" + suffix + "@x.test");
    }
    EXPECT_EQ(profiles(), 2);
}

TEST_F(IngestTest, TheForgottenAreErasedAndNeverComeBack) {
    auto b = batch();
    b.people = {person("opentable:1-a", 1, "ana@x.test")};
    b.people[0].opted_in = true;
    b.events = {event("e1", "opentable:1-a", 1)};
    apply(b);
    auto forget = batch();
    forget.erasures = {{"opentable:1-a"}};
    EXPECT_EQ(apply(forget).profiles_erased, 1);
    auto again = apply(b);
    EXPECT_EQ(again.refused_forgotten, 2);
    EXPECT_EQ(profiles(), 0);
    EXPECT_EQ(events(), 0);
    EXPECT_EQ(
        read([&](auto& tx) {
            return tx.profiles().owner(account_.id, {model::IdentifierKind::email, "ana@x.test"});
        }),
        std::nullopt);
    EXPECT_EQ(read([&](auto& tx) { return tx.lists().size(account_.id, list_.id); }), 0);
}

TEST_F(IngestTest, ForgettingOneRecordKeepsWhatAnotherSays) {
    auto b = batch();
    b.people = {person("opentable:1-a", 2, "new@x.test", "", "77"),
                person("opentable:2-b", 1, "old@x.test", "", "77")};
    b.events = {event("e1", "opentable:1-a", 1), event("e2", "opentable:2-b", 1)};
    apply(b);
    auto forget = batch();
    forget.erasures = {{"opentable:1-a"}};
    apply(forget);
    EXPECT_EQ(profile(profile_of("opentable:2-b")).fields.email, "old@x.test");
    EXPECT_EQ(events(), 1);
}

TEST_F(IngestTest, AVendorSubscribesAndNeverUnsubscribes) {
    auto ana = person("opentable:1-a", 1, "ana@x.test");
    apply({ana});
    EXPECT_EQ(email_consent(ana.key), model::ConsentState::never_subscribed);
    ana.as_of = at(2), ana.opted_in = true;
    EXPECT_EQ(apply({ana}).subscribed, 1);
    ana.as_of = at(3), ana.opted_in = false;
    apply({ana});
    EXPECT_EQ(email_consent(ana.key), model::ConsentState::subscribed);
}

TEST_F(IngestTest, ThePersonsOwnWordBeatsAVendorsWithoutANewerDate) {
    auto ana = person("opentable:1-a", 1, "ana@x.test");
    ana.opted_in = true;
    apply({ana});
    clock_.advance(10s);
    ASSERT_TRUE(ingest_->record_consent(account_.id, {.profile = profile_of(ana.key),
                                                      .state = model::ConsentState::unsubscribed,
                                                      .by = model::ConsentBy::person,
                                                      .method = "preference_page",
                                                      .at = at(10)}));
    EXPECT_EQ(email_consent(ana.key), model::ConsentState::unsubscribed);
    ana.as_of = at(20), ana.opted_in = false;
    apply({ana});
    ana.as_of = at(21), ana.opted_in = true;
    apply({ana});
    EXPECT_EQ(email_consent(ana.key), model::ConsentState::unsubscribed);
    ana.as_of = at(22), ana.opted_in_at = at(9);
    apply({ana});
    EXPECT_EQ(email_consent(ana.key), model::ConsentState::unsubscribed);
    ana.as_of = at(23), ana.opted_in_at = at(11);
    apply({ana});
    EXPECT_EQ(email_consent(ana.key), model::ConsentState::subscribed);
}

TEST_F(IngestTest, AMovedCursorRefusesTheWholeBatch) {
    auto b = batch();
    b.cursors = {{"guests", 0, R"({"at":1})"}};
    b.people = {person("opentable:1-a", 1)};
    apply(b);
    b.people = {person("opentable:1-b", 1)};
    auto refused = ingest_->apply(b);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    EXPECT_EQ(profiles(), 1);
}

TEST_F(IngestTest, ReasonsAreCountedAndUncounted) {
    auto b = batch();
    b.records = {{.key = "reservation/1", .version = 1, .exclusion = "no_guest"},
                 {.key = "reservation/2", .version = 1}};
    apply(b);
    apply(b);
    auto counts = [&] {
        return read(
            [&](auto& tx) { return tx.integrations().counts(account_.id, integration_.id); });
    };
    using C = store::Integrations::Count;
    EXPECT_EQ(counts(),
              (std::vector<C>{{"excluded", "no_guest", 1}, {"records", "reservation", 2}}));
    b.records = {{.key = "reservation/1", .version = 2}};
    apply(b);
    EXPECT_EQ(counts(), (std::vector<C>{{"records", "reservation", 2}}));
}

TEST_F(IngestTest, RemovingAnIntegrationKeepsOrErasesWhatOnlyItBrought) {
    model::Integration other{.public_id = "INT2", .name = "Uptown", .settings = "{}"};
    ASSERT_TRUE(store_->write(
        [&](store::Transaction& tx) { return tx.integrations().add(account_.id, other); }));
    auto b = batch();
    b.people = {person("opentable:1-a", 1, "ana@x.test"), person("opentable:1-b", 1, "ben@x.test")};
    b.events = {event("e1", "opentable:1-a", 1), event("e2", "opentable:1-b", 1)};
    apply(b);
    b.integration = other.id;
    b.people = {person("opentable:2-a", 1, "ana@x.test")};
    b.events = {event("e3", "opentable:2-a", 1)};
    apply(b);
    ASSERT_TRUE(ingest_->remove_integration(account_.id, integration_.id, ItsData::erase));
    EXPECT_EQ(profiles(), 1);
    EXPECT_EQ(events(), 1);
    EXPECT_EQ(profile(profile_of("opentable:2-a")).fields.email, "ana@x.test");
    ASSERT_TRUE(ingest_->remove_integration(account_.id, other.id, ItsData::keep));
    EXPECT_EQ(profiles(), 1);
    EXPECT_EQ(events(), 1);
}

/// Random guest books read in random order, with repeats: the same people in the end.
TEST_F(IngestTest, TheOrderOfArrivalDoesNotMatter) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SeededRandom random(seed);
        std::vector<PersonUpsert> book;
        for (int i = 0; i < 12; ++i) {
            auto n = std::to_string(random.below(6));
            auto key = "opentable:" + std::to_string(seed) + "-" + std::to_string(i);
            auto upsert = person(
                key, std::int64_t(random.below(100)),
                random.chance(0.7) ? std::to_string(seed) + "e" + n + "@x.test" : "", "",
                random.chance(0.3) ? std::to_string(seed) + std::to_string(random.below(4)) : "");
            upsert.fields.first_name = "N" + std::to_string(i);
            book.push_back(upsert);
        }
        auto outcome = [&](const std::string& prefix) {
            // Each order gets its own copy of the people, under other keys.
            std::vector<PersonUpsert> copy = book;
            for (auto& p : copy) {
                p.key += prefix;
                if (!p.fields.email.empty()) p.fields.email = prefix + p.fields.email;
                for (auto& alias : p.aliases) alias += prefix;
            }
            for (std::size_t i = copy.size(); i > 1; --i)
                std::swap(copy[i - 1], copy[random.below(i)]);
            for (auto& p : copy) apply({p});
            for (int i = 0; i < 5; ++i) apply({copy[random.below(copy.size())]});
            std::map<std::int64_t, std::vector<std::string>> groups;
            for (auto& p : book) groups[profile_of(p.key + prefix).value].push_back(p.key);
            std::set<std::pair<std::vector<std::string>, std::string>> result;
            for (auto& [id, keys] : groups) result.insert({keys, profile({id}).fields.first_name});
            return result;
        };
        auto first = outcome("a");
        EXPECT_EQ(outcome("b"), first) << "seed " << seed;
        EXPECT_EQ(outcome("c"), first) << "seed " << seed;
    }
}

}  // namespace
}  // namespace regulars::ingest
