// A whole backfill over HTTP into a store, against a loop that only fetches and parses the same
// pages.
// SPDX-License-Identifier: Apache-2.0
//
// The vendors are the sandbox in a process of its own. Ours is a whole sync: requests, mapping,
// people, events, remembered records, commits. Theirs sends the requests that ours sent through the
// same client, parses each answer and looks at each row: one request after the other, as a loop
// does whose next page depends on the last row of this one. They take turns, as many rounds as are
// asked for.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "ingest/ingest.hpp"
#include "net/curl_client.hpp"
#include "sources/runner.hpp"
#include "sources/vendors.hpp"
#include "store/open.hpp"
#include "sync_vendor.hpp"

namespace regulars::bench {
namespace {

using Timer = std::chrono::steady_clock;
double seconds_since(Timer::time_point start) {
    return std::chrono::duration<double>(Timer::now() - start).count();
}

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
    require(end != std::string::npos &&
                std::sscanf(text.c_str() + end + 2,
                            "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
                            &system) == 2,
            "the vendor's process is gone");
    return double(user + system) / double(sysconf(_SC_CLK_TCK));
}

/// A line of /proc/self/status, in MB.
double memory_mb(std::string_view what) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(what))
            return std::strtod(line.c_str() + what.size() + 1, nullptr) / 1024;
    return 0;
}

/// Bytes that this process gave to write(), in MB.
double written_mb() {
    std::ifstream file("/proc/self/io");
    std::string name;
    double bytes = 0;
    while (file >> name >> bytes)
        if (name == "wchar:") break;
    return bytes / 1e6;
}

/// Of a look-up that names nothing 404 is the answer.
bool is_well(const net::HttpResponse& response) {
    return response.status == 200 || response.status == 404;
}

/// Keeps what was asked, how long was waited for answers, and how long requests travelled before
/// that.
class Recorder final : public net::HttpClient {
  public:
    explicit Recorder(net::HttpClient& client) : client_(client) {}
    std::unique_ptr<net::HttpCall> start(net::HttpRequest request, net::HttpLimits limits,
                                         std::stop_token stop) override {
        requests.push_back(request);
        return std::make_unique<Call>(client_.start(std::move(request), limits, std::move(stop)),
                                      *this);
    }
    std::vector<net::HttpRequest> requests;
    double waited_s = 0, ahead_s = 0;

  private:
    struct Call final : net::HttpCall {
        Call(std::unique_ptr<net::HttpCall> c, Recorder& r) : call(std::move(c)), recorder(r) {}
        Result<net::HttpResponse> wait() override {
            auto start = Timer::now();
            recorder.ahead_s += seconds_since(began) - seconds_since(start);
            auto response = call->wait();
            recorder.waited_s += seconds_since(start);
            require(response && is_well(*response), "the vendor is not well");
            return response;
        }
        std::unique_ptr<net::HttpCall> call;
        Recorder& recorder;
        Timer::time_point began = Timer::now();
    };
    net::HttpClient& client_;
};

/// Times what the runner asks of ingest.
class TimedMemory final : public sources::Memory {
  public:
    explicit TimedMemory(ingest::Ingest& ingest) : memory_(ingest) {}
    Result<std::vector<model::Cursor>> cursors(AccountId account,
                                               IntegrationId integration) override {
        return memory_.cursors(account, integration);
    }
    Result<sources::Remembered> recall(AccountId account, IntegrationId integration,
                                       std::span<const std::string> keys) override {
        double start = processor_s(CLOCK_THREAD_CPUTIME_ID);
        auto found = memory_.recall(account, integration, keys);
        recall_processor_s += processor_s(CLOCK_THREAD_CPUTIME_ID) - start;
        return found;
    }
    Result<ingest::Applied> apply(std::span<const ingest::Batch> batches) override {
        auto start = Timer::now();
        auto applied = memory_.apply(batches);
        apply_s += seconds_since(start);
        ++applies;
        return applied;
    }
    Result<model::Run> start_run(AccountId account, IntegrationId integration,
                                 model::RunKind kind) override {
        return memory_.start_run(account, integration, kind);
    }
    Result<void> finish_run(AccountId account, const model::Run& run, std::optional<Instant> next,
                            model::IntegrationStatus status) override {
        return memory_.finish_run(account, run, next, status);
    }
    double recall_processor_s = 0, apply_s = 0;
    int applies = 0;

  private:
    sources::MemoryOver<ingest::Ingest> memory_;
};

/// Lightspeed's tokens are renewed; the benchmark keeps nothing between runs.
struct Forgetful final : sources::CredentialKeeper {
    Result<void> replace(AccountId, IntegrationId, const std::string&,
                         const std::string&) override {
        return {};
    }
};

struct Outcome {
    std::vector<net::HttpRequest> requests;
    std::int64_t rows = 0;  // that theirs saw
    std::map<std::string, std::int64_t> events;
    double seconds = 0, processor = 0, vendors_processor = 0;
};

Outcome ours(Vendor& vendor, const std::filesystem::path& file) {
    auto store = must(store::open_sqlite({.file = file}));
    model::Account account{.public_id = "Bench1", .name = "Bench", .time_zone = "America/New_York"};
    model::Integration integration = vendor.integration();
    must(store->write([&](store::Transaction& tx) -> Result<void> {
        TRY(tx.accounts().add(account));
        return tx.integrations().add(account.id, integration);
    }));
    RealClock clock(vendor.now(), 1);
    SystemRandom random;
    ingest::Ingest ingest(*store, clock, random);
    TimedMemory memory(ingest);
    auto client = net::make_curl_client();
    Recorder recorder(*client);
    Forgetful keeper;
    sources::Runner runner(memory, recorder, clock, random, {.applying = sources::Applying::beside},
                           &keeper);
    runner.add(integration.kind, sources::make_connector(integration.kind));
    sources::Connection connection{account.id, integration, vendor.credentials()};

    double processor = processor_s(), reader = processor_s(CLOCK_THREAD_CPUTIME_ID),
           vendors = processor_of(vendor.pid()), written = written_mb();
    auto start = Timer::now();
    auto run = must(runner.sync_once(connection, model::RunKind::backfill));
    Outcome outcome{.requests = std::move(recorder.requests), .seconds = seconds_since(start)};
    outcome.processor = processor_s() - processor,
    outcome.vendors_processor = processor_of(vendor.pid()) - vendors;
    written = written_mb() - written;
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
    fmt::print(
        "ours:   {:.2f} s, of them {:.2f} s waiting for answers asked for {:.2f} s before, beside "
        "{:.2f} s applying in {} commits; {:.0f} MB written, resident {:.0f} MB\n",
        outcome.seconds, recorder.waited_s, recorder.ahead_s, memory.apply_s, memory.applies,
        written, memory_mb("VmRSS:"));
    fmt::print(
        "        {:.2f} s of processor time: {:.2f} s reading and mapping, {:.2f} s recalling, "
        "{:.2f} s applying and receiving; the vendor's {:.2f} s\n",
        outcome.processor, reader, memory.recall_processor_s,
        outcome.processor - reader - memory.recall_processor_s, outcome.vendors_processor);
    return outcome;
}

/// That ours remembers the rows of one answer in eight, untimed; all of them are compared by their
/// counts.
std::size_t compare_rows(const Vendor& vendor, const std::vector<net::HttpRequest>& requests,
                         const std::filesystem::path& file) {
    auto store = must(store::open_sqlite({.file = file}));
    auto client = net::make_curl_client();
    std::unordered_set<std::string> seen;
    constexpr std::size_t one_in = 8;
    for (std::size_t i = 0; i < requests.size(); i += one_in) {
        auto& request = requests[i];
        if (request.method != "GET") continue;
        auto response = must(client->send(request));
        vendor.each_row(
            response.body, [&](std::string_view stream, std::string_view id, std::string_view) {
                if (stream != "shipment")
                    seen.insert(fmt::format("{}/{}", stream,
                                            id));  // what is not shipped need not be remembered
            });
    }
    must(store->read([&](store::Transaction& tx) -> Result<void> {
        auto account = TRY(tx.accounts().all()).front().id;
        auto integration = TRY(tx.integrations().all(account)).front().id;
        for (auto& key : seen)
            require(TRY(tx.source_records().find(account, integration, key)).has_value(),
                    "not remembered: " + key);
        return {};
    }));
    return seen.size();
}

Outcome theirs(const Vendor& vendor, const std::vector<net::HttpRequest>& requests) {
    auto client = net::make_curl_client();
    Outcome outcome;
    std::size_t bytes = 0;
    double processor = processor_s(), vendors = processor_of(vendor.pid());
    auto start = Timer::now();
    for (auto& request : requests) {
        if (request.method != "GET") continue;  // a token; those that ours got still serve
        auto response = must(client->send(request));
        require(is_well(response), "the vendor is not well");
        vendor.each_row(response.body,
                        [&](std::string_view, std::string_view id, std::string_view time) {
                            bytes += id.size() + time.size();
                            ++outcome.rows;
                        });
    }
    outcome.seconds = seconds_since(start);
    outcome.processor = processor_s() - processor,
    outcome.vendors_processor = processor_of(vendor.pid()) - vendors;
    require(bytes > 0, "rows without ids");
    fmt::print("theirs: {:.2f} s\n        {:.2f} s of processor time; the vendor's {:.2f} s\n",
               outcome.seconds, outcome.processor, outcome.vendors_processor);
    return outcome;
}

void compare(model::IntegrationKind kind, std::int64_t records, int rounds) {
    auto folder = std::filesystem::current_path() / ("sync-bench-" + random_token(6));
    std::filesystem::create_directories(folder);
    Vendor vendor(kind, records);
    auto truth = vendor.truth();

    struct Round {
        double ours, theirs, processor, vendors_processor;
        double ratio() const { return theirs / ours; }
    };
    std::vector<Round> times;
    std::int64_t rows = 0, events = 0;
    std::size_t asked = 0, distinct = 0;
    for (int i = 0; i < rounds; ++i) {
        auto file = folder / fmt::format("{}.db", i);
        auto mine = ours(vendor, file);
        auto bare = theirs(vendor, mine.requests);
        if (i == 0) distinct = compare_rows(vendor, mine.requests, file);
        for (auto& [metric, figure] : truth) {
            std::int64_t held = mine.events[metric];
            require(held >= figure.certain && held <= figure.certain + figure.uncertain,
                    fmt::format("{}: {} events, not {}", metric, held, figure.certain));
        }
        require(mine.events.size() == truth.size(), "there are metrics that are not true");
        times.push_back({mine.seconds, bare.seconds, mine.processor, mine.vendors_processor});
        rows = bare.rows, asked = mine.requests.size(), events = 0;
        for (auto& [metric, n] : mine.events) events += n;
        std::filesystem::remove(file);
    }
    std::filesystem::remove_all(folder);
    std::ranges::sort(times, {}, &Round::ratio);
    auto& median = times[times.size() / 2];
    fmt::print(
        "{} rows in {} requests, {} records looked up, {} events, as in truth; the round whose "
        "ratio is the median of {}; at most {:.0f} MB resident\n",
        rows, asked, distinct, events, rounds, memory_mb("VmHWM:"));
    int cores = std::max(1, int(std::thread::hardware_concurrency()));
    double work = median.processor + median.vendors_processor;
    fmt::print(
        "{} cores cannot do it in less than {:.2f} s: {:.2f} s of processor time are ours, {:.2f} "
        "s the vendor's\n",
        cores, work / cores, median.processor, median.vendors_processor);
    fmt::print("name=sync_{} ours={:.0f}/s theirs={:.0f}/s ratio={:.2f}\n", model::name_of(kind),
               double(rows) / median.ours, double(rows) / median.theirs, median.ratio());
    std::fflush(stdout);
}

}  // namespace
}  // namespace regulars::bench

/// sync_bench [VENDOR|all [RECORDS [ROUNDS]]]
int main(int argc, char** argv) {
    using namespace regulars;
    start_crypto();
    auto argument = [&](int n, const char* otherwise) {
        return std::string(argc > n ? argv[n] : otherwise);
    };
    auto chosen = argument(1, "all");
    auto records = std::atoll(argument(2, "300000").c_str());
    int rounds = std::max(1, std::atoi(argument(3, "1").c_str()));
    bool is_known = false;
    for (auto kind : sources::vendors()) {
        if (chosen != "all" && chosen != model::name_of(kind)) continue;
        is_known = true;
        bench::compare(kind, records, rounds);
    }
    bench::require(is_known && records > 0,
                   "usage: sync_bench [opentable|toast|lightspeed|all [RECORDS [ROUNDS]]]");
}
