// integration add, list, show, pause, resume and remove.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "api/api.hpp"
#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/opentable_setup.hpp"
#include "app/summary.hpp"
#include "base/json.hpp"
#include "ingest/ingest.hpp"
#include "net/curl_client.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

struct OpenTableOptions {
    OpenTableSetup setup;
    std::string client_secret_file;
};

Result<void> add(CommandLine& line, const OpenTableOptions& options) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    OpenTableSetup setup = options.setup;
    setup.client_secret = TRY(read_secret(options.client_secret_file));
    SystemRandom random;
    auto integration = TRY(add_opentable(folder, account, setup, RealClock().now(), random));
    if (!line.json)
        return print(fmt::format("{}  {}\nNext: regulars sync --data {} --integration '{}' --once\n", integration.public_id, integration.name, line.data,
                                 integration.name));
    JsonWriter out;
    out.begin_object().member("id", integration.public_id).member("name", integration.name).end_object();
    return print(out.take() + "\n");
}

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

Result<void> set_status(CommandLine& line, const std::string& name, model::IntegrationStatus status) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto named = TRY(folder.integration(account.id, name));
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().find(account.id, named.id));
        if (!integration) return fail(ErrorKind::not_found, "the integration was removed just now");
        integration->status = status;
        if (status == model::IntegrationStatus::active) integration->next_sync_at = RealClock().now();
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
    auto trial = TRY(sources::connector_of(integration.kind).try_connection(integration.settings, credentials, *client, RealClock(), {}));
    for (auto& step : trial.steps)
        if (step.outcome == sources::Trial::Outcome::failed) return fail(ErrorKind::unauthorized, step.detail);
    return print(trial.steps.back().detail + "\n");
}

Result<void> remove_integration(CommandLine& line, const std::string& name, bool erase) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto integration = TRY(folder.integration(account.id, name));
    auto lock = TRY(folder.lock_for_sync(integration.id));
    if (!lock) return fail(ErrorKind::conflict, "the integration is being synced right now; pause it and try again");
    RealClock clock;
    SystemRandom random;
    ingest::Ingest door(folder.store(), clock, random);
    TRY(door.remove_integration(account.id, integration.id, erase ? ingest::ItsData::erase : ingest::ItsData::keep));
    return print(fmt::format("{} removed; its guests and events are {}\n", integration.name, erase ? "erased" : "kept"));
}

void add_opentable_command(CommandLine& line, CLI::App& parent) {
    auto options = std::make_shared<OpenTableOptions>();
    auto* command = line.add(parent, "opentable", "Connect one OpenTable restaurant",
                             "regulars integration add opentable --data data --name Downtown --client-id ID --client-secret-file secret.txt "
                             "--rid 1234567 --restaurant-name 'Olive & Ember' --list AbC123",
                             [&line, options] { return add(line, *options); });
    command->add_option("--name", options->setup.name, "What users filter by; put the location in it")->required();
    command->add_option("--client-id", options->setup.client_id, "The OpenTable client id")->required();
    command->add_option("--client-secret-file", options->client_secret_file, "A file that holds the OpenTable secret id")->required();
    command->add_option("--rid", options->setup.rid, "The OpenTable restaurant id, digits")->required();
    command->add_option("--restaurant-name", options->setup.restaurant_name, "The restaurant's name, as events carry it")->required();
    command->add_option("--time-zone", options->setup.time_zone, "The restaurant's zone; the account's when left out");
    command->add_option("--country", options->setup.country, "ISO 3166 alpha-2, for phone numbers; the account's when left out");
    command->add_option("--currency", options->setup.currency, "ISO 4217, of amounts whose record names none; the country's when left out");
    command->add_option("--list", options->setup.list, "The id of the single opt-in list that opted-in guests join");
    command->add_option("--interval-minutes", options->setup.interval_minutes, "Minutes between syncs")->capture_default_str();
    command->add_option("--max-requests-per-second", options->setup.max_requests_per_second, "0 for no limit of ours")->capture_default_str();
    command->add_option("--oauth-url", options->setup.oauth_url, "Where tokens are asked for")->capture_default_str();
    command->add_option("--api-url", options->setup.api_url, "Where data is read")->capture_default_str();
    line.takes_data(command);
    line.takes_json(command);
}

}  // namespace

void add_integration_commands(CommandLine& line) {
    auto name = std::make_shared<std::string>();
    auto erase = std::make_shared<bool>(false);
    auto* integration = line.add(line.root, "integration", "Connections to OpenTable and others", "regulars integration list --data data", {});
    integration->require_subcommand(1);
    auto* adding = line.add(*integration, "add", "Connect a vendor", "regulars integration add opentable --help", {});
    adding->require_subcommand(1);
    add_opentable_command(line, *adding);

    auto* command = line.add(*integration, "list", "All integrations with their counts", "regulars integration list --data data --json",
                             [&line] { return list_integrations(line); });
    line.takes_data(command);
    line.takes_json(command);

    auto named = [&](const char* verb, const char* what, std::function<Result<void>()> action) {
        auto* one = line.add(*integration, verb, what, fmt::format("regulars integration {} Downtown --data data", verb), std::move(action));
        one->add_option("integration,--integration", *name, "Its name or id")->required();
        line.takes_data(one);
        return one;
    };
    line.takes_json(named("show", "One integration: counts, exclusions, last and next sync", [&line, name] { return show_integration(line, *name); }));
    named("pause", "Stop syncing until resumed", [&line, name] { return set_status(line, *name, model::IntegrationStatus::paused); });
    named("resume", "Sync again, from where it was", [&line, name] { return set_status(line, *name, model::IntegrationStatus::active); });
    named("check", "Try the connection, and say exactly what is wrong", [&line, name] { return check(line, *name); });
    line.takes_json(named("webhook", "Where OpenTable may send its webhooks, and the secret it must send with them", [&line, name] { return show_webhook(line, *name); }));
    named("remove", "Remove an integration; its guests and events are kept unless --erase", [&line, name, erase] { return remove_integration(line, *name, *erase); })
        ->add_flag("--erase", *erase, "Erase its guests and events too");
}

}  // namespace regulars::app
