// Charts: a live audience adds up what the store holds, on the account's days, to the cent.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/charts.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analytics/live_audience.hpp"
#include "base/crypto.hpp"
#include "store/open.hpp"

namespace regulars::analytics {
namespace {

const Instant sunday =
    parse_instant("2026-03-08T17:00:00Z").value();  // clocks went forward in New York

class ChartsTest : public testing::Test {
  protected:
    ChartsTest() : clock_(sunday + days(8)), random_(3) {
        start_crypto();
        folder_ = std::filesystem::temp_directory_path() / ("regulars-charts-" + random_token(8));
        std::filesystem::create_directories(folder_);
        store_ = store::open_sqlite({.file = folder_ / "test.db"}).value();
        write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account_));
            TRY(tx.integrations().add(account_.id, integration_));
            metric_ = TRY(tx.events().metric(account_.id, integration_.id, "Completed Reservation",
                                             true, [] { return "METRIC"; }))
                          .id;
            for (int i = 0; i < 8; ++i) {
                model::Profile profile{.public_id = fmt::format("01P{:023}", i),
                                       .created_at = clock_.now()};
                TRY(tx.profiles().add(account_.id, profile));
                people_.push_back(profile.id);
            }
            return {};
        });
        audience_.emplace(*store_, account_.id, clock_);
        EXPECT_TRUE(audience_->open(folder_));
    }
    ~ChartsTest() override {
        audience_.reset();
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    void write(const store::Work& work) {
        auto done = store_->write(work);
        ASSERT_TRUE(done) << done.error().text();
    }
    model::Event add(ProfileId person, std::string_view time, std::string properties = "{}",
                     std::optional<Money> value = {}) {
        model::Event event{.unique_id = fmt::format("event {}", ++last_),
                           .metric = metric_,
                           .profile = person,
                           .time = parse_instant(time).value(),
                           .value = value,
                           .properties = std::move(properties)};
        write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.events().add(account_.id, event));
            return tx.changes().append(account_.id, store::ChangeKind::events, event.id.value, 1,
                                       clock_.now());
        });
        return event;
    }
    /// The same by the audience and by the store.
    Chart chart(ChartQuery query) {
        query.metric = metric_;
        while (audience_->follow().value()) {
        }
        auto live =
            chart_of(account_, query, clock_.now(), [&](auto& question) -> Result<audience::Tally> {
                auto by_audience = audience_->tally(question);
                EXPECT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
                    EXPECT_EQ(TRY(tally_of_store(tx, account_.id, question)), by_audience);
                    return {};
                }));
                return by_audience;
            });
        EXPECT_TRUE(live);
        return live.value_or(Chart{});
    }
    static DayRange days_of_march(int first, int last) {
        return {day_number({2026, 3, first}), day_number({2026, 3, last})};
    }

    VirtualClock clock_;
    SeededRandom random_;
    std::filesystem::path folder_;
    std::unique_ptr<store::Store> store_;
    model::Account account_{.public_id = "AbC123",
                            .name = "Olive",
                            .time_zone = "America/New_York",
                            .created_at = sunday};
    model::Integration integration_{
        .public_id = "opentable", .name = "Downtown", .created_at = sunday};
    MetricId metric_;
    std::vector<ProfileId> people_;
    std::optional<LiveAudience> audience_;
    int last_ = 0;
};

TEST_F(ChartsTest, ADayEndsWhereTheAccountsClocksSay) {
    add(people_[0], "2026-03-08T04:59:59Z");  // the 7th, 23:59:59 in New York
    add(people_[0], "2026-03-08T05:00:00Z", "{}", Money{1'250, {}});
    add(people_[1], "2026-03-09T03:59:59.999999Z", "{}",
        Money{1, {}});  // still the 8th, which has 23 hours
    add(people_[1], "2026-03-09T04:00:00Z", "{}", Money{99, *Currency::parse("JPY")});
    auto told = chart({.range = days_of_march(7, 9)});
    EXPECT_EQ(told.now.measures, (std::vector<Measures>{{1, 1, {}}, {2, 2, 1'251}, {1, 1, {}}}));
    EXPECT_EQ(told.now.totals, (Measures{4, 2, 1'251}));
    EXPECT_EQ(told.now.buckets[1].hours, 23);
    EXPECT_EQ(told.other_currencies, (std::vector<Money>{{99, *Currency::parse("JPY")}}));
}

TEST_F(ChartsTest, ValuesAreGroupedAsTheyWereWritten) {
    for (auto* any : {R"([1,"b",1])", R"({"x":1})", "2.50", "2.5", R"("b")", "[null]", "null",
                      "12345678901234567890", "true"})
        add(people_[0], "2026-03-09T12:00:00Z", fmt::format(R"({{"Any":{}}})", any));
    auto told = chart({.range = days_of_march(9, 9), .group_by = "Any"});
    ASSERT_TRUE(told.groups);
    std::vector<std::pair<std::string, std::int64_t>> groups;
    for (auto& group : *told.groups)
        groups.emplace_back(group.value.value_or("(none)"), group.totals.total);
    EXPECT_EQ(groups,
              (std::vector<std::pair<std::string, std::int64_t>>{{"(none)", 2},
                                                                 {"2.5", 2},
                                                                 {"b", 2},
                                                                 {"1", 1},
                                                                 {"12345678901234567890", 1},
                                                                 {"true", 1},
                                                                 {R"({"x":1})", 1}}));
}

TEST_F(ChartsTest, EveryHistoryIsToldAsTheStoreHasIt) {
    std::vector<model::Event> events;
    for (int round = 0; round < 12; ++round) {
        for (int i = 0; i < 15; ++i) {
            auto person = people_[random_.below(people_.size())];
            auto time =
                format_iso(sunday - days(3) + std::chrono::minutes(random_.below(8 * 1'440)));
            std::optional<Money> value;
            if (random_.chance(0.5))
                value = Money{std::int64_t(random_.below(9'000)),
                              *Currency::parse(random_.chance(0.8) ? "USD" : "EUR")};
            auto properties =
                fmt::format(R"({{"Server":"S{}","Tags":["t{}","t{}"],"Table":{}}})",
                            random_.below(4), random_.below(12), random_.below(3),
                            random_.chance(0.2) ? "null" : std::to_string(random_.below(14)));
            events.push_back(add(person, time, properties, value));
        }
        write([&](store::Transaction& tx) -> Result<void> {
            auto& completed = events[random_.below(events.size())];
            completed.value = Money{4'242, {}};
            completed.properties = R"({"Server":"Kim"})";
            TRY(tx.events().update(account_.id, completed));
            TRY(tx.changes().append(account_.id, store::ChangeKind::event_updated,
                                    completed.id.value, 1, clock_.now()));
            auto gone = events.begin() + std::ptrdiff_t(random_.below(events.size()));
            TRY(tx.events().remove(account_.id, gone->id));
            TRY(tx.changes().append(account_.id, store::ChangeKind::profile, gone->profile.value, 1,
                                    clock_.now()));
            events.erase(gone);
            return {};
        });
        for (auto by : {By::day, By::week, By::month})
            for (auto* property : {"", "Server", "Tags", "Table"}) {
                ChartQuery query{.range = days_of_march(4, 14), .by = by, .compare_previous = true};
                if (*property) query.group_by = property;
                if (random_.chance(0.5))
                    query.where.push_back(
                        {"Tags", random_.chance(0.5) ? Operator::equals : Operator::not_equals,
                         "t1"});
                EXPECT_GT(chart(query).now.totals.total, 0) << round << property;
            }
    }
}

TEST_F(ChartsTest, TheHomePageCountsCoversUpToNow) {
    add(people_[0], "2026-03-09T12:00:00Z", R"({"Party Size":4})", Money{500, {}});
    add(people_[1], "2026-03-09T18:00:00Z", R"({"Party Size":"3"})");
    add(people_[1], "2026-03-10T18:00:00Z", R"({"Party Size":2})");
    while (audience_->follow().value()) {
    }
    auto tallier = [&](auto& question) -> Result<audience::Tally> {
        return audience_->tally(question);
    };
    ASSERT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
        auto evening = parse_instant("2026-03-09T18:00:00Z").value();
        std::vector<FiguresAsked> asked{{days_of_march(9, 9), evening},
                                        {days_of_march(2, 9), evening},
                                        {days_of_march(9, 10), evening + days(2)},
                                        {days_of_march(11, 11), evening}};
        auto figures = TRY(figures_of(tx, account_, asked, tallier));
        auto summed = [](const Figures& f) { return std::tuple(f.completed, f.covers, f.minor); };
        std::optional<std::int64_t> nothing, five(500);
        EXPECT_EQ(summed(figures[0]), std::tuple(1, 4, five));
        EXPECT_EQ(summed(figures[1]), std::tuple(1, 4, five)) << "stretches may overlap";
        EXPECT_EQ(summed(figures[2]), std::tuple(3, 9, five));
        EXPECT_EQ(summed(figures[3]), std::tuple(0, 0, nothing)) << "and lie ahead";
        auto days = TRY(home_days(tx, account_, days_of_march(9, 10), tallier));
        EXPECT_EQ(std::pair(days[0].covers, days[1].covers),
                  std::pair(std::int64_t(7), std::int64_t(2)));
        return {};
    }));
}

}  // namespace
}  // namespace regulars::analytics
