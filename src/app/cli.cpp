// The command line: parses, runs the chosen command, and says what went wrong.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/version.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace regulars::app {

Result<void> print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        return fail(ErrorKind::unavailable,
                    std::string("standard output cannot be written: ") + std::strerror(errno));
    return {};
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorKind::not_found,
                    std::string("the file cannot be read: ") + std::strerror(errno), path);
    std::string text(limit + 1, '\0');
    file.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(file.gcount()));
    if (text.size() > limit)
        return fail(ErrorKind::exhausted, fmt::format("the file is larger than {} bytes", limit),
                    path);
    return text;
}

Result<std::string> read_secret(const std::string& path) {
    auto secret = std::string(trimmed(TRY(read_file(path, 16u << 10))));
    if (secret.empty()) return fail(ErrorKind::invalid, "the file holds no secret", path);
    return secret;
}

int run(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    CommandLine line;
    line.root.set_version_flag("--version", std::string("regulars ") + version);
    line.root.add_option("--log-level", line.log_level, "debug, info, warning, error or off")
        ->capture_default_str();
    line.root.require_subcommand(1);
    line.root.footer(
        "Example:\n  regulars account create 'Olive & Ember' --time-zone America/New_York --data "
        "data");
    add_account_commands(line);
    add_list_commands(line);
    add_consent_commands(line);
    add_integration_commands(line);
    add_sync_command(line);
    add_import_commands(line);
    add_segment_commands(line);
    add_reconcile_command(line);
    add_export_command(line);
    add_upkeep_commands(line);
    add_sandbox_command(line);
    add_serve_command(line);
    add_demo_command(line);
    try {
        line.root.parse(argc, argv);
    } catch (const CLI::ParseError& misuse) {
        return line.root.exit(misuse) == 0 ? 0 : 2;
    }
    if (!log::set_level(line.log_level)) {
        fmt::print(stderr, "error: --log-level: there are debug, info, warning, error and off\n");
        return 2;
    }
    if (auto done = line.chosen(); !done) {
        fmt::print(stderr, "error: {}\n", done.error().text());
        return 1;
    }
    return line.exit_code;
}

}  // namespace regulars::app
