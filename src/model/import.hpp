// An import: a file of people or events that somebody gave, how its columns are read, and what came
// of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::model {

/// What a column's cells become. Those from `organization` to `language` are properties whose
/// names are fixed (property_of), so that imports of different files agree.
enum class ImportTarget {
    skip,
    email,
    phone,
    external_id,
    first_name,
    last_name,
    birthday,
    organization,
    title,
    address,
    address2,
    city,
    region,
    postal_code,
    country,
    language,
    property,
    email_consent,  // whether the person agreed to email marketing
    sms_consent,
    consent_time,   // when, for both channels
    consent_source  // how or where ("paper form"): kept as proof
};
std::string_view name_of(ImportTarget target);
Result<ImportTarget> import_target_named(std::string_view name);
/// "Organization", "City" …; empty where the target is no property of a fixed name.
std::string_view property_of(ImportTarget target);

enum class ImportType { text, number, date, boolean, list };
std::string_view name_of(ImportType type);
Result<ImportType> import_type_named(std::string_view name);

struct ImportColumn {
    std::string header;
    ImportTarget target = ImportTarget::skip;
    ImportType type = ImportType::text;  // of a property
    std::string property;                // its name, where the target is `property`
    bool operator==(const ImportColumn&) const = default;
};

/// `json_lines`: a person a line, by the names of ingest/profile_lines.hpp; `event_lines`: an event
/// a line, by those of ingest/event_lines.hpp. They have no columns.
enum class ImportFormat { csv, json_lines, event_lines };
std::string_view name_of(ImportFormat format);  // "csv", "jsonl", "events"
Result<ImportFormat> import_format_named(std::string_view name);

/// How a file is read.
struct ImportPlan {
    ImportFormat format = ImportFormat::csv;
    CsvForm form;
    std::vector<ImportColumn> columns;  // in the file's order, at most 500
    bool day_first = false;             // 3/4/2026 is the third of April
    bool decimal_comma = false;         // 1.234,5
    bool operator==(const ImportPlan&) const = default;
};
std::string to_json(const ImportPlan& plan);
Result<ImportPlan> import_plan_from(std::string_view json);
/// Errors: invalid, where no column is email, phone or external id, one target or property is
/// named twice, or a property has no name.
Result<void> check(const ImportPlan& plan);

enum class ImportState {
    uploading,
    ready,     // uploaded; its columns can be mapped, checked and imported
    checking,  // every row is being read, nothing is written
    importing,
    imported,
    failed,  // the file cannot be read to its end; what was imported before stays, and can be
             // undone
    undoing,
    undone
};
std::string_view name_of(ImportState state);

/// What a pass over the file found or did.
struct ImportCounts {
    std::int64_t rows = 0;      // read, the header not counted
    std::int64_t people = 0;    // rows that are or become somebody
    std::int64_t skipped = 0;   // rows that nothing is made of
    std::int64_t repeated = 0;  // rows whose email or phone stood in an earlier row: the later one
                                // counts; events that were there: the first one stays
    std::int64_t created = 0, updated = 0;
    std::int64_t subscribed = 0;  // email or text consents that are new
    std::int64_t unsubscribed = 0;
    std::int64_t joined = 0;          // of the list
    std::int64_t removed = 0;         // people that undoing took away
    std::int64_t events = 0;          // that are new
    std::int64_t forgotten = 0;       // events of people who asked to be forgotten
    std::int64_t events_removed = 0;  // by undoing
    std::map<std::string, std::int64_t, std::less<>> problems;  // by reason
    bool operator==(const ImportCounts&) const = default;
};
std::string to_json(const ImportCounts& counts);
Result<ImportCounts> import_counts_from(std::string_view json);

struct Import {
    ImportId id;
    std::string public_id;  // ULID
    std::string name;       // the file's, made unique in the account: "guests.csv (2)"
    ImportState state = ImportState::uploading;
    std::int64_t bytes = 0,
                 received =
                     0;  // of the file, as announced and as they came; 0 where nothing was uploaded
    ImportPlan plan;
    ListId list;          // people of the file join it; 0 for none
    std::string made_by;  // email of who uploaded it; empty for the command line
    Instant created_at;
    std::optional<Instant> started_at, ended_at;
    std::int64_t position = 0;            // rows of the pass under way that are committed
    std::optional<ImportCounts> checked;  // of the whole file, for the plan as it stands
    ImportCounts done;
    std::string error;  // why it failed, or empty
    bool operator==(const Import&) const = default;
};
/// "Import: guests.csv (2)", as memberships and consents name it.
std::string source_of(const Import& import);

/// Why a row, or one of its cells, was left out.
struct ImportProblem {
    std::int64_t line = 0;
    std::string column;  // its header, or empty
    std::string reason;  // a word; see ingest/import_rows.hpp
    std::string value;   // the cell's beginning
    bool is_row_skipped = false;
    bool operator==(const ImportProblem&) const = default;
};

}  // namespace regulars::model
