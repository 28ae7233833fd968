// The contract of imports: files, their problems, the facets they bring, and many newcomers at
// once.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/contract.hpp"

namespace regulars::store {
namespace {

class Imports : public Contract {
  protected:
    static model::Import import_of(std::string name) {
        model::Import import;
        import.public_id = "public " + name;
        import.name = std::move(name);
        import.plan.columns = {{ "Email", model::ImportTarget::email }};
        import.created_at = at(5);
        return import;
    }
    static Newcomer newcomer(const std::string& name, ImportId import) {
        Newcomer one;
        one.profile = {{},
                       "id of " + name,
                       {.email = name + "@example.com", .first_name = name},
                       at(1),
                       at(1)};
        one.facet = {.import = import,
                     .key = "import:1:" + name,
                     .said = one.profile.fields,
                     .identifiers = {{model::IdentifierKind::email, name + "@example.com"}}};
        return one;
    }
};
REGULARS_CONTRACT(Imports);

TEST_P(Imports, AreKeptWithAllTheySay) {
    auto import = import_of("guests.csv");
    import.state = model::ImportState::importing;
    import.bytes = 7, import.received = 3, import.list = ListId{2},
    import.made_by = "ana@x.example", import.position = 9, import.error = "why";
    import.started_at = at(6), import.checked = model::ImportCounts{.rows = 4, .problems = {
                                                                        { "bad_email",
                                                                          2 }
                                                                    }};
    write([&](Transaction& t) { must(t.imports().add(account, import)); });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.imports().find(account, import.id)), import);
        EXPECT_EQ(must(t.imports().find(account, "public guests.csv")), import);
        EXPECT_FALSE(must(t.imports().find(other_account, "public guests.csv")));
    });
    import.state = model::ImportState::imported;
    import.ended_at = at(8), import.done.people = 4, import.checked.reset();
    write([&](Transaction& t) { must(t.imports().update(account, import)); });
    read([&](Transaction& t) { EXPECT_EQ(must(t.imports().find(account, import.id)), import); });
}

TEST_P(Imports, HaveNamesOfTheirOwnAndComeNewestFirst) {
    write([&](Transaction& t) {
        for (auto* name : {"one", "two", "three"}) {
            auto import = import_of(name);
            must(t.imports().add(account, import));
        }
    });
    auto twin = import_of("two");
    twin.public_id = "other";
    EXPECT_EQ(kind_of(try_write([&](Transaction& t) { return t.imports().add(account, twin); })),
              ErrorKind::conflict);
    read([&](Transaction& t) {
        auto newest = must(t.imports().all(account, 2));
        ASSERT_EQ(newest.size(), 2u);
        EXPECT_EQ(newest[0].name, "three");
        EXPECT_EQ(newest[1].name, "two");
        EXPECT_TRUE(must(t.imports().all(other_account, 9)).empty());
    });
}

TEST_P(Imports, TakeTheirProblemsWithThem) {
    auto import = import_of("guests.csv"), other = import_of("other.csv");
    const model::ImportProblem first{3, "Email", "bad_email", "zoe@", true},
        second{2, "", "too_wide", "", true};
    write([&](Transaction& t) {
        must(t.imports().add(account, import));
        must(t.imports().add(account, other));
        must(t.imports().add_problem(account, import.id, first));
        must(t.imports().add_problem(account, import.id, second));
        must(t.imports().add_problem(account, other.id, first));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.imports().problems(account, import.id, 10)), (std::vector{first, second}));
        EXPECT_EQ(must(t.imports().problems(account, import.id, 1)), (std::vector{first}));
        EXPECT_EQ(must(t.imports().count_problems(account, import.id)), 2);
    });
    write([&](Transaction& t) {
        must(t.imports().remove_problems(account, import.id));
        must(t.imports().remove(account, other.id));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.imports().count_problems(account, import.id)), 0);
        EXPECT_EQ(must(t.imports().count_problems(account, other.id)), 0);
        EXPECT_TRUE(must(t.imports().find(account, import.id)));
        EXPECT_FALSE(must(t.imports().find(account, other.id)));
    });
}

TEST_P(Imports, NewcomersAreFoundLikeOthers) {
    std::vector<Newcomer> people;
    for (auto* name : {"ana", "ben", "zoe"}) people.push_back(newcomer(name, ImportId{1}));
    auto ready = store->prepare(people.size(), [&](std::size_t i) { return people[i]; });
    write([&](Transaction& t) {
        auto ids = must(t.profiles().add_newcomers(account, *ready));
        ASSERT_EQ(ids.size(), 3u);
        for (std::size_t i = 0; i < 3; ++i) {
            ASSERT_TRUE(ids[i]);
            EXPECT_EQ(ids[i]->value, ids[0]->value + std::int64_t(i)) << "ids follow each other";
            auto& one = people[ready->order()[i]];
            one.profile.id = one.facet.profile = *ids[i];
            one.facet.id = must(t.profiles().find_facet(account, one.facet.key))->id;
        }
    });
    read([&](Transaction& t) {
        for (auto& one : people) {
            EXPECT_EQ(must(t.profiles().find(account, one.profile.id)), one.profile);
            EXPECT_EQ(must(t.profiles().find_facet(account, one.facet.key)), one.facet);
            EXPECT_EQ(
                must(t.directory().find(account, {.text = one.profile.fields.first_name})).profiles,
                (std::vector{one.profile.id}));
        }
        model::Identifier unknown{model::IdentifierKind::email, "nobody@example.com"};
        std::vector asked{people[1].facet.identifiers[0], unknown, people[0].facet.identifiers[0]};
        EXPECT_EQ(must(t.profiles().owners(account, asked)),
                  (std::vector<std::optional<ProfileId>>{people[1].profile.id, std::nullopt,
                                                         people[0].profile.id}));
        EXPECT_EQ(must(t.profiles().count(account)), 3);
        EXPECT_EQ(must(t.profiles().facets_of(account, ImportId{1}, 2)).size(), 2u);
        EXPECT_TRUE(must(t.profiles().facets_of(account, ImportId{2}, 9)).empty());
        EXPECT_TRUE(must(t.profiles().facets_of(other_account, ImportId{1}, 9)).empty());
        EXPECT_EQ(must(t.profiles().count(other_account)), 0);
    });
    EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(Imports, WhoIsNotNewIsLeftOutOfTheNewcomers) {
    std::vector<Newcomer> people;
    for (auto* name : {"ana", "ben", "ben's wife", "cleo", "dan"})
        people.push_back(newcomer(name, ImportId{1}));
    model::Identifier phone{model::IdentifierKind::phone, "+12125550123"},
        taken{model::IdentifierKind::phone, "+12125550199"};
    people[1].facet.identifiers.push_back(phone), people[2].facet.identifiers.push_back(phone);
    people[3].facet.identifiers.push_back(taken);
    auto ready = store->prepare(people.size(), [&](std::size_t i) { return people[i]; });
    write([&](Transaction& t) {
        must(t.profiles().assign(account, taken, add_profile(t, account, "owner")));
        must(t.profiles().forget_key(account, people[4].facet.key, at(1)));
        auto ids = must(t.profiles().add_newcomers(account, *ready));
        ASSERT_EQ(ids.size(), 5u);
        std::vector<bool> is_in(5);
        for (std::size_t i = 0; i < 5; ++i) is_in[ready->order()[i]] = ids[i].has_value();
        EXPECT_TRUE(is_in[0]);
        EXPECT_TRUE(is_in[1]) << "the first of two who share a phone";
        EXPECT_FALSE(is_in[2]) << "the second of two who share a phone";
        EXPECT_FALSE(is_in[3]) << "whose phone somebody has";
        EXPECT_FALSE(is_in[4]) << "whose key was forgotten";
        EXPECT_EQ(must(t.profiles().count(account)), 3);
        EXPECT_FALSE(must(t.profiles().find_facet(account, people[3].facet.key)));
        auto nobody = must(t.profiles().owners(account, people[3].facet.identifiers));
        EXPECT_FALSE(nobody[0]) << "the email of one who was left out";
        auto again = must(t.profiles().add_newcomers(account, *ready));
        EXPECT_EQ(std::ranges::count(again, std::optional<ProfileId>()), 5)
            << "all have owners now, or are left out as before";
    });
    EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(Imports, ConsentOfOneSourceCanBeTakenBack) {
    write([&](Transaction& t) {
        auto profile = add_profile(t, account, "one");
        for (auto* source : {"Import: a.csv", "Import: b.csv"}) {
            model::ConsentEntry entry{.profile = profile, .source = source, .at = at(0)};
            must(t.consents().add(account, entry));
        }
        EXPECT_EQ(must(t.consents().remove_of(account, profile, "Import: a.csv")), 1);
        auto left = must(t.consents().ledger(account, profile));
        ASSERT_EQ(left.size(), 1u);
        EXPECT_EQ(left[0].source, "Import: b.csv");
        EXPECT_EQ(must(t.consents().remove_of(other_account, profile, "Import: b.csv")), 0);
    });
}

}  // namespace
}  // namespace regulars::store
