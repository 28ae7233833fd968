// Members through the API: in the definition's order, page by page, and as a file.
// SPDX-License-Identifier: Apache-2.0
#include <sstream>

#include "analytics/live_audience.hpp"
#include "api/world_test.hpp"

namespace regulars::api {
namespace {

struct OneAudience final : AudienceControl {
    std::shared_ptr<const analytics::LiveAudience> audience(AccountId) override { return live; }
    std::shared_ptr<analytics::LiveAudience> live;
};

class SegmentMembers : public testing::Test {
  protected:
    SegmentMembers() {
        world.set_up();
        integration = world.add_integration("Downtown");
        control.live =
            std::make_shared<analytics::LiveAudience>(*world.store, world.account.id, world.clock);
        EXPECT_TRUE(control.live->open(world.folder));
        world.rebuild([&](Services& services) { services.audiences = &control; });
    }
    void follow() {
        while (control.live->follow().value()) {
        }
    }
    /// Each guest with what each visit was worth; none: unknown.
    void guests(const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& visits) {
        ingest::Batch batch{.account = world.account.id, .integration = integration.id};
        for (auto& [name, values] : visits) {
            batch.people.push_back(
                {.key = "opentable:" + name,
                 .as_of = world.clock.now(),
                 .fields = {.email = name + "@mail.example", .first_name = "Maria"}});
            for (auto minor : values)
                batch.events.push_back({.unique_id = fmt::format("visit:{}", ++last_visit),
                                        .metric = "Completed Reservation",
                                        .person = "opentable:" + name,
                                        .time = world.clock.now(),
                                        .value = Money{minor, {}},
                                        .properties = "{}"});
        }
        world.apply(batch);
        follow();
    }
    static std::string everybody_by(std::string_view order) {
        return fmt::format(R"({{"condition_groups":[],"regulars":{{"order_by":{}}}}})", order);
    }
    std::string by(std::string_view measurement, std::string_view direction) {
        auto metrics = world.get("/app/v1/metrics");
        return everybody_by(fmt::format(
            R"({{"metric_id":"{}","measurement":"{}","timeframe_filter":{{"type":"date","operator":"alltime"}},"metric_filters":null,"direction":"{}"}})",
            text_of(metrics.data(0)["id"]), measurement, direction));
    }
    std::string make(std::string_view name, std::string_view definition) {
        auto made = world.post("/app/v1/segments",
                               fmt::format(R"({{"name":"{}","definition":{}}})", name, definition));
        EXPECT_EQ(made.status, 201) << made.http.body;
        follow();
        return text_of(made["id"]);
    }
    /// The guests' names, page by page.
    std::string members(const std::string& segment, int a_page, std::string_view more = {}) {
        std::string names, after;
        do {
            auto page = world.get(fmt::format("/app/v1/segments/{}/members?limit={}{}{}{}", segment,
                                              a_page, after.empty() ? "" : "&after=", after, more));
            EXPECT_EQ(page.status, 200) << page.http.body;
            page["data"].each([&](JsonNode row) { names += name_of(row); });
            after = text_of(page["next"]);
        } while (!after.empty());
        return names;
    }
    static std::string name_of(JsonNode row) {
        auto email = text_of(row["email"]);
        return email.substr(0, email.find('@')) + " ";
    }
    World world;
    model::Integration integration;
    OneAudience control;
    int last_visit = 0;
};

TEST_F(SegmentMembers, ComeInTheDefinitionsOrder) {
    guests(
        {{"ana", {1'000}}, {"ben", {4'000, 500}}, {"cy", {}}, {"dan", {600, 400}}, {"eve", {5}}});
    auto highest = by("sum", "descending"), fewest = by("count", "ascending");
    auto spenders = make("Spenders", highest), rare = make("Rare", fewest);
    for (int a_page : {1, 2, 5, 50}) {
        EXPECT_EQ(members(spenders, a_page), "ben ana dan eve cy ") << "equal sums by profile";
        EXPECT_EQ(members(rare, a_page), "cy ana eve ben dan ");
    }
    auto file = world.get("/app/v1/segments/" + spenders + "/export");
    ASSERT_EQ(file.status, 200);
    std::istringstream lines(file.http.body);
    std::string line, names;
    for (std::getline(lines, line); std::getline(lines, line);) {
        auto from = line.find(',') + 1;
        names += line.substr(from, line.find('@') - from) + " ";
    }
    EXPECT_EQ(names, "ben ana dan eve cy ");
    // The sample while the definition is edited.
    auto counted = world.post("/app/v1/segments/count", R"({"definition":)" + fewest + "}");
    names.clear();
    counted["sample"].each([&](JsonNode person) { names += name_of(person); });
    EXPECT_EQ(names, "cy ana eve ben dan ");
    EXPECT_EQ(members(spenders, 2, "&q=maria"), "ben ana dan eve cy ");
}

TEST_F(SegmentMembers, ComeLastJoinedFirstWhereNothingOrdersThem) {
    auto everybody = make("Everybody", R"({"condition_groups":[]})");
    for (auto* name : {"ana", "ben", "cy"}) {
        world.clock.advance(1min);
        guests({{name, {}}});
    }
    for (int a_page : {1, 2, 50}) EXPECT_EQ(members(everybody, a_page), "cy ben ana ");
    auto page = world.get("/app/v1/segments/" + everybody + "/members?after=7");
    EXPECT_EQ(page.status, 400);
    EXPECT_EQ(page.code(), "invalid");
}

}  // namespace
}  // namespace regulars::api
