// People from JSON lines: what a line makes of somebody, and what is left out of it.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/profile_lines.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ingest/event_lines.hpp"

namespace regulars::ingest {
namespace {

ImportedRows read(const std::string& text) {
    ImportedRows rows;
    LineReader lines(std::make_unique<TextSource>(text), most_line_bytes);
    for (Line line; lines.next(line).value();) read_profile_line(line, "US", rows);
    return rows;
}

TEST(ProfileLines, AllThatALineSaysOfSomebody) {
    auto rows = read(
        R"({"email":" Ana@X.example","phone_number":"212 555 0123","external_id":17,"first_name":" Ana ","last_name":"Ruiz","birthday":"1990-03-04","organization":"Olive","title":"Chef",)"
        R"("locale":"es-US","image":null,"location":{"address1":"1 Main St","address2":"B","city":"New York","region":"NY","zip":"10001","country":"United States",)"
        R"("latitude":40.75,"longitude":"-74","timezone":"America/New_York","ip":"1.2.3.4"},)"
        R"("properties":{"visits":7,"vip":true,"score":1.5,"whole":2.0,"tags":["a","b"],"nothing":null,"City":"Paris"}})");
    EXPECT_TRUE(rows.problems.empty());
    ASSERT_EQ(rows.people.size(), 1u);
    auto& person = rows.people[0];
    EXPECT_EQ(person.key, "ana@x.example");
    std::vector<model::Identifier> identifiers{{model::IdentifierKind::external, "17"},
                                               {model::IdentifierKind::email, "ana@x.example"},
                                               {model::IdentifierKind::phone, "+12125550123"}};
    EXPECT_EQ(person.identifiers, identifiers);
    EXPECT_EQ(
        model::to_json(person.fields),
        R"({"email":"Ana@X.example","phone":"+12125550123","first_name":"Ana","last_name":"Ruiz","birthday":[1990,3,4],"properties":{"Address":"1 Main St","Address 2":"B","City":"Paris",)"
        R"("Country":"United States","IP Address":"1.2.3.4","Language":"es-US","Latitude":40.75,"Longitude":-74,"Organization":"Olive","Postal Code":"10001","Region":"NY",)"
        R"("Time Zone":"America/New_York","Title":"Chef","score":1.5,"tags":["a","b"],"vip":true,"visits":7,"whole":2}})");
}

TEST(ProfileLines, ThatMakeNobodyAreSkippedWithAReason) {
    std::string many = "\"a\":1";
    for (int i = 0; i < 400; ++i) many += fmt::format(",\"p{}\":1", i);
    const std::pair<std::string, std::pair<const char*, const char*>> cases[] = {
        {"x", {"", "not_json"}},
        {"{\"email\":\"\xFF@x.example\"}", {"", "not_json"}},
        {"7", {"", "not_an_object"}},
        {"{}", {"", "no_identifier"}},
        {R"({"first_name":"Ana","email":null})", {"", "no_identifier"}},
        {R"({"email":"ana","external_id":"17"})", {"/email", "bad_email"}},
        {R"({"email":"a@x.example","properties":{)" + many + "}}",
         {"/properties", "too_many_properties"}},
        {"\"" + std::string(most_line_bytes, 'x') + "\"", {"", "too_long"}},
    };
    for (auto& [line, expected] : cases) {
        auto rows = read(line);
        EXPECT_TRUE(rows.people.empty()) << line.substr(0, 80);
        EXPECT_EQ(rows.skipped, 1);
        ASSERT_EQ(rows.problems.size(), 1u) << line.substr(0, 80);
        EXPECT_EQ(rows.problems[0].column, expected.first) << line.substr(0, 80);
        EXPECT_EQ(rows.problems[0].reason, expected.second) << line.substr(0, 80);
        EXPECT_TRUE(rows.problems[0].is_row_skipped);
    }
}

TEST(ProfileLines, MembersThatCannotBeKeptAreLeftOutAndTold) {
    auto rows = read(
        R"({"email":"a@x.example","phone_number":"12","external_id":[],"first_name":7,"birthday":"May","title":{},"location":{"city":1,"latitude":181,"longitude":"west","planet":"Earth"},)"
        R"("properties":{"a/b~c":{},"mixed":["a",1]," ":1},"consent":"yes"})");
    ASSERT_EQ(rows.people.size(), 1u);
    EXPECT_EQ(model::to_json(rows.people[0].fields), R"({"email":"a@x.example"})");
    std::string told;
    for (auto& problem : rows.problems)
        told += problem.column + " " + problem.reason + (problem.is_row_skipped ? "!" : "") + "\n";
    EXPECT_EQ(
        told,
        "/phone_number bad_phone\n/external_id bad_external_id\n/first_name bad_text\n/birthday "
        "bad_date\n/title bad_text\n/location/city bad_text\n/location/latitude bad_number\n"
        "/location/longitude bad_number\n/location/planet unknown_member\n/properties/a~1b~0c "
        "bad_property\n/properties/mixed bad_property\n/properties/  bad_property\n"
        "/consent unknown_member\n");
}

}  // namespace
}  // namespace regulars::ingest
