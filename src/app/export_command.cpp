// export.
// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/exporting.hpp"

namespace regulars::app {

void add_export_command(CommandLine& line) {
    auto what = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>("jsonl");
    auto* command =
        line.add(line.root, "export", "Print profiles, events or consents, one JSON object a line",
                 "regulars export events --data data --format jsonl > events.jsonl",
                 [&line, what]() -> Result<void> {
                     auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
                     auto account = TRY(folder.account(line.account));
                     auto run = *what == "profiles" ? export_profiles
                                : *what == "events" ? export_events
                                                    : export_consents;
                     return run(folder.store(), account.id, print);
                 });
    command->add_option("what", *what, "profiles, events or consents")
        ->required()
        ->check(CLI::IsMember({"profiles", "events", "consents"}));
    command->add_option("--format", *format, "jsonl")
        ->check(CLI::IsMember({"jsonl"}))
        ->capture_default_str();
    line.takes_data(command);
}

}  // namespace regulars::app
