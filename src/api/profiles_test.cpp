// People through the API: finding, sorting, paging, reading one, changing and erasing.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "api/world_test.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

struct Guest {
    const char *key, *first, *last, *email, *phone, *seen;
};

class PeopleWorld : public World {
  public:
    PeopleWorld() {
        set_up();
        integration = add_integration("Downtown");
    }
    void add(const std::vector<Guest>& guests) {
        for (auto& guest : guests) {
            ingest::Batch batch{.account = account.id, .integration = integration.id};
            ingest::PersonUpsert person{.key = guest.key, .as_of = clock.now()};
            person.fields = {
                .email = guest.email, .first_name = guest.first, .last_name = guest.last};
            if (*guest.phone) person.phones = {guest.phone};
            batch.people.push_back(person);
            if (*guest.seen)
                batch.events.push_back(
                    {.unique_id = std::string("opentable:1:") + guest.key + ":Created Reservation",
                     .metric = "Created Reservation",
                     .person = guest.key,
                     .time = parse_instant(guest.seen).value(),
                     .properties = "{}"});
            apply(batch);
            clock.advance(1s);
        }
    }
    /// First names in the order of the answer.
    std::string names(const std::string& query) {
        auto reply = get("/app/v1/profiles?" + query);
        EXPECT_EQ(reply.status, 200) << reply.http.body;
        std::string text;
        reply["data"].each(
            [&](JsonNode row) { text += (text.empty() ? "" : " ") + text_of(row["first_name"]); });
        return text;
    }
    std::string id_of(const std::string& name) {
        return text_of(get("/app/v1/profiles?q=" + percent_encoded(name)).data(0)["id"]);
    }
    model::Integration integration;
};

const std::vector<Guest> guests = {
    {"g1", "María", "García Ruiz", "maria@mail.example", "+12125550101", "2026-03-01T10:00:00Z"},
    {"g2", "Anna-Lena", "O'Brien", "al@work.example", "+12125550202", "2026-03-03T10:00:00Z"},
    {"g3", "민지", "김", "minji@mail.example", "+82212345678", "2026-03-02T10:00:00Z"},
    {"g4", "Zoë", "", "", "", ""},
    {"g5", "Mario", "Gartner", "m.gartner@mail.example", "", "2026-02-01T10:00:00Z"},
    {"g6", "", "", "nameless@mail.example", "", ""},
};

TEST(Profiles, AreFoundByWhatPeopleType) {
    PeopleWorld world;
    world.add(guests);
    struct Case {
        const char *q, *found;
    };
    for (auto& tested : {Case{"maria", "María"},
                         Case{"MARÍA", "María"},
                         Case{"mari", "María Mario"},
                         Case{"gar", "María Mario"},
                         Case{"maria gar", "María"},
                         Case{"gar mar", "María Mario"},
                         Case{"ruiz", "María"},
                         Case{"garcia ruiz", "María"},
                         Case{"lena", "Anna-Lena"},
                         Case{"anna lena", "Anna-Lena"},
                         Case{"o'br", "Anna-Lena"},
                         Case{"brien", "Anna-Lena"},
                         Case{"al@wo", "Anna-Lena"},
                         Case{"m.gartner@", "Mario"},
                         Case{"민", "민지"},
                         Case{"김", "민지"},
                         Case{"zoe", "Zoë"},
                         Case{"212555", "Anna-Lena María"},
                         Case{"(212) 555-01", "María"},
                         Case{"+1 212", "Anna-Lena María"},
                         Case{"0101", "María"},
                         Case{"5678", "민지"},
                         Case{"02 1234", "민지"},
                         Case{"nobody", ""},
                         Case{"%", ""},
                         Case{"'", ""}})
        EXPECT_EQ(world.names("sort=name&q=" + percent_encoded(tested.q)), tested.found)
            << tested.q;
    EXPECT_EQ(world.names("sort=email&q=nameless"), "");
    EXPECT_EQ(world.get("/app/v1/profiles?q=nameless")["total"].integer(), 1);
}

TEST(Profiles, AreSortedWithTheUnknownLast) {
    PeopleWorld world;
    world.add(guests);
    EXPECT_EQ(world.names("sort=name"), "Anna-Lena María Mario Zoë 민지 ");
    EXPECT_EQ(world.names("sort=-name"), "민지 Zoë Mario María Anna-Lena ");
    EXPECT_EQ(world.names("sort=created_at"), "María Anna-Lena 민지 Zoë Mario ");
    EXPECT_EQ(world.names("sort=-created_at"), "Mario Zoë 민지 Anna-Lena María");
    EXPECT_EQ(world.names(""), "Anna-Lena 민지 María Mario  Zoë");
    EXPECT_EQ(world.names("sort=last_seen_at"), "Mario María 민지 Anna-Lena Zoë ");
    EXPECT_EQ(world.names("sort=email"), "Anna-Lena Mario María 민지  Zoë");
}

/// Whatever the order, the pages together are everybody once, in the order of one large page.
TEST(Profiles, PagesAreOneList) {
    PeopleWorld world;
    std::vector<Guest> many;
    std::vector<std::string> texts;
    texts.reserve(400);
    SeededRandom random(5);
    auto text = [&](std::string t) { return texts.emplace_back(std::move(t)).c_str(); };
    for (int i = 0; i < 60; ++i)
        many.push_back(
            {text(fmt::format("k{}", i)),
             text(random.chance(0.8) ? fmt::format("Name{}", random.below(9)) : ""), "",
             text(random.chance(0.7) ? fmt::format("m{}@x.example", i) : ""), "",
             text(random.chance(0.7) ? fmt::format("2026-03-0{}T10:00:00Z", 1 + random.below(5))
                                     : "")});
    world.add(many);
    for (auto* sort : {"name", "-name", "email", "-email", "created_at", "-created_at",
                       "last_seen_at", "-last_seen_at"}) {
        for (auto* q : {"", "&q=name"}) {
            auto ids = [&](const Reply& page) {
                std::vector<std::string> found;
                page["data"].each([&](JsonNode row) { found.push_back(text_of(row["id"])); });
                return found;
            };
            auto query = fmt::format("/app/v1/profiles?sort={}{}", sort, q);
            auto whole = world.get(query + "&limit=100");
            auto expected = ids(whole);
            EXPECT_EQ(whole["total"].integer(), std::int64_t(expected.size())) << query;
            if (!*q) {
                EXPECT_EQ(expected.size(), 60u);
            }
            std::vector<std::string> paged;
            std::string next;
            do {
                auto page = world.get(query + "&limit=7" +
                                      (next.empty() ? "" : "&after=" + percent_encoded(next)));
                ASSERT_EQ(page.status, 200) << page.http.body;
                for (auto& id : ids(page)) paged.push_back(id);
                next = text_of(page["next"]);
            } while (!next.empty());
            EXPECT_EQ(paged, expected) << query;
            EXPECT_EQ(std::set(paged.begin(), paged.end()).size(), paged.size());
        }
    }
    EXPECT_EQ(world.get("/app/v1/profiles?after=xyz").status, 400);
    EXPECT_EQ(world.get("/app/v1/profiles?sort=size").status, 400);
}

TEST(Profiles, ShowEverythingOfOne) {
    PeopleWorld world;
    world.add({guests[0]});
    auto event = [&](const char* id, const char* metric, const char* time, const char* scheduled,
                     std::optional<Money> value = {}) {
        ingest::Batch batch{.account = world.account.id, .integration = world.integration.id};
        batch.events.push_back(
            {.unique_id = fmt::format("opentable:1:{}:{}", id, metric),
             .metric = metric,
             .person = "g1",
             .time = parse_instant(time).value(),
             .value = value,
             .properties = fmt::format(
                 R"({{"Scheduled Time":"{}","Party Size":4,"Table Number":["12"],"Visit Tags":["<b>vip</b>"],"Guest Request":"window","Restaurant Name":"Olive"}})",
                 scheduled)});
        world.apply(batch);
    };
    event("r1", "Created Reservation", "2026-03-10T10:00:00Z", "2026-04-01T19:00Z");
    event("r1", "Confirmed Reservation", "2026-03-11T10:00:00Z", "2026-04-01T19:00Z");
    event("r2", "Created Reservation", "2026-03-10T11:00:00Z", "2026-04-02T19:00Z");
    event("r2", "Cancelled Reservation", "2026-03-12T11:00:00Z", "2026-04-02T19:00Z");
    event("r3", "Created Reservation", "2026-03-01T11:00:00Z", "2026-03-05T19:00Z");
    event("r3", "Completed Reservation", "2026-03-05T19:00:00Z", "2026-03-05T19:00Z",
          Money{12'345, {}});
    auto id = world.id_of("maria");
    auto profile = world.get("/app/v1/profiles/" + id);
    ASSERT_EQ(profile.status, 200) << profile.http.body;
    EXPECT_EQ(text_of(profile["email"]), "maria@mail.example");
    EXPECT_EQ(profile["upcoming"].size(), 1u);
    EXPECT_NE(profile["upcoming"].text().find(R"("confirmed":true)"), std::string::npos);
    EXPECT_NE(profile["upcoming"].text().find(R"("time_zone":"America/New_York")"),
              std::string::npos);
    auto lifetime = profile["lifetime"];
    EXPECT_EQ(lifetime["visits"].integer(), 1);
    EXPECT_EQ(lifetime["reservations"].integer(), 4);
    EXPECT_EQ(lifetime["cancellations"].integer(), 1);
    EXPECT_EQ(lifetime["covers"].integer(), 4);
    EXPECT_EQ(text_of(lifetime["value"]["amount"]), "123.45");
    EXPECT_EQ(text_of(lifetime["last_seen_at"]), "2026-03-12T11:00:00Z");
    EXPECT_EQ(profile["timeline"]["data"].size(), 7u);
    EXPECT_EQ(profile["facets"].size(), 1u);
    EXPECT_EQ(profile["identifiers"].size(), 3u);
    EXPECT_EQ(profile["consents"].size(), 2u);
    std::string metric;
    profile["metrics"].each([&](JsonNode node) {
        if (text_of(node["name"]) == "Created Reservation") metric = text_of(node["id"]);
    });
    auto timeline = world.get("/app/v1/profiles/" + id + "/events?limit=3&metric=" + metric);
    EXPECT_EQ(timeline["data"].size(), 3u);
    auto rest = world.get("/app/v1/profiles/" + id + "/events?metric=" + metric +
                          "&before=" + text_of(timeline["next"]));
    EXPECT_EQ(rest["data"].size(), 1u);
    EXPECT_EQ(world.get("/app/v1/profiles/" + id + "/events?metric=zzz").status, 400);
    auto exported = world.get("/app/v1/profiles/" + id + "/export");
    EXPECT_EQ(exported["events"].size(), 7u);
    EXPECT_NE(exported.header("Content-Disposition").find(".json"), std::string::npos);
    auto row = world.get("/app/v1/profiles?q=maria").data(0);
    EXPECT_EQ(row["visits"].integer(), 1);
    EXPECT_EQ(text_of(row["last_seen_at"]), "2026-03-12T11:00:00Z");
}

TEST(Profiles, LeaveUnlistedMetricsOutOfTheStoryAndKeepThemInTheExport) {
    PeopleWorld world;
    world.add({guests[0]});
    ingest::Batch batch{.account = world.account.id, .integration = world.integration.id};
    for (int i = 0; i < 5; ++i) {
        auto at = parse_instant(fmt::format("2026-03-1{}T19:00:00Z", i)).value();
        for (auto* metric : {"Completed Reservation", "Completed Reservation Value"})
            batch.events.push_back({.unique_id = fmt::format("opentable:1:{}:{}", i, metric),
                                    .metric = metric,
                                    .listed = std::string_view(metric) == "Completed Reservation",
                                    .person = "g1",
                                    .time = at,
                                    .value = Money{5'000, {}},
                                    .properties = "{}"});
    }
    world.apply(batch);
    auto path = "/app/v1/profiles/" + world.id_of("maria");
    auto profile = world.get(path);
    EXPECT_EQ(profile["timeline"]["data"].size(), 6u) << "five visits and a booking, each once";
    EXPECT_EQ(profile["metrics"].text().find("Completed Reservation Value"), std::string::npos);
    std::string times, next;
    do {
        auto page = world.get(path + "/events?limit=2" +
                              (next.empty() ? "" : "&before=" + percent_encoded(next)));
        EXPECT_LE(page["data"].size(), 2u);
        page["data"].each(
            [&](JsonNode event) { times += text_of(event["time"]).substr(8, 2) + " "; });
        next = page["next"].is_nothing() ? "" : text_of(page["next"]);
    } while (!next.empty());
    EXPECT_EQ(times, "14 13 12 11 10 01 ");
    auto exported = world.get(path + "/export");
    EXPECT_EQ(exported["events"].size(), 11u);
    EXPECT_NE(exported["metrics"].text().find("Completed Reservation Value"), std::string::npos);
}

TEST(Profiles, ExportTheirSuppressions) {
    PeopleWorld world;
    world.add({guests[0]});
    auto id = world.id_of("maria");
    ASSERT_EQ(
        world.post("/app/v1/consent/suppress", R"({"people":[{"email":"maria@mail.example"}]})")
            .status,
        200);
    auto exported = world.get("/app/v1/profiles/" + id + "/export");
    ASSERT_EQ(exported["suppressions"].size(), 1u);
    exported["suppressions"].each([](JsonNode line) {
        EXPECT_EQ(text_of(line["address"]), "maria@mail.example");
        EXPECT_EQ(text_of(line["reason"]), "user_suppressed");
        EXPECT_TRUE(line["lifted_at"].is_nothing());
    });
}

TEST(Profiles, AreChangedByHandOnceReadAgain) {
    PeopleWorld world;
    world.add({guests[0]});
    auto id = world.id_of("maria");
    auto revision = text_of(world.get("/app/v1/profiles/" + id)["revision"]);
    world.clock.advance(1min);
    auto changed = world.patch(
        "/app/v1/profiles/" + id,
        fmt::format(
            R"({{"revision":"{}","first_name":"Mary","properties":{{"Table":"12","Visits":3,"Likes":["wine"]}}}})",
            revision));
    ASSERT_EQ(changed.status, 200) << changed.http.body;
    EXPECT_EQ(text_of(changed["first_name"]), "Mary");
    EXPECT_EQ(text_of(changed["properties"]["Table"]), "12");
    EXPECT_EQ(changed["facets"].size(), 2u);
    EXPECT_EQ(world
                  .patch("/app/v1/profiles/" + id,
                         fmt::format(R"({{"revision":"{}","first_name":"May"}})", revision))
                  .code(),
              "changed_meanwhile");
    EXPECT_EQ(world.names("q=mary"), "Mary") << "the search follows";
    EXPECT_EQ(world.names("q=maria"), "Mary") << "the email still begins so";
    revision = text_of(changed["revision"]);
    auto removed =
        world.patch("/app/v1/profiles/" + id,
                    fmt::format(R"({{"revision":"{}","properties":{{"Table":null}}}})", revision));
    EXPECT_TRUE(removed["properties"]["Table"].is_missing());
    auto wrong = world.patch("/app/v1/profiles/" + id,
                             fmt::format(R"({{"revision":"{}","properties":{{"Deep":{{"a":1}}}}}})",
                                         text_of(removed["revision"])));
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(text_of(wrong.error()["source"]["pointer"]), "/properties");
}

TEST(Profiles, ErasedStayErased) {
    PeopleWorld world;
    world.add(guests);
    auto id = world.id_of("maria");
    ASSERT_EQ(world.del("/app/v1/profiles/" + id).status, 204);
    EXPECT_EQ(world.get("/app/v1/profiles/" + id).status, 404);
    EXPECT_EQ(world.names("q=ruiz"), "");
    world.add({guests[0]});
    EXPECT_EQ(world.names("q=ruiz"), "") << "a later sync does not make the person again";
    EXPECT_TRUE(world.store->check().value().empty());
}

TEST(Search, FindsPeopleMetricsAndIntegrations) {
    PeopleWorld world;
    world.add(guests);
    auto found = world.get("/app/v1/search?q=res");
    EXPECT_EQ(found["metrics"].size(), 1u);
    EXPECT_EQ(world.get("/app/v1/search?q=down")["integrations"].size(), 1u);
    EXPECT_EQ(world.get("/app/v1/search?q=maria")["profiles"].size(), 1u);
    EXPECT_EQ(world.get("/app/v1/search?q=0101")["profiles"].size(), 1u) << "last digits";
    EXPECT_EQ(world.get("/app/v1/search").status, 400);
}

}  // namespace
}  // namespace regulars::api
