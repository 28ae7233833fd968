// The contract of accounts, users, keys, integrations, runs and remembered records.
// SPDX-License-Identifier: Apache-2.0
#include "store/contract.hpp"

namespace regulars::store {
namespace {

class AccountsContract : public Contract {};
REGULARS_CONTRACT(AccountsContract);

TEST_P(AccountsContract, KeepsWhatItIsGiven) {
    model::Account added{
        {},   "AbC123", "Café «Zoë» 김치", "Europe/Paris", *Currency::parse("JPY"), "ko",
        "FR", at(7)};
    write([&](Transaction& t) { must(t.accounts().add(added)); });
    EXPECT_EQ(added.id.value, 3);
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.accounts().find(added.id)), added);
        EXPECT_EQ(must(t.accounts().find("AbC123")), added);
        EXPECT_EQ(must(t.accounts().find("abc123")), std::nullopt);
        EXPECT_EQ(must(t.accounts().find(AccountId{9})), std::nullopt);
        EXPECT_EQ(must(t.accounts().all()).size(), 3u);
    });
    added.name = "Renamed";
    added.time_zone = "UTC";
    added.segment_days = model::SegmentDays::utc;
    write([&](Transaction& t) { must(t.accounts().update(added)); });
    read([&](Transaction& t) { EXPECT_EQ(must(t.accounts().all()).back(), added); });
}

TEST_P(AccountsContract, RefusesATakenPublicIdAndAnUnknownAccount) {
    model::Account twin{{}, "first", "Other", "UTC", {}, "en", "US", at(0)};
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) { return t.accounts().add(twin); })),
              ErrorKind::conflict);
    EXPECT_FALSE(twin.id);
    twin.id = AccountId{77};
    twin.public_id = "nobody";
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) { return t.accounts().update(twin); })),
              ErrorKind::not_found);
}

TEST_P(AccountsContract, UsersAreFoundByEmailWithoutCase) {
    model::User user{{}, "Owner@Example.com", "Olga", model::Role::analyst, "$argon2id$x", at(3)};
    write([&](Transaction& t) { must(t.users().add(account, user)); });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.users().find(account, "owner@example.COM")), user);
        EXPECT_EQ(must(t.users().all(account)), std::vector{user});
        EXPECT_EQ(must(t.users().find(other_account, user.email)), std::nullopt);
    });
    model::User twin = user;
    twin.email = "OWNER@example.com";
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) { return t.users().add(account, twin); })),
              ErrorKind::conflict);
    write([&](Transaction& t) { must(t.users().add(other_account, twin)); });
    EXPECT_EQ(twin.id.value, 1) << "ids are counted in each account";
}

TEST_P(AccountsContract, KeysAreFoundByHashAndRevoked) {
    model::ApiKey key{{}, "OpenTable", "00ff", "9xyz", {}, at(1), {}};
    write([&](Transaction& t) { must(t.api_keys().add(account, key)); });
    write([&](Transaction& t) { must(t.api_keys().revoke(account, key.id, at(5))); });
    key.revoked_at = at(5);
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.api_keys().find(account, "00ff")), key);
        EXPECT_EQ(must(t.api_keys().find(other_account, "00ff")), std::nullopt);
        EXPECT_EQ(must(t.api_keys().all(account)), std::vector{key});
    });
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) {
                  return t.api_keys().revoke(other_account, key.id, at(6));
              })),
              ErrorKind::not_found);
}

class IntegrationsContract : public Contract {
  protected:
    IntegrationsContract() {
        write([&](Transaction& t) { id = add_integration(t, account, "OpenTable: Downtown"); });
    }
    IntegrationId id;
};
REGULARS_CONTRACT(IntegrationsContract);

model::Integration full_integration() {
    model::Integration i;
    i.public_id = "01HF";
    i.kind = model::IntegrationKind::lightspeed;
    i.name = "Lightspeed: Été";
    i.status = model::IntegrationStatus::stopped;
    i.settings = R"({"rid":"1"})";
    i.sealed_credentials = std::string("\x00\xff\xfe'\n", 5);
    i.list = ListId{4};
    i.created_at = at(1);
    i.history_since = at(-1'000'000'000'000);
    i.last_sync_at = at(2);
    i.hinted_at = at(3);
    i.notice = "no email at this tier";
    i.last_error = "access was revoked";
    return i;
}

TEST_P(IntegrationsContract, KeepsWhatItIsGiven) {
    auto added = full_integration();
    write([&](Transaction& t) { must(t.integrations().add(account, added)); });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.integrations().find(account, added.id)), added);
        EXPECT_EQ(must(t.integrations().find(account, "01HF")), added);
        EXPECT_EQ(must(t.integrations().find(account, "LIGHTSPEED: Été")), added);
        EXPECT_EQ(must(t.integrations().find(account, "Lightspeed")), std::nullopt);
        EXPECT_EQ(must(t.integrations().all(account)).size(), 2u);
    });
    added.name = "01hf";
    added.next_sync_at = at(9);
    added.last_sync_at.reset();
    write([&](Transaction& t) { must(t.integrations().update(account, added)); });
    read([&](Transaction& t) { EXPECT_EQ(must(t.integrations().find(account, added.id)), added); });
    auto twin = full_integration();
    twin.public_id = "other";
    twin.name = "opentable: DOWNTOWN";
    EXPECT_EQ(
        kind_of(try_write([&](Transaction& t) { return t.integrations().add(account, twin); })),
        ErrorKind::conflict);
}

TEST_P(IntegrationsContract, ACursorMovesOnlyFromTheVersionThatWasRead) {
    auto move = [&](std::int64_t version, std::string state) {
        return try_write([&](Transaction& t) {
            return t.integrations().move_cursor(account, id, {"guests", version, state});
        });
    };
    must(move(0, "a"));
    EXPECT_EQ(kind_of(move(0, "b")), ErrorKind::conflict) << "somebody else began";
    must(move(1, "c"));
    EXPECT_EQ(kind_of(move(1, "d")), ErrorKind::conflict);
    EXPECT_EQ(kind_of(move(3, "e")), ErrorKind::conflict);
    write([&](Transaction& t) {
        must(t.integrations().move_cursor(account, id, {"a stream", 0, "{}"}));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.integrations().cursors(account, id)),
                  (std::vector<model::Cursor>{{"a stream", 1, "{}"}, {"guests", 2, "c"}}));
    });
}

TEST_P(IntegrationsContract, RunsComeNewestFirst) {
    std::vector<model::Run> runs(3);
    for (auto& run : runs) {
        run.integration = id;
        run.kind = model::RunKind::hinted;
        run.started_at = at(1);
        write([&](Transaction& t) { must(t.integrations().add_run(account, run)); });
    }
    runs[1].outcome = model::RunOutcome::failed;
    runs[1].ended_at = at(9);
    runs[1].pages = 1, runs[1].records = 2, runs[1].profiles_created = 3,
    runs[1].profiles_updated = 4;
    runs[1].events_created = 5, runs[1].events_updated = 6, runs[1].events_retracted = 7;
    runs[1].progress = "half", runs[1].done = 0.5, runs[1].done_before = 0.25,
    runs[1].error = "it broke";
    runs[1].reach = {model::RunStage::history, "2026-03", 8, 25},
    runs[1].failure = {model::RunTrouble::vendor_failing, 503};
    write([&](Transaction& t) { must(t.integrations().update_run(account, runs[1])); });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.integrations().runs(account, id, 2)), (std::vector{runs[2], runs[1]}));
        EXPECT_EQ(must(t.integrations().find_run(account, id, runs[1].id)), runs[1]);
        EXPECT_EQ(must(t.integrations().find_run(account, IntegrationId{99}, runs[1].id)),
                  std::nullopt);
    });
}

TEST_P(IntegrationsContract, CountsAddUpAndVanishAtZero) {
    auto count = [&](std::string_view kind, std::string_view name, std::int64_t delta) {
        write(
            [&](Transaction& t) { must(t.integrations().count(account, id, kind, name, delta)); });
    };
    count("records", "reservation", 5);
    count("excluded", "no_guest", 2);
    count("excluded", "malformed", 1);
    count("records", "reservation", -2);
    count("excluded", "no_guest", -2);
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.integrations().counts(account, id)),
                  (std::vector<Integrations::Count>{{"excluded", "malformed", 1},
                                                    {"records", "reservation", 3}}));
    });
}

TEST_P(IntegrationsContract, RecordsAreReplacedAndFoundByExclusion) {
    auto put = [&](std::string key, Instant updated, std::string exclusion) {
        model::SourceRecord record{key, 3, updated, "Done", -5, exclusion, R"({"seen":1})"};
        write([&](Transaction& t) { must(t.source_records().put(account, id, record)); });
        return record;
    };
    put("reservation/1", at(1), "no_guest");
    auto second = put("reservation/2", at(2), "no_guest");
    auto third = put("reservation/3", at(3), "no_guest");
    auto replaced = put("reservation/1", at(9), "");
    put("reservation/4", at(4), "malformed");
    read([&](Transaction& t) {
        auto& records = t.source_records();
        EXPECT_EQ(must(records.find(account, id, "reservation/1")), replaced);
        EXPECT_EQ(must(records.find(account, id, "reservation/9")), std::nullopt);
        EXPECT_EQ(must(records.excluded(account, id, "no_guest", 10)),
                  (std::vector{third, second}));
        EXPECT_EQ(must(records.excluded(account, id, "no_guest", 1)), std::vector{third});
    });
}

TEST_P(IntegrationsContract, RemovedOnesAreKnownByTheirNames) {
    write([&](Transaction& t) {
        auto kept = add_integration(t, account, "kept");
        must(t.integrations().remember(account, id, at(7)));
        must(t.integrations().remember(account, IntegrationId{kept.value + 100}, at(7)));
        must(t.integrations().remove(account, id));
        // Another may have the name again.
        EXPECT_NE(add_integration(t, account, "OpenTable: Downtown"), id);
    });
    read([&](Transaction& t) {
        auto removed = must(t.integrations().removed(account));
        ASSERT_EQ(removed.size(), 1u);
        EXPECT_EQ(removed[0].id, id);
        EXPECT_EQ(removed[0].removed_at, at(7));
        EXPECT_EQ(removed[0].name, "OpenTable: Downtown");
        EXPECT_EQ(removed[0].public_id, "public OpenTable: Downtown");
        EXPECT_TRUE(must(t.integrations().removed(AccountId{account.value + 1})).empty());
    });
}

TEST_P(IntegrationsContract, RemovingOneTakesItsBookkeepingOnly) {
    IntegrationId kept;
    ProfileId profile;
    write([&](Transaction& t) {
        kept = add_integration(t, account, "kept");
        for (auto which : {id, kept}) {
            model::Run run;
            run.integration = which;
            must(t.integrations().add_run(account, run));
            must(t.integrations().count(account, which, "records", "", 1));
            must(t.integrations().move_cursor(account, which, {"guests", 0, "{}"}));
            must(t.source_records().put(account, which, {"k", 1, at(0), "", 0, "", ""}));
        }
        profile = add_profile(t, account, "p");
        model::Facet facet;
        facet.profile = profile;
        facet.integration = id;
        facet.key = "f";
        must(t.profiles().add_facet(account, facet));
        auto metric = must(t.events().metric(account, id, "Visited", true, [] { return "m"; }));
        auto event = event_of(profile, metric.id, "e");
        EXPECT_EQ(must(t.events().add(account, event)), std::nullopt);
        must(t.integrations().remove(account, id));
    });
    read([&](Transaction& t) {
        for (auto which : {id, kept}) {
            std::size_t left = which == kept ? 1 : 0;
            EXPECT_EQ(must(t.integrations().runs(account, which, 9)).size(), left);
            EXPECT_EQ(must(t.integrations().counts(account, which)).size(), left);
            EXPECT_EQ(must(t.integrations().cursors(account, which)).size(), left);
            EXPECT_EQ(must(t.source_records().find(account, which, "k")).has_value(), left == 1);
        }
        EXPECT_EQ(must(t.profiles().facets(account, profile)).size(), 1u);
        EXPECT_EQ(must(t.events().metrics(account)).size(), 1u);
        EXPECT_EQ(must(t.events().count(account)), 1);
    });
}

}  // namespace
}  // namespace regulars::store
