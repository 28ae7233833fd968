// Imports: uploading a file in parts, mapping its columns, checking, starting, undoing.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "api/fields.hpp"
#include "api/router.hpp"
#include "api/written.hpp"
#include "base/csv_encoding.hpp"
#include "base/text.hpp"
#include "ingest/event_reading.hpp"
#include "ingest/import_runner.hpp"
#include "ingest/import_store.hpp"

namespace regulars::api {
namespace {

using model::ImportState;

constexpr int most_listed = 200, most_previewed = 10;

Outcome<ingest::ImportRunner*> runner_of(Call& call) {
    if (!call.services.imports) return refuse(503, "unavailable", "This server takes no imports.");
    return &call.services.imports->runner();
}

Outcome<model::Import> import_of(Call& call) {
    return call.read([&](store::Transaction& tx) -> Outcome<model::Import> {
        auto import = TRY(tx.imports().find(call.account_id(), call.path[0]));
        if (!import) return not_found("There is no such import.");
        return *import;
    });
}

std::optional<std::string> iso(const std::optional<Instant>& t) {
    return t ? std::optional(format_iso(*t)) : std::nullopt;
}

void write_import(JsonWriter& out, const model::Import& import,
                  const std::optional<model::List>& list) {
    out.begin_object()
        .member("id", import.public_id)
        .member("name", import.name)
        .member("state", model::name_of(import.state));
    out.member("format", model::name_of(import.plan.format))
        .member("bytes", import.bytes)
        .member("received", import.received);
    out.member("encoding", name_of(import.plan.form.encoding));
    out.member("separator", import.plan.form.separator == '\t'  ? "tab"
                            : import.plan.form.separator == ';' ? "semicolon"
                                                                : "comma");
    out.member("day_first", import.plan.day_first)
        .member("decimal_comma", import.plan.decimal_comma)
        .key("columns")
        .begin_array();
    for (auto& column : import.plan.columns) {
        out.begin_object()
            .member("header", column.header)
            .member("target", model::name_of(column.target))
            .member("type", model::name_of(column.type));
        out.member("property", column.property).end_object();
    }
    out.end_array().key("list");
    if (list)
        out.begin_object().member("id", list->public_id).member("name", list->name).end_object();
    else
        out.value(nullptr);
    out.member("made_by", import.made_by).member("created_at", format_iso(import.created_at));
    out.member("started_at", iso(import.started_at))
        .member("ended_at", iso(import.ended_at))
        .member("position", import.position)
        .key("checked");
    if (import.checked)
        out.raw(model::to_json(*import.checked));
    else
        out.value(nullptr);
    out.key("done").raw(model::to_json(import.done)).member("error", import.error).end_object();
}

Answer answer_with(Call& call, const model::Import& import, int status = 200) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        std::optional<model::List> list;
        if (import.list) list = TRY(tx.lists().find(call.account_id(), import.list));
        write_import(out, import, list);
        return {};
    }));
    return json_response(out, status);
}

Answer read_imports(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        out.begin_object().key("data").begin_array();
        for (auto& import : TRY(tx.imports().all(call.account_id(), most_listed))) {
            std::optional<model::List> list;
            if (import.list) list = TRY(tx.lists().find(call.account_id(), import.list));
            write_import(out, import, list);
        }
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_import(Call& call) { return answer_with(call, TRY(import_of(call))); }

Answer add_import(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto name = fields.text("file_name", {1, 255});
    auto bytes = fields["bytes"].integer().value_or(0);
    if (bytes < 1 || bytes > ingest::most_import_bytes)
        fields.wrong("bytes",
                     fmt::format("is a whole number from 1 to {}", ingest::most_import_bytes));
    auto format = model::import_format_named(
        fields.has("format") ? fields["format"].string().value_or("") : "csv");
    if (!format) fields.wrong("format", format.error().message);
    TRY(fields.done());
    auto* runner = TRY(runner_of(call));
    auto import = TRY(runner->begin(
        call.account_id(), name, bytes,
        call.caller->user ? call.caller->user->email : "key " + call.caller->key->name, *format));
    return answer_with(call, import, 201);
}

Answer add_part(Call& call) {
    auto import = TRY(import_of(call));
    auto* runner = TRY(runner_of(call));
    auto offset = TRY(call.required("offset", 20));
    std::int64_t at = offset == "0" ? 0 : number_in(offset);
    if (at == 0 && offset != "0")
        return refuse(
            Problem(400, "invalid", "is the number of bytes before this part").in("offset"));
    if (call.http.body.empty()) return refuse(400, "invalid", "The part is empty.");
    std::optional<CsvEncoding> encoding;
    if (auto said = call.http.parameter("encoding")) {
        auto named = csv_encoding_named(*said);
        if (!named) return refuse(Problem(400, "invalid", named.error().message).in("encoding"));
        encoding = *named;
    }
    return answer_with(
        call, TRY(runner->receive(call.account_id(), import.id, at, call.http.body, encoding)));
}

void write_person(JsonWriter& out, const ingest::ImportedPerson& person) {
    auto consent = [&](const char* name, model::Channel channel) {
        out.key(name);
        for (auto& said : person.consents)
            if (said.channel == channel) {
                out.value(said.said == ingest::SaidConsent::granted ? "subscribed"
                                                                    : "unsubscribed");
                return;
            }
        out.value("never_subscribed");
    };
    auto& fields = person.fields;
    out.begin_object()
        .member("line", person.line)
        .member("email", fields.email)
        .member("phone", fields.phone);
    out.member("first_name", fields.first_name).member("last_name", fields.last_name);
    out.member("birthday", fields.birthday ? std::optional(fields.birthday->text()) : std::nullopt)
        .key("properties");
    model::write(out, fields.properties);
    consent("email_consent", model::Channel::email);
    consent("sms_consent", model::Channel::sms);
    out.member("consented_at", iso(person.consented_at))
        .member("consent_source", person.consent_source)
        .end_object();
}

void write_problem(JsonWriter& out, const model::ImportProblem& problem) {
    out.begin_object()
        .member("line", problem.line)
        .member("column", problem.column)
        .member("reason", problem.reason);
    out.member("value", problem.value)
        .member("is_row_skipped", problem.is_row_skipped)
        .end_object();
}

void write_event(JsonWriter& out, const ingest::EventLine& event) {
    out.begin_object()
        .member("line", event.line)
        .member("email", event.email)
        .key("identifiers")
        .begin_array();
    for (auto& identifier : event.identifiers) out.value(identifier.value);
    out.end_array()
        .member("profile_id",
                event.profile_id.empty() ? std::optional<std::string>() : event.profile_id)
        .member("metric", event.metric);
    out.member("time", format_iso(event.time)).key("value");
    write(out, event.value);
    out.member("unique_id", event.unique_id).key("properties").raw(event.properties).end_object();
}

/// The first rows as they stand in the file, and as they will be read by the plan.
Answer read_preview(Call& call) {
    auto import = TRY(import_of(call));
    auto* runner = TRY(runner_of(call));
    if (import.state != ImportState::ready && import.state != ImportState::checking)
        return refuse(409, "conflict", "The file is not there any more, or not yet.");
    auto file = runner->folder().file_of(import);
    auto sketch =
        TRY(ingest::sketch(file, call.account(), import.plan.format, import.plan.form.encoding));
    bool is_events = import.plan.format == model::ImportFormat::event_lines;
    ingest::ReadEvents events;
    ingest::ImportedRows people;
    if (is_events)
        events = TRY(
            ingest::EventReading(call.services.store, call.account(), TRY(FileSource::open(file)))
                .next(most_previewed, call.now()));
    else
        people = TRY(TRY(ingest::ImportRows::open(file, import.plan, call.account(), call.now()))
                         .next(most_previewed));
    JsonWriter out;
    out.begin_object().key("samples").begin_array();
    for (std::size_t i = 0; i < sketch.samples.size() && i < std::size_t(most_previewed); ++i)
        out.value(sketch.samples[i]);
    out.end_array().key("people").begin_array();
    for (auto& person : people.people) write_person(out, person);
    out.end_array().key("events").begin_array();
    for (auto& event : events.events) write_event(out, event.said);
    out.end_array().key("problems").begin_array();
    for (auto& problem : is_events ? events.problems : people.problems) write_problem(out, problem);
    out.end_array().end_object();
    return json_response(out);
}

Answer change_import(Call& call) {
    auto import = TRY(import_of(call));
    auto* runner = TRY(runner_of(call));
    auto fields = TRY(Fields::of(call));
    if (fields.has("encoding")) {
        auto encoding = csv_encoding_named(fields["encoding"].string().value_or(""));
        if (!encoding) fields.wrong("encoding", encoding.error().message);
        TRY(fields.done());
        import = TRY(runner->read_as(call.account_id(), import.id, *encoding));
    }
    auto plan = import.plan;
    if (fields.has("columns")) {
        std::size_t i = 0;
        if (fields["columns"].size() != plan.columns.size())
            fields.wrong("columns", fmt::format("the file has {} columns", plan.columns.size()));
        fields["columns"].each([&](JsonNode node) {
            if (i >= plan.columns.size()) return;
            auto& column = plan.columns[i++];
            auto target = model::import_target_named(node["target"].string().value_or(""));
            auto type = model::import_type_named(node["type"].string().value_or("text"));
            if (!target || !type)
                return fields.wrong("columns",
                                    target ? type.error().message : target.error().message);
            column.target = *target;
            column.type = *type;
            column.property = column.target == model::ImportTarget::property
                                  ? std::string(trimmed(node["property"].string().value_or("")))
                                  : "";
        });
    }
    plan.day_first = fields["day_first"].boolean().value_or(plan.day_first);
    plan.decimal_comma = fields["decimal_comma"].boolean().value_or(plan.decimal_comma);
    ListId list = import.list;
    if (fields.has("list_id")) {
        list = {};
        if (auto id = fields["list_id"].string()) {
            auto found =
                TRY(call.read([&](store::Transaction& tx) -> Outcome<std::optional<model::List>> {
                    return TRY(tx.lists().find(call.account_id(), *id));
                }));
            if (found)
                list = found->id;
            else
                fields.wrong("list_id", "there is no such list");
        }
    }
    TRY(fields.done());
    return answer_with(call, TRY(runner->map(call.account_id(), import.id, plan, list)));
}

Answer ask(Call& call, ImportState state) {
    auto import = TRY(import_of(call));
    auto* runner = TRY(runner_of(call));
    auto asked = TRY(runner->ask(call.account_id(), import.id, state));
    call.services.imports->wake();
    return answer_with(call, asked, 202);
}
Answer check_import(Call& call) { return ask(call, ImportState::checking); }
Answer start_import(Call& call) { return ask(call, ImportState::importing); }
Answer undo_import(Call& call) { return ask(call, ImportState::undoing); }

Answer remove_import(Call& call) {
    auto import = TRY(import_of(call));
    auto* runner = TRY(runner_of(call));
    TRY(runner->remove(call.account_id(), import.id));
    return no_content();
}

Outcome<std::vector<model::ImportProblem>> problems_of(Call& call, const model::Import& import,
                                                       int limit) {
    return call.read([&](store::Transaction& tx) -> Outcome<std::vector<model::ImportProblem>> {
        return TRY(tx.imports().problems(call.account_id(), import.id, limit));
    });
}

Answer read_problems(Call& call) {
    auto import = TRY(import_of(call));
    auto limit = TRY(call.integer("limit", 1, 1'000, 100));
    JsonWriter out;
    out.begin_object().key("data").begin_array();
    for (auto& problem : TRY(problems_of(call, import, limit))) write_problem(out, problem);
    out.end_array().end_object();
    return json_response(out);
}

Answer read_problems_file(Call& call) {
    auto import = TRY(import_of(call));
    std::string text = "\xEF\xBB\xBFline,column,reason,value,row skipped\r\n";
    for (auto& p : TRY(problems_of(call, import, int(ingest::most_kept_problems))))
        text += fmt::format("{},{},{},{},{}\r\n", p.line, csv_field(p.column), p.reason,
                            csv_field(p.value), p.is_row_skipped ? "yes" : "no");
    return net::HttpResponse{
        .status = 200,
        .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                    {"Content-Disposition", "attachment; filename=\"problems.csv\""}},
        .body = std::move(text)};
}

constexpr Route table[] = {
    {"GET", "/app/v1/imports", Needs::analyst, "profiles:read", &read_imports},
    {"POST", "/app/v1/imports", Needs::admin, "profiles:write", &add_import},
    {"GET", "/app/v1/imports/{id}", Needs::analyst, "profiles:read", &read_import},
    {"PATCH", "/app/v1/imports/{id}", Needs::admin, "profiles:write", &change_import},
    {"DELETE", "/app/v1/imports/{id}", Needs::admin, "profiles:write", &remove_import},
    {"POST", "/app/v1/imports/{id}/parts", Needs::admin, "profiles:write", &add_part, 8u << 20},
    {"GET", "/app/v1/imports/{id}/preview", Needs::analyst, "profiles:read", &read_preview},
    {"POST", "/app/v1/imports/{id}/check", Needs::admin, "profiles:write", &check_import},
    {"POST", "/app/v1/imports/{id}/start", Needs::admin, "profiles:write", &start_import},
    {"POST", "/app/v1/imports/{id}/undo", Needs::admin, "profiles:write", &undo_import},
    {"GET", "/app/v1/imports/{id}/problems", Needs::analyst, "profiles:read", &read_problems},
    {"GET", "/app/v1/imports/{id}/problems.csv", Needs::analyst, "profiles:read",
     &read_problems_file},
};

}  // namespace

std::span<const Route> import_routes() { return table; }

}  // namespace regulars::api
