// JSON lines of 300,000 events of 30,000 people through the import, against the sqlite3 shell's own
// .import of the same rows.
// SPDX-License-Identifier: Apache-2.0
//
// event_import_bench [EVENTS [PEOPLE]]. Ours parses and checks every line, finds or makes its
// person, sees that nothing goes in twice, and keeps counts by day and the change log. Theirs is
// `.import` of a CSV file into a bare table with a unique id, with the same durability. Every tenth
// line stands there twice; both must end with the same events.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "ingest/import_runner.hpp"
#include "measuring.hpp"
#include "store/open.hpp"

namespace {

using namespace regulars;
using namespace regulars::bench;

struct Files {
    std::filesystem::path lines, rows;
};

/// The same events as JSON lines and as CSV.
void write_events(const Files& files, std::int64_t events, std::int64_t people) {
    constexpr const char* metrics[] = {"Placed Order", "Ordered Product", "Visited", "Opened App"};
    constexpr const char* channels[] = {"web", "app", "phone"};
    std::FILE *lines = std::fopen(files.lines.c_str(), "wb"),
              *rows = std::fopen(files.rows.c_str(), "wb");
    require(lines && rows, "the files cannot be written");
    for (std::int64_t i = 0; i < events; ++i) {
        // Every tenth repeats the one before.
        auto k = i % 10 == 9 ? i - 1 : i;
        auto n = mix(std::uint64_t(k), 5);
        auto email = fmt::format("guest{}@mail.example", n % std::uint64_t(people));
        auto id = fmt::format("order-{:08}-{:010x}", k, n & 0xffffffffff);
        auto metric = metrics[(n >> 40) % 4];
        auto time = 1'600'000'000 + k * 60;
        auto cents = 100 + (n >> 20) % 8'900;
        auto properties = fmt::format(
            R"({{"Items":["Pad Thai","Iced tea"],"Item Count":2,"Location":"Downtown","Channel":"{}","Server":"Server {}","Discounted":{}}})",
            channels[n % 3], n % 20, n % 7 == 0);
        fmt::print(
            lines,
            R"({{"email":"{}","metric":"{}","time":{},"value":{}.{:02},"unique_id":"{}","properties":{}}})"
            "\n",
            email, metric, time, cents / 100, cents % 100, id, properties);
        std::string quoted;
        for (char c : properties) quoted += c == '"' ? "\"\"" : std::string(1, c);
        fmt::print(rows, "{},{},{},{},{},\"{}\"\n", id, email, metric, time, cents, quoted);
    }
    require(std::fclose(lines) == 0 && std::fclose(rows) == 0, "the files cannot be written");
}

Cost run_import(const std::filesystem::path& database, const std::filesystem::path& file) {
    auto store = must(store::open_sqlite({.file = database}));
    RealClock clock;
    SystemRandom random;
    model::Account account{
        .public_id = "Bench1", .name = "Bench", .currency = must(Currency::parse("USD"))};
    must(store->write([&](store::Transaction& tx) { return tx.accounts().add(account); }));
    ingest::ImportRunner runner(*store, clock, random, database.parent_path() / "imports");
    auto start = Cost::now();
    auto import = must(
        runner.import_events(account.id, "events.jsonl", must(FileSource::open(file)), {}, {}));
    auto cost = Cost::since(start);
    auto& done = import.done;
    require(done.skipped == 0, "lines were refused");
    fmt::print("import: {} lines, {} events new, {} repeated, {} new people\n", done.rows,
               done.events, done.repeated, done.created);
    return cost;
}

}  // namespace

int main(int argc, char** argv) {
    start_crypto();
    const std::int64_t events = argc > 1 ? std::atoll(argv[1]) : 300'000,
                       people = argc > 2 ? std::atoll(argv[2]) : 30'000;
    require(events > 0 && people > 0, "event_import_bench [EVENTS [PEOPLE]]");
    auto folder = std::filesystem::current_path() / ("event-import-bench-" + random_token(6));
    std::filesystem::create_directories(folder);
    Files files{folder / "events.jsonl", folder / "events.csv"};
    auto ours_file = folder / "ours.db", theirs_file = folder / "theirs.db";
    write_events(files, events, people);

    auto mine = run_import(ours_file, files.lines);
    auto script = folder / "import.sql";
    std::ofstream(script)
        << "PRAGMA journal_mode=WAL;\nPRAGMA synchronous=FULL;\nPRAGMA cache_size=-32768;\n"
           "CREATE TABLE events (id TEXT UNIQUE ON CONFLICT IGNORE, email TEXT, metric TEXT, time "
           "INTEGER, cents INTEGER, properties TEXT);\n.mode csv\n.import "
        << files.rows.string() << " events\n";
    auto start = Cost::now();
    run_sqlite_shell(theirs_file, script);
    auto theirs = Cost::since(start);

    auto held = number(ours_file, "SELECT count(*) FROM events"),
         bare = number(theirs_file, "SELECT count(*) FROM events");
    auto cents = number(ours_file, "SELECT sum(value) FROM events"),
         bare_cents = number(theirs_file, "SELECT sum(cents) FROM events");
    auto persons = number(ours_file, "SELECT count(*) FROM profiles"),
         bare_persons = number(theirs_file, "SELECT count(DISTINCT email) FROM events");
    std::filesystem::remove_all(folder);
    require(held == bare && cents == bare_cents,
            fmt::format("the answers differ: {} events of {} cents against {} of {}", held, cents,
                        bare, bare_cents));
    require(persons == bare_persons,
            fmt::format("the answers differ: {} people against {}", persons, bare_persons));
    fmt::print("{} lines, {} events of {} people\n", events, held, persons);
    fmt::print(
        "ours:   {:.1f} s, {:.1f} s of processor time: events with their people, never twice, "
        "counted by day\n",
        mine.seconds, mine.cpu_seconds);
    fmt::print("theirs: {:.1f} s, {:.1f} s of processor time: a bare table with a unique id\n",
               theirs.seconds, theirs.cpu_seconds);
    auto rate = [&](double seconds) { return double(events) / seconds; };
    fmt::print("name=event_import ours={:.0f}/s theirs={:.0f}/s ratio={:.2f}\n", rate(mine.seconds),
               rate(theirs.seconds), theirs.seconds / mine.seconds);
    fmt::print("name=event_import_cpu ours={:.0f}/s theirs={:.0f}/s ratio={:.2f}\n",
               rate(mine.cpu_seconds), rate(theirs.cpu_seconds),
               theirs.cpu_seconds / mine.cpu_seconds);
}
