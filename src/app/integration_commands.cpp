// integration list, show, pause, resume and remove.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "api/api.hpp"
#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/summary.hpp"
#include "base/json.hpp"
#include "ingest/ingest.hpp"
#include "net/curl_client.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

Result<void> list_integrations(CommandLine& line) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto summary = TRY(summarize(folder.store(), account.id));
    if (!line.json) return print(text_of(summary, RealClock().now()));
    JsonWriter out;
    out.begin_array();
    for (auto& one : summary.integrations) write(out, one);
    out.end_array();
    return print(out.take() + "\n");
}

Result<void> show_integration(CommandLine& line, const std::string& name) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto integration = TRY(folder.integration(account.id, name));
    auto summary = TRY(summarize(folder.store(), account.id));
    for (auto& one : summary.integrations) {
        if (one.integration.id != integration.id) continue;
        if (!line.json) return print(text_of(one, RealClock().now()));
        JsonWriter out;
        write(out, one);
        return print(out.take() + "\n");
    }
    return fail(ErrorKind::not_found, "the integration was removed just now");
}

Result<void> set_status(CommandLine& line, const std::string& name,
                        model::IntegrationStatus status) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto named = TRY(folder.integration(account.id, name));
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().find(account.id, named.id));
        if (!integration) return fail(ErrorKind::not_found, "the integration was removed just now");
        integration->status = status;
        if (status == model::IntegrationStatus::active)
            integration->next_sync_at = RealClock().now();
        return tx.integrations().update(account.id, *integration);
    }));
    return print(fmt::format("{}  {}\n", named.name, model::name_of(status)));
}

Result<void> show_webhook(CommandLine& line, const std::string& name) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto integration = TRY(folder.integration(account.id, name));
    auto path = fmt::format("/webhooks/opentable/{}/{}", account.public_id, integration.public_id);
    auto secret = api::webhook_secret(folder.vault(), integration);
    if (!line.json) return print(fmt::format("POST {}\nAuthorization: Bearer {}\n", path, secret));
    JsonWriter out;
    out.begin_object().member("path", path).member("secret", secret).end_object();
    return print(out.take() + "\n");
}

Result<void> check(CommandLine& line, const std::string& name) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto integration = TRY(folder.integration(account.id, name));
    auto credentials = TRY(folder.vault().unseal(integration.sealed_credentials));
    auto client = net::make_curl_client();
    auto trial =
        TRY(sources::connector_of(integration.kind)
                .try_connection(integration.settings, credentials, *client, RealClock(), {}));
    for (auto& step : trial.steps)
        if (step.outcome == sources::Trial::Outcome::failed)
            return fail(ErrorKind::unauthorized, step.detail);
    return print(trial.steps.back().detail + "\n");
}

Result<void> remove_integration(CommandLine& line, const std::string& name, bool erase) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto integration = TRY(folder.integration(account.id, name));
    auto lock = TRY(folder.lock_for_sync(integration.id));
    if (!lock)
        return fail(ErrorKind::conflict,
                    "the integration is being synced right now; pause it and try again");
    RealClock clock;
    SystemRandom random;
    ingest::Ingest door(folder.store(), clock, random);
    TRY(door.remove_integration(account.id, integration.id,
                                erase ? ingest::ItsData::erase : ingest::ItsData::keep));
    return print(fmt::format("{} removed; its guests and events are {}\n", integration.name,
                             erase ? "erased" : "kept"));
}

}  // namespace

void add_integration_commands(CommandLine& line) {
    auto name = std::make_shared<std::string>();
    auto erase = std::make_shared<bool>(false);
    auto* integration = line.add(line.root, "integration", "Connections to OpenTable and others",
                                 "regulars integration list --data data", {});
    integration->require_subcommand(1);
    add_integration_add_commands(line, *integration);
    auto* command = line.add(*integration, "list", "All integrations with their counts",
                             "regulars integration list --data data --json",
                             [&line] { return list_integrations(line); });
    line.takes_data(command);
    line.takes_json(command);

    auto named = [&](const char* verb, const char* what, std::function<Result<void>()> action) {
        auto* one = line.add(*integration, verb, what,
                             fmt::format("regulars integration {} Downtown --data data", verb),
                             std::move(action));
        one->add_option("integration,--integration", *name, "Its name or id")->required();
        line.takes_data(one);
        return one;
    };
    line.takes_json(named("show", "One integration: counts, exclusions, last and next sync",
                          [&line, name] { return show_integration(line, *name); }));
    named("pause", "Stop syncing until resumed",
          [&line, name] { return set_status(line, *name, model::IntegrationStatus::paused); });
    named("resume", "Sync again, from where it was",
          [&line, name] { return set_status(line, *name, model::IntegrationStatus::active); });
    named("check", "Try the connection, and say exactly what is wrong",
          [&line, name] { return check(line, *name); });
    line.takes_json(named(
        "webhook", "Where OpenTable may send its webhooks, and the secret it must send with them",
        [&line, name] { return show_webhook(line, *name); }));
    named("remove", "Remove an integration; its guests and events are kept unless --erase",
          [&line, name, erase] { return remove_integration(line, *name, *erase); })
        ->add_flag("--erase", *erase, "Erase its guests and events too");
}

}  // namespace regulars::app
