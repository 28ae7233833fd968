// Segments and lists on the command line: names, refusals, explanations, and who is printed.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/command_run_test.hpp"

namespace regulars::app {
namespace {

class SegmentCommands : public testing::Test {
  protected:
    void SetUp() override {
        auto people =
            shell.write("people.jsonl", R"({"email":"ana@x.example","properties":{"Diet":"vegan"}})"
                                        "\n"
                                        R"({"email":"ben@x.example","properties":{"Diet":"fish"}})"
                                        "\n");
        ASSERT_EQ(shell.run({"import", "profiles", "--format", "jsonl", people}).code, 0);
        auto events = shell.write(
            "events.jsonl",
            R"({"email":"ana@x.example","metric":"Visited","time":"2026-01-02T10:00:00Z","value":25,"currency":"USD","unique_id":"1"})"
            "\n"
            R"({"email":"ana@x.example","metric":"Visited","time":"2026-02-02T10:00:00Z","value":40,"currency":"USD","unique_id":"2"})"
            "\n");
        ASSERT_EQ(shell.run({"import", "events", "--format", "jsonl", events}).code, 0);
        vegans = definition("vegans", property("vegan"));
    }
    static std::string property(const char* diet) {
        return fmt::format(
            R"({{"type":"profile-property","property":"properties['Diet']","filter":{{"type":"string","operator":"equals","value":"{}"}}}})",
            diet);
    }
    static std::string member_of(const std::string& group) {
        return fmt::format(
            R"({{"type":"profile-group-membership","is_member":true,"group_ids":["{}"]}})", group);
    }
    std::string definition(const std::string& name, const std::string& conditions) {
        return shell.write(name + ".json",
                           R"({"condition_groups":[{"conditions":[)" + conditions + "]}]}");
    }
    Said create(const std::string& name, const std::string& file) {
        return shell.run({"segment", "create", name, "--definition", file});
    }
    template <class Edit>
    void edit(Edit edit_in) {
        auto folder = shell.open();
        auto account = folder.account().value();
        auto done = folder.store().write(
            [&](store::Transaction& tx) -> Result<void> { return edit_in(tx, account.id); });
        ASSERT_TRUE(done) << done.error().text();
    }
    Shell shell;
    std::string vegans;
};

TEST_F(SegmentCommands, NamesAreGivenOnceToListsAndSegmentsAlike) {
    ASSERT_EQ(create("Vegans", vegans).code, 0);
    EXPECT_EQ(shell.run({"list", "create", "Diners"}).code, 0);
    for (auto& refused :
         {create("vegans", vegans), create("Diners", vegans),
          shell.run({"list", "create", "Vegans"}), shell.run({"list", "create", "diners"}),
          shell.run({"list", "rename", "Diners", "Vegans"})})
        EXPECT_TRUE(refused.complains("has this name")) << refused.err;
    std::string longest(100, 'x'), too_long(101, 'x');
    for (auto& refused : {create("", vegans), create("  ", vegans), create(too_long, vegans),
                          create("\xFF", vegans), shell.run({"list", "create", " "}),
                          shell.run({"list", "create", too_long}),
                          shell.run({"list", "rename", "Diners", too_long})})
        EXPECT_TRUE(refused.complains("1 to 100 bytes")) << refused.err;
    EXPECT_EQ(create(longest, vegans).code, 0);
    EXPECT_EQ(shell.run({"list", "rename", "Diners", "DINERS"}).code, 0) << "its own";
}

TEST_F(SegmentCommands, WhatCannotBeAnsweredIsKeptAndSaysSo) {
    auto object = definition(
        "object",
        R"({"type":"profile-has-custom-object","object_type_id":"X","object_type_relationship_id":"Y","filter":{"type":"numeric","operator":"greater-than","value":0},"filters":[]})");
    auto made = create("Owners", object);
    EXPECT_EQ(made.code, 0) << made.err;
    EXPECT_TRUE(made.has("0 members") && made.has("custom objects are not kept here")) << made.out;
    EXPECT_TRUE(shell.run({"segment", "count", "Owners"}).complains("custom objects"));
    auto why = shell.run({"segment", "explain", "Owners", "--profile", "ana@x.example"});
    EXPECT_TRUE(why.has("cannot be answered here") && why.has("no_custom_objects")) << why.out;
    EXPECT_TRUE(create("Wrong", definition("wrong", member_of("NOSUCH")))
                    .complains("/condition_groups/0/conditions/0/group_ids/0"));
}

TEST_F(SegmentCommands, WhatOthersAskForIsNotDeleted) {
    ASSERT_EQ(shell.run({"list", "create", "Diners"}).code, 0);
    ASSERT_EQ(create("Vegans", vegans).code, 0);
    std::string list, segment;
    edit([&](store::Transaction& tx, AccountId account) -> Result<void> {
        list = TRY(tx.lists().all(account)).at(0).public_id;
        segment = TRY(tx.segments().all(account)).at(0).public_id;
        return {};
    });
    ASSERT_EQ(create("Both", definition("both", member_of(list) + "," + member_of(segment))).code,
              0);
    EXPECT_TRUE(shell.run({"segment", "delete", "Vegans"}).complains("'Both'"));
    EXPECT_TRUE(shell.run({"list", "delete", "Diners", "--confirm", "Diners"}).complains("'Both'"));
    EXPECT_EQ(shell.run({"segment", "delete", "Both"}).code, 0);
    EXPECT_EQ(shell.run({"segment", "delete", "Vegans"}).code, 0);
    EXPECT_EQ(shell.run({"list", "delete", "Diners", "--confirm", "Diners"}).code, 0);
}

TEST_F(SegmentCommands, ExplainShowsValuesAndDecidingEventsAtAnyInstant) {
    std::string metric;
    edit([&](store::Transaction& tx, AccountId account) -> Result<void> {
        for (auto& one : TRY(tx.events().metrics(account)))
            if (one.name == "Visited") metric = one.public_id;
        return {};
    });
    auto file = definition(
        "lately",
        property("fish") + "," +
            fmt::format(
                R"({{"type":"profile-metric","metric_id":"{}","measurement":"count","measurement_filter":{{"type":"numeric","operator":"greater-than","value":0}},"timeframe_filter":{{"type":"date","operator":"in-the-last","unit":"day","quantity":20}},"metric_filters":null}})",
                metric));
    auto ask = [&](const char* at, const char* form) {
        std::vector<std::string> words{"segment",   "explain",       "--definition", file,
                                       "--profile", "ana@x.example", "--at",         at};
        if (*form) words.emplace_back(form);
        return shell.run(words);
    };
    auto in = ask("2026-02-10T00:00:00Z", "");
    EXPECT_TRUE(in.has("ana@x.example is in, at 2026-02-10T00:00:00Z")) << in.out << in.err;
    EXPECT_TRUE(in.has("no  /condition_groups/0/conditions/0  value: value vegan")) << in.out;
    EXPECT_TRUE(in.has("yes /condition_groups/0/conditions/1  count: count 1")) << in.out;
    EXPECT_TRUE(in.has("2026-02-02T10:00:00Z  Visited  40.00 USD")) << in.out;
    EXPECT_TRUE(ask("2026-03-10T00:00:00Z", "").has("is not in"));
    auto json = ask("2026-02-10T00:00:00Z", "--json");
    EXPECT_TRUE(json.has(R"("is_member":true,"at":"2026-02-10T00:00:00Z")")) << json.out;
    EXPECT_TRUE(json.has(R"("values":{"value":"vegan"})")) << json.out;
    EXPECT_TRUE(json.has(R"("metric":"Visited","time":"2026-02-02T10:00:00Z")")) << json.out;
}

TEST_F(SegmentCommands, ASegmentAndADefinitionTogetherAreRefused) {
    ASSERT_EQ(create("Vegans", vegans).code, 0);
    for (auto* command : {"count", "members"})
        EXPECT_TRUE(
            shell.run({"segment", command, "Vegans", "--definition", vegans}).complains("not both"))
            << command;
    EXPECT_TRUE(shell
                    .run({"segment", "explain", "Vegans", "--definition", vegans, "--profile",
                          "ana@x.example"})
                    .complains("not both"));
}

TEST_F(SegmentCommands, MembersOfAPausedSegmentAreThoseThatItHad) {
    ASSERT_EQ(create("Vegans", vegans).code, 0);
    edit([&](store::Transaction& tx, AccountId account) -> Result<void> {
        auto segment = *TRY(tx.segments().find(account, std::string_view("Vegans")));
        segment.is_active = false;
        return tx.segments().update(account, segment);
    });
    auto people =
        shell.write("more.jsonl", R"({"email":"cleo@x.example","properties":{"Diet":"vegan"}})"
                                  "\n");
    ASSERT_EQ(shell.run({"import", "profiles", "--format", "jsonl", people}).code, 0);
    auto kept = shell.run({"segment", "members", "Vegans"});
    EXPECT_TRUE(kept.has("ana@x.example") && !kept.has("cleo@x.example")) << kept.out;
    EXPECT_NE(kept.err.find("paused"), std::string::npos);
    EXPECT_TRUE(shell.run({"segment", "members", "Vegans", "--at", "2030-01-01T00:00:00Z"})
                    .has("cleo@x.example"))
        << "asked anew";
}

}  // namespace
}  // namespace regulars::app
