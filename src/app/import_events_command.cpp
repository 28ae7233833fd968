// import events: JSON lines from a file or standard input.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/import_service.hpp"
#include "app/signals.hpp"
#include "base/json.hpp"
#include "ingest/import_store.hpp"

namespace regulars::app {
namespace {

struct Options {
    std::string file, format = "jsonl";
    bool is_dry_run = false;
};

/// `id`: of the import, by which it can be undone; empty for a rehearsal.
std::string as_json(const model::ImportCounts& counts,
                    const std::vector<model::ImportProblem>& problems, const std::string& id) {
    JsonWriter out;
    out.begin_object()
        .member("lines", counts.rows)
        .member("created", counts.events)
        .member("repeated", counts.repeated);
    out.member("skipped", counts.skipped)
        .member("forgotten", counts.forgotten)
        .member("profiles_created", counts.created);
    out.key("problems").begin_object();
    for (auto& [reason, n] : counts.problems) out.member(reason, n);
    out.end_object().key("errors").begin_array();
    for (auto& problem : problems) {
        out.begin_object()
            .member("line", problem.line)
            .member("pointer", problem.column)
            .member("reason", problem.reason);
        out.member("value", problem.value)
            .member("line_skipped", problem.is_row_skipped)
            .end_object();
    }
    out.end_array();
    if (!id.empty()) out.member("id", id);
    out.end_object();
    return out.take() + "\n";
}

std::string as_text(const model::ImportCounts& counts,
                    const std::vector<model::ImportProblem>& problems, const std::string& id) {
    std::string text;
    for (auto& p : problems)
        text += fmt::format("line {}: {}{}{}{}{}\n", p.line, p.column, p.column.empty() ? "" : ": ",
                            p.reason, p.value.empty() ? "" : " ", p.value);
    text +=
        fmt::format("{} lines, {} events {}, {} repeated, {} skipped", counts.rows, counts.events,
                    id.empty() ? "would be new" : "new", counts.repeated, counts.skipped);
    if (counts.forgotten > 0)
        text += fmt::format(", {} of people who asked to be forgotten", counts.forgotten);
    text += fmt::format("; {} new people\n", counts.created);
    for (auto& [reason, n] : counts.problems) text += fmt::format("    {} {}\n", n, reason);
    if (!id.empty()) text += fmt::format("`regulars import undo {}` takes them back\n", id);
    return text;
}

Result<void> import_events(CommandLine& line, const Options& options) {
    StopOnSignal signals;
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    RealClock clock;
    SystemRandom random;
    ImportService service(folder, clock, random);
    bool is_stdin = options.file == "-";
    auto source = TRY(FileSource::open(is_stdin ? "/dev/stdin" : options.file));
    auto progress = [](const model::Import& now) {
        fmt::print(stderr, "{} lines, {} events\n", now.position,
                   (now.checked ? *now.checked : now.done).events);
    };
    ingest::Rehearsed found;
    std::string id;
    if (options.is_dry_run) {
        found = TRY(service.runner().rehearse_events(account.id, std::move(source), progress,
                                                     signals.token()));
    } else {
        auto import = TRY(service.import_events(account.id, is_stdin ? "stdin.jsonl" : options.file,
                                                std::move(source), progress, signals.token()));
        id = import.public_id;
        found.counts = import.done;
        TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
            found.problems =
                TRY(tx.imports().problems(account.id, import.id, int(ingest::most_kept_problems)));
            return {};
        }));
    }
    auto& [counts, problems] = found;
    TRY(print(line.json ? as_json(counts, problems, id) : as_text(counts, problems, id)));
    if (counts.skipped == counts.rows)
        return fail(ErrorKind::invalid, "no line holds an event", options.file);
    return {};
}

}  // namespace

void add_import_events_command(CommandLine& line, CLI::App& import) {
    auto options = std::make_shared<Options>();
    auto* events = line.add(
        import, "events",
        "Import events, one JSON object a line; the lines that cannot be read are told, the others "
        "go in",
        R"(echo '{"email": "ana@x.example", "metric": "Visited", "time": "2026-05-01T18:30:00Z", "value": 42.5}' | regulars import events --format jsonl - --data data)",
        [&line, options] { return import_events(line, *options); });
    events
        ->add_option("file", options->file,
                     "JSON lines: email, phone, external_id or profile_id; metric and time; value, "
                     "currency, unique_id and properties where there are such. "
                     "'-' is standard input. An event whose unique_id its person has for that "
                     "metric is not imported again")
        ->required();
    events->add_option("--format", options->format, "jsonl")
        ->check(CLI::IsMember({"jsonl"}))
        ->capture_default_str();
    events->add_flag("--dry-run", options->is_dry_run,
                     "Read every line, tell what would happen, and keep nothing");
    line.takes_data(events);
    line.takes_json(events);
}

}  // namespace regulars::app
