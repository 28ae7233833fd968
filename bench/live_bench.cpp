// From a commit to memberships that show it: one event at a time, and under a steady load.
// SPDX-License-Identifier: Apache-2.0
//
// live_bench [guests=20000] [segments=100] [seconds=8]
//
// A real store on disk, a live audience that follows it on a thread of its own as the server's
// does, and segments of counts, sums and properties. An event counts as visible when the audience
// has taken in its commit: from then on every count, member and explanation shows it. Timed from
// before the event is handed to ingest, so with its own commit, and from when that commit is done.
// Limits: 2 ms idle and 20 ms at 5,000 events/s with 100 segments, 95th percentile, after the
// commit.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "analytics/live_audience.hpp"
#include "base/crypto.hpp"
#include "ingest/ingest.hpp"
#include "require.hpp"
#include "store/open.hpp"

namespace {

using namespace regulars;
using namespace std::chrono_literals;
using bench::must, bench::require;
using Timer = std::chrono::steady_clock;

constexpr int metrics = 16, events_a_guest = 25, guests_a_batch = 200, events_a_second = 5'000,
              a_commit = 50;

double ms_since(Timer::time_point start) {
    return std::chrono::duration<double, std::milli>(Timer::now() - start).count();
}

double quantile(std::vector<double> times, double q) {
    std::ranges::sort(times);
    return times[std::size_t(q * double(times.size() - 1))];
}

std::string metric(int n) { return fmt::format("Metric {}", n); }
std::string metric_id(int n) { return fmt::format("METR{:02}", n); }

/// Each asks for one metric, so that an event concerns six or seven of a hundred.
std::string definition(int n) {
    constexpr const char* counted =
        R"({{"condition_groups":[{{"conditions":[{{"type":"profile-metric","metric_id":"{}","measurement":"{}","measurement_filter":{{"type":"numeric","operator":"greater-than-or-equal","value":{}}},"timeframe_filter":{{"type":"date","operator":"in-the-last","unit":"day","quantity":{}}},"metric_filters":[{{"property":"Party Size","filter":{{"type":"numeric","operator":"greater-than","value":{}}}}}]}}]}}]}})";
    bool is_sum = n % 2 == 1;
    return fmt::format(counted, metric_id(n % metrics), is_sum ? "sum" : "count",
                       is_sum ? 100 + n * 10 : 1 + n % 20, 30 + n * 3, n % 4);
}

class Restaurant {
  public:
    explicit Restaurant(int guests) : guests_(guests), ingest_(*store_, clock_, random_) {
        integration_.public_id = "opentable", integration_.name = "Downtown";
        must(store_->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account_));
            TRY(tx.integrations().add(account_.id, integration_));
            for (int n = 0; n < metrics; ++n)
                TRY(tx.events().metric(account_.id, integration_.id, metric(n), true,
                                       [&] { return metric_id(n); }));
            return {};
        }));
        for (int from = 0; from < guests; from += guests_a_batch) {
            ingest::Batch batch{.account = account_.id, .integration = integration_.id};
            for (int n = from; n < std::min(guests, from + guests_a_batch); ++n) {
                batch.people.push_back({.key = key(n),
                                        .as_of = clock_.now(),
                                        .fields = {.email = fmt::format("guest{}@x.example", n)}});
                for (int i = 0; i < events_a_guest; ++i) batch.events.push_back(event(n));
            }
            must(ingest_.apply(batch));
        }
    }
    ~Restaurant() {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    void add_segments(int segments) {
        must(store_->write([&](store::Transaction& tx) -> Result<void> {
            for (int n = 0; n < segments; ++n) {
                model::Segment segment{.public_id = fmt::format("SEG{:03}", n),
                                       .name = fmt::format("Segment {}", n),
                                       .definition = definition(n),
                                       .created_at = clock_.now()};
                TRY(tx.segments().add(account_.id, segment));
            }
            return {};
        }));
    }
    /// Events of now, of anybody.
    ingest::Batch events(int count) {
        ingest::Batch batch{.account = account_.id, .integration = integration_.id};
        for (int i = 0; i < count; ++i)
            batch.events.push_back(event(int(random_.below(std::uint64_t(guests_))), true));
        return batch;
    }
    void apply(const ingest::Batch& batch) { must(ingest_.apply(batch)); }
    std::int64_t committed() {
        std::int64_t last = 0;
        must(store_->read([&](store::Transaction& tx) -> Result<void> {
            last = TRY(tx.changes().last(account_.id));
            return {};
        }));
        return last;
    }
    store::Store& store() { return *store_; }
    Clock& clock() { return clock_; }
    AccountId account() const { return account_.id; }
    const std::filesystem::path& folder() const { return folder_; }

  private:
    static std::string key(int n) { return fmt::format("opentable:{}", n); }
    ingest::EventUpsert event(int guest, bool is_now = false) {
        auto ago = is_now ? Duration(0) : days(std::int64_t(random_.below(700)));
        return {.unique_id = fmt::format("visit:{}", ++last_event_),
                .metric = metric(int(random_.below(metrics))),
                .person = key(guest),
                .time = clock_.now() - ago,
                .value = Money{std::int64_t(2'000 + random_.below(20'000)), {}},
                .properties = fmt::format(R"({{"Party Size":{},"Server":"S{}"}})",
                                          1 + random_.below(8), random_.below(40))};
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("regulars-live-bench-" + random_token(8));
    int guests_;
    bool has_folder_ = std::filesystem::create_directories(folder_);
    RealClock clock_;
    SeededRandom random_{20261122};
    std::unique_ptr<store::Store> store_ = must(store::open_sqlite({.file = folder_ / "live.db"}));
    ingest::Ingest ingest_;
    model::Account account_{
        .public_id = "ACCT01", .name = "A", .time_zone = "America/New_York", .country = "US"};
    model::Integration integration_;
    std::int64_t last_event_ = 0;
};

struct Waits {
    std::vector<double> in_all, after_commit;
    void say(std::string_view what, int segments, int limit_ms) const {
        fmt::print(
            "name=commit_to_membership {} segments={} p50={:.3f}ms p95={:.3f}ms p99={:.3f}ms "
            "limit={}ms with_own_commit_p95={:.3f}ms\n",
            what, segments, quantile(after_commit, 0.5), quantile(after_commit, 0.95),
            quantile(after_commit, 0.99), limit_ms, quantile(in_all, 0.95));
    }
};

/// Hands over batches and waits for each to be visible; `due` says when the n-th is to come.
template <class Due>
Waits timed(Restaurant& restaurant, const analytics::LiveAudience& audience, int batches,
            int events, Due due) {
    Waits waits;
    for (int i = 0; i < batches; ++i) {
        auto batch = restaurant.events(events);
        auto begin = due(i);
        std::this_thread::sleep_until(begin);
        if (begin > Timer::now()) begin = Timer::now();
        restaurant.apply(batch);
        auto committed = Timer::now();
        require(audience.reaches(restaurant.committed(), 10s), "an event did not become visible");
        waits.in_all.push_back(ms_since(begin));
        waits.after_commit.push_back(ms_since(committed));
    }
    return waits;
}

}  // namespace

int main(int argc, char** argv) {
    int guests = 20'000, segments = 100, seconds = 8;
    for (int i = 1; i < argc; ++i) {
        std::string_view argument = argv[i];
        auto number = [&] { return std::atoi(argv[i] + argument.find('=') + 1); };
        if (argument.starts_with("guests="))
            guests = number();
        else if (argument.starts_with("segments="))
            segments = number();
        else if (argument.starts_with("seconds="))
            seconds = number();
        else
            require(false, fmt::format("knows no '{}': guests=N segments=N seconds=N", argument));
    }
    require(guests > 0 && segments > 0 && seconds > 0, "all are at least 1");
    start_crypto();
    Restaurant restaurant(guests);
    restaurant.add_segments(segments);
    analytics::LiveAudience audience(restaurant.store(), restaurant.account(), restaurant.clock());
    must(audience.open(restaurant.folder()));
    fmt::print("{} people, {} events\n", audience.people(), audience.events());
    {
        std::jthread follower([&](std::stop_token stop) {
            for (std::uint64_t commits = 0; !stop.stop_requested();
                 commits = restaurant.store().wait_for_commit(commits, 100ms)) {
                while (must(audience.follow())) {
                }
                if (auto next = audience.next(); next && *next <= restaurant.clock().now())
                    must(audience.tick());
            }
        });
        timed(restaurant, audience, 500, 1, [](int) {
            return Timer::now() + 2ms;
        }).say("idle", segments, 2);
        auto begin = Timer::now();
        int batches = seconds * events_a_second / a_commit;
        timed(restaurant, audience, batches, a_commit, [&](int i) {
            return begin + std::chrono::microseconds(std::int64_t(i) * a_commit * 1'000'000 /
                                                     events_a_second);
        }).say(fmt::format("at {} events/s", events_a_second), segments, 20);
        fmt::print("{} events in {:.1f} s\n", batches * a_commit, ms_since(begin) / 1'000);
    }
    // The members in the store are those of a fresh reading.
    must(audience.tick());
    analytics::LiveAudience fresh(restaurant.store(), restaurant.account(), restaurant.clock());
    must(fresh.open_to_ask(restaurant.folder() / "nowhere"));
    must(restaurant.store().read([&](store::Transaction& tx) -> Result<void> {
        for (auto& segment : TRY(tx.segments().all(restaurant.account())))
            require(TRY(tx.segments().size(restaurant.account(), segment.id)) ==
                        TRY(fresh.count(must(audience::definition_from(segment.definition)))).count,
                    "the members are not those from scratch");
        return {};
    }));
}
