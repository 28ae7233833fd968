// Joining two people by hand, taking them apart again, and saying that they are two.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "ingest/world_test.hpp"

namespace regulars::ingest {
namespace {

using model::ConsentState;

/// Ana and Ben share a phone and have an email each.
class MergesTest : public IngestTest {
  protected:
    void SetUp() override {
        IngestTest::SetUp();
        auto b = batch();
        b.people = {person(ana_, 1, "ana@x.test", "2125550001"),
                    person(ben_, 1, "ben@x.test", "2125550001")};
        b.people[1].opted_in = true;
        b.events = {event("a1", ana_, 1), event("b1", ben_, 2)};
        apply(b);
        ana_id_ = profile_of(ana_), ben_id_ = profile_of(ben_);
        before_ = {state_of(ana_id_), state_of(ben_id_)};
    }
    /// What a reader sees of a person, as one text.
    std::string state_of(ProfileId id) {
        std::string text;
        auto found = read([&](auto& tx) { return tx.profiles().find(account_.id, id); });
        if (!found) return "gone";
        text += found->public_id + " " + to_json(found->fields);
        for (auto& i : read([&](auto& tx) { return tx.profiles().identifiers(account_.id, id); }))
            text += " " + i.value;
        for (auto& e :
             read([&](auto& tx) { return tx.events().of_profile(account_.id, id, at(999), 99); }))
            text += " " + e.unique_id;
        for (auto& m : read([&](auto& tx) { return tx.lists().of_profile(account_.id, id); }))
            text += " list " + m.source;
        for (auto& e : read([&](auto& tx) { return tx.consents().ledger(account_.id, id); }))
            text += " ledger " + e.source;
        text += " " + std::to_string(int(read([&](auto& tx) {
                                             return tx.consents().of(account_.id, id,
                                                                     model::Channel::email);
                                         }).state));
        for (auto& d : read([&](auto& tx) { return tx.merges().duplicates_of(account_.id, id); }))
            text += " pair " + std::to_string(d.other_than(id).value);
        return text;
    }
    MergeId merge() { return ingest_->merge_people(account_.id, ben_id_, ana_id_).value(); }
    std::int64_t open_pairs() {
        return read([&](auto& tx) { return tx.merges().count_duplicates(account_.id); });
    }
    void expect_sound() { EXPECT_EQ(store_->check().value(), std::vector<std::string>{}); }

    const std::string ana_ = "opentable:1-a", ben_ = "opentable:1-b";
    ProfileId ana_id_, ben_id_;
    std::vector<std::string> before_;
};

TEST_F(MergesTest, TwoBecomeOneWithEverythingOfBoth) {
    merge();
    EXPECT_EQ(profiles(), 1);
    EXPECT_EQ(profile_of(ben_), ana_id_);
    EXPECT_EQ(read([&](auto& tx) {
                  return tx.events().of_profile(account_.id, ana_id_, at(999), 99);
              }).size(),
              2u);
    EXPECT_EQ(email_consent(ana_), ConsentState::subscribed);
    EXPECT_EQ(read([&](auto& tx) { return tx.lists().size(account_.id, list_.id); }), 1);
    EXPECT_EQ(open_pairs(), 0);
    auto again = batch();
    again.people = {person(ben_, 5, "ben@new.test", "2125550001")};
    apply(again);
    EXPECT_EQ(profiles(), 1) << "a later sync does not take them apart";
    expect_sound();
}

TEST_F(MergesTest, UndoneEachHasWhatItHadBefore) {
    auto id = merge();
    EXPECT_EQ(state_of(ben_id_), "gone");
    ASSERT_TRUE(ingest_->undo_merge(account_.id, id));
    EXPECT_EQ(state_of(ana_id_), before_[0]);
    EXPECT_EQ(state_of(ben_id_), before_[1]);
    EXPECT_EQ(open_pairs(), 1);
    auto twice = ingest_->undo_merge(account_.id, id);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().kind, ErrorKind::conflict);
    expect_sound();
}

TEST_F(MergesTest, WhatCameMeanwhileGoesToWhomItsSourceMeans) {
    auto id = merge();
    auto b = batch();
    b.people = {person(ben_, 5, "ben@new.test", "2125550001")};
    b.events = {event("b2", ben_, 6), event("a2", ana_, 7)};
    apply(b);
    ASSERT_TRUE(ingest_->undo_merge(account_.id, id));
    EXPECT_EQ(profile(ben_id_).fields.email, "ben@new.test");
    EXPECT_EQ(profile(ana_id_).fields.email, "ana@x.test");
    auto unique_ids = [&](ProfileId who) {
        std::string text;
        for (auto& e :
             read([&](auto& tx) { return tx.events().of_profile(account_.id, who, at(999), 99); }))
            text += e.unique_id + " ";
        return text;
    };
    EXPECT_EQ(unique_ids(ana_id_), "a2 a1 ");
    EXPECT_EQ(unique_ids(ben_id_), "b2 b1 ");
    expect_sound();
}

TEST_F(MergesTest, WhoUnsubscribedMeanwhileHasUnsubscribedAsBoth) {
    auto id = merge();
    clock_.advance(10s);
    ASSERT_TRUE(ingest_->record_consent(account_.id, {.profile = ana_id_,
                                                      .state = ConsentState::unsubscribed,
                                                      .by = model::ConsentBy::person,
                                                      .method = "preference_page",
                                                      .at = at(10)}));
    ASSERT_TRUE(ingest_->undo_merge(account_.id, id));
    EXPECT_EQ(email_consent(ana_), ConsentState::unsubscribed);
    EXPECT_EQ(email_consent(ben_), ConsentState::unsubscribed);
    expect_sound();
}

TEST_F(MergesTest, WhatIsErasedSinceCannotBeTakenApart) {
    auto id = merge();
    ASSERT_TRUE(ingest_->erase_person(account_.id, ana_id_));
    auto undone = ingest_->undo_merge(account_.id, id);
    ASSERT_FALSE(undone);
    EXPECT_EQ(undone.error().kind, ErrorKind::conflict);
    EXPECT_EQ(profiles(), 0);
    expect_sound();
}

TEST_F(MergesTest, APairToldApartIsNotAskedAboutAgain) {
    ASSERT_TRUE(ingest_->tell_apart(account_.id, ana_id_, ben_id_, Apart::yes));
    EXPECT_EQ(open_pairs(), 0);
    auto b = batch();
    b.people = {person("opentable:1-c", 9, "cid@x.test", "2125550001"),
                person(ben_, 9, "ben@x.test", "2125550001", "88")};
    apply(b);
    EXPECT_EQ(open_pairs(), 1) << "a third person is";
    ASSERT_TRUE(ingest_->tell_apart(account_.id, ana_id_, ben_id_, Apart::unknown));
    EXPECT_EQ(open_pairs(), 2);
    auto nobody = ingest_->tell_apart(account_.id, ana_id_, ProfileId{99}, Apart::yes);
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().kind, ErrorKind::not_found);
}

TEST_F(MergesTest, PairsOfTheOneBecomePairsOfTheOtherAndGoBack) {
    auto b = batch();
    b.people = {person("opentable:1-c", 9, "cid@x.test", "2125550001")};
    apply(b);
    auto cid = profile_of("opentable:1-c");
    EXPECT_EQ(open_pairs(), 2);  // the phone is Ana's
    auto id = ingest_->merge_people(account_.id, ana_id_, ben_id_).value();
    EXPECT_EQ(open_pairs(), 1);
    EXPECT_TRUE(
        read([&](auto& tx) { return tx.merges().find_duplicate(account_.id, ben_id_, cid); }));
    ASSERT_TRUE(ingest_->undo_merge(account_.id, id));
    EXPECT_TRUE(
        read([&](auto& tx) { return tx.merges().find_duplicate(account_.id, ana_id_, cid); }));
    expect_sound();
}

}  // namespace
}  // namespace regulars::ingest
