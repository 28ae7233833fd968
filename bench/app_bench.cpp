// The app's endpoints over a large account, against the same questions asked in SQL.
// SPDX-License-Identifier: Apache-2.0
//
// app_bench [FOLDER [PROFILES [EVENTS]]] makes (or finds) a store of that many people and events over
// two years and asks through Api::handle. Theirs reads the same database: a chart as one GROUP BY over
// the index of the metric's events, a search as LIKE over the profiles. Both answer alike.
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

#include "api/api.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "store/open.hpp"

namespace {

using namespace regulars;

void require(bool fine, const std::string& what) {
    if (fine) return;
    fmt::print(stderr, "app_bench: {}\n", what);
    std::exit(1);
}

template <class T>
T must(Result<T> result) {
    require(result.has_value(), result ? "" : result.error().text());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double ms_since(std::chrono::steady_clock::time_point start) { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(); }

const Instant last = parse_instant("2026-03-15T18:00:00Z").value();
constexpr std::int64_t history_s = 730 * 86'400;
constexpr const char* metrics[] = {"Created Reservation", "Confirmed Reservation", "Completed Reservation", "Cancelled Reservation", "No Showed Reservation"};
// Out of 100 events.
constexpr int shares[] = {38, 22, 30, 6, 4};

std::string first_name(std::uint64_t n) {
    constexpr const char* names[] = {"Maria", "José", "Ana", "John", "Wei", "Minji", "Chloé", "Omar", "Liam", "Sofia", "Noah", "Emma", "Lucas", "Aïcha", "Peter", "Yuki"};
    return fmt::format("{}{}", names[n % 16], n % 7 == 0 ? fmt::format(" {}", char('A' + n % 26)) : "");
}
std::string last_name(std::uint64_t n) {
    constexpr const char* a[] = {"Gar", "Mar", "Ro", "Sil", "Kow", "Ander", "Fer", "Lind", "Oka", "Pet", "San", "Tor", "Vas", "Wil", "Zim", "Ben"};
    constexpr const char* b[] = {"cia", "tinez", "driguez", "va", "alski", "son", "nandez", "gren", "moto", "rov", "chez", "res", "quez", "kins", "mer", "nett"};
    return fmt::format("{}{}{}", a[n % 16], b[n / 16 % 16], n / 256 % 32 == 0 ? "" : fmt::format("{}", char('a' + n / 256 % 32 % 26)));
}

void fill(store::Store& store, std::int64_t profiles, std::int64_t events) {
    SeededRandom random(1);
    model::Account account{.public_id = "AbC123", .name = "Large", .time_zone = "America/New_York", .created_at = last - days(730)};
    model::Integration integration{.public_id = "01INTEGRATION", .name = "Downtown",
                                   .settings = R"({"rid":"1001","restaurant_name":"Olive","time_zone":"America/New_York"})", .created_at = last - days(730),
                                   .last_sync_at = last - 5min};
    std::vector<MetricId> ids;
    must(store.write([&](store::Transaction& tx) -> Result<void> {
        TRY(tx.accounts().add(account));
        TRY(tx.integrations().add(account.id, integration));
        for (auto* name : metrics) ids.push_back(TRY(tx.events().metric(account.id, integration.id, name, true, [&] { return make_short_id(random); })).id);
        return {};
    }));
    auto start = std::chrono::steady_clock::now();
    constexpr std::int64_t step = 10'000;
    for (std::int64_t done = 0; done < profiles; done += step)
        must(store.write([&](store::Transaction& tx) -> Result<void> {
            for (std::int64_t i = done; i < std::min(profiles, done + step); ++i) {
                auto n = mix(std::uint64_t(i), 11);
                model::Profile profile{.public_id = fmt::format("01P{:023}", i), .created_at = last - Duration((profiles - i) * (history_s * 1'000'000 / profiles))};
                profile.fields = {.email = fmt::format("{}.{}{}@mail.example", lowered(first_name(n)), lowered(last_name(n >> 8)), i % 5'000),
                                  .phone = fmt::format("+1212{:07}", i % 10'000'000), .first_name = first_name(n), .last_name = last_name(n >> 8)};
                profile.updated_at = profile.created_at;
                TRY(tx.profiles().add(account.id, profile));
            }
            return {};
        }));
    fmt::print("{} profiles in {:.0f} s\n", profiles, ms_since(start) / 1000);
    start = std::chrono::steady_clock::now();
    for (std::int64_t done = 0; done < events; done += step)
        must(store.write([&](store::Transaction& tx) -> Result<void> {
            std::int64_t counts[5] = {};
            for (std::int64_t i = done; i < std::min(events, done + step); ++i) {
                int roll = int(random.below(100)), metric = 0;
                while (roll >= shares[metric]) roll -= shares[metric++];
                // Newest first, as a backfill reads, a little mixed.
                Instant time = last - Duration(std::int64_t(double(i) / double(events) * double(history_s) * 1e6)) - Duration(std::int64_t(random.below(86'400)) * 1'000'000);
                model::Event event{.unique_id = fmt::format("opentable:1001:1001-{:016x}:{}", i, metrics[metric]), .metric = ids[std::size_t(metric)],
                                   .profile = ProfileId{1 + std::int64_t(random.below(std::uint64_t(profiles)))}, .time = time};
                if (metric == 2 && random.below(2)) event.value = Money{std::int64_t(2'000 + random.below(30'000)), {}};
                event.properties = fmt::format(R"({{"Created Date":"{0}","Scheduled Time":"{0}","Table Number":["{1}"],"Party Size":{2},"Visit Tags":[{3}],"Reservation Origin":"{4}","Guest Request":null,"Table Category":"default","Server":"Server {5}","Currency Code":null,"Restaurant ID":"1001","Restaurant Name":"Olive & Ember Downtown"}})",
                                               format_iso(time.floor_seconds()), random.below(60), 1 + random.below(8), random.below(4) ? "" : "\"birthday\"",
                                               random.below(3) ? "Web" : "Phone", random.below(20));
                TRY(tx.events().add(account.id, event));
                ++counts[metric];
            }
            for (int m = 0; m < 5; ++m) TRY(tx.events().count_metric(account.id, ids[std::size_t(m)], counts[m]));
            return {};
        }));
    fmt::print("{} events in {:.0f} s\n", events, ms_since(start) / 1000);
}

struct NoSync final : api::SyncControl {
    Result<void> request_sync(AccountId, IntegrationId) override { return {}; }
    Result<void> stop(AccountId, IntegrationId) override { return {}; }
    Result<sources::Trial> try_connection(model::IntegrationKind, const std::string&, const std::string&) override { return sources::Trial{}; }
    Result<net::HttpResponse> ask_vendor(net::HttpRequest) override { return net::HttpResponse{}; }
    std::optional<api::Progress> progress(AccountId, IntegrationId) override { return std::nullopt; }
    Result<void> request_check(AccountId, IntegrationId, LocalDate, LocalDate) override { return {}; }
    std::optional<api::Check> check(AccountId, IntegrationId) override { return std::nullopt; }
};

class Database {
  public:
    explicit Database(const std::string& file) { require(sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK, "cannot open " + file); }
    ~Database() { sqlite3_close(handle_); }
    /// Every column of every row as text.
    std::vector<std::vector<std::string>> rows(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        require(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK, sqlite3_errmsg(handle_));
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

Times timed(api::Api& api, const std::string& key, const std::vector<std::string>& targets, int rounds) {
    Times times;
    std::vector<double> all, cpu;
    for (int round = 0; round < rounds; ++round)
        for (auto& target : targets) {
            double cpu_start = cpu_ms();
            auto start = std::chrono::steady_clock::now();
            auto response = api.handle({.target = target, .headers = {{"Authorization", "Bearer " + key}}});
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
    auto folder = argc > 1 ? std::filesystem::path(argv[1]) : std::filesystem::temp_directory_path() / ("app-bench-" + random_token(6));
    std::int64_t profiles = argc > 2 ? std::atoll(argv[2]) : 100'000, events = argc > 3 ? std::atoll(argv[3]) : 1'000'000;
    std::filesystem::create_directories(folder);
    auto file = folder / "regulars.db";
    bool is_new = !std::filesystem::exists(file);
    auto store = must(store::open_sqlite({.file = file, .cache_bytes = 256u << 20}));
    if (is_new) fill(*store, profiles, events);

    VirtualClock clock(last);
    SystemRandom random;
    ingest::Ingest ingest(*store, clock, random);
    auto vault = must(Vault::open(folder / "key"));
    NoSync sync;
    api::Api api({.store = *store, .ingest = ingest, .vault = vault, .clock = clock, .random = random, .sync = sync, .version = "bench"});
    auto key = "pk_AbC123_" + random_token(24);
    std::string completed, created;
    must(store->write([&](store::Transaction& tx) -> Result<void> {
        model::ApiKey made{.name = "bench", .sha256 = sha256_hex(key), .created_at = last};
        for (auto& metric : TRY(tx.events().metrics(AccountId{1}))) {
            if (metric.name == metrics[2]) completed = metric.public_id;
            if (metric.name == metrics[0]) created = metric.public_id;
        }
        return tx.api_keys().add(AccountId{1}, made);
    }));
    auto chart = [&](const std::string& metric, const char* from, const char* by, const std::string& more = {}) {
        return fmt::format("/app/v1/metrics/{}/chart?from={}&to=2026-03-15&by={}{}", metric, from, by, more);
    };
    auto big_parties = percent_encoded(R"([{"property":"Party Size","operator":"at_least","value":"5"}])");
    struct Question {
        std::string name;
        std::vector<std::string> targets;
        int rounds;
    };
    std::vector<Question> questions = {
        {"chart, 30 days by day", {chart(completed, "2026-02-14", "day")}, 30},
        {"chart, 90 days by day, and before", {chart(completed, "2025-12-16", "day", "&compare=previous")}, 30},
        {"chart, 1 year by week", {chart(completed, "2025-03-16", "week")}, 20},
        {"chart, 1 year by week, and before", {chart(completed, "2025-03-16", "week", "&compare=previous")}, 20},
        {"chart, 2 years by day", {chart(created, "2024-03-16", "day")}, 20},
        {"chart, 2 years by month", {chart(created, "2024-03-16", "month")}, 20},
        {"chart, 30 days by a property", {chart(completed, "2026-02-14", "day", "&group_by=Server")}, 20},
        {"chart, 90 days by another", {chart(completed, "2025-12-16", "week", "&group_by=Party%20Size")}, 20},
        {"chart, 90 days by table, filtered", {chart(completed, "2025-12-16", "week", "&group_by=Table%20Number&where=" + big_parties)}, 20},
        {"chart, 1 year filtered, and before", {chart(completed, "2025-03-16", "week", "&compare=previous&where=" + big_parties)}, 20},
        {"chart, 1 year by a property", {chart(completed, "2025-03-16", "week", "&group_by=Server")}, 20},
        {"chart, 2 years by a property", {chart(created, "2024-03-16", "month", "&group_by=Server")}, 20},
        {"chart, 2 years by day and property", {chart(created, "2024-03-16", "day", "&group_by=Server")}, 20},
        {"chart, 2 years filtered", {chart(created, "2024-03-16", "month", "&where=" + big_parties)}, 20},
        {"profiles, newest seen", {"/app/v1/profiles"}, 20},
        {"profiles by name", {"/app/v1/profiles?sort=name"}, 20},
        {"profiles, sorted by email", {"/app/v1/profiles?q=sanchez&sort=-email"}, 10},
        {"profile search, common full name", {"/app/v1/profiles?q=maria%20garcia"}, 10},
        {"profile search, last name", {"/app/v1/profiles?q=okamoto"}, 10},
    };
    // What a person types, each by itself, in the search that answers letter by letter.
    for (auto* typed : {"m", "ma", "ga", "jo", "maria", "garcia", "chloe", "maria g", "maria ga", "maria gar", "maria garcia", "jose sanchez", "garcia maria",
                        "chloe lindgrend", "ma mo", "ana.tor", "peter.k", "peter.kowalskib", "maria.okamoto@mail.example", "2120012", "212 001", "+12120555", "+1 212 055 5123",
                        "(212) 012-34", "0555", "zzz", "maria zzz"})
        questions.push_back({typed, {"/app/v1/search?q=" + percent_encoded(typed)}, 15});
    std::vector<Question> rest = {
        {"metrics", {"/app/v1/metrics"}, 20},
        {"a metric's feed", {"/app/v1/metrics/" + completed + "/events"}, 20},
        {"a metric's properties", {"/app/v1/metrics/" + completed + "/properties"}, 10},
    };
    questions.insert(questions.end(), rest.begin(), rest.end());
    for (auto& q : questions) {
        auto times = timed(api, key, q.targets, q.rounds);
        fmt::print("{:36} first {:8.1f} ms   median {:7.2f} ms   p95 {:7.2f} ms   median cpu {:7.2f} ms\n", q.name, times.first, times.median, times.p95, times.cpu);
    }

    // Theirs: the same chart, grouped by the database. The zone's days are given as a table of starts.
    auto ours = timed(api, key, {chart(completed, "2025-12-16", "day")}, 20);
    Database db(file);
    auto zone = must(Zone::find("America/New_York"));
    std::int64_t first_day = day_number({2025, 12, 16}), last_day = day_number({2026, 3, 15});
    std::string starts;
    for (auto day = first_day; day <= last_day; ++day)
        starts += fmt::format("{}({},{},{})", starts.empty() ? "" : ",", day, zone.start_of(date_of_day(day)).us, zone.start_of(date_of_day(day + 1)).us);
    auto sql = fmt::format("WITH d(day, a, b) AS (VALUES {}) SELECT d.day, count(*), count(DISTINCT e.profile_id), sum(e.value) FROM d CROSS JOIN events e "
                           "ON e.account_id = 1 AND e.metric_id = 3 AND e.time >= d.a AND e.time < d.b GROUP BY d.day ORDER BY d.day",
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
        require(index < rows.size() && std::to_string(*bucket["total"].integer()) == rows[index][1] && std::to_string(*bucket["people"].integer()) == rows[index][2],
                "the answers differ on day " + std::to_string(index));
        ++index;
    });
    require(index == rows.size(), "the answers have not the same days");
    fmt::print("name=chart ours={:.2f}ms theirs={:.2f}ms ratio={:.1f}\n", ours.median, sql_ms[1], sql_ms[1] / ours.median);

    ours = timed(api, key, {"/app/v1/profiles?q=okamoto"}, 20);
    auto start = std::chrono::steady_clock::now();
    auto found = db.rows("SELECT count(*) FROM profiles WHERE account_id = 1 AND (json_extract(fields, '$.last_name') LIKE 'okamoto%' OR json_extract(fields, '$.email') LIKE 'okamoto%')");
    double theirs = ms_since(start);
    auto answer = must(JsonDocument::parse(ours.body));
    if (answer.root()["total_is_exact"].boolean().value_or(false))
        require(std::to_string(*answer.root()["total"].integer()) == found[0][0], "the searches differ");
    fmt::print("name=search ours={:.2f}ms theirs={:.2f}ms ratio={:.1f}\n", ours.median, theirs, theirs / ours.median);
    if (argc <= 1) std::filesystem::remove_all(folder);
    return 0;
}
