// sandbox: the simulated vendors behind a real socket.
// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/signals.hpp"
#include "net/curl_client.hpp"
#include "net/http_server.hpp"
#include "sandbox/courier.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::app {
namespace {

struct Options {
    std::string listen = "127.0.0.1:0", now, faults = "none", toast_webhooks;
    double speed = 1;
    int workers = 2;
    sandbox::SandboxOptions world;
};

Result<void> run_sandbox(const Options& options) {
    auto world = options.world;
    world.faults = TRY(sandbox::faults_named(options.faults));
    world.lightspeed.has_limits = world.requests_per_second > 0;
    Instant now = RealClock().now().floor_seconds();
    if (!options.now.empty()) {
        auto given = parse_instant(options.now);
        if (!given) return fail(ErrorKind::invalid, given.error().message, "--now");
        now = given->floor_seconds();
    }
    StopOnSignal signals;
    RealClock clock(now, options.speed);
    world.origin = now;
    sandbox::Sandbox sandbox(world, clock);
    auto server = TRY(net::HttpServer::start(
        {.listen = options.listen, .workers = options.workers},
        [&](const net::HttpRequest& request) { return sandbox.handle(request); }));
    sandbox.subscribe({.vendor = sandbox::Notifier::toast, .url = options.toast_webhooks});
    auto client = net::make_curl_client();
    std::jthread posting([&](std::stop_token stop) {
        sandbox::Courier courier(sandbox, *client);
        RealClock patience;
        for (; !stop.stop_requested(); patience.sleep_for(200ms, stop)) courier.deliver(stop);
    });
    TRY(print(fmt::format("ready {}\n", server->url())));
    signals.wait();
    posting.request_stop();
    posting.join();
    server->stop();
    return {};
}

}  // namespace

void add_sandbox_command(CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* command = line.add(
        line.root, "sandbox",
        "Simulated vendors: an OpenTable, a Toast and a Lightspeed over a world of guests made "
        "from a seed",
        "regulars sandbox --listen 127.0.0.1:8090 --seed 7 --guests 2000 --days 365 --faults light",
        [options] { return run_sandbox(*options); });
    command
        ->add_option("--listen", options->listen,
                     "HOST:PORT; port 0 takes a free one, printed as `ready URL`")
        ->capture_default_str();
    command->add_option("--seed", options->world.seed, "Every fact follows from it and the time")
        ->capture_default_str();
    command->add_option("--guests", options->world.guests, "People of the world")
        ->check(CLI::Range(1, 2'000'000))
        ->capture_default_str();
    command->add_option("--days", options->world.days, "Days of history")
        ->check(CLI::Range(1, 3'650))
        ->capture_default_str();
    command->add_option("--locations", options->world.locations, "Restaurants of the group")
        ->check(CLI::Range(1, 12))
        ->capture_default_str();
    command
        ->add_option("--reservations-per-guest", options->world.reservations_per_guest,
                     "Over the history")
        ->capture_default_str();
    command
        ->add_option("--orders-per-guest", options->world.toast.orders.orders_per_guest,
                     "Online in Toast, over three years")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command->add_option("--now", options->now,
                        "When it begins (ISO 8601); the machine's time when left out");
    command
        ->add_option("--speed", options->speed,
                     "How fast its clock runs; 0 stops it, /sandbox/advance moves it")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    command->add_option("--faults", options->faults, "none, light or heavy")
        ->check(CLI::IsMember({"none", "light", "heavy"}))
        ->capture_default_str();
    command
        ->add_option("--requests-per-second", options->world.requests_per_second,
                     "OpenTable's rate limit; 0 for no limits of any vendor")
        ->capture_default_str();
    command
        ->add_option("--shops", options->world.lightspeed.shops,
                     "Shops of the group, in Lightspeed Retail")
        ->check(CLI::Range(1, 6))
        ->capture_default_str();
    command
        ->add_option("--sales-per-guest", options->world.lightspeed.sales_per_guest,
                     "In the shops, over four years")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command->add_option(
        "--toast-webhooks", options->toast_webhooks,
        "Where Toast's webhooks are POSTed (http://…/webhooks/toast/ACCOUNT/INTEGRATION)");
    command->add_option("--workers", options->workers, "Requests answered at once")
        ->check(CLI::Range(1, 16))
        ->capture_default_str();
}

}  // namespace regulars::app
