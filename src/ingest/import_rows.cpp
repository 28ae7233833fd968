// Reads cells into people, one row at a time.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/import_rows.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/csv_encoding.hpp"
#include "base/text.hpp"
#include "ingest/contact.hpp"
#include "ingest/event_lines.hpp"
#include "ingest/import_guess.hpp"
#include "ingest/profile_lines.hpp"

namespace regulars::ingest {
namespace {

using model::Channel;
using model::IdentifierKind;
using enum model::ImportTarget;

constexpr std::size_t most_samples = 100;
constexpr std::size_t most_value_bytes = 80, most_name_bytes = 1'000, most_text_bytes = 10'000;
// Nobody agreed to email marketing before (the floor that the field has, klaviyo-product §4.3).
const Instant earliest_consent = Instant::from_seconds(631'152'000);  // 1990-01-01

Result<CsvReader> reader_of(const std::filesystem::path& file, const CsvForm& form) {
    return CsvReader(TRY(FileSource::open(file)), form);
}

const char* reason_of(CsvFault fault) {
    switch (fault) {
        case CsvFault::none:
            break;
        case CsvFault::text_after_quote:
            return "text_after_quote";
        case CsvFault::field_too_long:
            return "cell_too_long";
        case CsvFault::too_many_columns:
            return "too_many_columns";
    }
    return "";
}

}  // namespace

void note_problem(RowsRead& into, model::ImportProblem problem) {
    constexpr std::size_t most_told = 10'000;
    ++into.counts[problem.reason];
    into.skipped += problem.is_row_skipped;
    if (into.problems.size() < most_told) into.problems.push_back(std::move(problem));
}

void add(model::ImportCounts& counts, const RowsRead& rows) {
    counts.rows += rows.rows;
    counts.skipped += rows.skipped;
    for (auto& [reason, n] : rows.counts) counts.problems[reason] += n;
}

CellRules usual_rules(const model::Account& account) {
    bool month_first = account.country == "US" || account.country == "PH";
    bool comma = account.locale == "fr" ||
                 (account.locale == "es" && account.country != "US" && account.country != "MX");
    auto zone = Zone::find(account.time_zone);
    return {.day_first = !month_first, .decimal_comma = comma, .zone = zone ? *zone : Zone::utc()};
}

CellRules rules_of(const model::ImportPlan& plan, const model::Account& account) {
    auto rules = usual_rules(account);
    rules.day_first = plan.day_first;
    rules.decimal_comma = plan.decimal_comma;
    return rules;
}

Result<void> check_form(const std::filesystem::path& file, const CsvForm& form) {
    auto reader = TRY(reader_of(file, form));
    for (CsvRow row; TRY(reader.next(row));) {
    }
    return {};
}

Result<ImportSketch> sketch(const std::filesystem::path& file, const model::Account& account,
                            model::ImportFormat format, std::optional<CsvEncoding> encoding) {
    ImportSketch made;
    made.plan.format = format;
    if (format != model::ImportFormat::csv) {
        LineReader lines(TRY(FileSource::open(file)), most_line_bytes);
        Line line;
        while (TRY(lines.next(line)))
            if (!trimmed(line.text).empty()) return made;
        return fail(ErrorKind::invalid, "there are no lines");
    }
    auto source = TRY(FileSource::open(file));
    made.plan.form = TRY(encoding ? csv_form_in(*source, *encoding) : csv_form_of(*source));
    auto reader = TRY(reader_of(file, made.plan.form));
    CsvRow row;
    std::vector<std::string> headers;
    if (TRY(reader.next(row))) headers.assign(row.fields.begin(), row.fields.end());
    if (row.fault == CsvFault::too_many_columns)
        return fail(ErrorKind::exhausted, "a file has at most 500 columns");
    if (row.fault != CsvFault::none || headers.empty())
        return fail(ErrorKind::invalid, "the first line is no header", "line 1");
    while (made.samples.size() < most_samples && TRY(reader.next(row)))
        if (row.fault == CsvFault::none)
            made.samples.emplace_back(row.fields.begin(), row.fields.end());
    if (made.samples.empty()) return fail(ErrorKind::invalid, "there are no rows below the header");
    auto rules = usual_rules(account);
    made.plan.day_first = rules.day_first;
    made.plan.decimal_comma = rules.decimal_comma;
    made.plan.columns = guess_columns(headers, made.samples, rules);
    return made;
}

Result<ImportRows> ImportRows::open(const std::filesystem::path& file,
                                    const model::ImportPlan& plan, const model::Account& account,
                                    Instant now) {
    if (plan.format == model::ImportFormat::json_lines)
        return ImportRows(LineReader(TRY(FileSource::open(file)), most_line_bytes), plan, account,
                          now);
    ImportRows rows(TRY(reader_of(file, plan.form)), plan, account, now);
    TRY(rows.pass_over(1));
    rows.find_circles(TRY(reader_of(file, plan.form)));
    return rows;
}

void ImportRows::find_circles(CsvReader reader) {
    constexpr int most_rows = 1'000;
    CsvRow row;
    for (int n = 0; n <= most_rows; ++n) {
        auto found = reader.next(row);
        if (!found || !*found) break;  // a fault is told with its line by the one who reads it all
        for (std::size_t i = 0; i < std::min(crosses_.size(), row.fields.size()); ++i)
            if (n > 0 && is_circle(row.fields[i])) crosses_[i] = Cross::beside_circles;
    }
}

/// Blank lines are nobody's.
Result<bool> ImportRows::next_line(LineReader& reader, Line& line) {
    while (TRY(reader.next(line)))
        if (!trimmed(line.text).empty()) return true;
    return false;
}

Result<void> ImportRows::pass_over(std::int64_t rows) {
    CsvRow row;
    Line line;
    auto* lines = std::get_if<LineReader>(&reader_);
    for (; rows > 0; --rows)
        if (!TRY(lines ? next_line(*lines, line) : std::get<CsvReader>(reader_).next(row))) break;
    return {};
}

Result<ImportedRows> ImportRows::next(std::int64_t most) {
    ImportedRows found;
    CsvRow row;
    Line line;
    if (auto* lines = std::get_if<LineReader>(&reader_)) {
        for (; found.rows < most && TRY(next_line(*lines, line)); ++found.rows)
            read_profile_line(line, country_, found);
        return found;
    }
    while (found.rows < most && TRY(std::get<CsvReader>(reader_).next(row))) {
        ++found.rows;
        read_row(row, found);
    }
    return found;
}

void ImportRows::note(ImportedRows& into, const CsvRow& row, std::string_view column,
                      const char* reason, std::string_view value, bool is_row_skipped) {
    note_problem(into, {row.line, std::string(column), reason,
                        std::string(clipped(value, most_value_bytes)), is_row_skipped});
}

void ImportRows::read_row(const CsvRow& row, ImportedRows& into) {
    if (row.fault != CsvFault::none)
        return note(into, row, "", reason_of(row.fault),
                    row.fields.empty() ? "" : row.fields.front(), true);
    // Cells beyond the header that are empty are a spreadsheet's habit.
    for (std::size_t i = plan_.columns.size(); i < row.fields.size(); ++i)
        if (!trimmed(row.fields[i]).empty())
            return note(into, row, "", "too_many_cells", row.fields[i], true);
    ImportedPerson person{.line = row.line};
    auto skipped_before = into.skipped;
    for (std::size_t i = 0; i < std::min(plan_.columns.size(), row.fields.size()); ++i) {
        auto& column = plan_.columns[i];
        auto cell = trimmed(row.fields[i]);
        if (column.target == skip || cell.empty()) continue;
        read_cell(column, crosses_[i], cell, row, person, into);
        if (into.skipped != skipped_before) return;
    }
    auto has = [&](IdentifierKind kind) {
        return std::ranges::any_of(person.identifiers, [&](auto& i) { return i.kind == kind; });
    };
    if (person.identifiers.empty())
        return note(into, row, "", "no_identifier", row.fields.front(), true);
    std::erase_if(person.consents, [&](auto& consent) {
        if (has(consent.channel == Channel::email ? IdentifierKind::email : IdentifierKind::phone))
            return false;
        note(into, row, "",
             consent.channel == Channel::email ? "no_email_for_consent" : "no_phone_for_consent",
             "", false);
        return true;
    });
    std::ranges::sort(person.identifiers);
    // Sorted: external id, email, phone. The same person in one file has the same email, else
    // phone.
    auto named = [&](IdentifierKind kind) {
        return std::ranges::find(person.identifiers, kind, &model::Identifier::kind);
    };
    if (has(IdentifierKind::email))
        person.key = named(IdentifierKind::email)->value;
    else if (has(IdentifierKind::phone))
        person.key = named(IdentifierKind::phone)->value;
    else
        person.key = "id:" + named(IdentifierKind::external)->value;
    into.people.push_back(std::move(person));
}

void ImportRows::read_cell(const model::ImportColumn& column, Cross cross, std::string_view cell,
                           const CsvRow& row, ImportedPerson& person, ImportedRows& into) {
    auto& properties = person.fields.properties;
    auto leave_out = [&](const char* reason) {
        note(into, row, column.header, reason, cell, false);
    };
    switch (column.target) {
        case skip:
            return;
        case email: {
            auto normalized = normalized_email(cell);
            if (!normalized) return note(into, row, column.header, "bad_email", cell, true);
            person.fields.email = cell;
            person.identifiers.push_back({IdentifierKind::email, std::move(*normalized)});
            return;
        }
        case phone: {
            auto normalized = normalized_phone(cell, country_);
            if (!normalized) return leave_out("bad_phone");
            person.fields.phone = *normalized;
            person.identifiers.push_back({IdentifierKind::phone, std::move(*normalized)});
            return;
        }
        case external_id:
            person.identifiers.push_back(
                {IdentifierKind::external, std::string(clipped(cell, 255))});
            return;
        case first_name:
            person.fields.first_name = clipped(cell, most_name_bytes);
            return;
        case last_name:
            person.fields.last_name = clipped(cell, most_name_bytes);
            return;
        case birthday:
            person.fields.birthday = birthday_in(cell, rules_);
            if (!person.fields.birthday) leave_out("bad_date");
            return;
        case organization:
        case title:
        case address:
        case address2:
        case city:
        case region:
        case postal_code:
        case country:
        case language:
            properties[std::string(model::property_of(column.target))] =
                std::string(clipped(cell, most_text_bytes));
            return;
        case property:
            break;
        case email_consent:
        case sms_consent: {
            auto said = consent_in(cell, cross);
            if (!said) return leave_out("bad_consent");
            if (*said != SaidConsent::no)
                person.consents.push_back(
                    {column.target == email_consent ? Channel::email : Channel::sms, *said});
            return;
        }
        case consent_time:
            person.consented_at = instant_in(cell, rules_);
            if (person.consented_at &&
                (*person.consented_at < earliest_consent || *person.consented_at > now_ + days(1)))
                person.consented_at.reset();
            if (!person.consented_at) leave_out("bad_consent_time");
            return;
        case consent_source:
            person.consent_source = clipped(cell, 255);
            return;
    }
    switch (column.type) {
        case model::ImportType::text:
            properties[column.property] = std::string(clipped(cell, most_text_bytes));
            return;
        case model::ImportType::number:
            if (auto number = number_in(cell, rules_))
                properties[column.property] = std::move(*number);
            else
                leave_out("bad_number");
            return;
        case model::ImportType::boolean:
            if (auto flag = boolean_in(cell, cross))
                properties[column.property] = *flag;
            else
                leave_out("bad_boolean");
            return;
        case model::ImportType::date:
            if (auto date = date_in(cell, rules_))
                properties[column.property] = format_iso(*date);
            else if (auto instant = instant_in(cell, rules_))
                properties[column.property] = format_iso(*instant);
            else
                leave_out("bad_date");
            return;
        case model::ImportType::list:
            properties[column.property] = list_in(cell);
            return;
    }
}

}  // namespace regulars::ingest
