// Simulates a range of seeds of the simulated Lightspeed: lightspeed_simulation FIRST COUNT. A seed
// that fails prints itself.
// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include <fmt/format.h>

#include "base/log.hpp"
#include "lightspeed_simulation.hpp"

int main(int argc, char** argv) {
    using namespace regulars;
    if (argc < 3) {
        fmt::print(stderr, "usage: lightspeed_simulation FIRST COUNT [--verbose]\n");
        return 2;
    }
    log::set_level(argc > 3 ? log::Level::debug : log::Level::off);
    std::uint64_t first = std::strtoull(argv[1], nullptr, 10),
                  count = std::strtoull(argv[2], nullptr, 10);
    std::int64_t failed = 0, events = 0, profiles = 0;
    int runs = 0, crashes = 0, requests = 0, faults = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        auto outcome = simulation::simulate_lightspeed(seed);
        if (!outcome.differences.empty()) {
            ++failed;
            fmt::print("seed {} differs from the truth (again: lightspeed_simulation {} 1):\n",
                       seed, seed);
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
