// Simulates a range of seeds: simulation FIRST COUNT [opentable|toast]. A seed that fails prints
// itself.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "base/log.hpp"
#include "simulation.hpp"

int main(int argc, char** argv) {
    using namespace regulars;
    if (argc < 3) {
        fmt::print(stderr, "usage: simulation FIRST COUNT [opentable|toast] [--verbose]\n");
        return 2;
    }
    auto is_given = [&](std::string_view word) {
        return std::find(argv + 3, argv + argc, word) != argv + argc;
    };
    log::set_level(is_given("--verbose") ? log::Level::debug : log::Level::off);
    auto vendor = is_given("toast") ? simulation::Vendor::toast : simulation::Vendor::opentable;
    std::uint64_t first = std::strtoull(argv[1], nullptr, 10),
                  count = std::strtoull(argv[2], nullptr, 10);
    std::int64_t failed = 0, events = 0, profiles = 0;
    int runs = 0, crashes = 0, requests = 0, faults = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        auto outcome = simulation::simulate(seed, vendor);
        // Now and then the same seed again: it must end the same, to the byte.
        if (seed % 25 == 0 && simulation::simulate(seed, vendor).fingerprint != outcome.fingerprint)
            outcome.differences.push_back("a second run of this seed ended otherwise");
        if (!outcome.differences.empty()) {
            ++failed;
            fmt::print("seed {} differs from the truth (again: simulation {} 1 {}):\n", seed, seed,
                       vendor == simulation::Vendor::toast ? "toast" : "opentable");
            for (auto& difference : outcome.differences) fmt::print("  {}\n", difference);
        }
        events += outcome.events, profiles += outcome.profiles;
        runs += outcome.runs, crashes += outcome.crashes, requests += outcome.requests,
            faults += outcome.faults;
    }
    fmt::print(
        "{} seeds, {} differ: {} runs, {} requests ({} faulty), {} crashes; {} profiles, {} "
        "events\n",
        count, failed, runs, requests, faults, crashes, profiles, events);
    return failed == 0 ? 0 : 1;
}
