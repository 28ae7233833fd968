// How fast a large set of shops is made, served and known; it must never be what a sync waits for.
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>

#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

double clock_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

net::HttpResponse get(Sandbox& sandbox, std::string target, const std::string& token) {
    return sandbox.handle({.method = "GET",
                           .target = std::move(target),
                           .headers = {{"Authorization", "Bearer " + token}},
                           .body = {},
                           .peer = {}});
}

}  // namespace

/// Returns 0 when every row was served.
int bench_shops() {
    VirtualClock clock(*parse_instant("2026-03-15T17:20:31Z"));
    SandboxOptions options{.days = 60};
    options.lightspeed.sales_per_guest = 15;
    options.lightspeed.has_limits = false;
    Sandbox sandbox(options, clock);
    Vendor& vendor = sandbox.lightspeed();
    double start = clock_s();
    const ShopWorld& world = vendor.world(clock.now());
    std::printf("shops: %zu sales, %zu lines, %zu customers in %.2f s, %zu MB of records\n",
                world.sales().size(), world.lines().size(), world.customers().size(),
                clock_s() - start,
                (world.sales().size() * sizeof(Sale) + world.lines().size() * sizeof(SaleLine) +
                 world.customers().size() * sizeof(Customer)) >>
                    20);
    std::string body = "grant_type=refresh_token&client_id=" + vendor.oauth().client_id() +
                       "&client_secret=" + vendor.oauth().client_secret() +
                       "&refresh_token=" + vendor.oauth().grant(clock.now());
    auto answer = sandbox.handle(
        {.method = "POST", .target = "/auth/oauth/token", .headers = {}, .body = body, .peer = {}});
    std::string token(*JsonDocument::parse(answer.body)->root()["access_token"].string());
    std::string base = "/API/V3/Account/" + std::to_string(vendor.account()) + "/";
    std::string relations =
        "&load_relations=" +
        percent_encoded(R"(["SaleLines","SaleLines.Discount","SaleLines.Note"])");
    std::size_t expected = 0;
    for (const Sale& s : world.sales()) expected += s.is_visible(Seconds(clock.now().seconds()));
    for (std::string order : {"", "&sort=updatetime", "&sort=-timeStamp"}) {
        std::size_t rows = 0, pages = 0, bytes = 0;
        start = clock_s();
        for (std::string target = base + "Sale.json?archived=true&limit=100" + relations + order;
             !target.empty(); ++pages) {
            auto page = get(sandbox, target, token);
            bytes += page.body.size();
            for (std::size_t at = 0;
                 (at = page.body.find("\"ticketNumber\":", at)) != std::string::npos; ++at)
                ++rows;
            target = std::string(
                JsonDocument::parse(page.body)->root()["@attributes"]["next"].string().value_or(
                    ""));
        }
        double took = clock_s() - start;
        std::printf(
            "sales%s: %zu rows in %zu pages, %.0f rows/s, %.2f ms a page, %zu bytes a row\n",
            order.c_str(), rows, pages, double(rows) / took, took * 1e3 / double(pages),
            bytes / rows);
        if (rows != expected) {
            std::fprintf(stderr, "served %zu rows of %zu\n", rows, expected);
            return 1;
        }
    }
    start = clock_s();
    std::size_t events = vendor.truth_events({}, clock.now()).size();
    std::printf("truth: %zu events in %.2f s\n", events, clock_s() - start);
    return 0;
}

}  // namespace regulars::sandbox::lightspeed
