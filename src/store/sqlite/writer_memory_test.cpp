// Tests that what the writer knows without asking is what the database says.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/writer_memory.hpp"

#include "store/contract.hpp"

namespace regulars::store::sqlite {
namespace {

using Hashed = WriterMemory::Hashed;

TEST(WriterMemory, TellsNewHashesOnlyOfAnAccountThatItSawBegin) {
    WriterMemory memory;
    AccountId account{1}, other{2};
    EXPECT_FALSE(memory.is_new(account, Hashed::events, 7)) << "it may have come before";
    memory.begin(account, Hashed::events);
    EXPECT_TRUE(memory.is_new(account, Hashed::events, 7));
    EXPECT_FALSE(memory.is_new(account, Hashed::source_records, 7));
    EXPECT_FALSE(memory.is_new(other, Hashed::events, 7));
    memory.came(account, Hashed::events, 7);
    EXPECT_FALSE(memory.is_new(account, Hashed::events, 7));
    memory.begin(account, Hashed::source_records);
    EXPECT_FALSE(memory.is_new(account, Hashed::events, 7)) << "both kinds are told at once";
    EXPECT_TRUE(memory.is_new(account, Hashed::source_records, 7));
    memory.begin(other, Hashed::events);
    EXPECT_TRUE(memory.is_new(other, Hashed::events, 7));
    EXPECT_FALSE(memory.is_new(account, Hashed::events, 8)) << "one account at a time";
    memory.forget();
    EXPECT_FALSE(memory.is_new(other, Hashed::events, 8));
}

TEST(WriterMemory, NoHashThatCameIsEverNewAndMostOthersAre) {
    WriterMemory memory;
    AccountId account{1};
    memory.begin(account, Hashed::events);
    constexpr std::int64_t most = 200'000;
    int taken_for_known = 0;
    for (std::int64_t n = 0; n < most; ++n) memory.came(account, Hashed::events, n);
    for (std::int64_t n = 0; n < most; ++n) {
        ASSERT_FALSE(memory.is_new(account, Hashed::events, n));
        taken_for_known += !memory.is_new(account, Hashed::events, most + n);
    }
    EXPECT_LT(taken_for_known, most / 1000);
}

class WriterMemoryTest : public testing::Test {
  protected:
    std::unique_ptr<Store> open() {
        SqliteOptions options;
        options.file = folder.path() / "regulars.db";
        return must(open_sqlite(options));
    }
    void SetUp() override {
        must(store->write([&](Transaction& t) -> Result<void> {
            model::Account owner{{}, "acc", "A", "UTC", {}, "en", "US", at(0)};
            TRY(t.accounts().add(owner));
            account = owner.id;
            model::Profile person{.public_id = "p"};
            TRY(t.profiles().add(account, person));
            profile = person.id;
            model::Integration shop{.public_id = "shop", .name = "Shop"};
            TRY(t.integrations().add(account, shop));
            integration = shop.id;
            return {};
        }));
    }
    Result<void> add_facet(Transaction& t, std::string key) {
        model::Facet facet{.profile = profile, .key = std::move(key), .as_of = at(1)};
        return t.profiles().add_facet(account, facet);
    }
    /// Of when a facet is, by the writer's word.
    std::optional<Instant> as_of(std::string_view key) {
        std::optional<Instant> when;
        must(store->write([&](Transaction& t) -> Result<void> {
            if (auto place = TRY(t.profiles().place_of_facet(account, key))) when = place->as_of;
            return {};
        }));
        return when;
    }
    Result<void> renew(Transaction& t, std::string_view key) {
        auto facet = *TRY(t.profiles().find_facet(account, key));
        facet.as_of = at(2);
        return t.profiles().update_facet(account, facet);
    }
    /// Says whether the event was new.
    bool add_event(Store& by, std::string unique_id) {
        bool is_new = false;
        must(by.write([&](Transaction& t) -> Result<void> {
            auto metric = TRY(t.events().metric(account, integration, "Placed Order", true,
                                                [] { return std::string("metric"); }));
            model::Event event{.unique_id = std::move(unique_id),
                               .metric = metric.id,
                               .profile = profile,
                               .properties = "{}"};
            is_new = !TRY(t.events().add(account, event));
            return {};
        }));
        return is_new;
    }
    /// Says whether the record was new.
    bool put_record(Store& by, std::string key) {
        bool is_new = false;
        must(by.write([&](Transaction& t) -> Result<void> {
            is_new = !TRY(t.source_records().put(account, integration, {.key = std::move(key)}));
            return {};
        }));
        return is_new;
    }

    TestFolder folder;
    std::unique_ptr<Store> store = open();
    AccountId account;
    ProfileId profile;
    IntegrationId integration;
};

TEST_F(WriterMemoryTest, AFacetStandsWhereItWasCommittedLast) {
    EXPECT_EQ(as_of("toast:1"), std::nullopt);
    must(store->write([&](Transaction& t) { return add_facet(t, "toast:1"); }));
    EXPECT_EQ(as_of("toast:1"), at(1));
    must(store->write([&](Transaction& t) { return renew(t, "toast:1"); }));
    EXPECT_EQ(as_of("toast:1"), at(2));
    must(store->write([&](Transaction& t) -> Result<void> {
        auto facet = *TRY(t.profiles().find_facet(account, "toast:1"));
        return t.profiles().remove_facet(account, facet.id);
    }));
    EXPECT_EQ(as_of("toast:1"), std::nullopt);
}

TEST_F(WriterMemoryTest, WhatWasNotCommittedIsNotKnown) {
    must(store->write([&](Transaction& t) { return add_facet(t, "toast:1"); }));
    auto failed = store->write([&](Transaction& t) -> Result<void> {
        TRY(add_facet(t, "toast:2"));
        TRY(renew(t, "toast:1"));
        return fail(ErrorKind::invalid, "changed its mind");
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(as_of("toast:1"), at(1));
    EXPECT_EQ(as_of("toast:2"), std::nullopt);
}

TEST_F(WriterMemoryTest, WhatAnotherProcessWroteIsSeen) {
    must(store->write([&](Transaction& t) { return add_facet(t, "toast:1"); }));
    EXPECT_TRUE(add_event(*store, "toast:1:placed"));
    EXPECT_TRUE(put_record(*store, "order/1"));
    EXPECT_EQ(as_of("toast:1"), at(1));
    auto other = open();  // another process would have connections of its own just so
    must(other->write([&](Transaction& t) { return renew(t, "toast:1"); }));
    EXPECT_TRUE(add_event(*other, "toast:2:placed"));
    EXPECT_TRUE(put_record(*other, "order/2"));
    EXPECT_EQ(as_of("toast:1"), at(2));
    EXPECT_FALSE(add_event(*store, "toast:2:placed")) << "nothing twice";
    EXPECT_FALSE(put_record(*store, "order/2"));
    EXPECT_FALSE(add_event(*store, "toast:1:placed"));
    EXPECT_TRUE(add_event(*store, "toast:3:placed"));
}

TEST_F(WriterMemoryTest, AnEventIsNewOnceThroughFailuresAndANewWriter) {
    auto failed = store->write([&](Transaction& t) -> Result<void> {
        auto metric = TRY(t.events().metric(account, integration, "Placed Order", true,
                                            [] { return std::string("metric"); }));
        model::Event event{.unique_id = "toast:1:placed",
                           .metric = metric.id,
                           .profile = profile,
                           .properties = "{}"};
        TRY(t.events().add(account, event));
        return fail(ErrorKind::invalid, "changed its mind");
    });
    ASSERT_FALSE(failed);
    EXPECT_TRUE(add_event(*store, "toast:1:placed")) << "the first time came to nothing";
    EXPECT_FALSE(add_event(*store, "toast:1:placed"));
    EXPECT_TRUE(put_record(*store, "order/1"));
    EXPECT_FALSE(put_record(*store, "order/1"));
    store.reset();
    store = open();
    EXPECT_FALSE(add_event(*store, "toast:1:placed")) << "a writer that did not see it begin";
    EXPECT_FALSE(put_record(*store, "order/1"));
}

}  // namespace
}  // namespace regulars::store::sqlite
