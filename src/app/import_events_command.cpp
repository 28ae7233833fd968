// import events: JSON lines from a file or standard input.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/signals.hpp"
#include "base/json.hpp"
#include "ingest/event_import.hpp"

namespace regulars::app {
namespace {

struct Options {
    std::string file, format = "jsonl";
    bool is_dry_run = false;
};

std::string as_json(const ingest::EventImportCounts& counts) {
    JsonWriter out;
    out.begin_object().member("lines", counts.lines).member("created", counts.created).member("repeated", counts.repeated);
    out.member("skipped", counts.skipped).member("forgotten", counts.forgotten).member("profiles_created", counts.profiles_created);
    out.key("problems").begin_object();
    for (auto& [reason, n] : counts.problems) out.member(reason, n);
    out.end_object().key("errors").begin_array();
    for (auto& problem : counts.told) {
        out.begin_object().member("line", problem.line).member("pointer", problem.pointer).member("reason", problem.reason);
        out.member("value", problem.value).member("line_skipped", problem.is_line_skipped).end_object();
    }
    out.end_array().end_object();
    return out.take() + "\n";
}

std::string as_text(const ingest::EventImportCounts& counts, bool is_dry_run) {
    std::string text;
    for (auto& problem : counts.told)
        text += fmt::format("line {}: {}{}{}{}\n", problem.line, problem.pointer, problem.pointer.empty() ? "" : ": ", problem.reason,
                            problem.value.empty() ? "" : " " + problem.value);
    text += fmt::format("{} lines, {} events {}, {} repeated, {} skipped", counts.lines, counts.created, is_dry_run ? "would be new" : "new", counts.repeated, counts.skipped);
    if (counts.forgotten > 0) text += fmt::format(", {} of people who asked to be forgotten", counts.forgotten);
    if (!is_dry_run) text += fmt::format("; {} new people", counts.profiles_created);
    text += '\n';
    for (auto& [reason, n] : counts.problems) text += fmt::format("    {} {}\n", n, reason);
    return text;
}

Result<void> import_events(CommandLine& line, const Options& options) {
    StopOnSignal signals;
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    RealClock clock;
    SystemRandom random;
    ingest::EventImport import(folder.store(), clock, random);
    auto source = TRY(FileSource::open(options.file == "-" ? "/dev/stdin" : options.file));
    auto progress = [](const ingest::EventImportCounts& now) { fmt::print(stderr, "{} lines, {} events\n", now.lines, now.created); };
    auto counts = TRY(options.is_dry_run ? import.rehearse(account.id, std::move(source), progress, signals.token())
                                         : import.run(account.id, std::move(source), progress, signals.token()));
    TRY(print(line.json ? as_json(counts) : as_text(counts, options.is_dry_run)));
    if (counts.skipped == counts.lines) return fail(ErrorKind::invalid, "no line holds an event", options.file);
    return {};
}

}  // namespace

void add_import_events_command(CommandLine& line, CLI::App& import) {
    auto options = std::make_shared<Options>();
    auto* events = line.add(import, "events", "Import events, one JSON object a line; the lines that cannot be read are told, the others go in",
                            R"(echo '{"email": "ana@x.example", "metric": "Visited", "time": "2026-05-01T18:30:00Z", "value": 42.5}' | regulars import events --format jsonl - --data data)",
                            [&line, options] { return import_events(line, *options); });
    events->add_option("file", options->file,
                       "JSON lines: email, phone, external_id or profile_id; metric and time; value, currency, unique_id and properties where there are such. "
                       "'-' is standard input. An event whose unique_id its person has for that metric is not imported again")
        ->required();
    events->add_option("--format", options->format, "jsonl")->check(CLI::IsMember({"jsonl"}))->capture_default_str();
    events->add_flag("--dry-run", options->is_dry_run, "Read every line, tell what would happen, and keep nothing");
    line.takes_data(events);
    line.takes_json(events);
}

}  // namespace regulars::app
