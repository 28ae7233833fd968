// sync: reads an integration until nothing new comes.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/progress_bar.hpp"
#include "app/signals.hpp"
#include "app/summary.hpp"
#include "app/sync_service.hpp"
#include "net/curl_client.hpp"

namespace regulars::app {
namespace {

Result<void> sync(CommandLine& line, const std::string& name, bool once) {
    if (!once)
        return fail(ErrorKind::invalid,
                    "say --once for one sync now; `regulars serve` keeps integrations synced");
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    std::vector<model::Integration> integrations;
    if (!name.empty()) {
        integrations.push_back(TRY(folder.integration(account.id, name)));
    } else {
        TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
            integrations = TRY(tx.integrations().all(account.id));
            return {};
        }));
    }
    if (integrations.empty())
        return fail(
            ErrorKind::not_found,
            "there is no integration yet; add one with `regulars integration add opentable`");

    RealClock clock;
    SystemRandom random;
    auto client = net::make_curl_client();
    SyncService service(folder, *client, clock, random);
    StopOnSignal signals;
    std::optional<Error> first_failure;
    for (auto& integration : integrations) {
        ProgressBar bar(integration.name, ::isatty(STDERR_FILENO) ? ProgressBar::Style::bar
                                                                  : ProgressBar::Style::lines);
        auto run = service.sync_once(
            account.id, integration, model::RunKind::manual,
            [&](const model::Run& now) { bar.show(now); }, signals.token());
        bar.finish();
        if (run && run->outcome != model::RunOutcome::succeeded)
            run =
                fail(ErrorKind::unavailable,
                     run->error.empty() ? "the sync was interrupted; the next one goes on from here"
                                        : run->error);
        if (run) continue;
        Error failure{run.error().kind, run.error().text(), integration.name};
        if (integrations.size() > 1) fmt::print(stderr, "error: {}\n", failure.text());
        if (!first_failure) first_failure = failure;
        if (signals.token().stop_requested()) break;
    }
    auto summary = TRY(summarize(folder.store(), account.id));
    JsonWriter out;
    out.begin_array();
    std::string text;
    for (auto& one : summary.integrations) {
        bool asked =
            std::ranges::any_of(integrations, [&](auto& i) { return i.id == one.integration.id; });
        if (!asked) continue;
        write(out, one);
        text += text_of(one, clock.now());
    }
    out.end_array();
    TRY(print(line.json ? out.take() + "\n" : text));
    if (first_failure) return std::unexpected(*first_failure);
    return {};
}

}  // namespace

void add_sync_command(CommandLine& line) {
    auto name = std::make_shared<std::string>();
    auto once = std::make_shared<bool>(false);
    auto* command =
        line.add(line.root, "sync",
                 "Read an integration's history and everything since, until nothing new comes",
                 "regulars sync --data data --integration Downtown --once",
                 [&line, name, once] { return sync(line, *name, *once); });
    command->add_option("--integration", *name, "Its name or id; all when left out");
    command->add_flag("--once", *once, "One sync now");
    line.takes_data(command);
    line.takes_json(command);
}

}  // namespace regulars::app
