// Opens databases of every earlier version, and refuses newer ones.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

#include <fmt/ranges.h>

#include "base/crypto.hpp"
#include "store/contract.hpp"
#include "store/sqlite/dumps/dump_0001.hpp"
#include "store/sqlite/dumps/version_rows.hpp"

namespace regulars::store::sqlite {
namespace {

class MigrationTest : public testing::TestWithParam<VersionRows> {
  protected:
    SqliteOptions options() const {
        SqliteOptions o;
        o.file = folder.path() / "regulars.db";
        return o;
    }
    std::unique_ptr<Connection> connection() const {
        return must(Connection::open(options().file, Access::write, 1s));
    }
    /// Every table's and index's definition.
    static std::vector<std::string> schema_of(Connection& db) {
        std::vector<std::string> definitions;
        Query query(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
        while (must(query.next())) definitions.emplace_back(query.text(0));
        return definitions;
    }
    /// A database as this version's program left it, with a row in every table, since schema 1.
    void leave_as(int version) const {
        auto db = connection();
        must(db->execute(dump_0001));
        for (auto& rows : version_rows) {
            if (rows.version > version) break;
            must(migrate(*db, rows.version));
            must(db->execute(rows.sql));
        }
    }
    TestFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Versions, MigrationTest, testing::ValuesIn(version_rows),
                         [](const auto& tested) {
                             return "v" + std::to_string(tested.param.version);
                         });

TEST_P(MigrationTest, ADatabaseOfThatVersionIsBroughtUpToDate) {
    leave_as(GetParam().version);
    EXPECT_EQ(hash64(fmt::to_string(fmt::join(schema_of(*connection()), "\n"))),
              GetParam().schema_hash)
        << "a migration that is in use is changed by another one, never by hand";
    auto store = must(open_sqlite(options()));
    EXPECT_EQ(store->schema_version(), newest_version());
    EXPECT_TRUE(must(store->check()).empty());
    must(store->read([&](Transaction& t) -> Result<void> {
        AccountId account{1};
        auto profile = TRY(t.profiles().find(account, "01HGUEST"));
        EXPECT_TRUE(profile);
        EXPECT_EQ(profile->fields.email, "zoe@example.com");
        EXPECT_EQ(TRY(t.profiles().facets(account, profile->id)).size(), 1u);
        auto event = TRY(t.events().find(account, "opentable:1:2:Created Reservation"));
        EXPECT_TRUE(event);
        EXPECT_EQ(event->value->minor, 1250);
        EXPECT_EQ(TRY(t.changes().last(account)), 1);
        // What schema 2 keeps beside is there, whichever version made the database.
        EXPECT_EQ(TRY(t.directory().find(account, {.text = "zoe@"})).profiles.size(), 1u);
        auto days = TRY(t.charts().days(account, event->metric, 0, 100'000));
        EXPECT_EQ(days.size(), 1u);
        EXPECT_EQ(days.front().minor, 1250);
        EXPECT_EQ(TRY(t.charts().new_people(account, event->time, event->time + 1s)), 1);
        EXPECT_EQ(TRY(t.merges().find(account, MergeId{1}))->facets, std::vector{FacetId{1}});
        EXPECT_EQ(TRY(t.merges().count_duplicates(account)), 1);
        EXPECT_EQ(TRY(t.lists().of_profile(account, profile->id)).size(), 1u);
        EXPECT_TRUE(TRY(t.lists().all(account)).front().has_page);
        auto consented = TRY(t.consents().ledger(account, profile->id)).front();
        EXPECT_FALSE(consented.list);
        EXPECT_EQ(consented.method_detail, "regulars-opentable");
        EXPECT_EQ(TRY(t.consents().of(account, profile->id, model::Channel::email)).method_detail,
                  "regulars-opentable");
        EXPECT_EQ(TRY(t.accounts().find(account))->segment_days, model::SegmentDays::account);
        return {};
    }));
    // The same as a new database, whatever the way there.
    TestFolder fresh;
    auto fresh_options = options();
    fresh_options.file = fresh.path() / "regulars.db";
    must(open_sqlite(fresh_options));
    auto brought = connection(),
         made = must(Connection::open(fresh_options.file, Access::write, 1s));
    EXPECT_EQ(schema_of(*brought), schema_of(*made));
}

TEST_F(MigrationTest, WhatRunsSaidInTextsBecomesData) {
    using enum model::RunTrouble;
    struct Said {
        const char *progress, *error;
        model::RunReach reach;
        std::optional<model::RunFailure> failure;
    };
    const Said said[] = {
        {"guests", "", {}, {}},
        {"reservations: 2026-03 (9 of 25 months)",
         "",
         {model::RunStage::history, "2026-03", 8, 25},
         {}},
        {"sales: up to number 7 of 90", "", {.stage = model::RunStage::history}, {}},
        {"Downtown: orders changed before 2025-03-01", "", {.stage = model::RunStage::history}, {}},
        {"shipments: up to number 7", "", {.stage = model::RunStage::shipments}, {}},
        {"up to date", "", {.stage = model::RunStage::finishing}, {}},
        {"", "guests: OpenTable answered 503: sick", {}, {{vendor_failing, 503}}},
        {"", "OpenTable answered 429: slow down", {}, {{rate_limited, 429}}},
        {"",
         "OpenTable refused the client id or secret. OpenTable answered 400: no",
         {},
         {{credentials_wrong, 400}}},
        {"", "OpenTable answered 403: No routing for RID", {}, {{access_revoked, 403}}},
        {"", "OpenTable answered 404: what", {}, {{unexpected_answer, 404}}},
        {"", "OpenTable's answer holds no access token", {}, {{unexpected_answer, {}}}},
        {"", "no connection to 127.0.0.1: refused", {}, {{unreachable, {}}}},
        {"", "asked to stop", {}, {{interrupted, {}}}},
        {"", "the disk is full", {}, {{internal, {}}}},
    };
    {
        leave_as(6);
        auto db = connection();
        must(db->execute("DELETE FROM runs"));
        int id = 0;
        for (auto& one : said)
            must(run(
                *db,
                "INSERT INTO runs VALUES (1, 1, ?, 1, 1, 0, NULL, 0, 0, 0, 0, 0, 0, 0, ?, 0.5, ?)",
                ++id, std::string(one.progress), std::string(one.error)));
        must(db->execute("UPDATE integrations SET settings = '{\"time_zone\":\"Asia/Seoul\"}'"));
        must(db->execute(
            "UPDATE integrations SET last_error = 'guests: OpenTable answered 503: sick'"));
    }
    auto store = must(open_sqlite(options()));
    must(store->read([&](Transaction& t) -> Result<void> {
        for (std::size_t i = 0; i < std::size(said); ++i) {
            auto run = TRY(t.integrations().find_run(AccountId{1}, IntegrationId{1},
                                                     RunId{std::int64_t(i) + 1}));
            EXPECT_EQ(run->reach, said[i].reach) << said[i].progress;
            EXPECT_EQ(run->failure, said[i].failure) << said[i].error;
        }
        EXPECT_EQ(TRY(t.reconciliations().day(AccountId{1}, IntegrationId{1}, date_of_day(20'000)))
                      .front()
                      .time_zone,
                  "Asia/Seoul");
        EXPECT_EQ(TRY(t.integrations().find(AccountId{1}, IntegrationId{1}))->last_failure,
                  (model::RunFailure{vendor_failing, 503}));
        return {};
    }));
}

TEST_F(MigrationTest, EveryVersionHasItsRows) {
    int before = 0;
    for (auto* migration : migrations()) {
        EXPECT_EQ(migration->version, before + 1)
            << "each is applied once, in the order of their numbers";
        before = migration->version;
        EXPECT_TRUE(std::ranges::any_of(version_rows, [&](auto& rows) {
            return rows.version == migration->version;
        })) << migration->version;
    }
}

TEST_F(MigrationTest, ANewerDatabaseIsRefusedAndLeftAlone) {
    must(open_sqlite(options()));
    must(connection()->execute("UPDATE schema_version SET version = 999"));
    auto opened = open_sqlite(options());
    ASSERT_EQ(kind_of(opened), ErrorKind::conflict);
    EXPECT_NE(opened.error().message.find("newer version of Regulars"), std::string::npos);
    EXPECT_NE(opened.error().message.find("999"), std::string::npos);
    auto db = connection();
    Query query(*db, "SELECT version FROM schema_version");
    ASSERT_TRUE(must(query.next()));
    EXPECT_EQ(query.integer(0), 999);
}

}  // namespace
}  // namespace regulars::store::sqlite
