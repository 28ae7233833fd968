// Batches of reservations through ingest, against a bare loop that inserts the same event rows.
// SPDX-License-Identifier: Apache-2.0
//
// Ours does everything a sync does: finds the people, deduplicates for ever, remembers the vendor's
// records, keeps the change log and the counts. Theirs only inserts the event rows, in batches of
// the same size, into a table with the same columns and the same unique index, in the same SQLite
// with the same durability. Both see every tenth reservation twice.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include "base/crypto.hpp"
#include "ingest/ingest.hpp"
#include "require.hpp"
#include "store/open.hpp"

namespace {

using namespace regulars;
using bench::must, bench::require;

constexpr int reservations = 200'000, guests = 20'000, per_batch = 1'000;

std::string guest_key(std::uint64_t n) {
    return fmt::format("opentable:1001-{:08x}-2f1a-4c3b-9d4e-{:012x}", mix(n, 3) & 0xffffffff,
                       mix(n, 4) & 0xffffffffffff);
}

/// One Batch of reservations: the guests seen for the first time, two events each, the records.
ingest::Batch make_batch(AccountId account, IntegrationId integration, int first,
                         std::vector<bool>& seen) {
    ingest::Batch batch{.account = account, .integration = integration};
    for (int i = first; i < first + per_batch; ++i) {
        // Every tenth repeats an earlier reservation, as overlapping pages do.
        int n = i % 10 == 9 && i > per_batch ? i - per_batch + 1 : i;
        auto guest = mix(std::uint64_t(n), 1) % guests;
        Instant created = Instant::from_seconds(1'700'000'000 + n * 300);
        if (!seen[guest]) {
            seen[guest] = true;
            batch.people.push_back(
                {.key = guest_key(guest),
                 .aliases = {fmt::format("opentable:gpid:{}", 100'000'000 + guest)},
                 .as_of = created,
                 .fields = {.email = fmt::format("guest{}@mail.example", guest),
                            .first_name = "Maria",
                            .last_name = "Sanchez"},
                 .phones = {fmt::format("+1212{:07}", 2'000'000 + guest)}});
        }
        auto id = fmt::format("1001-{:016x}-{:08x}", mix(std::uint64_t(n), 5), unsigned(n));
        for (auto* metric : {"Created Reservation", "Completed Reservation"}) {
            Instant time = metric[1] == 'r' ? created : created + 86'400s;
            batch.events.push_back(
                {.unique_id = fmt::format("opentable:1001:{}:{}", id, metric),
                 .metric = metric,
                 .person = guest_key(guest),
                 .time = time,
                 .properties = fmt::format(
                     R"({{"Created Date":"{}","Scheduled Time":"2025-03-01T19:30Z","Table Number":["{}"],"Party Size":{},"Visit Tags":["birthday"],"Reservation Origin":"Web","Guest Request":null,"Table Category":"default","Server":"Server {}","Currency Code":null,"Restaurant ID":"1001","Restaurant Name":"Olive & Ember Downtown"}})",
                     format_iso(time), n % 60, 1 + n % 8, n % 20)});
        }
        batch.records.push_back({.key = "reservation/" + id,
                                 .version = n,
                                 .updated_at = created,
                                 .state = "Done",
                                 .content_hash = std::int64_t(mix(std::uint64_t(n), 9)),
                                 .memo = R"({"completed":1700000000})"});
    }
    return batch;
}

class Database {
  public:
    explicit Database(const std::string& file) {
        require(sqlite3_open(file.c_str(), &handle_) == SQLITE_OK, "cannot open " + file);
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768");
    }
    ~Database() { sqlite3_close(handle_); }
    void run(const std::string& sql) {
        require(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK,
                sqlite3_errmsg(handle_));
    }
    std::string text(const std::string& sql) {
        sqlite3_stmt* statement = prepare(sql);
        require(sqlite3_step(statement) == SQLITE_ROW, "no row: " + sql);
        auto* value = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        std::string result = value ? value : "";
        sqlite3_finalize(statement);
        return result;
    }
    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        require(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK,
                sqlite3_errmsg(handle_));
        return statement;
    }

  private:
    sqlite3* handle_ = nullptr;
};

/// What a stretch of work costs: time on the wall, processor time of all threads, bytes written.
struct Cost {
    double seconds = 0, cpu_seconds = 0, megabytes = 0;

    static Cost now() {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
        std::ifstream io("/proc/self/io");
        std::string name;
        double bytes = 0;
        while (io >> name >> bytes)
            if (name == "wchar:") break;
        auto wall = std::chrono::steady_clock::now().time_since_epoch();
        return {std::chrono::duration<double>(wall).count(),
                seconds(usage.ru_utime) + seconds(usage.ru_stime), bytes / 1e6};
    }
    static Cost since(const Cost& start) {
        Cost end = now();
        return {end.seconds - start.seconds, end.cpu_seconds - start.cpu_seconds,
                end.megabytes - start.megabytes};
    }
};

struct Outcome {
    Cost cost;
    std::string rows, hashes;
};

Outcome ours(const std::filesystem::path& file, std::vector<ingest::Batch>& batches) {
    auto store = must(store::open_sqlite({.file = file}));
    RealClock clock;
    SystemRandom random;
    ingest::Ingest door(*store, clock, random);
    auto start = Cost::now();
    for (auto& batch : batches) must(door.apply(batch));
    Outcome outcome{.cost = Cost::since(start)};
    store.reset();
    Database db(file);
    outcome.rows = db.text("SELECT count(*) FROM events");
    outcome.hashes = db.text("SELECT sum(unique_hash >> 20) FROM events");
    return outcome;
}

/// The same rows, as one would insert them by hand.
Outcome theirs(const std::filesystem::path& like, const std::filesystem::path& file,
               const std::vector<ingest::Batch>& batches) {
    Database model(like), db(file);
    db.run(model.text("SELECT sql FROM sqlite_master WHERE type='table' AND name='events'"));
    db.run("CREATE UNIQUE INDEX events_by_unique_hash ON events (account_id, unique_hash)");
    auto* insert = db.prepare(
        "INSERT INTO events (account_id, event_id, unique_hash, unique_id, metric_id, profile_id, "
        "facet_id, time, properties) "
        "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7) ON CONFLICT DO NOTHING");
    // The same index entries: the hashes are those that ours stored, looked up before the clock
    // starts.
    std::unordered_map<std::string, std::int64_t> hashes;
    auto* stored = model.prepare("SELECT unique_id, unique_hash FROM events");
    while (sqlite3_step(stored) == SQLITE_ROW)
        hashes[reinterpret_cast<const char*>(sqlite3_column_text(stored, 0))] =
            sqlite3_column_int64(stored, 1);
    sqlite3_finalize(stored);
    std::vector<std::int64_t> in_order;
    for (auto& batch : batches)
        for (auto& event : batch.events) in_order.push_back(hashes.at(event.unique_id));
    std::int64_t next = 1;
    auto start = Cost::now();
    for (auto& batch : batches) {
        db.run("BEGIN IMMEDIATE");
        for (auto& event : batch.events) {
            sqlite3_bind_int64(insert, 1, next);
            sqlite3_bind_int64(insert, 2, in_order[std::size_t(next - 1)]);
            sqlite3_bind_text(insert, 3, event.unique_id.data(), int(event.unique_id.size()),
                              SQLITE_STATIC);
            sqlite3_bind_int64(insert, 4, event.metric[1] == 'r' ? 1 : 2);
            sqlite3_bind_int64(insert, 5, 1 + next % guests);
            sqlite3_bind_int64(insert, 6, event.time.us);
            sqlite3_bind_text(insert, 7, event.properties.data(), int(event.properties.size()),
                              SQLITE_STATIC);
            require(sqlite3_step(insert) == SQLITE_DONE, "an insert failed");
            sqlite3_reset(insert);
            ++next;
        }
        db.run("COMMIT");
    }
    Outcome outcome{.cost = Cost::since(start)};
    sqlite3_finalize(insert);
    outcome.rows = db.text("SELECT count(*) FROM events");
    outcome.hashes = db.text("SELECT sum(unique_hash >> 20) FROM events");
    return outcome;
}

}  // namespace

int main() {
    start_crypto();
    auto folder = std::filesystem::current_path() / ("ingest-bench-" + random_token(6));
    std::filesystem::create_directories(folder);
    auto ours_file = folder / "ours.db", theirs_file = folder / "theirs.db";

    model::Account account{.public_id = "Bench1", .name = "Bench"};
    model::Integration integration{.public_id = "B", .name = "Downtown", .settings = "{}"};
    must(must(store::open_sqlite({.file = ours_file}))
             ->write([&](store::Transaction& tx) -> Result<void> {
                 TRY(tx.accounts().add(account));
                 return tx.integrations().add(account.id, integration);
             }));
    std::vector<ingest::Batch> batches;
    std::vector<bool> seen(guests);
    for (int first = 0; first < reservations; first += per_batch)
        batches.push_back(make_batch(account.id, integration.id, first, seen));

    auto mine = ours(ours_file, batches);
    auto bare = theirs(ours_file, theirs_file, batches);
    std::filesystem::remove_all(folder);
    require(mine.rows == bare.rows && mine.hashes == bare.hashes,
            fmt::format("the answers differ: {} rows against {}", mine.rows, bare.rows));

    double n = std::stod(mine.rows);
    fmt::print("{} reservations of {} guests in batches of {}, one in ten twice: {} events\n",
               reservations, guests, per_batch, mine.rows);
    auto tell = [](const char* who, const Cost& cost, const char* what) {
        fmt::print("{:7} {:.2f} s, {:.2f} s of processor time, {:.0f} MB written: {}\n", who,
                   cost.seconds, cost.cpu_seconds, cost.megabytes, what);
    };
    tell("ours:", mine.cost, "people, deduplication, records, change log and counts included");
    tell("theirs:", bare.cost, "event rows only");
    fmt::print("name=ingest ours={:.0f}/s theirs={:.0f}/s ratio={:.2f}\n", n / mine.cost.seconds,
               n / bare.cost.seconds, bare.cost.seconds / mine.cost.seconds);
    fmt::print("name=ingest_cpu ours={:.0f}/s theirs={:.0f}/s ratio={:.2f}\n",
               n / mine.cost.cpu_seconds, n / bare.cost.cpu_seconds,
               bare.cost.cpu_seconds / mine.cost.cpu_seconds);
}
