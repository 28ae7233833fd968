// A two-year backfill over HTTP into a store, against a loop that only fetches and parses the same pages.
// SPDX-License-Identifier: Apache-2.0
//
// The vendor is the sandbox in a process of its own. Ours is a whole sync: requests, mapping, people,
// events, remembered records, commits. Theirs sends the requests that ours sent through the same
// client, parses each answer and looks at each row: one request after the other, as a loop does
// whose next page depends on the last row of this one. Several rounds take turns, so that what else
// the machine does meets both.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "app/child_process.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "ingest/ingest.hpp"
#include "net/curl_client.hpp"
#include "sources/opentable/connector.hpp"
#include "sources/runner.hpp"
#include "store/open.hpp"

namespace {

using namespace regulars;

constexpr const char* vendors_now = "2026-11-20T12:00:00Z";

void require(bool fine, const std::string& what) {
    if (fine) return;
    fmt::print(stderr, "sync_bench: {}\n", what);
    std::exit(1);
}

template <class T>
T must(Result<T> result) {
    require(result.has_value(), result ? "" : result.error().text());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

using Timer = std::chrono::steady_clock;
double seconds_since(Timer::time_point start) { return std::chrono::duration<double>(Timer::now() - start).count(); }

/// Processor time of all our threads (or of the calling one), in seconds.
double processor_s(clockid_t whose = CLOCK_PROCESS_CPUTIME_ID) {
    timespec t{};
    clock_gettime(whose, &t);
    return double(t.tv_sec) + double(t.tv_nsec) / 1e9;
}

/// Processor time of another process, in seconds.
double processor_of(pid_t pid) {
    std::ifstream file(fmt::format("/proc/{}/stat", pid));
    std::string text((std::istreambuf_iterator<char>(file)), {});
    unsigned long long user = 0, system = 0;
    auto end = text.rfind(')');
    require(end != std::string::npos && std::sscanf(text.c_str() + end + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user, &system) == 2,
            "the vendor's process is gone");
    return double(user + system) / double(sysconf(_SC_CLK_TCK));
}

/// A line of /proc/self/status, in MB.
double memory_mb(std::string_view what) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(what)) return std::strtod(line.c_str() + what.size() + 1, nullptr) / 1024;
    return 0;
}

/// Keeps what was asked, and how long was waited for answers.
class Recorder final : public net::HttpClient {
  public:
    explicit Recorder(net::HttpClient& client) : client_(client) {}
    std::unique_ptr<net::HttpCall> start(net::HttpRequest request, net::HttpLimits limits, std::stop_token stop) override {
        requests.push_back(request);
        return std::make_unique<Call>(client_.start(std::move(request), limits, std::move(stop)), waited_s);
    }
    std::vector<net::HttpRequest> requests;
    double waited_s = 0;

  private:
    struct Call final : net::HttpCall {
        Call(std::unique_ptr<net::HttpCall> c, double& w) : call(std::move(c)), waited_s(w) {}
        Result<net::HttpResponse> wait() override {
            auto start = Timer::now();
            auto response = call->wait();
            waited_s += seconds_since(start);
            require(response && response->status == 200, "the vendor is not well");
            return response;
        }
        std::unique_ptr<net::HttpCall> call;
        double& waited_s;
    };
    net::HttpClient& client_;
};

/// Times what the runner asks of ingest.
class TimedMemory final : public sources::Memory {
  public:
    explicit TimedMemory(ingest::Ingest& ingest) : memory_(ingest) {}
    Result<std::vector<model::Cursor>> cursors(AccountId account, IntegrationId integration) override { return memory_.cursors(account, integration); }
    Result<sources::Remembered> recall(AccountId account, IntegrationId integration, std::span<const std::string> keys) override {
        double start = processor_s(CLOCK_THREAD_CPUTIME_ID);
        auto found = memory_.recall(account, integration, keys);
        recall_processor_s += processor_s(CLOCK_THREAD_CPUTIME_ID) - start;
        return found;
    }
    Result<ingest::Applied> apply(const ingest::Batch& batch) override {
        auto start = Timer::now();
        auto applied = memory_.apply(batch);
        apply_s += seconds_since(start);
        return applied;
    }
    Result<model::Run> start_run(AccountId account, IntegrationId integration, model::RunKind kind) override {
        return memory_.start_run(account, integration, kind);
    }
    Result<void> finish_run(AccountId account, const model::Run& run, std::optional<Instant> next, model::IntegrationStatus status) override {
        return memory_.finish_run(account, run, next, status);
    }
    double recall_processor_s = 0, apply_s = 0;

  private:
    sources::MemoryOver<ingest::Ingest> memory_;
};

/// The sandbox in a process of its own, and what its first restaurant's integration needs.
class Vendor {
  public:
    Vendor(const std::string& guests, const std::string& each)
        : process_(must(app::ChildProcess::start({"sandbox", "--listen", "127.0.0.1:0", "--requests-per-second", "0", "--speed", "0", "--guests", guests, "--days", "730",
                                                  "--locations", "1", "--reservations-per-guest", each, "--now", vendors_now},
                                                 std::filesystem::canonical("/proc/self/exe").parent_path() / "regulars"))),
          client_(net::make_curl_client()) {
        require(process_.first_line().starts_with("ready "), process_.first_line());
        url_ = process_.first_line().substr(6);
        auto answer = get("/sandbox/credentials");
        JsonNode vendor = answer.root()["opentable"], restaurant;
        vendor["locations"].each([&](JsonNode location) { restaurant = location; });
        auto text = [](JsonNode node, const char* key) { return std::string(node[key].string().value()); };
        JsonWriter settings, credentials;
        settings.begin_object().member("oauth_url", url_).member("api_url", url_).member("rid", std::to_string(restaurant["rid"].integer().value()));
        for (auto key : {"time_zone", "country", "currency"}) settings.member(key, text(restaurant, key));
        settings.member("restaurant_name", text(restaurant, "name")).member("max_requests_per_second", 0).end_object();
        credentials.begin_object().member("client_id", text(vendor, "client_id")).member("client_secret", text(vendor, "client_secret")).end_object();
        integration_ = {.public_id = "B", .name = "Downtown", .settings = settings.take(), .history_since = must(parse_instant(vendors_now)) - days(730)};
        credentials_ = credentials.take();
    }
    /// By metric, what a perfect sync holds.
    std::map<std::string, std::int64_t> truth() {
        auto answer = get("/sandbox/truth/summary?since=" + format_iso(integration_.history_since));
        std::map<std::string, std::int64_t> events;
        answer.root()["items"].each([&](JsonNode location) {
            location["events"].each_member([&](std::string_view metric, JsonNode n) { events[std::string(metric)] += n.integer().value(); });
        });
        return events;
    }
    pid_t pid() const { return process_.pid(); }
    const model::Integration& integration() const { return integration_; }
    const std::string& credentials() const { return credentials_; }

  private:
    JsonDocument get(const std::string& path) {
        auto response = must(client_->send({.target = url_ + path}, {.timeout = 600s}));
        require(response.status == 200, path);
        return must(JsonDocument::parse(response.body));
    }

    app::ChildProcess process_;
    std::unique_ptr<net::HttpClient> client_;
    std::string url_, credentials_;
    model::Integration integration_;
};

struct Outcome {
    std::vector<net::HttpRequest> requests;
    std::int64_t rows = 0;
    std::map<std::string, std::int64_t> events;
    double seconds = 0, processor = 0, vendors_processor = 0;
};

Outcome ours(const Vendor& vendor, const std::filesystem::path& file) {
    auto store = must(store::open_sqlite({.file = file}));
    model::Account account{.public_id = "Bench1", .name = "Bench", .time_zone = "America/New_York"};
    model::Integration integration = vendor.integration();
    must(store->write([&](store::Transaction& tx) -> Result<void> {
        TRY(tx.accounts().add(account));
        return tx.integrations().add(account.id, integration);
    }));
    RealClock clock;
    SystemRandom random;
    ingest::Ingest ingest(*store, clock, random);
    TimedMemory memory(ingest);
    auto client = net::make_curl_client();
    Recorder recorder(*client);
    sources::Runner runner(memory, recorder, clock, random, {.applying = sources::Applying::beside});
    runner.add(model::IntegrationKind::opentable, std::make_unique<sources::opentable::OpenTable>());

    double processor = processor_s(), reader = processor_s(CLOCK_THREAD_CPUTIME_ID), vendors = processor_of(vendor.pid());
    auto start = Timer::now();
    auto run = must(runner.sync_once({account.id, integration, vendor.credentials()}, model::RunKind::backfill));
    Outcome outcome{.requests = std::move(recorder.requests), .rows = run.records, .seconds = seconds_since(start)};
    outcome.processor = processor_s() - processor, outcome.vendors_processor = processor_of(vendor.pid()) - vendors;
    reader = processor_s(CLOCK_THREAD_CPUTIME_ID) - reader - memory.recall_processor_s;
    require(run.outcome == model::RunOutcome::succeeded, run.error);
    must(store->read([&](store::Transaction& tx) -> Result<void> {
        std::map<MetricId, std::string> names;
        for (auto& metric : TRY(tx.events().metrics(account.id))) names[metric.id] = metric.name;
        return tx.events().each(account.id, {}, [&](const model::Event& event) -> Result<void> {
            ++outcome.events[names.at(event.metric)];
            return {};
        });
    }));
    fmt::print("ours:   {:.2f} s, of them {:.2f} s waiting for answers, beside {:.2f} s applying; resident {:.0f} MB\n", outcome.seconds, recorder.waited_s, memory.apply_s, memory_mb("VmRSS:"));
    fmt::print("        {:.2f} s of processor time: {:.2f} s reading and mapping, {:.2f} s recalling, {:.2f} s applying and receiving; the vendor's {:.2f} s\n", outcome.processor, reader,
               memory.recall_processor_s, outcome.processor - reader - memory.recall_processor_s, outcome.vendors_processor);
    return outcome;
}

Outcome theirs(const Vendor& vendor, const std::vector<net::HttpRequest>& requests) {
    auto client = net::make_curl_client();
    Outcome outcome;
    std::size_t bytes = 0;
    double processor = processor_s(), vendors = processor_of(vendor.pid());
    auto start = Timer::now();
    for (auto& request : requests) {
        auto response = must(client->send(request));
        require(response.status == 200, "the vendor is not well");
        auto document = must(JsonDocument::parse(response.body));
        document.root()["items"].each([&](JsonNode row) {
            bytes += row["id"].string().value().size() + row["updated_at_utc"].string().value().size();
            ++outcome.rows;
        });
    }
    outcome.seconds = seconds_since(start);
    outcome.processor = processor_s() - processor, outcome.vendors_processor = processor_of(vendor.pid()) - vendors;
    require(bytes > 0, "rows without ids");
    fmt::print("theirs: {:.2f} s\n        {:.2f} s of processor time; the vendor's {:.2f} s\n", outcome.seconds, outcome.processor, outcome.vendors_processor);
    return outcome;
}

}  // namespace

/// sync_bench [GUESTS [RESERVATIONS_PER_GUEST [ROUNDS]]]
int main(int argc, char** argv) {
    start_crypto();
    auto argument = [&](int n, const char* otherwise) { return std::string(argc > n ? argv[n] : otherwise); };
    int rounds = std::max(1, std::atoi(argument(3, "3").c_str()));
    auto folder = std::filesystem::current_path() / ("sync-bench-" + random_token(6));
    std::filesystem::create_directories(folder);
    Vendor vendor(argument(1, "20000"), argument(2, "10"));
    auto truth = vendor.truth();

    struct Round {
        double ours, theirs;
        double ratio() const { return theirs / ours; }
    };
    std::vector<Round> times;
    std::int64_t rows = 0, events = 0;
    std::size_t asked = 0;
    for (int i = 0; i < rounds; ++i) {
        auto mine = ours(vendor, folder / fmt::format("{}.db", i));
        auto bare = theirs(vendor, mine.requests);
        require(mine.rows == bare.rows, fmt::format("the answers differ: {} rows against {}", mine.rows, bare.rows));
        for (auto& [metric, n] : truth) require(mine.events[metric] == n, fmt::format("{}: {} events, not {}", metric, mine.events[metric], n));
        require(mine.events.size() == truth.size(), "there are metrics that are not true");
        times.push_back({mine.seconds, bare.seconds});
        rows = mine.rows, asked = mine.requests.size(), events = 0;
        for (auto& [metric, n] : mine.events) events += n;
    }
    std::filesystem::remove_all(folder);
    std::ranges::sort(times, {}, &Round::ratio);
    auto& median = times[times.size() / 2];
    fmt::print("{} rows in {} requests, {} events, as in truth; the round whose ratio is the median of {}; at most {:.0f} MB resident\n", rows, asked, events, rounds, memory_mb("VmHWM:"));
    fmt::print("name=sync ours={:.0f}/s theirs={:.0f}/s ratio={:.2f}\n", double(rows) / median.ours, double(rows) / median.theirs, median.ratio());
}
