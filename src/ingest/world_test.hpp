// What ingest's tests start from: an account with an integration, and short words for people and
// events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "ingest/ingest.hpp"
#include "store/open.hpp"

namespace regulars::ingest {

inline Instant at(std::int64_t s) { return Instant::from_seconds(1'700'000'000 + s); }

class IngestTest : public testing::Test {
  protected:
    void SetUp() override {
        start_crypto();
        folder_ = std::filesystem::temp_directory_path() / ("ingest-" + random_token(8));
        std::filesystem::create_directories(folder_);
        store_ = store::open_sqlite({.file = folder_ / "test.db", .fold_after = 2}).value();
        ingest_ = std::make_unique<Ingest>(*store_, clock_, random_);
        ASSERT_TRUE(store_->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account_));
            TRY(tx.lists().add(account_.id, list_));
            integration_.list = list_.id;
            return tx.integrations().add(account_.id, integration_);
        }));
    }
    void TearDown() override {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }

    Batch batch() const { return {.account = account_.id, .integration = integration_.id}; }
    PersonUpsert person(std::string key, std::int64_t as_of, std::string email = {},
                        std::string phone = {}, std::string gpid = {}) const {
        PersonUpsert upsert{
            .key = std::move(key), .as_of = at(as_of), .fields = {.email = std::move(email)}};
        if (!phone.empty()) upsert.phones = {std::move(phone)};
        if (!gpid.empty()) upsert.aliases = {"opentable:gpid:" + gpid};
        return upsert;
    }
    EventUpsert event(std::string unique_id, std::string who, std::int64_t time) const {
        return {.unique_id = std::move(unique_id),
                .metric = "Created Reservation",
                .person = std::move(who),
                .time = at(time),
                .properties = "{}"};
    }
    Applied apply(const Batch& b) {
        auto applied = ingest_->apply(b);
        EXPECT_TRUE(applied.has_value()) << applied.error().text();
        return applied.value_or(Applied{});
    }
    Applied apply(std::vector<PersonUpsert> people) {
        auto b = batch();
        b.people = std::move(people);
        return apply(b);
    }
    template <class F>
    auto read(F&& ask) {
        std::invoke_result_t<F, store::Transaction&> answer{};
        EXPECT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
            answer = ask(tx);
            return {};
        }));
        return answer.value();
    }
    ProfileId profile_of(const std::string& key) {
        auto facet = read([&](auto& tx) { return tx.profiles().find_facet(account_.id, key); });
        return facet ? facet->profile : ProfileId{};
    }
    std::int64_t profiles() {
        return read([&](auto& tx) { return tx.profiles().count(account_.id); });
    }
    std::int64_t events() {
        return read([&](auto& tx) { return tx.events().count(account_.id); });
    }
    model::Profile profile(ProfileId id) {
        return read([&](auto& tx) { return tx.profiles().find(account_.id, id); }).value();
    }
    model::ConsentState email_consent(const std::string& key) {
        auto id = profile_of(key);
        return read([&](auto& tx) {
                   return tx.consents().of(account_.id, id, model::Channel::email);
               })
            .state;
    }

    VirtualClock clock_{at(0)};
    SeededRandom random_{7};
    std::filesystem::path folder_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<Ingest> ingest_;
    model::Account account_{.public_id = "AcctOne", .name = "Olive"};
    model::List list_{
        .public_id = "LstOne", .name = "Subscribers", .opt_in = model::OptIn::single_opt_in};
    model::Integration integration_{.public_id = "INT", .name = "Downtown", .settings = "{}"};
};

}  // namespace regulars::ingest
