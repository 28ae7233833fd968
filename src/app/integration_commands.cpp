// integration add, list, show, pause, resume and remove.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/summary.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "ingest/ingest.hpp"
#include "sources/opentable/settings.hpp"

namespace regulars::app {
namespace {

constexpr int history_months = -24;

struct OpenTableOptions {
    std::string name, client_id, client_secret_file, rid, restaurant_name, time_zone, country, list;
    std::string oauth_url = "https://oauth.opentable.com", api_url = "https://platform.opentable.com";
    int interval_minutes = 30;
    double max_requests_per_second = 2;
};

std::string settings_of(const OpenTableOptions& options, const model::Account& account) {
    JsonWriter out;
    out.begin_object().member("oauth_url", options.oauth_url).member("api_url", options.api_url);
    out.member("rid", options.rid).member("restaurant_name", options.restaurant_name);
    out.member("time_zone", options.time_zone.empty() ? account.time_zone : options.time_zone);
    out.member("country", options.country.empty() ? account.country : options.country);
    out.member("interval_minutes", options.interval_minutes);
    out.member("max_requests_per_second", options.max_requests_per_second).end_object();
    return out.take();
}

/// Two calendar years before `now`, as the field's first sync reaches.
Instant history_before(Instant now) {
    auto local = Zone::utc().to_local(now);
    auto since = plus_months(local.date(), history_months);
    return now - days(day_number(local.date()) - day_number(since));
}

Result<ListId> list_named(store::Transaction& tx, AccountId account, const std::string& public_id) {
    auto list = TRY(tx.lists().find(account, public_id));
    if (!list) return fail(ErrorKind::not_found, fmt::format("there is no list '{}'; make one with `regulars list create NAME --opt-in single`", public_id), "--list");
    if (list->opt_in == model::OptIn::double_opt_in)
        return fail(ErrorKind::invalid, fmt::format("the list '{}' is double opt-in: every guest of two years would be asked to confirm; choose a single opt-in list", list->name), "--list");
    return list->id;
}

Result<void> add_opentable(CommandLine& line, const OpenTableOptions& options) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto secret = TRY(read_secret(options.client_secret_file));
    JsonWriter credentials;
    credentials.begin_object().member("client_id", options.client_id).member("client_secret", secret).end_object();
    SystemRandom random;
    Instant now = RealClock().now();
    model::Integration integration{.public_id = make_ulid(now, random), .kind = model::IntegrationKind::opentable,
                                   .name = std::string(trimmed(options.name)), .settings = settings_of(options, account),
                                   .sealed_credentials = folder.vault().seal(credentials.text()), .created_at = now,
                                   .history_since = history_before(now), .next_sync_at = now};
    if (integration.name.empty()) return fail(ErrorKind::invalid, "an integration has a name; put the location in it", "--name");
    TRY(sources::opentable::settings_from(integration.settings));
    TRY(sources::opentable::credentials_from(credentials.text()));
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        if (!options.list.empty()) integration.list = TRY(list_named(tx, account.id, options.list));
        return tx.integrations().add(account.id, integration);
    }));
    if (!line.json) return print(fmt::format("{}  {}\nNext: regulars sync --data {} --integration '{}' --once\n", integration.public_id, integration.name, line.data, integration.name));
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
                             [&line, options] { return add_opentable(line, *options); });
    command->add_option("--name", options->name, "What users filter by; put the location in it")->required();
    command->add_option("--client-id", options->client_id, "The OpenTable client id")->required();
    command->add_option("--client-secret-file", options->client_secret_file, "A file that holds the OpenTable secret id")->required();
    command->add_option("--rid", options->rid, "The OpenTable restaurant id, digits")->required();
    command->add_option("--restaurant-name", options->restaurant_name, "The restaurant's name, as events carry it")->required();
    command->add_option("--time-zone", options->time_zone, "The restaurant's zone; the account's when left out");
    command->add_option("--country", options->country, "ISO 3166 alpha-2, for phone numbers; the account's when left out");
    command->add_option("--list", options->list, "The id of the single opt-in list that opted-in guests join");
    command->add_option("--interval-minutes", options->interval_minutes, "Minutes between syncs")->capture_default_str();
    command->add_option("--max-requests-per-second", options->max_requests_per_second, "0 for no limit of ours")->capture_default_str();
    command->add_option("--oauth-url", options->oauth_url, "Where tokens are asked for")->capture_default_str();
    command->add_option("--api-url", options->api_url, "Where data is read")->capture_default_str();
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
    named("remove", "Remove an integration; its guests and events are kept unless --erase", [&line, name, erase] { return remove_integration(line, *name, *erase); })
        ->add_flag("--erase", *erase, "Erase its guests and events too");
}

}  // namespace regulars::app
