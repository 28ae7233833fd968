// The app's endpoints over a large account, against the same questions asked in SQL.
// SPDX-License-Identifier: Apache-2.0
//
// app_bench [FOLDER [PROFILES [EVENTS]]] makes (or finds) a store of that many people and events
// over two years and asks through Api::handle. Theirs reads the same database: a chart as one GROUP
// BY over the index of the metric's events, a search as LIKE over the profiles. Both answer alike.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

#include "analytics/live_audience.hpp"
#include "api/api.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "large_account.hpp"
#include "require.hpp"
#include "store/open.hpp"

namespace {

using namespace regulars;
using bench::must, bench::require;

double ms_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

const Instant last = parse_instant("2026-03-15T18:00:00Z").value();

struct NoSync final : api::SyncControl {
    Result<void> request_sync(AccountId, IntegrationId) override { return {}; }
    Result<void> stop(AccountId, IntegrationId) override { return {}; }
    Result<sources::Trial> try_connection(model::IntegrationKind, const std::string&,
                                          const std::string&) override {
        return sources::Trial{};
    }
    Result<net::HttpResponse> ask_vendor(net::HttpRequest) override { return net::HttpResponse{}; }
    std::optional<model::Run> under_way(AccountId, IntegrationId) override { return std::nullopt; }
    Result<void> request_check(AccountId, IntegrationId, LocalDate, LocalDate) override {
        return {};
    }
    std::optional<api::Check> check(AccountId, IntegrationId) override { return std::nullopt; }
};

struct OneAudience final : api::AudienceControl {
    std::shared_ptr<const analytics::LiveAudience> audience(AccountId) override { return read; }
    std::shared_ptr<const analytics::LiveAudience> read;
};

/// Reads the account's people from the store, then from the snapshot of that, and says how long
/// each took.
std::shared_ptr<const analytics::LiveAudience> read_audience(store::Store& store, Clock& clock,
                                                             const std::filesystem::path& folder) {
    std::filesystem::remove(folder / "audience.index");
    for (auto* from : {"store", "snapshot"}) {
        auto audience = std::make_shared<analytics::LiveAudience>(store, AccountId{1}, clock);
        auto start = std::chrono::steady_clock::now();
        must(audience->open_to_ask(folder));
        fmt::print("name=audience from={} events={} ours={:.1f}s limit={}s memory={}MB\n", from,
                   audience->events(), ms_since(start) / 1000,
                   from == std::string_view("store") ? 15 : 1, audience->memory_bytes() >> 20);
        if (from == std::string_view("snapshot")) return audience;
        must(audience->save(folder));
    }
    return nullptr;
}

class Database {
  public:
    explicit Database(const std::string& file) {
        require(sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK,
                "cannot open " + file);
    }
    ~Database() { sqlite3_close(handle_); }
    /// Every column of every row as text.
    std::vector<std::vector<std::string>> rows(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        require(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK,
                sqlite3_errmsg(handle_));
        std::vector<std::vector<std::string>> rows;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            auto& row = rows.emplace_back();
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
                row.emplace_back(text ? text : "");
            }
        }
        sqlite3_finalize(statement);
        return rows;
    }

  private:
    sqlite3* handle_ = nullptr;
};

/// Of this thread alone: what the machine's other work does not blur.
double cpu_ms() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
}

struct Times {
    double first = 0, median = 0, p95 = 0, cpu = 0;
    std::string body;
};

Times timed(api::Api& api, const std::string& key, const std::vector<std::string>& targets,
            int rounds) {
    Times times;
    std::vector<double> all, cpu;
    for (int round = 0; round < rounds; ++round)
        for (auto& target : targets) {
            double cpu_start = cpu_ms();
            auto start = std::chrono::steady_clock::now();
            auto response =
                api.handle({.target = target, .headers = {{"Authorization", "Bearer " + key}}});
            double ms = ms_since(start);
            cpu.push_back(cpu_ms() - cpu_start);
            require(response.status == 200, target + " answered " + response.body);
            if (all.empty()) times.first = ms, times.body = response.body;
            all.push_back(ms);
        }
    std::ranges::sort(all);
    std::ranges::sort(cpu);
    times.cpu = cpu[cpu.size() / 2];
    times.median = all[all.size() / 2];
    times.p95 = all[std::min(all.size() - 1, all.size() * 95 / 100)];
    return times;
}

}  // namespace

int main(int argc, char** argv) {
    start_crypto();
    auto folder = argc > 1
                      ? std::filesystem::path(argv[1])
                      : std::filesystem::temp_directory_path() / ("app-bench-" + random_token(6));
    std::int64_t profiles = argc > 2 ? std::atoll(argv[2]) : 100'000,
                 events = argc > 3 ? std::atoll(argv[3]) : 1'000'000;
    std::filesystem::create_directories(folder);
    auto file = folder / "regulars.db";
    bool is_new = !std::filesystem::exists(file);
    auto store = must(store::open_sqlite({.file = file, .cache_bytes = 256u << 20}));
    if (is_new) must(bench::fill(*store, {.profiles = profiles, .events = events, .until = last}));

    VirtualClock clock(last);
    SystemRandom random;
    ingest::Ingest ingest(*store, clock, random);
    auto vault = must(Vault::open(folder / "key"));
    NoSync sync;
    OneAudience audience;
    audience.read = read_audience(*store, clock, folder);
    api::Api api({.store = *store,
                  .ingest = ingest,
                  .vault = vault,
                  .clock = clock,
                  .random = random,
                  .sync = sync,
                  .version = "bench",
                  .audiences = &audience});
    auto key = "pk_AbC123_" + random_token(24);
    std::string completed, created;
    must(store->write([&](store::Transaction& tx) -> Result<void> {
        model::ApiKey made{.name = "bench", .sha256 = sha256_hex(key), .created_at = last};
        for (auto& metric : TRY(tx.events().metrics(AccountId{1}))) {
            if (metric.name == bench::metrics[2]) completed = metric.public_id;
            if (metric.name == bench::metrics[0]) created = metric.public_id;
        }
        return tx.api_keys().add(AccountId{1}, made);
    }));
    auto chart = [&](const std::string& metric, const char* from, const char* by,
                     const std::string& more = {}) {
        return fmt::format("/app/v1/metrics/{}/chart?from={}&to=2026-03-15&by={}{}", metric, from,
                           by, more);
    };
    auto big_parties =
        percent_encoded(R"([{"property":"Party Size","operator":"at_least","value":"5"}])");
    struct Question {
        std::string name;
        std::vector<std::string> targets;
        int rounds;
    };
    std::vector<Question> questions = {
        {"chart, 30 days by day", {chart(completed, "2026-02-14", "day")}, 30},
        {"chart, 90 days by day, and before",
         {chart(completed, "2025-12-16", "day", "&compare=previous")},
         30},
        {"chart, 1 year by week", {chart(completed, "2025-03-16", "week")}, 20},
        {"chart, 1 year by week, and before",
         {chart(completed, "2025-03-16", "week", "&compare=previous")},
         20},
        {"chart, 2 years by day", {chart(created, "2024-03-16", "day")}, 20},
        {"chart, 2 years by month", {chart(created, "2024-03-16", "month")}, 20},
        {"chart, 30 days by a property",
         {chart(completed, "2026-02-14", "day", "&group_by=Server")},
         20},
        {"chart, 90 days by another",
         {chart(completed, "2025-12-16", "week", "&group_by=Party%20Size")},
         20},
        {"chart, 90 days by table, filtered",
         {chart(completed, "2025-12-16", "week", "&group_by=Table%20Number&where=" + big_parties)},
         20},
        {"chart, 1 year filtered, and before",
         {chart(completed, "2025-03-16", "week", "&compare=previous&where=" + big_parties)},
         20},
        {"chart, 1 year by a property",
         {chart(completed, "2025-03-16", "week", "&group_by=Server")},
         20},
        {"chart, 2 years by a property",
         {chart(created, "2024-03-16", "month", "&group_by=Server")},
         20},
        {"chart, 2 years by day and property",
         {chart(created, "2024-03-16", "day", "&group_by=Server")},
         20},
        {"chart, 2 years filtered",
         {chart(created, "2024-03-16", "month", "&where=" + big_parties)},
         20},
        {"profiles, newest seen", {"/app/v1/profiles"}, 20},
        {"profiles by name", {"/app/v1/profiles?sort=name"}, 20},
        {"profiles, sorted by email", {"/app/v1/profiles?q=sanchez&sort=-email"}, 10},
        {"profile search, common full name", {"/app/v1/profiles?q=maria%20garcia"}, 10},
        {"profile search, last name", {"/app/v1/profiles?q=okamoto"}, 10},
    };
    // What a person types, each by itself, in the search that answers letter by letter.
    for (auto* typed : {"m",
                        "ma",
                        "ga",
                        "jo",
                        "maria",
                        "garcia",
                        "chloe",
                        "maria g",
                        "maria ga",
                        "maria gar",
                        "maria garcia",
                        "jose sanchez",
                        "garcia maria",
                        "chloe lindgrend",
                        "ma mo",
                        "ana.tor",
                        "peter.k",
                        "peter.kowalskib",
                        "maria.okamoto@mail.example",
                        "2120012",
                        "212 001",
                        "+12120555",
                        "+1 212 055 5123",
                        "(212) 012-34",
                        "0555",
                        "zzz",
                        "maria zzz"})
        questions.push_back({typed, {"/app/v1/search?q=" + percent_encoded(typed)}, 15});
    std::vector<Question> rest = {
        {"metrics", {"/app/v1/metrics"}, 20},
        {"a metric's feed", {"/app/v1/metrics/" + completed + "/events"}, 20},
        {"a metric's properties", {"/app/v1/metrics/" + completed + "/properties"}, 10},
    };
    questions.insert(questions.end(), rest.begin(), rest.end());
    for (auto& q : questions) {
        auto times = timed(api, key, q.targets, q.rounds);
        fmt::print(
            "{:36} first {:8.1f} ms   median {:7.2f} ms   p95 {:7.2f} ms   median cpu {:7.2f} ms\n",
            q.name, times.first, times.median, times.p95, times.cpu);
    }

    // Theirs: the same chart, grouped by the database. The zone's days are given as a table of
    // starts.
    auto ours = timed(api, key, {chart(completed, "2025-12-16", "day")}, 20);
    Database db(file);
    auto zone = must(Zone::find("America/New_York"));
    std::int64_t first_day = day_number({2025, 12, 16}), last_day = day_number({2026, 3, 15});
    std::string starts;
    for (auto day = first_day; day <= last_day; ++day)
        starts +=
            fmt::format("{}({},{},{})", starts.empty() ? "" : ",", day,
                        zone.start_of(date_of_day(day)).us, zone.start_of(date_of_day(day + 1)).us);
    auto sql = fmt::format(
        "WITH d(day, a, b) AS (VALUES {}) SELECT d.day, count(*), count(DISTINCT e.profile_id), "
        "sum(e.value) FROM d CROSS JOIN events e "
        "ON e.account_id = 1 AND e.metric_id = 3 AND e.time >= d.a AND e.time < d.b GROUP BY d.day "
        "ORDER BY d.day",
        starts);
    std::vector<double> sql_ms;
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < 3; ++i) {
        auto start = std::chrono::steady_clock::now();
        rows = db.rows(sql);
        sql_ms.push_back(ms_since(start));
    }
    std::ranges::sort(sql_ms);
    auto document = must(JsonDocument::parse(ours.body));
    std::size_t index = 0;
    document.root()["buckets"].each([&](JsonNode bucket) {
        if (bucket["total"].integer() == 0) return;
        require(index < rows.size() &&
                    std::to_string(*bucket["total"].integer()) == rows[index][1] &&
                    std::to_string(*bucket["people"].integer()) == rows[index][2],
                "the answers differ on day " + std::to_string(index));
        ++index;
    });
    require(index == rows.size(), "the answers have not the same days");
    fmt::print("name=chart ours={:.2f}ms theirs={:.2f}ms ratio={:.1f}\n", ours.median, sql_ms[1],
               sql_ms[1] / ours.median);

    ours = timed(api, key, {"/app/v1/profiles?q=okamoto"}, 20);
    auto start = std::chrono::steady_clock::now();
    auto found = db.rows(
        "SELECT count(*) FROM profiles WHERE account_id = 1 AND (json_extract(fields, "
        "'$.last_name') LIKE 'okamoto%' OR json_extract(fields, '$.email') LIKE 'okamoto%')");
    double theirs = ms_since(start);
    auto answer = must(JsonDocument::parse(ours.body));
    if (answer.root()["total_is_exact"].boolean().value_or(false))
        require(std::to_string(*answer.root()["total"].integer()) == found[0][0],
                "the searches differ");
    fmt::print("name=search ours={:.2f}ms theirs={:.2f}ms ratio={:.1f}\n", ours.median, theirs,
               theirs / ours.median);
    if (argc <= 1) std::filesystem::remove_all(folder);
    return 0;
}
