// What every command of the command line shares.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "base/error.hpp"

namespace regulars::app {

/// Options that most commands take, and the action of the one that was chosen.
struct CommandLine {
    CLI::App root{"Regulars turns diners and shoppers into regulars.", "regulars"};
    std::string data = "data";
    std::string account;
    std::string log_level = "info";
    bool json = false;
    int exit_code = 0;  // of an action that went well and has something to say by it
    std::function<Result<void>()> chosen;

    /// A subcommand with an example in its help, and what it does.
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& what,
                  const std::string& example, std::function<Result<void>()> action) {
        auto* command = parent.add_subcommand(name, what);
        command->footer("Example:\n  " + example);
        if (action) command->callback([this, action = std::move(action)] { chosen = action; });
        return command;
    }
    /// `account_option`: what the option that chooses among several accounts is called.
    void takes_data(CLI::App* command, const std::string& account_option = "--account") {
        command->add_option("--data", data, "The data folder (also REGULARS_DATA)")
            ->envname("REGULARS_DATA")
            ->capture_default_str();
        command->add_option(account_option, account,
                            "The account, by id or name, where there are several");
    }
    void takes_json(CLI::App* command) { command->add_flag("--json", json, "Print JSON"); }
};

// Each adds its commands; one file a subject.
void add_account_commands(CommandLine& line);  // account, user, key
void add_list_commands(CommandLine& line);
void add_consent_commands(CommandLine& line);
void add_integration_commands(CommandLine& line);
void add_integration_add_commands(CommandLine& line, CLI::App& integration);
void add_integration_edit_command(CommandLine& line, CLI::App& integration);
void add_sync_command(CommandLine& line);
void add_import_commands(CommandLine& line);
void add_import_events_command(CommandLine& line, CLI::App& import);
void add_segment_commands(CommandLine& line);
void add_reconcile_command(CommandLine& line);
void add_export_command(CommandLine& line);
void add_upkeep_commands(CommandLine& line);  // backup, doctor
void add_sandbox_command(CommandLine& line);
void add_serve_command(CommandLine& line);
void add_demo_command(CommandLine& line);

/// Writes to standard output at once. Errors: unavailable (nobody reads any longer, disk full).
Result<void> print(std::string_view text);
/// The whole file. Errors: not_found, exhausted (larger than `limit` bytes).
Result<std::string> read_file(const std::string& path, std::size_t limit = 1u << 20);
/// A secret kept in a file, without the line end. Errors: invalid (empty), and read_file's.
Result<std::string> read_secret(const std::string& path);

}  // namespace regulars::app
