// integration edit: settings, name, list and secrets of an integration of any kind.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/integration_options.hpp"
#include "app/integration_setup.hpp"
#include "base/env.hpp"
#include "base/json.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

struct Edit {
    std::string integration, name, list, client_id, client_secret_file, webhook_secret_file;
    std::vector<std::string> restaurants;
    SettingPairs settings;
};

Result<void> edit(CommandLine& line, Edit chosen) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto before = TRY(folder.integration(account.id, chosen.integration));
    if (!chosen.webhook_secret_file.empty() && before.kind != model::IntegrationKind::toast)
        return fail(ErrorKind::invalid, "only Toast's webhooks have a secret of their own",
                    "webhook-secret-file");
    chosen.settings.set("restaurants", chosen.restaurants);
    IntegrationEdit edit{.name = chosen.name, .list = chosen.list};
    edit.settings = TRY(sources::settings_from_pairs(chosen.settings.pairs));
    edit.credentials =
        TRY(credentials_json(chosen.client_id, {{"client_secret", chosen.client_secret_file},
                                                {"webhook_secret", chosen.webhook_secret_file}}));
    auto after = TRY(edit_integration(folder, account, before.id, edit, RealClock().now()));
    if (!line.json) return print(fmt::format("{}  {}\n", after.public_id, after.name));
    JsonWriter out;
    out.begin_object()
        .member("id", after.public_id)
        .member("name", after.name)
        .key("settings")
        .raw(after.settings)
        .end_object();
    return print(out.take() + "\n");
}

}  // namespace

void add_integration_edit_command(CommandLine& line, CLI::App& integration) {
    auto read = std::make_shared<Edit>();
    auto* command = line.add(
        integration, "edit",
        "Change an integration; what gives its records another meaning is read again from the "
        "beginning of its history",
        "regulars integration edit Downtown --data data --set interval_minutes=15",
        [&line, read] { return edit(line, *read); });
    command->add_option("integration,--integration", read->integration, "Its name or id")
        ->required();
    command->add_option("--name", read->name, "A new name");
    command->add_option("--set", read->settings.pairs,
                        "A setting as key=value, or key= for its default; repeat for more");
    command
        ->add_option("--restaurant", read->restaurants,
                     "Of Toast: all restaurants' GUIDs, with commas between them")
        ->delimiter(',');
    command->add_option(
        "--list", read->list,
        "The id of the list that new people join; who joined another before stays on it");
    command->add_option("--client-id", read->client_id, "Another client id");
    command->add_option("--client-secret-file", read->client_secret_file,
                        "A file that holds the new client secret");
    command->add_option("--webhook-secret-file", read->webhook_secret_file,
                        "Of Toast: a file that holds the secret by which it signs webhooks");
    line.takes_data(command);
    line.takes_json(command);
    std::string footer = command->get_footer();
    for (auto kind : sources::vendors())
        footer +=
            fmt::format("\n\nSettings of {}:\n{}", model::display_name(kind), setting_lines(kind));
    command->footer(footer);
}

}  // namespace regulars::app
