// From rows to people: reads a file by its plan, and says of each row what it is or why it is
// nobody.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/csv.hpp"
#include "base/lines.hpp"
#include "ingest/batch.hpp"
#include "ingest/import_cells.hpp"
#include "model/account.hpp"
#include "model/import.hpp"

namespace regulars::ingest {

/// A file's rows and the separator, encoding and guess of what its columns are.
struct ImportSketch {
    model::ImportPlan plan;
    std::vector<std::vector<std::string>> samples;  // the first rows, as they stand in the file
};

/// How ambiguous cells are meant where nobody says: by the account's country and language.
CellRules usual_rules(const model::Account& account);
CellRules rules_of(const model::ImportPlan& plan, const model::Account& account);

/// Finds form, header and a plan for a file; JSON lines need neither columns nor samples. Errors:
/// invalid (as csv_form_of, CsvReader and LineReader say; no row after the header, no line),
/// exhausted (more than 500 columns). `encoding`: a CSV file's, where somebody said it.
Result<ImportSketch> sketch(const std::filesystem::path& file, const model::Account& account,
                            model::ImportFormat format,
                            std::optional<CsvEncoding> encoding = std::nullopt);
/// Reads all rows of a CSV file for their form alone. Errors: the reader's.
Result<void> check_form(const std::filesystem::path& file, const CsvForm& form);

struct SaidByRow {
    model::Channel channel = model::Channel::email;
    SaidConsent said = SaidConsent::no;  // granted or withdrawn
};

/// One row that is somebody. Email and phone are in matching form already.
struct ImportedPerson {
    std::int64_t line = 0;
    std::string key;             // without the import: "ana@x.example", "+12125550123" or "id:17"
    model::PersonFields fields;  // phone in E.164
    std::vector<model::Identifier> identifiers;  // sorted
    std::vector<SaidByRow> consents;
    std::optional<Instant> consented_at;
    std::string consent_source;
};

/// How many rows or lines were read in one go, and what of them was left out.
struct RowsRead {
    std::int64_t rows = 0, skipped = 0;
    std::vector<model::ImportProblem> problems;               // at most 10,000
    std::map<std::string, std::int64_t, std::less<>> counts;  // all problems, by reason
};
/// Counts a problem of rows and keeps it while there is room.
void note_problem(RowsRead& into, model::ImportProblem problem);
/// Adds what was read to the counts of a pass.
void add(model::ImportCounts& counts, const RowsRead& rows);

/// Some rows: those that are somebody, and what was left out. Words of reasons:
///   skipped rows:  no_identifier, bad_email, too_many_cells, text_after_quote, cell_too_long,
///   too_many_columns left-out cells: bad_phone, bad_number, bad_date, bad_boolean, bad_consent,
///   bad_consent_time, no_phone_for_consent, no_email_for_consent
/// Those of JSON lines: profile_lines.hpp.
struct ImportedRows : RowsRead {
    std::vector<ImportedPerson> people;
};

/// Reads a file's rows after its header. For one thread.
class ImportRows {
  public:
    /// Errors: not_found (the file is gone), and the reader's.
    static Result<ImportRows> open(const std::filesystem::path& file, const model::ImportPlan& plan,
                                   const model::Account& account, Instant now);

    /// Passes over rows that were dealt with before.
    Result<void> pass_over(std::int64_t rows);
    /// Up to `most` rows; none at the end. At most 10,000 problems of each call are told, all are
    /// counted. Errors: the reader's.
    Result<ImportedRows> next(std::int64_t most);

  private:
    ImportRows(std::variant<CsvReader, LineReader> reader, const model::ImportPlan& plan,
               const model::Account& account, Instant now)
        : reader_(std::move(reader)),
          plan_(plan),
          crosses_(plan.columns.size(), Cross::alone),
          country_(account.country),
          rules_(rules_of(plan, account)),
          now_(now) {}
    /// Looks at the first 1,000 rows, so that a cross means the same in every row of a column.
    void find_circles(CsvReader reader);
    void read_row(const CsvRow& row, ImportedRows& into);
    void read_cell(const model::ImportColumn& column, Cross cross, std::string_view cell,
                   const CsvRow& row, ImportedPerson& person, ImportedRows& into);
    void note(ImportedRows& into, const CsvRow& row, std::string_view column, const char* reason,
              std::string_view value, bool is_row_skipped);

    Result<bool> next_line(LineReader& reader, Line& line);
    std::variant<CsvReader, LineReader> reader_;
    model::ImportPlan plan_;
    std::vector<Cross> crosses_;  // by column
    std::string country_;
    CellRules rules_;
    Instant now_;
};

}  // namespace regulars::ingest
