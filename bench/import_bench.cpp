// A CSV file of a million people with consent through the import, against the sqlite3 shell's own
// .import.
// SPDX-License-Identifier: Apache-2.0
//
// Ours reads, checks and normalizes every row, finds out who is known, makes profiles with their
// facets, identifiers, words to be found by, consent with its ledger and a list membership, in
// transactions that survive a crash. Theirs is `.import` into a bare table with a unique email,
// with the same durability. Both must end with the same number of people.
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

/// Names, emails, US phones and consent of `rows` people, each email once; in no order.
void write_people(const std::filesystem::path& file, std::int64_t rows) {
    constexpr const char* firsts[] = {"Maria",  "James", "Sofia", "Liam",  "Emma",  "Noah",
                                      "Olivia", "Lucas", "Mia",   "Ethan", "Chloe", "Daniel"};
    constexpr const char* lasts[] = {"Sanchez", "Smith",  "Garcia", "Johnson", "Kim",    "Brown",
                                     "Dubois",  "Miller", "Lopez",  "Davis",   "Martin", "Wilson"};
    std::FILE* out = std::fopen(file.c_str(), "wb");
    require(out != nullptr, "the file cannot be written");
    fmt::print(out,
               "Email,Phone Number,First Name,Last Name,Birthday,City,Visits,Email Marketing "
               "Consent,Consent Time,Consent Source\n");
    for (std::int64_t i = 0; i < rows; ++i) {
        auto n = mix(std::uint64_t(i), 7);
        fmt::print(out,
                   "{:x}.{}@mail.example,+1212{},{},{},19{:02}-{:02}-{:02},New "
                   "York,{},{},20{:02}-05-{:02}T12:30:00Z,Guest card\n",
                   n & 0xffffff, i, 2'000'000 + i % 7'999'999, firsts[n % 12], lasts[(n >> 8) % 12],
                   50 + n % 50, 1 + n % 12, 1 + n % 28, n % 40, n % 4 ? "yes" : "no", 15 + n % 10,
                   1 + n % 28);
    }
    require(std::fclose(out) == 0, "the file cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
    start_crypto();
    const std::int64_t rows = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    auto folder = std::filesystem::current_path() / ("import-bench-" + random_token(6));
    std::filesystem::create_directories(folder / "imports");
    auto csv = folder / "people.csv", ours_file = folder / "ours.db",
         theirs_file = folder / "theirs.db";
    write_people(csv, rows);
    auto bytes = std::int64_t(std::filesystem::file_size(csv));

    Cost mine;
    {
        auto store = must(store::open_sqlite({.file = ours_file}));
        RealClock clock;
        SystemRandom random;
        ingest::ImportRunner runner(*store, clock, random, folder / "imports");
        model::Account account{
            .public_id = "Bench1", .name = "Bench", .currency = must(Currency::parse("USD"))};
        model::List list{
            .public_id = "List01", .name = "Guests", .opt_in = model::OptIn::single_opt_in};
        must(store->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account));
            return tx.lists().add(account.id, list);
        }));
        auto start = Cost::now();
        auto import = must(runner.begin(account.id, "people.csv", bytes, ""));
        std::ifstream in(csv, std::ios::binary);
        std::string part(4u << 20, '\0');
        for (std::int64_t at = 0; at < bytes; at += in.gcount()) {
            in.read(part.data(), std::streamsize(part.size()));
            import =
                must(runner.receive(account.id, import.id, at,
                                    std::string_view(part).substr(0, std::size_t(in.gcount()))));
        }
        Cost uploaded = Cost::since(start);
        must(runner.map(account.id, import.id, import.plan, list.id));
        must(runner.ask(account.id, import.id, model::ImportState::importing));
        import = must(runner.advance(account.id, import.id, {}, {}));
        mine = Cost::since(start);
        require(import.state == model::ImportState::imported,
                "the import ended otherwise: " + import.error);
        fmt::print("upload: {:.2f} s; import: {} rows, {} created, {} subscribed, {} joined\n",
                   uploaded.seconds, import.done.rows, import.done.created, import.done.subscribed,
                   import.done.joined);
    }
    auto script = folder / "import.sql";
    std::ofstream(script)
        << "PRAGMA journal_mode=WAL;\nPRAGMA synchronous=FULL;\nPRAGMA cache_size=-32768;\n"
           "CREATE TABLE people (email TEXT UNIQUE, phone TEXT, first_name TEXT, last_name TEXT, "
           "birthday TEXT, city TEXT, visits INTEGER, consent TEXT, "
           "consent_time TEXT, consent_source TEXT);\n.mode csv\n.import --skip 1 "
        << csv.string() << " people\n";
    auto start = Cost::now();
    run_sqlite_shell(theirs_file, script);
    Cost theirs = Cost::since(start);

    auto people = number(ours_file, "SELECT count(*) FROM profiles"),
         bare = number(theirs_file, "SELECT count(*) FROM people");
    auto agreed = number(ours_file, "SELECT count(*) FROM consents WHERE state = 1"),
         bare_agreed = number(theirs_file, "SELECT count(*) FROM people WHERE consent = 'yes'");
    auto megabytes = double(std::filesystem::file_size(ours_file)) / 1e6;
    std::filesystem::remove_all(folder);
    require(people == bare && people == rows,
            fmt::format("the answers differ: {} people against {}", people, bare));
    require(agreed == bare_agreed,
            fmt::format("the answers differ: {} agreed against {}", agreed, bare_agreed));
    fmt::print("{} people in {:.0f} MB of CSV\n", people, double(bytes) / 1e6);
    fmt::print(
        "ours:   {:.1f} s, {:.1f} s of processor time: people with consent, found by name, email "
        "and phone, on a list; {:.0f} MB\n",
        mine.seconds, mine.cpu_seconds, megabytes);
    fmt::print("theirs: {:.1f} s, {:.1f} s of processor time: a bare table with a unique email\n",
               theirs.seconds, theirs.cpu_seconds);
    fmt::print("name=import ours={:.0f}/s theirs={:.0f}/s ratio={:.2f}\n",
               double(rows) / mine.seconds, double(rows) / theirs.seconds,
               theirs.seconds / mine.seconds);
    fmt::print("name=import_cpu ours={:.0f}/s theirs={:.0f}/s ratio={:.2f}\n",
               double(rows) / mine.cpu_seconds, double(rows) / theirs.cpu_seconds,
               theirs.cpu_seconds / mine.cpu_seconds);
}
