// The contract of profiles, identifiers, facets, lists and consent.
// SPDX-License-Identifier: Apache-2.0
#include "store/contract.hpp"

namespace regulars::store {
namespace {

using model::Channel;
using model::ConsentState;
using model::Identifier;
using model::IdentifierKind;

class ProfilesContract : public Contract {};
REGULARS_CONTRACT(ProfilesContract);

model::PersonFields full_fields() {
    model::PersonFields fields{
        "Zoë@Example.com", "+15551234567", "Zoë", "O'Brien \"Z\"", model::Birthday{{}, 2, 29}, {}};
    fields.properties = {{"vip", true},
                         {"visits", std::int64_t(7)},
                         {"share", 0.5},
                         {"note", std::string("일\n")},
                         {"restaurants", std::vector<std::string>{"Downtown", "Été"}}};
    return fields;
}

TEST_P(ProfilesContract, KeepsWhatItIsGiven) {
    model::Profile added{{}, "01A", full_fields(), at(1), at(2)};
    write([&](Transaction& t) { must(t.profiles().add(account, added)); });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.profiles().find(account, added.id)), added);
        EXPECT_EQ(must(t.profiles().find(account, "01A")), added);
        EXPECT_EQ(must(t.profiles().count(account)), 1);
    });
    added.fields.email.clear();
    added.updated_at = at(5);
    write([&](Transaction& t) { must(t.profiles().update(account, added)); });
    read([&](Transaction& t) { EXPECT_EQ(must(t.profiles().find(account, added.id)), added); });
    model::Profile twin{{}, "01A", {}, at(1), at(2)};
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) { return t.profiles().add(account, twin); })),
              ErrorKind::conflict);
}

TEST_P(ProfilesContract, EachWalksInOrderAndStopsAtAnError) {
    write([&](Transaction& t) {
        for (int i = 0; i < 50; ++i) add_profile(t, account, std::to_string(i));
    });
    std::vector<std::int64_t> seen;
    read([&](Transaction& t) {
        must(t.profiles().each(account, ProfileId{47}, [&](auto& profile) -> Result<void> {
            seen.push_back(profile.id.value);
            return {};
        }));
        EXPECT_EQ(seen, (std::vector<std::int64_t>{48, 49, 50}));
        auto stopped = t.profiles().each(account, {}, [](auto& profile) -> Result<void> {
            if (profile.id.value == 3) return fail(ErrorKind::cancelled, "enough");
            return {};
        });
        EXPECT_EQ(kind_of(stopped), ErrorKind::cancelled);
    });
}

TEST_P(ProfilesContract, IdentifiersPointToOneProfile) {
    ProfileId a, b;
    Identifier email{IdentifierKind::email, "zoë@example.com"},
        vendor{IdentifierKind::vendor, "zoë@example.com"};
    write([&](Transaction& t) {
        a = add_profile(t, account, "a"), b = add_profile(t, account, "b");
        must(t.profiles().assign(account, email, a));
        must(t.profiles().assign(account, vendor, a));
        must(t.profiles().assign_free(account, vendor, b));  // taken: stays with a
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.profiles().owner(account, email)), a);
        EXPECT_EQ(must(t.profiles().identifiers(account, a)), (std::vector{vendor, email}));
        EXPECT_EQ(must(t.profiles().owner(account, {IdentifierKind::phone, "zoë@example.com"})),
                  std::nullopt);
    });
    write([&](Transaction& t) {
        must(t.profiles().assign(account, email, b));
        must(t.profiles().release(account, vendor));
        must(t.profiles().assign(account, {IdentifierKind::external, "9"}, a));
        must(t.profiles().assign(account, {IdentifierKind::external, "10"}, a));
        must(t.profiles().assign(account, {IdentifierKind::external, "8"}, b));
    });
    read([&](Transaction& t) {
        auto of = [&](ProfileId from, ProfileId to) {
            std::string found;
            must(t.profiles().identifiers_between(
                account, IdentifierKind::external, from, to,
                [&](ProfileId id, std::string_view value) -> Result<void> {
                    found += (id == a ? "a" : "b") + std::string(value) + " ";
                    return {};
                }));
            return found;
        };
        EXPECT_EQ(of(a, b), "a10 a9 b8 ");
        EXPECT_EQ(of(b, b), "b8 ");
    });
    write([&](Transaction& t) {
        for (auto* id : {"9", "10"})
            must(t.profiles().release(account, {IdentifierKind::external, id}));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.profiles().owner(account, email)), b);
        EXPECT_EQ(must(t.profiles().owner(account, vendor)), std::nullopt);
        EXPECT_TRUE(must(t.profiles().identifiers(account, a)).empty());
    });
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) {
                  return t.profiles().assign(account, vendor, ProfileId{99});
              })),
              ErrorKind::conflict);
}

TEST_P(ProfilesContract, FacetsKeepWhatTheyAreGiven) {
    model::Facet facet;
    write([&](Transaction& t) {
        facet.profile = add_profile(t, account, "a");
        facet.integration = IntegrationId{2};
        facet.key = "opentable:1-é";
        facet.as_of = at(3);
        facet.said = full_fields();
        facet.seen = {{"OpenTable Restaurants Visited", std::vector<std::string>{"A", "B"}}};
        facet.identifiers = {{IdentifierKind::vendor, "opentable:1-é"},
                             {IdentifierKind::email, "q\"@x.y"}};
        facet.opted_in = true;
        must(t.profiles().add_facet(account, facet));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.profiles().find_facet(account, facet.key)), facet);
        EXPECT_EQ(must(t.profiles().facets(account, facet.profile)), std::vector{facet});
        EXPECT_EQ(must(t.profiles().find_facet(account, "opentable:1")), std::nullopt);
        EXPECT_EQ(must(t.profiles().place_of_facet(account, facet.key)),
                  (FacetPlace{facet.id, facet.profile, facet.as_of}));
        EXPECT_EQ(must(t.profiles().place_of_facet(account, "opentable:1")), std::nullopt);
        EXPECT_EQ(must(t.profiles().place_of_facet(other_account, facet.key)), std::nullopt);
        EXPECT_EQ(must(t.profiles().facets_of(account, IntegrationId{2}, 5)), std::vector{facet});
        EXPECT_TRUE(must(t.profiles().facets_of(account, IntegrationId{2}, 0)).empty());
        EXPECT_TRUE(must(t.profiles().facets_of(account, IntegrationId{3}, 5)).empty());
    });
    model::Facet twin = facet;
    EXPECT_EQ(
        kind_of(try_write([&](Transaction& t) { return t.profiles().add_facet(account, twin); })),
        ErrorKind::conflict);
    write([&](Transaction& t) {
        facet.profile = add_profile(t, account, "b");
        facet.opted_in = false;
        facet.identifiers.clear();
        must(t.profiles().update_facet(account, facet));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.profiles().facets(account, facet.profile)), std::vector{facet});
        EXPECT_TRUE(must(t.profiles().facets(account, ProfileId{1})).empty());
    });
    write([&](Transaction& t) { must(t.profiles().remove_facet(account, facet.id)); });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.profiles().find_facet(account, facet.key)), std::nullopt);
    });
}

TEST_P(ProfilesContract, RemovingOneTakesWhatPointsToItButNeverFacetsOrEvents) {
    ProfileId a;
    model::Facet facet;
    Identifier email{IdentifierKind::email, "a@x.y"};
    write([&](Transaction& t) {
        a = add_profile(t, account, "a");
        facet.profile = a;
        facet.key = "k";
        must(t.profiles().add_facet(account, facet));
        must(t.profiles().assign(account, email, a));
        must(t.consents().set(account, a, Channel::email,
                              {ConsentState::subscribed, "api", "x", at(1)}));
    });
    auto remove = [&](Transaction& t) { return t.profiles().remove(account, a); };
    EXPECT_EQ(kind_of(try_write(remove)), ErrorKind::conflict);
    write([&](Transaction& t) {
        must(t.profiles().remove_facet(account, facet.id));
        must(remove(t));
        must(remove(t));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.profiles().owner(account, email)), std::nullopt);
        EXPECT_EQ(must(t.profiles().count(account)), 0);
        EXPECT_EQ(must(t.consents().of(account, a, Channel::email)), model::Consent{});
    });
    write([&](Transaction& t) {
        EXPECT_GT(add_profile(t, account, "b"), a) << "ids are never used again";
    });
}

TEST_P(ProfilesContract, ForgottenKeysAreRememberedOnce) {
    write([&](Transaction& t) {
        must(t.profiles().forget_key(account, "opentable:1", at(1)));
        must(t.profiles().forget_key(account, "opentable:1", at(2)));
    });
    read([&](Transaction& t) {
        EXPECT_TRUE(must(t.profiles().is_forgotten(account, "opentable:1")));
        EXPECT_FALSE(must(t.profiles().is_forgotten(account, "opentable:2")));
    });
}

class MergesContract : public Contract {};
REGULARS_CONTRACT(MergesContract);

TEST_P(MergesContract, PairsAreRememberedOnceAndToldApart) {
    write([&](Transaction& t) {
        auto a = add_profile(t, account, "a"), b = add_profile(t, account, "b"),
             c = add_profile(t, account, "c");
        must(t.merges().note_duplicate(account, {b, a, "phone"}));
        must(t.merges().note_duplicate(account, {a, b, "phone"}));
        must(t.merges().note_duplicate(account, {b, c, "phone"}));
        PossibleDuplicate ab{a, b, "phone"}, bc{b, c, "phone"};
        EXPECT_EQ(must(t.merges().duplicates(account, {}, 9)), (std::vector{ab, bc}));
        EXPECT_EQ(must(t.merges().duplicates(account, {a, b}, 9)), std::vector{bc});
        EXPECT_EQ(must(t.merges().duplicates(account, {}, 1)), std::vector{ab});
        EXPECT_EQ(must(t.merges().find_duplicate(account, b, a)), ab);
        EXPECT_TRUE(must(t.merges().tell_apart(account, b, a, at(5))));
        EXPECT_FALSE(must(t.merges().tell_apart(account, a, c, at(5))));
        must(t.merges().note_duplicate(account, ab));
        EXPECT_EQ(must(t.merges().duplicates(account, {}, 9)), std::vector{bc})
            << "noted again, it is still told apart";
        EXPECT_EQ(must(t.merges().count_duplicates(account)), 1);
        EXPECT_EQ(must(t.merges().duplicates_of(account, b)),
                  (std::vector<PossibleDuplicate>{{a, b, "phone", at(5)}, bc}));
        must(t.profiles().remove(account, c));
        EXPECT_EQ(must(t.merges().count_duplicates(account)), 0);
    });
}

TEST_P(MergesContract, AMergeKeepsWhatUndoingItNeeds) {
    write([&](Transaction& t) {
        auto a = add_profile(t, account, "a"), b = add_profile(t, account, "b");
        model::List list{{}, "LiSt01", "Diners", {}, at(1)};
        must(t.lists().add(account, list));
        Merge merge{.from = *must(t.profiles().find(account, b)),
                    .into = a,
                    .at = at(3),
                    .facets = {FacetId{1}, FacetId{2}},
                    .consents = {4, 5},
                    .memberships = {{list.id, b, at(2), "\"quoted\""}},
                    .gained = {list.id},
                    .duplicates = {{a, b, "phone"}, {b, ProfileId{9}, "phone", at(2)}}};
        must(t.merges().add(account, merge));
        EXPECT_EQ(must(t.merges().find(account, merge.id)), merge);
        must(t.profiles().remove(account, b));
        must(t.profiles().restore(account, merge.from));
        EXPECT_EQ(must(t.profiles().find(account, b)), merge.from);
        EXPECT_EQ(must(t.profiles().count(account)), 2);
        EXPECT_EQ(must(t.directory().find(account, {})).total, 2);
        must(t.merges().note_undone(account, merge.id, at(7)));
        EXPECT_EQ(must(t.merges().find(account, merge.id))->undone_at, at(7));
        EXPECT_EQ(must(t.merges().find(account, MergeId{99})), std::nullopt);
    });
}

class ListsContract : public Contract {};
REGULARS_CONTRACT(ListsContract);

TEST_P(ListsContract, MembersJoinLeaveAndMove) {
    model::List diners{{}, "LiSt01", "Diners", model::OptIn::single_opt_in, at(1)},
        news{{}, "LiSt02", "Diners", {}, at(2)};
    ProfileId a, b;
    write([&](Transaction& t) {
        must(t.lists().add(account, diners));
        must(t.lists().add(account, news));
        a = add_profile(t, account, "a"), b = add_profile(t, account, "b");
        EXPECT_TRUE(must(t.lists().join(account, {diners.id, a, at(1), "first"})));
        EXPECT_FALSE(must(t.lists().join(account, {diners.id, a, at(2), "again"})));
        EXPECT_TRUE(must(t.lists().join(account, {diners.id, b, at(3), "own"})));
        EXPECT_TRUE(must(t.lists().join(account, {news.id, a, at(4), "news"})));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.lists().find(account, "LiSt01")), diners);
        EXPECT_EQ(must(t.lists().find(account, news.id)), news);
        EXPECT_EQ(must(t.lists().all(account)), (std::vector{diners, news}));
        EXPECT_EQ(must(t.lists().size(account, diners.id)), 2);
        EXPECT_EQ(must(t.lists().of_profile(account, a)),
                  (std::vector<model::Membership>{{diners.id, a, at(1), "first"},
                                                  {news.id, a, at(4), "news"}}));
    });
    write([&](Transaction& t) { must(t.lists().move(account, a, b)); });
    read([&](Transaction& t) {
        EXPECT_TRUE(must(t.lists().of_profile(account, a)).empty());
        EXPECT_EQ(must(t.lists().of_profile(account, b)),
                  (std::vector<model::Membership>{{diners.id, b, at(3), "own"},
                                                  {news.id, b, at(4), "news"}}));
    });
    write([&](Transaction& t) {
        EXPECT_TRUE(must(t.lists().leave(account, news.id, b, at(9))));
        EXPECT_FALSE(must(t.lists().leave(account, news.id, b, at(9))));
        EXPECT_EQ(must(t.lists().size(account, news.id)), 0);
    });
    model::List twin = diners;
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) { return t.lists().add(account, twin); })),
              ErrorKind::conflict);
}

class ConsentsContract : public Contract {};
REGULARS_CONTRACT(ConsentsContract);

TEST_P(ConsentsContract, TheLedgerKeepsItsOrderAndMovesWithTheState) {
    ProfileId a, b;
    model::ConsentEntry first{0,
                              {},
                              Channel::email,
                              ConsentState::subscribed,
                              model::ConsentBy::vendor,
                              "integration",
                              "OpenTable: É",
                              at(9),
                              at(1),
                              at(10),
                              "guest 1"};
    first.method_detail = "regulars-opentable";
    model::ConsentEntry second{0,
                               {},
                               Channel::email,
                               ConsentState::unsubscribed,
                               model::ConsentBy::person,
                               "preference_page",
                               "",
                               at(2),
                               {},
                               at(11),
                               ""};
    write([&](Transaction& t) {
        a = add_profile(t, account, "a"), b = add_profile(t, account, "b");
        first.profile = b, second.profile = a;
        must(t.consents().add(account, second));
        must(t.consents().add(account, first));
        model::ConsentEntry only[] = {first};
        must(t.consents().set(account, b, Channel::email, model::derive(only)));
        model::ConsentEntry other[] = {second};
        must(t.consents().set(account, a, Channel::email, model::derive(other)));
    });
    EXPECT_GT(second.id, 0);
    EXPECT_GT(first.id, second.id);
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.consents().ledger(account, b)), std::vector{first});
        EXPECT_EQ(must(t.consents().of(account, b, Channel::email)),
                  (model::Consent{ConsentState::subscribed, "integration", "OpenTable: É", at(9),
                                  "regulars-opentable"}));
        EXPECT_EQ(must(t.consents().of(account, b, Channel::sms)), model::Consent{});
    });
    EXPECT_TRUE(must(store->check()).empty());
    write([&](Transaction& t) { must(t.consents().move(account, a, b)); });
    second.profile = b;
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.consents().ledger(account, b)), (std::vector{second, first}));
        EXPECT_TRUE(must(t.consents().ledger(account, a)).empty());
        EXPECT_EQ(must(t.consents().of(account, a, Channel::email)), model::Consent{});
        EXPECT_EQ(must(t.consents().of(account, b, Channel::email)).state,
                  ConsentState::unsubscribed);
    });
    EXPECT_TRUE(must(store->check()).empty());
    write([&](Transaction& t) { must(t.consents().remove(account, b)); });
    read([&](Transaction& t) {
        EXPECT_TRUE(must(t.consents().ledger(account, b)).empty());
        EXPECT_EQ(must(t.consents().of(account, b, Channel::email)), model::Consent{});
    });
}

TEST_P(ConsentsContract, ACheckFindsAStateThatItsLedgerDoesNotSay) {
    write([&](Transaction& t) {
        auto a = add_profile(t, account, "a");
        must(t.consents().set(account, a, Channel::sms,
                              {ConsentState::subscribed, "api", "x", at(1)}));
    });
    auto found = must(store->check());
    ASSERT_EQ(found.size(), 1u);
    EXPECT_NE(found[0].find("sms consent of profile 1"), std::string::npos) << found[0];
}

}  // namespace
}  // namespace regulars::store
