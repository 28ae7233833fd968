// JSON lines as a user imports them: from a file and a pipe, with mistakes, twice, rehearsed, taken
// back.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "program.hpp"

namespace regulars::binary {
namespace {

using testing::HasSubstr;

class ImportLines : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(regulars({"account", "create", "Olive", "--time-zone", "America/New_York",
                            "--currency", "USD", "--data", data})
                      .exit_code,
                  0);
    }
    std::string file(const std::string& name, const std::string& text) {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }
    Finished run(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", data});
        return regulars(arguments);
    }
    /// What an import says in JSON.
    std::int64_t count(const Finished& done, const char* name) {
        auto document = JsonDocument::parse(done.out);
        EXPECT_TRUE(document.has_value()) << done.out << done.err;
        if (!document) return -1;
        auto counts = document->root()["counts"];
        return (counts.is_missing() ? document->root() : counts)[name].integer().value_or(-1);
    }

    Folder folder;
    std::string data = folder / "data";
};

TEST_F(ImportLines, EventsGoInOnceAndMistakesAreTold) {
    auto events =
        file("events.jsonl",
             "\xEF\xBB\xBF{\"email\":\"Ana@x.example\",\"metric\":\"Visited\",\"time\":\"2024-05-"
             "01T18:30:00Z\",\"value\":42.5,\"unique_id\":\"a\",\"properties\":{\"table\":7}}\r\n"
             "{\"email\":\"Ana@x.example\",\"metric\":\"Visited\",\"time\":\"2024-05-02T18:30:"
             "00Z\",\"unique_id\":\"a\"}\n"
             "\n"
             "{\"email\":\"ana@x.example\",\"metric\":\"Visited\",\"time\":\"someday\"}\n"
             "{\"phone\":\"+12125550123\",\"metric\":\"Visited\",\"time\":\"2024-05-03T18:30:00Z\","
             "\"properties\":{\"table\":\"seven\"}}");
    auto rehearsed = run({"import", "events", "--format", "jsonl", events, "--dry-run", "--json"});
    EXPECT_EQ(rehearsed.exit_code, 0) << rehearsed.err;
    EXPECT_EQ(count(rehearsed, "created"), 2);
    EXPECT_EQ(run({"export", "events"}).out, "") << "a rehearsal writes nothing";

    auto first = run({"import", "events", "--format", "jsonl", events, "--json"});
    EXPECT_EQ(first.exit_code, 0) << first.err;
    EXPECT_EQ(count(first, "created"), 2);
    EXPECT_EQ(count(first, "repeated"), 1);
    EXPECT_EQ(count(first, "skipped"), 1);
    EXPECT_THAT(
        first.out,
        HasSubstr(
            R"({"line":4,"pointer":"/time","reason":"bad_time","value":"\"someday\"","line_skipped":true})"));
    auto again = run({"import", "events", "--format", "jsonl", events});
    EXPECT_THAT(again.out, HasSubstr("0 events new, 3 repeated, 1 skipped; 0 new people"));
    EXPECT_THAT(again.out, HasSubstr("line 4: /time: bad_time \"someday\""));

    auto exported = run({"export", "events"}).out;
    EXPECT_EQ(std::ranges::count(exported, '\n'), 2);
    EXPECT_THAT(exported, HasSubstr(R"("metric":"Visited","integration":null)"));
    EXPECT_THAT(exported, HasSubstr(R"("value":42.50,"currency":"USD","properties":{"table":7})"));
    EXPECT_THAT(run({"export", "profiles"}).out, HasSubstr(R"("email":"Ana@x.example")"));
    EXPECT_EQ(run({"doctor"}).exit_code, 0);

    auto told = JsonDocument::parse(first.out);
    ASSERT_TRUE(told);
    auto undone = run({"import", "undo", std::string(told->root()["id"].string().value_or(""))});
    EXPECT_EQ(undone.exit_code, 0) << undone.err;
    EXPECT_THAT(undone.out, HasSubstr("2 events removed again"));
    EXPECT_EQ(run({"export", "events"}).out, "");
    EXPECT_THAT(run({"import", "list"}).out, HasSubstr("events.jsonl (2)"));
    EXPECT_EQ(run({"doctor"}).exit_code, 0);
}

TEST_F(ImportLines, ComeFromAPipeWithALineOfAGigabyte) {
    auto events =
        file("event.json",
             "{\"external_id\":17,\"metric\":\"Visited\",\"time\":\"2024-05-01T18:30:00Z\"}\n");
    auto command = "(cat " + events + "; head -c 1073741824 /dev/zero; echo; cat " + events +
                   ") | " REGULARS_BINARY " import events --format jsonl - --json --data " + data +
                   " > " + (folder / "out") + " 2> " + (folder / "err");
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::string out;
    std::getline(std::ifstream(folder / "out"), out);
    EXPECT_THAT(out, HasSubstr(R"("lines":3,"created":1,"repeated":1,"skipped":1)"));
    EXPECT_THAT(out, HasSubstr(R"({"line":2,"pointer":"","reason":"too_long")"));
}

TEST_F(ImportLines, PeopleGoInAndCanBeTakenBack) {
    auto people =
        file("people.jsonl",
             "{\"email\":\"ana@x.example\",\"phone_number\":\"+12125550123\",\"first_name\":"
             "\"Ana\",\"location\":{\"city\":\"New "
             "York\",\"zip\":\"10001\"},\"properties\":{\"vip\":true,\"odd\":{}}}\n"
             "{\"email\":\"nobody\"}\n"
             "{\"external_id\":\"17\",\"last_name\":\"Ruiz\",\"properties\":{\"visits\":3}}\n");
    auto rehearsed =
        run({"import", "profiles", "--format", "jsonl", people, "--dry-run", "--json"});
    EXPECT_EQ(count(rehearsed, "created"), 2) << rehearsed.err;
    EXPECT_EQ(run({"export", "profiles"}).out, "");

    auto command = "cat " + people +
                   " | " REGULARS_BINARY " import profiles --format jsonl - --json --data " + data +
                   " > " + (folder / "out");
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::string out;
    std::getline(std::ifstream(folder / "out"), out);
    EXPECT_THAT(out, HasSubstr(R"("state":"imported")"));
    EXPECT_THAT(
        out,
        HasSubstr(
            R"({"line":2,"pointer":"/email","reason":"bad_email","value":"\"nobody\"","line_skipped":true})"));
    EXPECT_THAT(
        out,
        HasSubstr(
            R"({"line":1,"pointer":"/properties/odd","reason":"bad_property","value":"{}","line_skipped":false})"));
    auto exported = run({"export", "profiles"}).out;
    EXPECT_EQ(std::ranges::count(exported, '\n'), 2);
    EXPECT_THAT(exported, HasSubstr(R"("City":"New York","Postal Code":"10001","vip":true)"));

    auto told = JsonDocument::parse(out);
    ASSERT_TRUE(told);
    auto id = told->root()["id"].string();
    ASSERT_TRUE(id);
    auto undone = run({"import", "undo", std::string(*id)});
    EXPECT_EQ(undone.exit_code, 0) << undone.err;
    EXPECT_EQ(run({"export", "profiles"}).out, "");
}

TEST_F(ImportLines, FilesThatAreNoJsonLinesAreRefused) {
    struct Case {
        std::string text, told;
    };
    const Case cases[] = {{"", "there are no lines"},
                          {"\n\n", "there are no lines"},
                          {std::string("\xFF\xFE{\0}\0", 6), "UTF-16"},
                          {"email,time\na@x.example,now\n", "no line holds an event"}};
    for (auto& c : cases) {
        auto done = run({"import", "events", "--format", "jsonl", file("bad.jsonl", c.text)});
        EXPECT_EQ(done.exit_code, 1) << c.told;
        EXPECT_THAT(done.err, HasSubstr(c.told));
    }
    EXPECT_THAT(run({"import", "events", "--format", "jsonl", folder / "nowhere"}).err,
                HasSubstr("cannot be read"));
    EXPECT_THAT(
        run({"import", "profiles", "--format", "jsonl", file("utf16.jsonl", cases[2].text)}).err,
        HasSubstr("UTF-16"));
    EXPECT_EQ(run({"import", "profiles"}).exit_code, 1);
}

}  // namespace
}  // namespace regulars::binary
