// Charts through the API: whatever the history, a chart is what counting from scratch gives.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "api/followed_audience_test.hpp"
#include "api/world_test.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

using store::Transaction;

struct Counted {
    std::int64_t total = 0, minor = 0;
    std::set<std::int64_t> people;
    bool has_value = false;
    void add(const model::Event& event, Currency currency) {
        ++total;
        people.insert(event.profile.value);
        if (event.value && event.value->currency == currency)
            minor += event.value->minor, has_value = true;
    }
    std::string text(Currency currency) const {
        return fmt::format("{} {} {}", total, people.size(),
                           has_value ? format_decimal({minor, currency}) : "-");
    }
};

std::string text_of_measures(JsonNode node) {
    return fmt::format("{} {} {}", node["total"].integer().value_or(-1),
                       node["people"].integer().value_or(-1),
                       node["value"].is_nothing() ? "-" : text_of(node["value"]));
}

/// Every event of the account, as the store holds them.
std::vector<model::Event> all_events(World& world) {
    std::vector<model::Event> events;
    world.read([&](Transaction& tx) -> Result<bool> {
        TRY(tx.events().each(world.account.id, {}, [&](const model::Event& event) -> Result<void> {
            events.push_back(event);
            return {};
        }));
        return true;
    });
    return events;
}

/// The first day of the day, week or month of a day, not before the range's.
std::int64_t bucket_of(std::int64_t day, std::string_view by, std::int64_t first) {
    auto date = date_of_day(day);
    std::int64_t start = by == "day"    ? day
                         : by == "week" ? day - (weekday(date) + 6) % 7
                                        : day_number({date.year, date.month, 1});
    return std::max(start, first);
}

/// The texts of an event's property, each once; "" alone where it has none.
std::set<std::string> texts_in(const model::Event& event, const char* property) {
    auto document = JsonDocument::parse(event.properties).value();
    auto node = document.root()[property];
    std::set<std::string> texts;
    if (node.is_array())
        node.each([&](JsonNode item) { texts.insert(text_of(item)); });
    else
        texts.insert(node.is_nothing() || node.string() ? text_of(node) : node.text());
    if (texts.empty()) texts.insert("");
    return texts;
}

struct Asked {
    const char *by, *group_by, *only_server;
};

/// Asks for a metric's charts and counts the same from scratch, by bucket, in total, by group and
/// in the rest.
void expect_exact(World& world, const model::Metric& metric, const std::string& where) {
    auto account =
        world.read([&](Transaction& tx) { return tx.accounts().find(world.account.id); }).value();
    auto zone = Zone::find(account.time_zone).value();
    std::int64_t first = day_number({2026, 2, 20}), last = day_number({2026, 3, 31});
    auto events = all_events(world);
    for (auto& asked :
         {Asked{"day", "", ""}, Asked{"week", "", ""}, Asked{"month", "", ""},
          Asked{"day", "Server", ""}, Asked{"week", "Tags", ""}, Asked{"month", "Table", ""},
          Asked{"week", "", "S1"}, Asked{"month", "Tags", "S2"}, Asked{"day", "Table", "S1"}}) {
        std::map<std::int64_t, Counted> buckets;
        std::map<std::string, Counted> groups;
        Counted totals;
        auto each = [&](auto visit) {
            for (auto& event : events) {
                if (event.metric != metric.id ||
                    (*asked.only_server && !texts_in(event, "Server").contains(asked.only_server)))
                    continue;
                std::int64_t day = day_number(zone.to_local(event.time).date());
                if (day >= first && day <= last) visit(event, day);
            }
        };
        each([&](const model::Event& event, std::int64_t day) {
            buckets[bucket_of(day, asked.by, first)].add(event, account.currency);
            totals.add(event, account.currency);
            for (auto& text : texts_in(event, asked.group_by))
                groups[text].add(event, account.currency);
        });
        auto query =
            fmt::format("/app/v1/metrics/{}/chart?from=2026-02-20&to=2026-03-31&by={}&group_by={}",
                        metric.public_id, asked.by, asked.group_by);
        if (*asked.only_server)
            query +=
                "&where=" + percent_encoded(fmt::format(
                                R"([{{"property":"Server","operator":"equals","value":"{}"}}])",
                                asked.only_server));
        auto chart = world.get(query);
        ASSERT_EQ(chart.status, 200) << chart.http.body;
        EXPECT_EQ(text_of_measures(chart["totals"]), totals.text(account.currency))
            << where << query;
        chart["buckets"].each([&](JsonNode bucket) {
            auto start = day_number(parse_date(text_of(bucket["start"])).value());
            EXPECT_EQ(text_of_measures(bucket), buckets[start].text(account.currency))
                << where << " from " << text_of(bucket["start"]) << query;
        });
        if (!*asked.group_by) continue;
        std::set<std::string> shown;
        std::string rest;
        chart["groups"].each([&](JsonNode group) {
            if (group["rest"].boolean().value_or(false)) {
                rest = text_of_measures(group["totals"]);
                return;
            }
            shown.insert(text_of(group["value"]));
            EXPECT_EQ(text_of_measures(group["totals"]),
                      groups[text_of(group["value"])].text(account.currency))
                << where << text_of(group["value"]) << query;
        });
        EXPECT_EQ(shown.size(), std::min<std::size_t>(groups.size(), 8)) << where << query;
        Counted others;  // an event of several small groups counts once among the rest
        each([&](const model::Event& event, std::int64_t) {
            auto texts = texts_in(event, asked.group_by);
            if (std::ranges::any_of(texts, [&](auto& text) { return !shown.contains(text); }))
                others.add(event, account.currency);
        });
        EXPECT_EQ(rest, groups.size() > 8 ? others.text(account.currency) : "") << where << query;
    }
}

/// One random batch: people who share emails and so merge, events new and completed, taken back,
/// people forgotten.
ingest::Batch random_batch(World& world, IntegrationId integration, SeededRandom& random,
                           int round) {
    ingest::Batch batch{.account = world.account.id, .integration = integration};
    Instant now = world.clock.now();
    for (int i = 0; i < 6; ++i) {
        auto guest = random.below(12);
        ingest::PersonUpsert person{.key = fmt::format("opentable:1-{}", guest), .as_of = now};
        if (random.chance(0.6))
            person.fields.email = fmt::format("guest{}@mail.example", random.below(5));
        batch.people.push_back(person);
    }
    for (int i = 0; i < 25; ++i) {
        auto n = random.below(80);
        auto* metric = n % 2 ? "Completed Reservation" : "Created Reservation";
        ingest::EventUpsert event{.unique_id = fmt::format("opentable:1:{}:{}", n, metric),
                                  .metric = metric,
                                  .person = fmt::format("opentable:1-{}", random.below(12)),
                                  .time = parse_instant("2026-03-06T00:00:00Z").value() +
                                          std::chrono::minutes(random.below(6 * 1440))};
        if (random.chance(0.5))
            event.value = Money{std::int64_t(random.below(9'000)),
                                Currency::parse(random.chance(0.8) ? "USD" : "EUR").value()};
        event.properties =
            fmt::format(R"({{"Server":"S{}","Party Size":{},"Tags":["t{}","t{}"],"Table":{}}})",
                        random.below(4), random.below(9), random.below(12), random.below(3),
                        random.chance(0.2) ? "null" : std::to_string(random.below(14)));
        batch.events.push_back(event);
    }
    for (int i = 0; i < 3; ++i) {
        auto n = random.below(80);
        batch.retractions.push_back(fmt::format(
            "opentable:1:{}:{}", n, n % 2 ? "Completed Reservation" : "Created Reservation"));
    }
    if (round > 5 && random.chance(0.15))
        batch.erasures.push_back({fmt::format("opentable:1-{}", random.below(12))});
    return batch;
}

TEST(Charts, AreWhatCountingFromScratchGives) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        World world;
        world.set_up(seed % 2 ? "America/New_York" : "Asia/Kolkata");
        auto integration = world.add_integration("Downtown");
        FollowedAudience audience(*world.store, world.clock, world.folder);
        // By the audience and by the store.
        auto expect_all_exact = [&](const std::string& where) {
            for (auto* control : {&audience, static_cast<FollowedAudience*>(nullptr)}) {
                world.rebuild([&](Services& services) { services.audiences = control; });
                for (auto& metric : world.read(
                         [&](Transaction& tx) { return tx.events().metrics(world.account.id); }))
                    expect_exact(world, metric, where);
            }
        };
        SeededRandom random(seed);
        for (int round = 0; round < 20; ++round) {
            world.apply(random_batch(world, integration.id, random, round));
            world.clock.advance(1min);
            auto where = fmt::format("seed {} round {}", seed, round);
            if (round == 12) {  // the days begin at other instants
                auto organization = world.get("/app/v1/settings/organization");
                auto body = fmt::format(R"({{"revision":"{}","time_zone":"Pacific/Chatham"}})",
                                        text_of(organization["revision"]));
                ASSERT_EQ(world.patch("/app/v1/settings/organization", body).status, 200);
            }
            if (round == 15) {  // somebody is erased by hand
                auto profiles = world.get("/app/v1/profiles?limit=1");
                ASSERT_EQ(world.del("/app/v1/profiles/" + text_of(profiles.data(0)["id"])).status,
                          204);
            }
            if (round % 2 == 0) continue;  // so that more than one batch lies between two looks
            expect_all_exact(where);
        }
        EXPECT_TRUE(world.store->check().value().empty());
        ASSERT_EQ(world.del("/app/v1/integrations/" + integration.public_id + "?erase=true").status,
                  204);
        expect_all_exact("erased");
        EXPECT_EQ(all_events(world).size(), 0u);
    }
}

class ChartWorld : public World {
  public:
    ChartWorld() {
        set_up();
        integration = add_integration("Downtown");
        ingest::Batch batch{.account = account.id, .integration = integration.id};
        for (auto* guest : {"a", "b"}) batch.people.push_back({.key = guest, .as_of = clock.now()});
        apply(batch);
    }
    void event(std::string id, std::string guest, std::string_view time,
               std::string properties = "{}", std::optional<Money> value = {}) {
        ingest::Batch batch{.account = account.id, .integration = integration.id};
        batch.events.push_back({.unique_id = std::move(id),
                                .metric = "Completed Reservation",
                                .person = std::move(guest),
                                .time = parse_instant(time).value(),
                                .value = value,
                                .properties = std::move(properties)});
        apply(batch);
    }
    Reply chart(std::string query) {
        auto metrics = get("/app/v1/metrics");
        return get("/app/v1/metrics/" + text_of(metrics.data(0)["id"]) + "/chart?" + query);
    }
    model::Integration integration;
};

std::string buckets_of(const Reply& chart) {
    std::string text;
    chart["buckets"].each([&](JsonNode bucket) {
        text += fmt::format("{} {};", text_of(bucket["start"]), text_of_measures(bucket));
    });
    return text;
}

TEST(Charts, ADayEndsWhereTheAccountsClocksSay) {
    ChartWorld world;
    world.event("1", "a", "2026-03-08T04:59:59Z");  // the 7th, 23:59:59 in New York
    world.event("2", "a", "2026-03-08T05:00:00Z");  // the 8th, which has 23 hours
    world.event("3", "a", "2026-03-09T03:59:59Z");  // still the 8th
    world.event("4", "b", "2026-03-09T04:00:00Z");  // the 9th
    auto chart = world.chart("from=2026-03-07&to=2026-03-09&by=day");
    EXPECT_EQ(buckets_of(chart), "2026-03-07 1 1 -;2026-03-08 2 1 -;2026-03-09 1 1 -;");
    std::vector<double> hours;
    chart["buckets"].each(
        [&](JsonNode bucket) { hours.push_back(bucket["hours"].number().value_or(0)); });
    EXPECT_EQ(hours, (std::vector<double>{24, 23, 24}));
    EXPECT_EQ(text_of_measures(chart["totals"]), "4 2 -");
    EXPECT_EQ(text_of(chart["time_zone"]), "America/New_York");
}

TEST(Charts, SumTheAccountsCurrencyAndTellTheOthers) {
    ChartWorld world;
    auto eur = Currency::parse("EUR").value();
    world.event("1", "a", "2026-03-09T12:00:00Z", "{}", Money{1'250, {}});
    world.event("2", "a", "2026-03-09T13:00:00Z", "{}", Money{2'000, eur});
    world.event("3", "a", "2026-03-10T13:00:00Z");
    auto chart = world.chart("from=2026-03-09&to=2026-03-10&by=day");
    EXPECT_EQ(buckets_of(chart), "2026-03-09 2 1 12.50;2026-03-10 1 1 -;");
    EXPECT_EQ(chart.http.body.find(R"("other_currencies":[{"amount":"20.00","currency":"EUR"}])") !=
                  std::string::npos,
              true)
        << chart.http.body;
}

TEST(Charts, GroupFilterAndCompare) {
    ChartWorld world;
    world.event("1", "a", "2026-03-09T12:00:00Z",
                R"({"Tags":["birthday","vip"],"Size":4,"Server":"Kim"})");
    world.event("2", "b", "2026-03-09T13:00:00Z", R"({"Tags":["vip"],"Size":12,"Server":"Lee"})");
    world.event("3", "b", "2026-03-10T13:00:00Z", R"({"Tags":[],"Size":2,"Server":null})");
    world.event("4", "b", "2026-03-08T13:00:00Z", R"({"Tags":["vip"],"Size":2})");
    auto chart = world.chart("from=2026-03-09&to=2026-03-10&by=day&group_by=Tags&compare=previous");
    std::string groups;
    chart["groups"].each([&](JsonNode group) {
        groups +=
            fmt::format("{}={};", group["value"].is_nothing() ? "(none)" : text_of(group["value"]),
                        text_of_measures(group["totals"]));
    });
    EXPECT_EQ(groups, "vip=2 2 -;(none)=1 1 -;birthday=1 1 -;");
    EXPECT_EQ(text_of(chart["previous"]["from"]), "2026-03-07");
    EXPECT_EQ(text_of_measures(chart["previous"]["totals"]), "1 1 -");
    struct Case {
        const char *condition, *totals;
    };
    for (auto& tested :
         {Case{R"({"property":"Tags","operator":"equals","value":"vip"})", "2 2 -"},
          Case{R"({"property":"Tags","operator":"not_equals","value":"vip"})", "1 1 -"},
          Case{R"({"property":"Tags","operator":"is_set"})", "2 2 -"},
          Case{R"({"property":"Tags","operator":"is_not_set"})", "1 1 -"},
          Case{R"({"property":"Size","operator":"at_least","value":"4"})", "2 2 -"},
          Case{R"({"property":"Size","operator":"at_most","value":"4"})", "2 2 -"},
          Case{R"({"property":"Size","operator":"at_least","value":"3.5"})", "2 2 -"},
          Case{R"({"property":"Server","operator":"at_least","value":"0"})", "0 0 -"},
          Case{R"({"property":"Server","operator":"contains","value":"EE"})", "1 1 -"},
          Case{R"({"property":"Nothing","operator":"equals","value":"x"})", "0 0 -"}}) {
        auto where = percent_encoded(fmt::format("[{}]", tested.condition));
        EXPECT_EQ(text_of_measures(
                      world.chart("from=2026-03-09&to=2026-03-10&by=day&where=" + where)["totals"]),
                  tested.totals)
            << tested.condition;
    }
    for (auto* value : {"4,5", "four", "4 "}) {
        auto where = percent_encoded(
            fmt::format(R"([{{"property":"Size","operator":"at_least","value":"{}"}}])", value));
        auto refused = world.chart("from=2026-03-09&to=2026-03-10&by=day&where=" + where);
        EXPECT_EQ(refused.status, 400) << value;
        EXPECT_NE(refused.http.body.find("is a number"), std::string::npos) << refused.http.body;
    }
}

TEST(Charts, ManyGroupsEndInTheRest) {
    ChartWorld world;
    for (int i = 0; i < 12; ++i)
        for (int n = 0; n <= (i < 8 ? 1 : 0); ++n)
            world.event(fmt::format("{}-{}", i, n), i % 2 ? "a" : "b", "2026-03-09T12:00:00Z",
                        fmt::format(R"({{"Server":"S{:02}"}})", i));
    auto chart = world.chart("from=2026-03-09&to=2026-03-09&by=day&group_by=Server");
    EXPECT_EQ(chart["groups"].size(), 9u);
    std::string last;
    chart["groups"].each([&](JsonNode group) {
        last = fmt::format("{} {}", group["rest"].boolean().value_or(false),
                           text_of_measures(group["totals"]));
    });
    EXPECT_EQ(last, "true 4 2 -");
}

TEST(Charts, ShowWhatWasCommittedBeforeAndWriteValuesAsTheyCame) {
    ChartWorld world;
    FollowedAudience audience(*world.store, world.clock, world.folder);
    world.rebuild([&](Services& services) { services.audiences = &audience; });
    world.event("1", "a", "2026-03-09T12:00:00Z", R"({"Any":[1,"b",1]})");
    world.event("2", "b", "2026-03-09T12:00:00Z", R"({"Any":{"x":1}})");
    world.event("3", "b", "2026-03-09T12:00:00Z", R"({"Any":2.50})");
    world.event("4", "b", "2026-03-09T12:00:00Z", R"({"Any":2.5})");
    world.event("5", "b", "2026-03-09T12:00:00Z", R"({"Any":"b"})");
    world.event("6", "b", "2026-03-09T12:00:00Z", R"({"Any":[null]})");
    std::string by_audience, by_store;
    for (auto* chart : {&by_audience, &by_store}) {
        *chart = world.chart("from=2026-03-09&to=2026-03-09&by=day&group_by=Any").http.body;
        world.rebuild([&](Services&) {});
    }
    EXPECT_EQ(by_audience, by_store);
    EXPECT_GT(audience.asked, 0);
    for (auto* text : {R"("value":"b","rest":false,"totals":{"total":2,)",
                       R"("value":"1","rest":false,"totals":{"total":1,)", R"("value":"{\"x\":1}")",
                       R"("value":null)"})
        EXPECT_NE(by_audience.find(text), std::string::npos) << text << by_audience;
}

TEST(Charts, AnAudienceThatFallsBehindIsNotAsked) {
    ChartWorld world;
    FollowedAudience audience(*world.store, world.clock, world.folder);
    world.rebuild([&](Services& services) { services.audiences = &audience; });
    world.event("1", "a", "2026-03-09T12:00:00Z");
    EXPECT_EQ(text_of_measures(world.chart("from=2026-03-09&to=2026-03-09&by=day")["totals"]),
              "1 1 -");
    audience.is_stuck = true;
    world.event("2", "b", "2026-03-09T12:00:00Z");
    EXPECT_EQ(text_of_measures(world.chart("from=2026-03-09&to=2026-03-09&by=day")["totals"]),
              "2 2 -");
}

TEST(Charts, AskForWhatMakesSense) {
    ChartWorld world;
    world.event("1", "a", "2026-03-09T12:00:00Z");
    struct Case {
        const char *query, *parameter;
    };
    for (auto& tested :
         {Case{"to=2026-03-09&by=day", "from"}, Case{"from=2026-03-09&to=2026-03-08&by=day", "to"},
          Case{"from=2020-01-01&to=2026-03-08&by=day", "to"},
          Case{"from=2026-02-30&to=2026-03-08&by=day", "from"},
          Case{"from=2026-03-01&to=2026-03-08&by=year", "by"},
          Case{"from=2026-03-01&to=2026-03-08&by=day&where=%7B", "where"},
          Case{"from=2026-03-01&to=2026-03-08&by=day&compare=next", "compare"}}) {
        auto reply = world.chart(tested.query);
        EXPECT_EQ(reply.status, 400) << tested.query;
        EXPECT_EQ(text_of(reply.error()["source"]["parameter"]), tested.parameter) << tested.query;
    }
    EXPECT_EQ(world.get("/app/v1/metrics/zzzzzz/chart?from=2026-03-01&to=2026-03-08&by=day").status,
              404);
}

TEST(Charts, TheTableCanBeDownloadedAndHoldsNoFormula) {
    ChartWorld world;
    world.event("1", "a", "2026-03-09T12:00:00Z", R"({"Server":"=cmd|' /C calc'!A0"})",
                Money{1'250, {}});
    auto id = text_of(world.get("/app/v1/metrics").data(0)["id"]);
    auto csv =
        world.get("/app/v1/metrics/" + id + "/chart.csv?from=2026-03-09&to=2026-03-10&by=day");
    EXPECT_EQ(csv.http.body,
              "start,end,total,people,value "
              "(USD)\r\n2026-03-09,2026-03-09,1,1,12.50\r\n2026-03-10,2026-03-10,0,0,\r\n");
    EXPECT_NE(csv.header("Content-Disposition").find("attachment"), std::string::npos);
    auto grouped = world.get("/app/v1/metrics/" + id +
                             "/chart.csv?from=2026-03-09&to=2026-03-09&by=day&group_by=Server");
    EXPECT_NE(grouped.http.body.find("'=cmd"), std::string::npos);
}

TEST(Metrics, ListTotalsSparklinesPropertiesAndFeed) {
    ChartWorld world;
    for (int i = 0; i < 60; ++i)
        world.event(fmt::format("{}", i), "a",
                    i < 40 ? "2026-03-15T12:00:00Z" : "2026-03-14T12:00:00Z",
                    fmt::format(R"({{"Size":{},"At":"2026-03-01T10:00Z","Tags":["x"]}})", i % 3));
    auto metrics = world.get("/app/v1/metrics");
    auto row = metrics.data(0);
    EXPECT_EQ(row["events"].integer(), 60);
    EXPECT_EQ(row["days"].size(), 30u);
    EXPECT_EQ(row["days"].text().substr(row["days"].text().size() - 7), ",20,40]");
    EXPECT_EQ(text_of(row["last_event_at"]), "2026-03-15T12:00:00Z");
    EXPECT_EQ(world.get("/app/v1/metrics?integration=none")["data"].size(), 0u);
    auto id = text_of(row["id"]);
    auto properties = world.get("/app/v1/metrics/" + id + "/properties");
    EXPECT_EQ(text_of(properties.data(0)["type"]), "date");
    EXPECT_EQ(text_of(properties.data(1)["type"]), "number");
    EXPECT_EQ(properties.data(1)["distinct"].integer(), 3);
    EXPECT_EQ(text_of(properties.data(2)["type"]), "list");
    // All pages together are all events, each once, newest first, though forty happened at once.
    std::set<std::string> seen;
    std::string next, before = "9999";
    do {
        auto page = world.get("/app/v1/metrics/" + id + "/events?limit=7" +
                              (next.empty() ? "" : "&before=" + next));
        ASSERT_EQ(page.status, 200) << page.http.body;
        page["data"].each([&](JsonNode event) {
            EXPECT_TRUE(seen.insert(text_of(event["id"])).second);
            EXPECT_LE(text_of(event["time"]), before);
            before = text_of(event["time"]);
        });
        next = text_of(page["next"]);
    } while (!next.empty());
    EXPECT_EQ(seen.size(), 60u);
    EXPECT_EQ(world.get("/app/v1/metrics/" + id + "/events?before=x").status, 400);
}

TEST(Metrics, OfWhatWasImportedStandUnderApi) {
    World world;
    world.set_up();
    auto downtown = world.add_integration("Downtown");
    world.apply({.account = world.account.id,
                 .integration = downtown.id,
                 .people = {{.key = "opentable:1"}},
                 .events = {{.unique_id = "opentable:1:Visited",
                             .metric = "Visited",
                             .person = "opentable:1",
                             .time = world.clock.now(),
                             .properties = "{}"}}});
    world.apply({.account = world.account.id,
                 .people = {{.key = "api:email:ana@x.example",
                             .fields = {.email = "ana@x.example"},
                             .identifiers = {{model::IdentifierKind::email, "ana@x.example"}}}},
                 .events = {{.unique_id = "1",
                             .uniqueness = ingest::Uniqueness::person,
                             .metric = "Visited",
                             .person = "api:email:ana@x.example",
                             .time = world.clock.now(),
                             .properties = "{}"}}});
    EXPECT_EQ(world.get("/app/v1/metrics")["data"].size(), 2u) << "the same name, and two metrics";
    auto imported = world.get("/app/v1/metrics?integration=api");
    ASSERT_EQ(imported["data"].size(), 1u);
    EXPECT_EQ(imported.data(0)["integration"].text(), R"({"id":"api","kind":"api","name":"API"})");
    auto vendors = world.get("/app/v1/metrics?integration=" + downtown.public_id);
    ASSERT_EQ(vendors["data"].size(), 1u);
    EXPECT_EQ(text_of(vendors.data(0)["integration"]["name"]), "Downtown");
    auto feed = world.get("/app/v1/metrics/" + text_of(imported.data(0)["id"]) + "/events");
    EXPECT_EQ(text_of(feed.data(0)["metric"]["integration"]["name"]), "API");
    EXPECT_EQ(text_of(feed.data(0)["profile"]["email"]), "ana@x.example");
}

}  // namespace
}  // namespace regulars::api
