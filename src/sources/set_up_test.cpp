// Settings as people choose them.
// SPDX-License-Identifier: Apache-2.0
#include "sources/set_up.hpp"

#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sources/vendors.hpp"

namespace regulars::sources {
namespace {

TEST(SetUp, MergesMemberByMemberAndNullTakesAway) {
    EXPECT_EQ(merged(R"({"a":1,"b":[1,2],"c":"x"})", R"({"b":[3],"c":null,"d":true})").value(),
              R"({"a":1,"b":[3],"d":true})");
    EXPECT_EQ(merged("", "").value(), "{}");
    EXPECT_EQ(merged("{}", "[]").error().kind, ErrorKind::invalid);
}

TEST(SetUp, ReadsPairsOfTheCommandLine) {
    std::vector<std::string> pairs = {"history_years=2", R"(sources=["Online","API"])",
                                      "fulfilled_when=closed", "currency="};
    EXPECT_EQ(
        settings_from_pairs(pairs).value(),
        R"({"history_years":2,"sources":["Online","API"],"fulfilled_when":"closed","currency":null})");
    std::vector<std::string> odd = {"history_years"};
    EXPECT_EQ(settings_from_pairs(odd).error().where, "history_years");
}

TEST(SetUp, TakesFromTheAccountWhatNobodyChose) {
    model::Account account{.name = "Group", .time_zone = "America/Chicago", .country = "US"};
    auto kind = model::IntegrationKind::opentable;
    auto here = new_settings(kind, R"({"rid":"7","restaurant_name":"Olive"})", account).value();
    EXPECT_EQ(
        here,
        R"({"country":"US","currency":"USD","time_zone":"America/Chicago","rid":"7","restaurant_name":"Olive"})");
    auto abroad =
        new_settings(
            kind,
            R"({"rid":"7","restaurant_name":"Olive","country":"CA","time_zone":"America/Toronto"})",
            account)
            .value();
    EXPECT_NE(abroad.find(R"("currency":"CAD")"), std::string::npos) << abroad;
    EXPECT_EQ(new_settings(kind, R"({"restaurant_name":"Olive"})", account).error().where, "/rid");
    EXPECT_EQ(set_up({.kind = kind, .name = " "}, account, {}).error().where, "/name");
}

TEST(SetUp, RefusesSettingsThatNobodyReads) {
    constexpr std::pair<model::IntegrationKind, const char*> least[] = {
        {model::IntegrationKind::opentable, R"("rid":"7","restaurant_name":"Olive")"},
        {model::IntegrationKind::toast,
         R"("restaurants":["1ca55347-2a8a-404c-9d69-215242e958ec"])"},
        {model::IntegrationKind::lightspeed, R"("account":"7")"}};
    model::Account account{.name = "Group", .time_zone = "America/Chicago", .country = "US"};
    for (auto& [kind, settings] : least) {
        auto complete = new_settings(kind, fmt::format("{{{}}}", settings), account);
        ASSERT_TRUE(complete) << complete.error().text();
        auto wrong =
            new_settings(kind, fmt::format(R"({{{},"histroy_years":2}})", settings), account);
        ASSERT_FALSE(wrong);
        EXPECT_EQ(wrong.error().where, "/histroy_years");
        EXPECT_NE(wrong.error().message.find("country"), std::string::npos) << "there are others";
        EXPECT_EQ(changed_settings(kind, *complete, R"({"histroy_years":2})").error().where,
                  "/histroy_years");
        auto old = merged(*complete, R"({"histroy_years":2})").value();
        EXPECT_EQ(changed_settings(kind, old, R"({"histroy_years":null})").value(), *complete)
            << "one that was kept before can be taken away";
        EXPECT_TRUE(changed_settings(kind, old, R"({"interval_minutes":15})"));
        for (auto& name : connector_of(kind).settings()) {
            auto odd = fmt::format(R"({{"{}":{{"no":"setting"}}}})", name.name);
            EXPECT_EQ(changed_settings(kind, *complete, odd).error().where,
                      fmt::format("/{}", name.name))
                << "what is declared is read";
        }
    }
}

TEST(SetUp, FindsWhatIsReadTwice) {
    auto kind = model::IntegrationKind::opentable;
    std::vector<model::Integration> others = {
        {.id = IntegrationId{1}, .kind = kind, .name = "Downtown", .settings = R"({"rid":"0077"})"},
        {.id = IntegrationId{2},
         .kind = model::IntegrationKind::toast,
         .name = "T",
         .settings = R"({"restaurants":["AB-1","cd-2"]})"}};
    auto found = overlap_of({.kind = kind, .settings = R"({"rid":77})"}, others);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->other->name, "Downtown");
    EXPECT_EQ(found->field, "/rid");
    EXPECT_FALSE(overlap_of({.kind = kind, .settings = R"({"rid":78})"}, others));
    EXPECT_FALSE(overlap_of(others[0], others)) << "it does not stand in its own way";
    EXPECT_EQ(overlap_of({.kind = model::IntegrationKind::toast,
                          .settings = R"({"restaurants":["ef-3","CD-2"]})"},
                         others)
                  ->place,
              "cd-2");
}

}  // namespace
}  // namespace regulars::sources
