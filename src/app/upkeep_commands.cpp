// backup and doctor.
// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include <fmt/format.h>
#include <sys/stat.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/demo_story.hpp"
#include "base/json.hpp"

namespace regulars::app {
namespace {

struct Finding {
    std::string what;
    bool is_well = true;
    std::string advice;  // what to do, when it is not
};

Result<void> backup(CommandLine& line, const std::string& file) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    TRY(folder.store().backup(file));
    return print(fmt::format("{}: {} bytes. Keep {} with it: secrets are sealed with that key.\n",
                             file, std::filesystem::file_size(file),
                             (folder.path() / "secrets.key").string()));
}

std::vector<Finding> look_at_folder(const std::filesystem::path& folder) {
    std::vector<Finding> findings;
    std::error_code error;
    auto space = std::filesystem::space(folder, error);
    bool roomy = !error && space.available > (std::uintmax_t(1) << 30);
    findings.push_back({fmt::format("disk: {} MB free", error ? 0 : space.available >> 20), roomy,
                        "free some disk space; syncs stop when it is full"});
    struct ::stat key {};
    bool is_private =
        ::stat((folder / "secrets.key").c_str(), &key) == 0 && (key.st_mode & 077) == 0;
    findings.push_back({"key file: readable by its owner only", is_private,
                        "chmod 600 " + (folder / "secrets.key").string()});
    auto now = RealClock().now();
    bool plausible =
        now > parse_instant("2025-01-01").value() && now < parse_instant("2100-01-01").value();
    findings.push_back({"clock: " + format_iso(now.floor_seconds()), plausible,
                        "set the machine's clock (timedatectl set-ntp true)"});
    return findings;
}

Result<std::vector<Finding>> look_at_accounts(DataFolder& folder) {
    std::vector<Finding> findings;
    Instant now = RealClock().now();
    // A demo's time is its own: what it synced is rightly ahead of the machine's clock.
    auto story = TRY(Story::load(folder.path()));
    if (story)
        findings.push_back(
            {"demo: its own time is " + format_iso(story->now.floor_seconds()), true, ""});
    TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
        auto accounts = TRY(tx.accounts().all());
        if (accounts.empty())
            findings.push_back(
                {"configuration: no account", false, "regulars account create NAME"});
        for (auto& account : accounts) {
            for (auto& integration : TRY(tx.integrations().all(account.id))) {
                auto name = fmt::format("integration '{}'", integration.name);
                bool can_open = folder.vault().unseal(integration.sealed_credentials).has_value();
                findings.push_back({name + ": credentials open", can_open,
                                    "restore the secrets.key this database was made with, or add "
                                    "the integration again"});
                bool is_well = integration.last_error.empty() &&
                               integration.status != model::IntegrationStatus::stopped;
                findings.push_back({name + ": " +
                                        (is_well ? std::string(model::name_of(integration.status))
                                                 : integration.last_error),
                                    is_well,
                                    "mend the cause, then regulars sync --integration '" +
                                        integration.name + "' --once"});
                if (!story && integration.last_sync_at && *integration.last_sync_at > now + 5min)
                    findings.push_back({name + ": synced in the future", false,
                                        "the machine's clock went back; set it"});
            }
        }
        return {};
    }));
    return findings;
}

Result<void> doctor(CommandLine& line) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto findings = look_at_folder(folder.path());
    for (auto& problem : TRY(folder.store().check()))
        findings.push_back({"database: " + problem, false, "restore the newest backup, then sync"});
    findings.push_back(
        {fmt::format("database: schema version {}", folder.store().schema_version()), true, ""});
    for (auto& finding : TRY(look_at_accounts(folder))) findings.push_back(std::move(finding));

    std::size_t ill = 0;
    std::string text;
    JsonWriter out;
    out.begin_array();
    for (auto& finding : findings) {
        ill += !finding.is_well;
        text += fmt::format("{}  {}\n", finding.is_well ? "ok " : "BAD", finding.what);
        if (!finding.is_well) text += fmt::format("     do: {}\n", finding.advice);
        out.begin_object().member("what", finding.what).member("ok", finding.is_well);
        out.member("advice", finding.is_well ? std::string() : finding.advice).end_object();
    }
    out.end_array();
    TRY(print(line.json ? out.take() + "\n" : text));
    if (ill > 0)
        return fail(ErrorKind::unavailable,
                    fmt::format("{} of {} findings need attention", ill, findings.size()));
    return {};
}

}  // namespace

void add_upkeep_commands(CommandLine& line) {
    auto file = std::make_shared<std::string>();
    auto* command = line.add(
        line.root, "backup", "Copy the database consistently, while it is in use",
        "regulars backup 2026-11-21.db --data data", [&line, file] { return backup(line, *file); });
    command->add_option("file", *file, "The copy; must not exist")->required();
    line.takes_data(command);

    command = line.add(line.root, "doctor",
                       "Check the database, configuration, clock and disk, and say what to do",
                       "regulars doctor --data data", [&line] { return doctor(line); });
    line.takes_data(command);
    line.takes_json(command);
}

}  // namespace regulars::app
