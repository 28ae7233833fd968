// The index counts whom SQL counts: random segments of a subset of the grammar, asked of SQLite
// too.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>
#include <sqlite3.h>

#include "audience/index.hpp"
#include "audience/random_people.hpp"

namespace regulars::audience {
namespace {

const Instant middle = *parse_instant("2026-03-29T15:00:00Z");
constexpr std::int64_t day_us = 86'400'000'000, hour_us = 3'600'000'000;

class Database {
  public:
    Database() {
        EXPECT_EQ(sqlite3_open(":memory:", &handle_), SQLITE_OK);
        run("CREATE TABLE person (id INTEGER PRIMARY KEY, first_name TEXT);"
            "CREATE TABLE event (person INTEGER, metric INTEGER, time INTEGER, value INTEGER, "
            "party INTEGER, status TEXT);"
            "CREATE INDEX event_of ON event (person, metric)");
    }
    ~Database() { sqlite3_close(handle_); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    void run(const std::string& sql) {
        RC_ASSERT(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    std::int64_t number(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        RC_ASSERT(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
        RC_ASSERT(sqlite3_step(statement) == SQLITE_ROW);
        auto n = sqlite3_column_int64(statement, 0);
        sqlite3_finalize(statement);
        return n;
    }

  private:
    sqlite3* handle_ = nullptr;
};

std::string sql_text(const std::string& text) {
    return "'" + text + "'";
}  // none of ours holds a quote

/// A condition, and what it means in SQL of a person `p` at `now`.
struct Drawn {
    Condition condition;
    std::string sql;
};

class Drawing {
  public:
    Drawing(SeededRandom& random, Instant now) : random_(random), now_(now) {}

    std::pair<Definition, std::string> definition() {
        Definition definition;
        std::string sql = "1";
        for (auto groups = 1 + random_.below(3); groups > 0; --groups) {
            auto& group = definition.groups.emplace_back();
            std::string any = "0";
            for (auto n = 1 + random_.below(3); n > 0; --n) {
                auto drawn = random_.chance(0.85) ? metric() : name();
                group.push_back(drawn.condition);
                any += " OR (" + drawn.sql + ")";
            }
            sql += " AND (" + any + ")";
        }
        return {definition, sql};
    }

  private:
    template <class T>
    T one_of(std::initializer_list<T> values) {
        return *(values.begin() + random_.below(values.size()));
    }
    std::pair<NumberOperator, const char*> comparison() {
        using enum NumberOperator;
        return one_of<std::pair<NumberOperator, const char*>>({{equals, "="},
                                                               {not_equals, "<>"},
                                                               {greater_than, ">"},
                                                               {greater_than_or_equal, ">="},
                                                               {less_than, "<"},
                                                               {less_than_or_equal, "<="}});
    }

    std::pair<DateTest, std::string> timeframe() {
        auto a = std::int64_t(random_.below(60)), b = std::int64_t(random_.below(60));
        auto midnight = now_.us - now_.us % day_us;
        auto within = [](std::int64_t from, std::int64_t until) {
            return fmt::format("e.time >= {} AND e.time < {}", from, until);
        };
        switch (random_.below(6)) {
            case 0:
                return {AllTime{}, "1"};
            case 1:
                return {RelativeDate{RelativeOperator::in_the_last, TimeUnit::day, a},
                        within(midnight - a * day_us, now_.us + 1)};
            case 2:
                return {RelativeDate{RelativeOperator::at_least, TimeUnit::week, a},
                        fmt::format("e.time < {}", midnight - 7 * a * day_us)};
            case 3:
                return {RelativeRange{a, b, TimeUnit::day},
                        within(midnight - std::max(a, b) * day_us,
                               midnight - (std::min(a, b) - 1) * day_us)};
            case 4:
                return {RelativeDate{RelativeOperator::in_the_last, TimeUnit::hour, 24 * a},
                        within(now_.us - 24 * a * hour_us, now_.us + 1)};
            default:
                return {StaticDate{true, {midnight - a * day_us}},
                        fmt::format("e.time >= {}", midnight - (a - 1) * day_us)};
        }
    }

    std::pair<PropertyFilter, std::string> filter() {
        if (random_.chance(0.5)) {
            auto [op, sign] = comparison();
            auto n = std::int64_t(random_.below(9));
            return {{"Party Size", ValueTest(NumberTest{op, double(n)})},
                    fmt::format("e.party {} {}", sign, n)};
        }
        auto text = one_of<std::string>({"a", "A", "ab", "b", "2"});
        using enum TextOperator;
        switch (random_.below(5)) {
            case 0:
                return {{"Status", ValueTest(TextTest{equals, text})},
                        "e.status = " + sql_text(text)};
            case 1:
                return {{"Status", ValueTest(TextTest{not_equals, text})},
                        "e.status <> " + sql_text(text)};
            case 2:
                return {{"Status", ValueTest(TextTest{contains, text})},
                        "instr(e.status, " + sql_text(text) + ") > 0"};
            case 3:
                return {{"Status", ValueTest(TextTest{not_starts_with, text})},
                        fmt::format("substr(e.status, 1, {}) <> {}", text.size(), sql_text(text))};
            default:
                return {{"Status", ValueTest(ExistenceTest{false})}, "e.status IS NULL"};
        }
    }

    Drawn metric() {
        MetricCondition condition;
        bool is_of_kind = random_.chance(0.3);
        condition.metric = is_of_kind ? "regulars:opentable:Completed Reservation" : "MET001";
        auto [times, times_sql] = timeframe();
        condition.timeframe = times;
        auto where = fmt::format("e.person = p.id AND e.metric IN ({}) AND {}",
                                 is_of_kind ? "1, 3" : "1", times_sql);
        for (auto n = random_.below(3); n > 0; --n) {
            auto [filter, sql] = this->filter();
            condition.filters.push_back(filter);
            where += " AND " + sql;
        }
        auto [op, sign] = comparison();
        if (random_.chance(0.6)) {
            auto n = std::int64_t(random_.below(4));
            condition.test = {op, double(n)};
            return {condition,
                    fmt::format("(SELECT count(*) FROM event e WHERE {}) {} {}", where, sign, n)};
        }
        auto half_units = std::int64_t(random_.below(100)) - 20;
        condition.measurement = Measurement::sum;
        condition.test = {op, double(half_units) / 2};
        return {condition,
                fmt::format("(SELECT coalesce(sum(e.value), 0) FROM event e WHERE {}) {} {}", where,
                            sign, half_units * 500)};
    }

    Drawn name() {
        bool is_negated = random_.chance(0.5);
        return {PropertyCondition{
                    "first_name",
                    ValueTest(TextTest{is_negated ? TextOperator::not_equals : TextOperator::equals,
                                       "Ana"})},
                is_negated ? "p.first_name <> 'Ana'" : "p.first_name = 'Ana'"};
    }

    SeededRandom& random_;
    Instant now_;
};

RC_GTEST_PROP(Sql, CountsWhomTheIndexCounts, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto& random = draw.random();
    Index index;
    Database database;
    for (int i = 1; i <= 80; ++i) {
        auto person = draw.person({i});
        auto name = person.fields.first_name;
        database.run(fmt::format("INSERT INTO person VALUES ({}, {})", i,
                                 name.empty() ? "NULL" : sql_text(name)));
        for (auto& event : person.events) {
            auto& properties = event.properties;
            // One type a property, as in a table.
            if (auto party = properties.find("Party Size");
                party != properties.end() && !std::holds_alternative<std::int64_t>(party->second))
                properties.erase(party);
            if (auto status = properties.find("Status");
                status != properties.end() && !std::holds_alternative<std::string>(status->second))
                properties.erase(status);
            auto party = properties.find("Party Size"), status = properties.find("Status");
            database.run(fmt::format(
                "INSERT INTO event VALUES ({}, {}, {}, {}, {}, {})", i, event.metric.value,
                event.time.us, event.value ? std::to_string(*event.value) : "NULL",
                party == properties.end() ? "NULL"
                                          : std::to_string(std::get<std::int64_t>(party->second)),
                status == properties.end() ? "NULL"
                                           : sql_text(std::get<std::string>(status->second))));
        }
        index.put(person);
        if (i == 60) index.fold();
    }
    Catalog catalog;
    catalog.metrics = {{{1}, "MET001", "Completed Reservation", "opentable"},
                       {{3}, "MET003", "Completed Reservation", "opentable"}};
    for (int i = 0; i < 20; ++i) {
        auto now = middle + Duration(std::int64_t(random.below(std::uint64_t(20 * day_us))));
        auto [definition, sql] = Drawing(random, now).definition();
        auto question = Question::ask(definition, catalog);
        RC_ASSERT(question.has_value());
        RC_ASSERT(index.count(*question, now) ==
                  database.number("SELECT count(*) FROM person p WHERE " + sql));
    }
}

}  // namespace
}  // namespace regulars::audience
