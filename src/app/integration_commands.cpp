// integration list, show, pause, resume, check, webhook and remove.
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
    if (integration.kind == model::IntegrationKind::lightspeed)
        return fail(ErrorKind::invalid,
                    "Lightspeed Retail sends no webhooks: it is asked for what changed");
    auto path = fmt::format("/webhooks/{}/{}/{}", model::name_of(integration.kind),
                            account.public_id, integration.public_id);
    bool is_ours = integration.kind == model::IntegrationKind::opentable;
    auto secret = is_ours ? api::webhook_secret(folder.vault(), integration) : std::string();
    auto kept =
        TRY(JsonDocument::parse(TRY(folder.vault().unseal(integration.sealed_credentials))));
    bool has_secret = is_ours || !kept.root()["webhook_secret"].string().value_or("").empty();
    if (line.json) {
        JsonWriter out;
        out.begin_object().member("path", path).key("secret");
        if (is_ours)
            out.value(secret);
        else
            out.value(nullptr);
        out.member("has_secret", has_secret).end_object();
        return print(out.take() + "\n");
    }
    if (is_ours) return print(fmt::format("POST {}\nAuthorization: Bearer {}\n", path, secret));
    return print(fmt::format(
        "POST {}\nToast signs with a secret of its own, which it shows where the webhook is "
        "registered.\n{}\n",
        path,
        has_secret ? "It is known here."
                   : fmt::format("It is not known here yet: regulars integration edit '{}' "
                                 "--webhook-secret-file FILE",
                                 integration.name)));
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
    std::string report;
    for (auto& step : trial.steps) {
        if (step.outcome == sources::Trial::Outcome::failed)
            return fail(ErrorKind::unauthorized, step.detail);
        constexpr const char* outcomes[] = {"passed", "failed", "warning", "not tried"};
        report += fmt::format("{:<12}{:<11}{}\n", step.step, outcomes[std::size_t(step.outcome)],
                              step.detail);
    }
    return print(report);
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
    add_integration_edit_command(line, *integration);
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
        "webhook", "Where the vendor may send its webhooks, and by which secret they are known",
        [&line, name] { return show_webhook(line, *name); }));
    named("remove", "Remove an integration; its guests and events are kept unless --erase",
          [&line, name, erase] { return remove_integration(line, *name, *erase); })
        ->add_flag("--erase", *erase, "Erase its guests and events too");
}

}  // namespace regulars::app
