// Segments over tens of millions of events: the index against DuckDB, ClickHouse and PostgreSQL.
// SPDX-License-Identifier: Apache-2.0
//
// audience_bench [events=50000000] [rivals=duckdb,clickhouse,postgres]
// [parts=segments,charts,memory,live,timers]
//
// Two million profiles and 16 metrics at 50 million events, 25 events a profile at any size; all
// but the segments are measured at a fifth of that. PostgreSQL is left out above 20 million events:
// it takes longer to load them than everything else together. What is made of the seed (the rivals'
// tables, the index's file) stays in build/audience_bench for the next run. Ours and theirs answer
// the same six segments with two threads; the answers must agree.
#include <thread>

#include "audience/index.hpp"
#include "audience/tracker.hpp"
#include "charts.hpp"
#include "measuring.hpp"
#include "segments.hpp"

namespace {

using namespace regulars;
using namespace regulars::audience;
using namespace bench;

constexpr std::uint64_t seed = 20261120;
constexpr std::int64_t events_a_profile = 25;

Index made(const World& world, bool in_full) {
    Index index;
    for (std::uint32_t profile = 1; profile <= world.profiles(); ++profile)
        index.put(world.person(profile, in_full));
    index.fold();
    return index;
}

/// The index of a world, from its file if an earlier run left it.
Index kept(const World& world, bool in_full, const std::filesystem::path& file) {
    if (auto loaded = Index::load(file)) return std::move(loaded->first);
    auto start = Timer::now();
    auto index = made(world, in_full);
    say(fmt::format("made an index of {} events in {:.1f} s", index.events(),
                    ms_since(start) / 1000));
    must(index.save(file, 0));
    return index;
}

Answers ours(const Index& index) {
    Answers answers;
    for (const auto& segment : segments()) {
        auto question = must(Question::ask(segment.definition, World::catalog()));
        std::vector<double> times;
        std::int64_t people = index.count(question, now);
        for (int i = 0; i < 21; ++i) {
            auto start = Timer::now();
            people = index.count(question, now);
            times.push_back(ms_since(start));
        }
        answers[segment.name] = {quantile(times, 0.5), people};
    }
    return answers;
}

void compare_segments(const World& world, const std::filesystem::path& folder,
                      const std::vector<std::string>& rivals) {
    auto csv = rows_for(world, folder, rivals);
    std::map<std::string, Answers> rival_answers;
    for (const auto& rival : rivals) rival_answers[rival] = theirs(rival, folder, csv);

    auto index = kept(world, false, folder / "index");
    say(fmt::format("index: {} events, {} people, {} MB", index.events(), index.people(),
                    index.memory_bytes() >> 20));
    auto our_answers = ours(index);

    std::vector<std::string> names;
    for (const auto& segment : segments()) names.push_back(segment.name);
    compare(names, our_answers, rival_answers);
}

/// Every event with the twelve properties of a reservation.
void measure_memory(const World& world, const std::filesystem::path& folder) {
    auto file = folder / "index_in_full";
    {
        auto index = kept(world, true, file);
        say(fmt::format(
            "name=memory events={} people={} bytes={}MB limit=400MB at 10 million events",
            index.events(), index.people(), index.memory_bytes() >> 20));
    }
    std::vector<double> times;
    for (int i = 0; i < 3; ++i) {
        auto start = Timer::now();
        auto loaded = must(Index::load(file));
        times.push_back(ms_since(start));
    }
    say(fmt::format("name=load ours={:.0f}ms limit=1000ms file={}MB", quantile(times, 0.5),
                    std::filesystem::file_size(file) >> 20));

    auto index = std::move(must(Index::load(file)).first);
    std::vector<Instant> weeks;
    for (int i = 0; i < 104; ++i) weeks.push_back(now - days(7 * i));
    for (const auto& segment : segments()) {
        auto question = must(Question::ask(segment.definition, World::catalog()));
        auto start = Timer::now();
        auto sizes = index.sizes(question, weeks);
        double ms = ms_since(start);
        require(sizes[0] == index.count(question, now), "sizes and count differ");
        say(fmt::format("name=weekly_sizes segment={} ours={:.0f}ms limit=1000ms", segment.name,
                        ms));
    }
}

/// Events one by one, each timed from when it was to come until every membership is settled.
void measure_live(const World& world, const std::filesystem::path& folder) {
    auto index = kept(world, false, folder / "index");
    Tracker tracker(index);
    auto start = Timer::now();
    int number = 0;
    for (const auto& definition : hundred_segments()) {
        must(tracker.follow(fmt::format("SEG{:03}", number++),
                            must(Question::ask(definition, World::catalog())), {},
                            {.kind = Cause::edit, .of_event = {}}, now));
    }
    say(fmt::format("followed 100 segments of {} events in {:.1f} s", index.events(),
                    ms_since(start) / 1000));
    start = Timer::now();
    tracker.tick(now);
    say(fmt::format("set {} timers in {:.1f} s", tracker.pending(), ms_since(start) / 1000));

    SeededRandom random(seed + 1);
    std::int64_t id = INT64_C(1) << 40, transitions = 0;
    auto one = [&](Instant at) {
        auto profile = std::uint32_t(1 + random.below(world.profiles()));
        WorldEvent drawn{.time_s = std::uint32_t(at.us / 1'000'000),
                         .metric = std::uint8_t(1 + random.below(16)),
                         .party_size = 2,
                         .origin = 0,
                         .server = std::uint8_t(random.below(200)),
                         .value_cents = 4'000};
        auto event = world.event(profile, 0, drawn, false);
        event.id = {++id};
        require(index.add({profile}, event), "a profile is missing");
        transitions += std::int64_t(
            tracker.changed({profile}, {.news = {{event.metric, event.id}}}, at).size());
    };
    for (int per_second : {0, 5'000}) {
        std::vector<double> times;
        auto begin = Timer::now();
        int n = per_second == 0 ? 2'000 : 40'000;
        for (int i = 0; i < n; ++i) {
            auto due = begin + std::chrono::microseconds(
                                   per_second == 0 ? 0 : std::int64_t(i) * 1'000'000 / per_second);
            while (Timer::now() < due) std::this_thread::sleep_until(due);
            if (per_second == 0) due = Timer::now();
            one(now + Duration(i));
            times.push_back(ms_since(due));
        }
        say(
            fmt::format("name=event_to_membership {} segments=100 p50={:.3f}ms p95={:.3f}ms "
                        "p99={:.3f}ms limit={}ms",
                        per_second == 0 ? "idle" : "at 5000 events/s", quantile(times, 0.5),
                        quantile(times, 0.95), quantile(times, 0.99), per_second == 0 ? 2 : 20));
    }
    say(fmt::format("{} transitions", transitions));
}

/// A million people, each with one timer: by hours (each its own instant), then by days (all at
/// midnight).
void measure_timers() {
    constexpr int people = 1'000'000;
    auto catalog = World::catalog();
    for (auto unit : {TimeUnit::hour, TimeUnit::day}) {
        Index index;
        for (int i = 1; i <= people; ++i) {
            Person person{.id = {i}, .created_at = now, .updated_at = now};
            person.events.push_back(
                {.id = {i},
                 .metric = {1},
                 .time = now - Duration(std::int64_t(i) * 3'600'000'000 / people),
                 .value = std::nullopt,
                 .properties = {}});
            index.put(person);
        }
        index.fold();
        Definition definition{
            .groups = {{MetricCondition{
                .metric = "METR01",
                .test = {NumberOperator::greater_than_or_equal, 1},
                .timeframe = RelativeDate{RelativeOperator::in_the_last, unit,
                                          24 / (unit == TimeUnit::day ? 24 : 1)}}}},
            .order_by = {}};
        Tracker tracker(index);
        must(tracker.follow("SEG001", must(Question::ask(definition, catalog)), {},
                            {.kind = Cause::edit, .of_event = {}}, now));
        auto start = Timer::now();
        tracker.tick(now);
        double arming = ms_since(start);
        auto pending = tracker.pending();
        std::int64_t told = 0;
        double worst = 0;
        if (unit == TimeUnit::hour) {
            // Half a minute of virtual time: each millisecond what was due in it.
            auto first = *tracker.next();
            for (int ms = 0; ms < 30'000; ++ms) {
                start = Timer::now();
                told += std::int64_t(tracker.tick(first + std::chrono::milliseconds(ms)).size());
                worst = std::max(worst, ms_since(start));
            }
        } else {
            start = Timer::now();
            told = std::int64_t(tracker.tick(*tracker.next()).size());
            worst = ms_since(start);
        }
        say(fmt::format(
            "name=timers {} pending={} set_in={:.0f}ms changes={} latest={:.1f}ms limit=1000ms",
            unit == TimeUnit::hour ? "each its own instant" : "all at midnight", pending, arming,
            told, worst));
    }
}

std::vector<std::string> rivals_at(std::int64_t events, std::vector<std::string> rivals) {
    if (events > 20'000'000 && std::erase(rivals, "postgres") > 0)
        say("postgres is left out above 20 million events");
    return rivals;
}

std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> items;
    for (std::size_t at = 0; at < text.size();) {
        auto comma = std::min(text.find(',', at), text.size());
        if (comma > at) items.push_back(text.substr(at, comma - at));
        at = comma + 1;
    }
    return items;
}

}  // namespace

int main(int argc, char** argv) {
    std::int64_t events = 50'000'000;
    std::string rivals = "duckdb,clickhouse,postgres", parts = "memory,charts,live,timers,segments";
    for (int i = 1; i < argc; ++i) {
        std::string_view argument = argv[i];
        if (argument.starts_with("events="))
            events = std::atoll(argv[i] + 7);
        else if (argument.starts_with("rivals="))
            rivals = argument.substr(7);
        else if (argument.starts_with("parts="))
            parts = argument.substr(6);
        else
            require(
                false,
                fmt::format(
                    "knows no '{}': events=N rivals=A,B parts=segments,charts,memory,live,timers",
                    argument));
    }
    require(events >= 25'000, "events: at least 25000");
    auto root = std::filesystem::path(REGULARS_BENCH).parent_path() / "build" / "audience_bench";
    auto folder_of = [&](std::int64_t n) {
        auto folder = root / std::to_string(n);
        std::filesystem::create_directories(folder);
        if (!std::filesystem::exists(std::filesystem::symlink_status(folder / "npm")))
            std::filesystem::create_directory_symlink(root / "npm", folder / "npm");
        return folder;
    };
    auto fifth = std::max<std::int64_t>(25'000, events / 5);
    World whole(seed, std::uint32_t(events / events_a_profile)),
        part(seed, std::uint32_t(fifth / events_a_profile));
    for (const auto& name : listed(parts)) {
        if (name == "segments")
            compare_segments(whole, folder_of(events), rivals_at(events, listed(rivals)));
        else if (name == "charts")
            compare_charts(kept(part, false, folder_of(fifth) / "index"), part, folder_of(fifth),
                           listed(rivals));
        else if (name == "memory")
            measure_memory(part, folder_of(fifth));
        else if (name == "live")
            measure_live(part, folder_of(fifth));
        else if (name == "timers")
            measure_timers();
        else
            require(false, "no part is called " + name);
    }
}
