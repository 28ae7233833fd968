// import profiles, list, show, undo and resume.
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/import_service.hpp"
#include "app/signals.hpp"
#include "base/crypto.hpp"
#include "base/csv_encoding.hpp"
#include "base/text.hpp"
#include "ingest/import_store.hpp"

namespace regulars::app {
namespace {

using model::ImportState;

struct Options {
    std::string csv, file, format, encoding, list, id;
    std::vector<std::string> maps;
    std::string email_consent, sms_consent, consent_time, consent_source;
    bool is_dry_run = false, is_day_first = false, is_month_first = false;
};

/// What every import command needs.
struct Bench {
    DataFolder folder;
    model::Account account;
    RealClock clock;
    SystemRandom random;
    ImportService service;

    static Result<std::unique_ptr<Bench>> open(CommandLine& line) {
        auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
        auto account = TRY(folder.account(line.account));
        return std::unique_ptr<Bench>(new Bench(std::move(folder), std::move(account)));
    }
    Result<model::Import> find(const std::string& id) {
        std::optional<model::Import> found;
        TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
            found = TRY(tx.imports().find(account.id, id));
            return {};
        }));
        if (!found)
            return fail(
                ErrorKind::not_found,
                fmt::format("there is no import '{}'; `regulars import list` shows them", id));
        return *found;
    }

  private:
    Bench(DataFolder opened, model::Account of)
        : folder(std::move(opened)), account(std::move(of)), service(folder, clock, random) {}
};

void write_counts(JsonWriter& out, const model::ImportCounts& counts) {
    out.raw(model::to_json(counts));
}

void write_problems(JsonWriter& out, const std::vector<model::ImportProblem>& problems,
                    model::ImportFormat format) {
    out.begin_array();
    for (auto& p : problems) {
        out.begin_object()
            .member("line", p.line)
            .member(format == model::ImportFormat::csv ? "column" : "pointer", p.column);
        out.member("reason", p.reason)
            .member("value", p.value)
            .member("line_skipped", p.is_row_skipped)
            .end_object();
    }
    out.end_array();
}

/// `problems`: those to be told one by one.
std::string described(const model::Import& import, bool json,
                      const std::vector<model::ImportProblem>* problems = nullptr) {
    auto& counts =
        import.checked && import.state == ImportState::ready ? *import.checked : import.done;
    if (json) {
        JsonWriter out;
        out.begin_object()
            .member("id", import.public_id)
            .member("name", import.name)
            .member("state", model::name_of(import.state))
            .key("counts");
        write_counts(out, counts);
        out.member("error", import.error).key("columns").begin_array();
        for (auto& column : import.plan.columns) {
            out.begin_object()
                .member("header", column.header)
                .member("field", model::name_of(column.target))
                .member("type", model::name_of(column.type));
            out.member("property", column.property).end_object();
        }
        out.end_array();
        if (problems) {
            out.key("errors");
            write_problems(out, *problems, import.plan.format);
        }
        out.end_object();
        return out.take() + "\n";
    }
    std::string text;
    if (problems && import.plan.format != model::ImportFormat::csv)
        for (auto& p : *problems)
            text +=
                fmt::format("line {}: {}{}{}{}{}\n", p.line, p.column, p.column.empty() ? "" : ": ",
                            p.reason, p.value.empty() ? "" : " ", p.value);
    text += fmt::format(
        "{}  {}  {}  {} rows, {} people ({} new, {} known), {} subscribed, {} skipped",
        import.public_id, import.name, model::name_of(import.state), counts.rows, counts.people,
        counts.created, counts.updated, counts.subscribed, counts.skipped);
    if (import.plan.format == model::ImportFormat::event_lines)
        text += fmt::format(", {} events new", counts.events);
    if (counts.repeated > 0) text += fmt::format(", {} repeated", counts.repeated);
    if (counts.removed > 0) text += fmt::format(", {} removed again", counts.removed);
    if (counts.events_removed > 0)
        text += fmt::format(", {} events removed again", counts.events_removed);
    if (!import.error.empty()) text += "  " + import.error;
    text += '\n';
    for (auto& [reason, n] : counts.problems) text += fmt::format("    {} {}\n", n, reason);
    return text;
}

/// "Column=field", "Column=field:type", "Column=property:type:Name"; the header without case.
Result<void> map_column(model::ImportPlan& plan, const std::string& text) {
    auto equals = text.rfind('=');
    if (equals == std::string::npos)
        return fail(ErrorKind::invalid, "looks like 'Column=field': '" + text + "'", "--map");
    auto header = trimmed(std::string_view(text).substr(0, equals));
    auto parts = split(std::string_view(text).substr(equals + 1), ':');
    auto column = std::ranges::find_if(
        plan.columns, [&](auto& c) { return equals_ignoring_case(c.header, header); });
    if (column == plan.columns.end())
        return fail(ErrorKind::not_found, fmt::format("the file has no column '{}'", header),
                    "--map");
    auto target = TRY(model::import_target_named(trimmed(parts[0])));
    // The field goes here: whoever was guessed to be it is a property then.
    if (target != model::ImportTarget::skip && target != model::ImportTarget::property)
        for (auto& other : plan.columns)
            if (other.target == target)
                other.target = model::ImportTarget::property, other.property = other.header;
    column->target = target;
    if (parts.size() > 1) column->type = TRY(model::import_type_named(trimmed(parts[1])));
    column->property = parts.size() > 2                          ? std::string(trimmed(parts[2]))
                       : target == model::ImportTarget::property ? column->header
                                                                 : "";
    return {};
}

Result<void> upload(Bench& bench, model::Import& import, const std::string& file,
                    std::optional<CsvEncoding> encoding) {
    std::ifstream in(file, std::ios::binary);
    std::string part(4u << 20, '\0');
    while (import.received < import.bytes) {
        in.read(part.data(), std::streamsize(part.size()));
        if (in.gcount() == 0)
            return fail(ErrorKind::unavailable, "the file cannot be read to its end", file);
        import = TRY(bench.service.runner().receive(
            bench.account.id, import.id, import.received,
            std::string_view(part).substr(0, std::size_t(in.gcount())), encoding));
    }
    return {};
}

Result<void> advance(CommandLine& line, Bench& bench, model::Import import, std::stop_token stop) {
    auto done = TRY(bench.service.advance(
        bench.account.id, import.id,
        [](const model::Import& now) {
            fmt::print(stderr, "{} {} rows\n", model::name_of(now.state), now.position);
        },
        stop));
    std::vector<model::ImportProblem> problems;
    TRY(bench.folder.store().read([&](store::Transaction& tx) -> Result<void> {
        problems =
            TRY(tx.imports().problems(bench.account.id, done.id, int(ingest::most_kept_problems)));
        return {};
    }));
    TRY(print(described(done, line.json, &problems)));
    if (done.state == ImportState::failed) return fail(ErrorKind::invalid, done.error, done.name);
    bool is_over = done.state == ImportState::imported || done.state == ImportState::ready ||
                   done.state == ImportState::undone;
    if (!is_over)
        return fail(
            ErrorKind::cancelled,
            fmt::format(
                "stopped; `regulars import resume {}` goes on, and so does a running server",
                done.public_id));
    return {};
}

/// Standard input as a file in the folder, which goes with it: an import must be able to begin
/// anew.
class KeptInput {
  public:
    explicit KeptInput(std::filesystem::path file) : file_(std::move(file)) {}
    ~KeptInput() {
        std::error_code gone;
        std::filesystem::remove(file_, gone);
    }
    /// Errors: exhausted (larger than an import may be), unavailable.
    Result<void> read() const {
        auto source = TRY(FileSource::open("/dev/stdin"));
        std::error_code error;
        std::filesystem::create_directories(file_.parent_path(), error);
        std::filesystem::permissions(file_.parent_path(), std::filesystem::perms::owner_all,
                                     error);  // guests' data is nobody else's
        std::ofstream out(file_, std::ios::binary);
        std::string part(1u << 20, '\0');
        std::int64_t all = 0;
        while (auto n = TRY(source->read(part))) {
            all += std::int64_t(n);
            if (all > ingest::most_import_bytes)
                return fail(ErrorKind::exhausted,
                            fmt::format("a file has at most {} MB: cut it into several",
                                        ingest::most_import_bytes >> 20));
            out.write(part.data(), std::streamsize(n));
        }
        if (!out.flush())
            return fail(ErrorKind::unavailable, "standard input cannot be kept", file_.string());
        return {};
    }

  private:
    std::filesystem::path file_;
};

/// Which file, and in what format: --csv FILE, or FILE with --format.
Result<model::ImportFormat> format_of(const Options& options) {
    if (!options.csv.empty() && !options.file.empty())
        return fail(ErrorKind::invalid, "give one file, by --csv or by its name", "--csv");
    if (options.csv.empty() && options.file.empty())
        return fail(ErrorKind::invalid, "which file? --csv FILE, or --format jsonl FILE");
    auto format = TRY(model::import_format_named(options.format.empty() ? "csv" : options.format));
    if (!options.csv.empty() && format != model::ImportFormat::csv)
        return fail(ErrorKind::invalid,
                    "--csv names a CSV file; JSON lines are given as --format jsonl FILE", "--csv");
    bool maps = !options.maps.empty() || !options.email_consent.empty() ||
                !options.sms_consent.empty() || !options.consent_time.empty() ||
                !options.consent_source.empty();
    if (format == model::ImportFormat::json_lines && maps)
        return fail(ErrorKind::invalid, "JSON lines have no columns to be mapped", "--map");
    return format;
}

Result<void> import_profiles(CommandLine& line, Options options) {
    StopOnSignal signals;
    auto format = TRY(format_of(options));
    auto bench = TRY(Bench::open(line));
    if (!options.csv.empty()) options.file = options.csv;
    std::optional<KeptInput> input;
    std::string name = std::filesystem::path(options.file).filename().string();
    if (options.file == "-") {
        name = format == model::ImportFormat::json_lines ? "stdin.jsonl" : "stdin.csv";
        options.file = (bench->folder.path() / "imports" / ("stdin-" + random_token(8))).string();
        input.emplace(options.file);
        TRY(input->read());
    }
    std::error_code error;
    auto bytes = std::filesystem::file_size(options.file, error);
    if (error)
        return fail(ErrorKind::not_found, "the file cannot be read: " + error.message(),
                    options.file);
    std::optional<CsvEncoding> encoding;
    if (!options.encoding.empty()) {
        auto named = csv_encoding_named(options.encoding);
        if (!named) return fail(ErrorKind::invalid, named.error().message, "--encoding");
        encoding = *named;
    }
    auto& runner = bench->service.runner();
    ListId list;
    if (!options.list.empty()) {
        TRY(bench->folder.store().read([&](store::Transaction& tx) -> Result<void> {
            for (auto& one : TRY(tx.lists().all(bench->account.id)))
                if (one.public_id == options.list || equals_ignoring_case(one.name, options.list))
                    list = one.id;
            return {};
        }));
        if (!list)
            return fail(ErrorKind::not_found, fmt::format("there is no list '{}'", options.list),
                        "--list");
    }
    auto import = TRY(runner.begin(bench->account.id, name, std::int64_t(bytes), "", format));
    auto prepared = [&]() -> Result<void> {
        TRY(upload(*bench, import, options.file, encoding));
        if (import.state == ImportState::failed)
            return fail(ErrorKind::invalid, import.error, options.file);
        auto plan = import.plan;
        if (options.is_day_first) plan.day_first = true;
        if (options.is_month_first) plan.day_first = false;
        for (auto& map : options.maps) TRY(map_column(plan, map));
        for (auto& [header, field] : {std::pair(options.email_consent, "email_consent"),
                                      std::pair(options.sms_consent, "sms_consent"),
                                      std::pair(options.consent_time, "consent_time"),
                                      std::pair(options.consent_source, "consent_source")})
            if (!header.empty()) TRY(map_column(plan, header + "=" + field));
        import = TRY(runner.map(bench->account.id, import.id, plan, list));
        return {};
    }();
    if (!prepared) {
        TRY(runner.remove(bench->account.id, import.id));
        return prepared;
    }
    TRY(runner.ask(bench->account.id, import.id,
                   options.is_dry_run ? ImportState::checking : ImportState::importing));
    auto done = advance(line, *bench, import, signals.token());
    if (options.is_dry_run) TRY(runner.remove(bench->account.id, import.id));
    return done;
}

Result<void> list_imports(CommandLine& line) {
    auto bench = TRY(Bench::open(line));
    std::string text;
    TRY(bench->folder.store().read([&](store::Transaction& tx) -> Result<void> {
        for (auto& import : TRY(tx.imports().all(bench->account.id, 1'000)))
            text += described(import, line.json);
        return {};
    }));
    return print(text);
}

Result<void> show_problems(CommandLine& line, const std::string& id) {
    auto bench = TRY(Bench::open(line));
    auto import = TRY(bench->find(id));
    std::string text = "line,column,reason,value,row skipped\n";
    TRY(bench->folder.store().read([&](store::Transaction& tx) -> Result<void> {
        for (auto& p : TRY(tx.imports().problems(bench->account.id, import.id, 10'000)))
            text += fmt::format("{},{},{},{},{}\n", p.line, csv_field(p.column), p.reason,
                                csv_field(p.value), p.is_row_skipped ? "yes" : "no");
        return {};
    }));
    return print(text);
}

Result<void> undo_import(CommandLine& line, const std::string& id) {
    StopOnSignal signals;
    auto bench = TRY(Bench::open(line));
    auto import = TRY(bench->find(id));
    TRY(bench->service.runner().ask(bench->account.id, import.id, ImportState::undoing));
    return advance(line, *bench, import, signals.token());
}

Result<void> resume_import(CommandLine& line, const std::string& id) {
    StopOnSignal signals;
    auto bench = TRY(Bench::open(line));
    return advance(line, *bench, TRY(bench->find(id)), signals.token());
}

}  // namespace

void add_import_commands(CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* import =
        line.add(line.root, "import",
                 "People from a CSV file, with their consent; people and events from JSON lines",
                 "regulars import profiles --csv guests.csv --list Guests", {});
    import->require_subcommand(1);
    auto* profiles =
        line.add(*import, "profiles", "Import people; columns are guessed by their headers",
                 "regulars import profiles --csv guests.csv --data data --list Guests --map "
                 "'Member since=property:date' --consent-column 'Agreed'",
                 [&line, options] { return import_profiles(line, *options); });
    profiles->add_option("--csv", options->csv,
                         "A CSV file: UTF-8, UTF-16, Windows-1252 or CP949, with a header");
    profiles->add_option(
        "file", options->file,
        "A file in --format; '-' is standard input. jsonl: an object a line with email, "
        "phone_number, external_id, first_name, last_name, organization, title, "
        "locale, location and properties, as Klaviyo's profiles have them");
    profiles->add_option("--format", options->format, "csv or jsonl")
        ->check(CLI::IsMember({"csv", "jsonl"}));
    profiles->add_option("--encoding", options->encoding,
                         "How a CSV file is encoded, where its bytes tell it wrong: UTF-8, "
                         "'UTF-16 LE', 'UTF-16 BE', Windows-1252, CP949");
    profiles
        ->add_option(
            "--map", options->maps,
            "Column=FIELD, or Column=property:TYPE[:NAME]. FIELD: skip, email, phone, external_id, "
            "first_name, last_name, birthday, organization, title, address, "
            "address2, city, region, postal_code, country, language, email_consent, sms_consent, "
            "consent_time, consent_source. TYPE: text, number, date, boolean, list")
        ->allow_extra_args(false);
    profiles->add_option("--list", options->list,
                         "A single opt-in list, by id or name, that they join");
    profiles->add_option("--consent-column", options->email_consent,
                         "The column that says whether they agreed to email marketing");
    profiles->add_option("--sms-consent-column", options->sms_consent,
                         "The same for text messages");
    profiles->add_option("--consent-time-column", options->consent_time, "When they agreed");
    profiles->add_option("--consent-source-column", options->consent_source,
                         "How they agreed; kept as proof");
    auto* day_first =
        profiles->add_flag("--day-first", options->is_day_first, "3/4/2026 is the third of April");
    profiles->add_flag("--month-first", options->is_month_first, "3/4/2026 is the fourth of March")
        ->excludes(day_first);
    profiles->add_flag("--dry-run", options->is_dry_run,
                       "Read every row, tell what would happen, and keep nothing");
    line.takes_data(profiles);
    line.takes_json(profiles);

    add_import_events_command(line, *import);
    auto* list =
        line.add(*import, "list", "Show the imports, newest first",
                 "regulars import list --data data", [&line] { return list_imports(line); });
    line.takes_data(list);
    line.takes_json(list);
    auto with_id = [&](const char* name, const char* what,
                       Result<void> (*action)(CommandLine&, const std::string&)) {
        auto* command = line.add(*import, name, what,
                                 fmt::format("regulars import {} 01J9Z6K3T8 --data data", name),
                                 [&line, options, action] { return action(line, options->id); });
        command->add_option("id", options->id, "The import, as `regulars import list` shows it")
            ->required();
        line.takes_data(command);
        line.takes_json(command);
    };
    with_id("problems", "Print the rows and cells that were left out, as CSV", &show_problems);
    with_id("undo", "Take back what an import brought: people, events, consents, list memberships",
            &undo_import);
    with_id("resume", "Go on with an import that was stopped", &resume_import);
}

}  // namespace regulars::app
