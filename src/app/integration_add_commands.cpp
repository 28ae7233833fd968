// integration add: one command a vendor.
// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/integration_options.hpp"
#include "app/integration_setup.hpp"
#include "app/lightspeed_sign_in.hpp"
#include "base/json.hpp"
#include "net/curl_client.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

/// What every vendor's command takes.
struct Options : SettingPairs {
    std::string name, client_id, client_secret_file, webhook_secret_file, list;
};

Result<void> add(CommandLine& line, const Options& options, model::IntegrationKind kind,
                 const std::string& credentials) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    SystemRandom random;
    auto settings = TRY(sources::settings_from_pairs(options.pairs));
    auto integration =
        TRY(add_integration(folder, account, {kind, options.name, settings, credentials},
                            options.list, RealClock().now(), random));
    if (!line.json)
        return print(
            fmt::format("{}  {}\nNext: regulars sync --data {} --integration '{}' --once\n",
                        integration.public_id, integration.name, line.data, integration.name));
    JsonWriter out;
    out.begin_object()
        .member("id", integration.public_id)
        .member("name", integration.name)
        .end_object();
    return print(out.take() + "\n");
}

Result<std::string> credentials_of(const Options& options, const std::string& refresh_token = {}) {
    return credentials_json(options.client_id,
                            {{"client_secret", options.client_secret_file},
                             {"webhook_secret", options.webhook_secret_file}},
                            refresh_token);
}

CLI::App* vendor_command(CommandLine& line, CLI::App& parent, Options& options,
                         model::IntegrationKind vendor, const char* what,
                         const std::string& example, std::function<Result<void>()> action) {
    auto kind = std::string(model::name_of(vendor));
    auto* command = line.add(parent, kind, what, example, std::move(action));
    command->footer(command->get_footer() + "\n\nSettings for --set:\n" + setting_lines(vendor));
    command->add_option("--name", options.name, "What users filter by; put the location in it")
        ->required();
    command->add_option("--client-id", options.client_id, "The client id the vendor gave")
        ->required();
    command
        ->add_option("--client-secret-file", options.client_secret_file,
                     "A file that holds the client secret")
        ->required();
    command->add_option("--set", options.pairs, "A setting as key=value; repeat for more");
    // Lightspeed's own account id has the shorter name.
    line.takes_data(command,
                    vendor == model::IntegrationKind::lightspeed ? "--organization" : "--account");
    line.takes_json(command);
    return command;
}

void add_opentable(CommandLine& line, CLI::App& parent) {
    struct OpenTable {
        Options options;
        std::string rid, restaurant_name, time_zone, country, currency, interval, rate, oauth_url,
            api_url;
    };
    auto read = std::make_shared<OpenTable>();
    auto* command =
        vendor_command(line, parent, read->options, model::IntegrationKind::opentable,
                       "Connect one OpenTable restaurant",
                       "regulars integration add opentable --data data --name Downtown --client-id "
                       "ID --client-secret-file secret.txt "
                       "--rid 1234567 --restaurant-name 'Olive & Ember' --list AbC123",
                       [&line, read]() -> Result<void> {
                           auto options = read->options;
                           options.set("rid", read->rid);
                           options.set("restaurant_name", read->restaurant_name);
                           options.set("time_zone", read->time_zone);
                           options.set("country", read->country);
                           options.set("currency", read->currency);
                           options.set("oauth_url", read->oauth_url);
                           options.set("api_url", read->api_url);
                           if (!read->interval.empty())
                               options.pairs.push_back("interval_minutes=" + read->interval);
                           if (!read->rate.empty())
                               options.pairs.push_back("max_requests_per_second=" + read->rate);
                           return add(line, options, model::IntegrationKind::opentable,
                                      TRY(credentials_of(options)));
                       });
    command->add_option("--rid", read->rid, "The OpenTable restaurant id, digits")->required();
    command
        ->add_option("--restaurant-name", read->restaurant_name,
                     "The restaurant's name, as events carry it")
        ->required();
    command->add_option("--time-zone", read->time_zone,
                        "The restaurant's zone; the account's when left out");
    command->add_option("--country", read->country,
                        "ISO 3166 alpha-2, for phone numbers; the account's when left out");
    command->add_option(
        "--currency", read->currency,
        "ISO 4217, of amounts whose record names none; the country's when left out");
    command->add_option("--list", read->options.list,
                        "The id of the single opt-in list that opted-in guests join");
    command
        ->add_option("--interval-minutes", read->interval,
                     "Minutes between syncs; 30 when left out")
        ->check(CLI::Number);
    command
        ->add_option("--max-requests-per-second", read->rate,
                     "0 for no limit of ours; 2 when left out")
        ->check(CLI::Number);
    command->add_option("--oauth-url", read->oauth_url,
                        "Where tokens are asked for, if not OpenTable");
    command->add_option("--api-url", read->api_url, "Where data is read, if not OpenTable");
}

void add_toast(CommandLine& line, CLI::App& parent) {
    struct Toast {
        Options options;
        std::vector<std::string> restaurants;
        std::string api_url;
    };
    auto read = std::make_shared<Toast>();
    auto* command = vendor_command(
        line, parent, read->options, model::IntegrationKind::toast,
        "Connect one or more Toast restaurants",
        "regulars integration add toast --data data --name 'Toast orders' --client-id ID "
        "--client-secret-file secret.txt "
        "--restaurant 5f0c2b7e-1111-4222-8333-444455556666 --set history_years=2",
        [&line, read]() -> Result<void> {
            auto options = read->options;
            options.set("restaurants", read->restaurants);
            options.set("api_url", read->api_url);
            return add(line, options, model::IntegrationKind::toast, TRY(credentials_of(options)));
        });
    command
        ->add_option("--restaurant", read->restaurants,
                     "The restaurants' GUIDs, with commas between them")
        ->required()
        ->delimiter(',');
    command->add_option("--webhook-secret-file", read->options.webhook_secret_file,
                        "A file that holds the secret by which Toast signs webhooks");
    command->add_option("--api-url", read->api_url, "Where data is read, if not Toast");
}

void add_lightspeed(CommandLine& line, CLI::App& parent) {
    struct Lightspeed {
        Options options;
        std::string refresh_token_file, account, auth_url, api_url,
            redirect_url = "http://localhost:8080/integrations/lightspeed/return";
    };
    auto read = std::make_shared<Lightspeed>();
    auto* command = vendor_command(
        line, parent, read->options, model::IntegrationKind::lightspeed,
        "Connect a Lightspeed Retail (R-Series) account",
        "regulars integration add lightspeed --data data --name 'The shop' --client-id ID "
        "--client-secret-file secret.txt "
        "--refresh-token-file token.txt --account 123456 --list AbC123",
        [&line, read]() -> Result<void> {
            auto options = read->options;
            options.set("auth_url", read->auth_url);
            options.set("api_url", read->api_url);
            std::string token, account = read->account;
            if (read->refresh_token_file.empty()) {
                LightspeedSignIn wanted{
                    .addresses = TRY(sources::lightspeed::addresses_from(
                        TRY(sources::settings_from_pairs(options.pairs)))),
                    .client_id = options.client_id,
                    .client_secret = TRY(read_secret(options.client_secret_file)),
                    .redirect_url = read->redirect_url,
                    .account = account};
                RealClock clock;
                SystemRandom random;
                auto client = net::make_curl_client();
                auto signed_in =
                    TRY(sign_in_to_lightspeed(wanted, std::cin, *client, clock, random));
                token = signed_in.refresh_token;
                account = signed_in.account;
            } else {
                token = TRY(read_secret(read->refresh_token_file));
            }
            options.set("account", account);
            return add(line, options, model::IntegrationKind::lightspeed,
                       TRY(credentials_of(options, token)));
        });
    auto* token = command->add_option(
        "--refresh-token-file", read->refresh_token_file,
        "A file that holds the refresh token; without it you are led to Lightspeed's page");
    auto* account =
        command->add_option("--account", read->account, "The Lightspeed account id, digits");
    token->needs(account);
    command
        ->add_option("--redirect-url", read->redirect_url,
                     "The address registered at Lightspeed, exactly")
        ->capture_default_str();
    command->add_option("--list", read->options.list, "The id of the list that new customers join");
    command->add_option("--auth-url", read->auth_url,
                        "Where tokens are asked for, if not Lightspeed");
    command->add_option("--api-url", read->api_url, "Where data is read, if not Lightspeed");
}

}  // namespace

void add_integration_add_commands(CommandLine& line, CLI::App& integration) {
    auto* adding = line.add(integration, "add", "Connect a vendor",
                            "regulars integration add opentable --help", {});
    adding->require_subcommand(1);
    for (auto kind : sources::vendors()) {
        switch (kind) {
            case model::IntegrationKind::opentable:
                add_opentable(line, *adding);
                break;
            case model::IntegrationKind::toast:
                add_toast(line, *adding);
                break;
            case model::IntegrationKind::lightspeed:
                add_lightspeed(line, *adding);
                break;
        }
    }
}

}  // namespace regulars::app
