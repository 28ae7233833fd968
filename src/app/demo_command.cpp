// demo: a simulated restaurant group, connected, synced and going on living.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "api/api.hpp"
#include "app/child_process.hpp"
#include "app/command.hpp"
#include "app/demo_connections.hpp"
#include "app/demo_story.hpp"
#include "app/serving.hpp"
#include "app/signals.hpp"
#include "app/summary.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "net/curl_client.hpp"
#include "sources/opentable/settings.hpp"

namespace regulars::app {
namespace {

struct Options {
    ServingOptions serving{.listen = "127.0.0.1:8080", .is_demo = true};
    std::string data = "data/demo";
    std::uint64_t seed = 1;
    double speed = 60;
    int guests = 20'000, days = 730;
    bool headless = false;
};

Result<JsonDocument> ask(net::HttpClient& client, net::HttpRequest request) {
    if (request.method == "POST" && request.body.empty())
        request.headers.emplace_back("Content-Length", "0");
    auto response = TRY(client.send(std::move(request)));
    if (response.status != 200)
        return fail(ErrorKind::unavailable,
                    fmt::format("the sandbox answered {}", response.status));
    return JsonDocument::parse(response.body);
}

/// The vendors tell the demo of each order and each reservation as they tell a restaurant's own
/// server.
Result<void> subscribe(net::HttpClient& client, const std::string& sandbox,
                       const std::string& server, DataFolder& folder,
                       const model::Account& account) {
    std::vector<model::Integration> all;
    TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
        all = TRY(tx.integrations().all(account.id));
        return {};
    }));
    for (auto& integration : all) {
        bool is_opentable = integration.kind == model::IntegrationKind::opentable;
        if (!is_opentable && integration.kind != model::IntegrationKind::toast) continue;
        std::string vendor(model::name_of(integration.kind));
        JsonWriter body;
        body.begin_object().member("url", fmt::format("{}/webhooks/{}/{}/{}", server, vendor,
                                                      account.public_id, integration.public_id));
        if (is_opentable) {
            auto settings = TRY(sources::opentable::settings_from(integration.settings));
            body.member("rid", std::int64_t(std::strtoll(settings.rid.c_str(), nullptr, 10)))
                .member("secret", api::webhook_secret(folder.vault(), integration));
        }
        body.end_object();
        TRY(ask(client, {.method = "POST",
                         .target = fmt::format("{}/sandbox/{}/webhooks", sandbox, vendor),
                         .headers = {{"Content-Type", "application/json"}},
                         .body = body.take()}));
    }
    return {};
}

std::string bar(double done) {
    constexpr int width = 24;
    std::string text;
    for (int i = 0; i < width; ++i) text += i < int(done * width) ? "█" : "░";
    return text;
}

/// One line an integration while its history arrives.
std::string text_of_backfill(const Summary& summary, SyncService& service) {
    std::string text;
    for (auto& one : summary.integrations) {
        auto run = service.under_way(one.integration.id);
        bool is_done = one.integration.last_sync_at.has_value();
        double done = is_done ? 1 : run ? run->done : 0;
        text += fmt::format("{:<24} {} {:3.0f} %  {}\n", clipped(one.integration.name, 24),
                            bar(done), done * 100,
                            is_done ? text_of_records(one)
                            : run   ? run->progress
                                    : "waiting");
    }
    return text;
}

/// Draws texts of several lines over each other on a terminal.
class Screen {
  public:
    void show(const std::string& text) {
        if (lines_ > 0) fmt::print(stderr, "\033[{}A\033[J", lines_);
        fmt::print(stderr, "{}", text);
        lines_ = std::ranges::count(text, '\n');
    }

  private:
    std::ptrdiff_t lines_ = 0;
};

Result<void> follow(DataFolder& folder, const model::Account& account, Serving& serving,
                    Clock& clock, Story& story, std::stop_token stop) {
    RealClock wall;
    bool on_terminal = ::isatty(STDERR_FILENO), was_filling = true;
    Screen screen;
    Instant next_print = wall.now();
    while (!stop.stop_requested()) {
        auto summary = TRY(summarize(folder.store(), account.id));
        bool is_filling = std::ranges::any_of(
            summary.integrations, [](auto& one) { return !one.integration.last_sync_at; });
        bool is_due = wall.now() >= next_print || is_filling != was_filling;
        if (on_terminal || is_due) {
            if (is_due) next_print = wall.now() + (is_filling ? 2s : 60s);
            auto text = is_filling ? text_of_backfill(summary, serving.service())
                                   : text_of(summary, clock.now());
            if (on_terminal)
                screen.show(text);
            else
                fmt::print(stderr, "{}", text);
        }
        was_filling = is_filling;
        story.now = clock.now();
        TRY(story.save(folder.path()));
        wall.sleep_for(is_filling ? 200ms : 1s, stop);
    }
    return {};
}

Result<void> demo(const Options& options) {
    StopOnSignal signals;
    if (options.headless || ::isatty(STDERR_FILENO)) log::set_level(log::Level::warning);
    auto folder = TRY(DataFolder::open(options.data, Missing::make));
    Instant start = RealClock().now().floor_seconds();
    auto story = TRY(Story::load(folder.path()))
                     .value_or(Story{options.seed, options.guests, options.days, start, start});

    auto sandbox = TRY(ChildProcess::start(
        {"sandbox", "--listen", "127.0.0.1:0", "--seed", std::to_string(story.seed), "--guests",
         std::to_string(story.guests), "--days", std::to_string(story.days), "--now",
         format_iso(story.began), "--speed", fmt::format("{}", options.speed)}));
    auto address = sandbox.first_line().substr(
        std::min(sandbox.first_line().size(), std::string("ready ").size()));
    auto client = net::make_curl_client();
    if (story.now > story.began)
        TRY(ask(*client, {.method = "POST",
                          .target = address + "/sandbox/advance?to=" +
                                    percent_encoded(format_iso(story.now))}));
    auto credentials = TRY(ask(*client, {.target = address + "/sandbox/credentials"}));
    // Both clocks run alike from here; ours is a moment behind, as a client's may be.
    auto now = TRY(parse_instant(credentials.root()["now"].string().value_or("")));
    RealClock clock(now, options.speed);
    SystemRandom random;
    auto account = TRY(connect_demo(folder, credentials.root(), now, random));
    auto serving_options = options.serving;
    serving_options.clock_speed = options.speed;
    serving_options.vendor_url =
        address;  // whoever connects another restaurant here means the sandbox's
    auto serving = TRY(Serving::start(folder, *client, clock, random, serving_options));
    TRY(subscribe(*client, address, serving->url(), folder, account));

    if (options.headless)
        TRY(print(fmt::format("ready {}\n", serving->url())));
    else
        fmt::print(stderr,
                   "Regulars is at {}  (sign in as {} with {})\nIts sandbox, {} times as fast as "
                   "life, is at {}. Ctrl-C stops; the next start goes on.\n\n",
                   serving->url(), demo_email, demo_password, options.speed, address);
    auto done = follow(folder, account, *serving, clock, story, signals.token());
    serving.reset();
    if (!done) return done;
    fmt::print(stderr, "\nstopped at {}\n", format_iso(story.now.floor_seconds()));
    return {};
}

}  // namespace

void add_demo_command(CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* command = line.add(
        line.root, "demo", "Show Regulars with a simulated restaurant group of three locations",
        "regulars demo --listen 127.0.0.1:8080 --data data/demo --seed 1 --speed 60",
        [options] { return demo(*options); });
    command->add_option("--listen", options->serving.listen, "HOST:PORT of the server")
        ->capture_default_str();
    command->add_option("--data", options->data, "The demo's own data folder")
        ->capture_default_str();
    command->add_option("--seed", options->seed, "Of the world; the first start's counts")
        ->capture_default_str();
    command->add_option("--speed", options->speed, "How fast the demo's time runs")
        ->check(CLI::Range(0.001, 100'000.0))
        ->capture_default_str();
    command->add_option("--guests", options->guests, "People of the world")
        ->check(CLI::Range(1, 2'000'000))
        ->capture_default_str();
    command->add_option("--days", options->days, "Days of history")
        ->check(CLI::Range(1, 3'650))
        ->capture_default_str();
    command->add_flag("--headless", options->headless,
                      "No hints; one line `ready URL` on standard output");
}

}  // namespace regulars::app
