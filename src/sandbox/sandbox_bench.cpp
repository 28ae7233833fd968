// How fast the sandbox builds its default world and serves pages; it must never be what a sync
// waits for.
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::sandbox::lightspeed {
int bench_shops();  // in shops_bench.cpp
}

int main() {
    using namespace regulars;
    using namespace regulars::sandbox;
    start_crypto();
    auto clock_s = [] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
            .count();
    };
    VirtualClock clock(*parse_instant("2026-03-15T17:20:31Z"));
    SandboxOptions options;
    options.requests_per_second = 0;
    double start = clock_s();
    Sandbox sandbox(options, clock);
    std::printf("world of %d guests, %d days: %.2f s\n", options.guests, options.days,
                clock_s() - start);

    auto answer =
        sandbox.handle({.method = "POST",
                        .target = "/api/v2/oauth/token?grant_type=client_credentials",
                        .headers = {{"Authorization", "Basic " + base64(sandbox.client_id() + ":" +
                                                                        sandbox.client_secret())}},
                        .body = {},
                        .peer = {}});
    std::string token(*JsonDocument::parse(answer.body)->root()["access_token"].string());
    for (const char* what : {"reservations", "guests"}) {
        std::size_t rows = 0, expected = 0, bytes = 0, pages = 0;
        start = clock_s();
        for (auto& r : sandbox.world().restaurants()) {
            expected += what[0] == 'r' ? r.by_schedule.size() : r.guests.size();
            for (std::size_t offset = 0;; offset += 1000) {
                auto page = sandbox.handle(
                    {.method = "GET",
                     .target = std::string("/sync/v2/") + what +
                               "?updated_after=2000-01-01T00:00:00.000Z&rid=" +
                               std::to_string(r.number) + "&offset=" + std::to_string(offset),
                     .headers = {{"Authorization", "Bearer " + token}},
                     .body = {},
                     .peer = {}});
                bytes += page.body.size();
                ++pages;
                for (std::size_t at = 0;
                     (at = page.body.find("\"sequence_id\":", at)) != std::string::npos; ++at)
                    ++rows;
                if (page.body.starts_with(R"({"hasNextPage":false)")) break;
            }
        }
        double took = clock_s() - start;
        std::printf("%s: %zu rows in %zu pages, %.0f rows/s, %.2f ms a page, %zu bytes a row\n",
                    what, rows, pages, double(rows) / took, took * 1e3 / double(pages),
                    bytes / rows);
        if (rows != expected) {
            std::fprintf(stderr, "served %zu rows of %zu\n", rows, expected);
            return 1;
        }
    }
    start = clock_s();
    std::size_t events = sandbox.truth_events({}).size();
    std::printf("truth: %zu events in %.2f s\n", events, clock_s() - start);
    start = clock_s();
    std::size_t profiles = sandbox.truth_profiles().size();
    std::printf("truth: %zu profiles in %.2f s\n", profiles, clock_s() - start);
    return lightspeed::bench_shops();
}
