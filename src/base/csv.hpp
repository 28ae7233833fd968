// CSV: what form a file has, its rows one at a time, and fields that are safe to open in a
// spreadsheet.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hpp"
#include "base/error.hpp"

namespace regulars {

enum class CsvEncoding { utf8, utf16_le, utf16_be, windows_1252, cp949 };
/// "UTF-8", "UTF-16 LE", "UTF-16 BE", "Windows-1252", "CP949" (Korean, of which EUC-KR is a part).
std::string_view name_of(CsvEncoding encoding);

/// How a file is to be read.
struct CsvForm {
    CsvEncoding encoding = CsvEncoding::utf8;
    char separator = ',';          // or ';', or a tab
    bool names_separator = false;  // the first line is a spreadsheet's "sep=;"
    bool operator==(const CsvForm&) const = default;
};

/// Reads the whole source to find its form. A byte order mark decides; without one, UTF-16 shows by
/// its zero bytes, and what is no UTF-8 is CP949 where its bytes come in pairs that are Korean
/// syllables, else Windows-1252. The separator is the one that the first line outside of quotes has
/// most of. Cost: one pass, about 500 MB/s. Errors: invalid (empty; bytes that none of the
/// encodings has, pairs of another language, or a few bytes that break a UTF-8 file; `where` is the
/// line), and the source's.
Result<CsvForm> csv_form_of(ByteSource& source);

struct CsvLimits {
    std::size_t field_bytes = 64u << 10;  // beyond it the row has a fault
    std::size_t row_bytes = 1u << 20;     // beyond it reading ends: a quote was left open
    std::size_t columns = 500;            // beyond it the row has a fault
};

enum class CsvFault { none, text_after_quote, field_too_long, too_many_columns };

/// One row. The fields are UTF-8 and valid until the next row is read.
struct CsvRow {
    std::int64_t line = 0;  // where it begins, from 1
    std::vector<std::string_view> fields;
    CsvFault fault = CsvFault::none;  // then the fields are not to be relied on
};

/// Reads rows as RFC 4180 has them, and as spreadsheets write them: line ends CRLF, LF or CR, a
/// quote inside an unquoted field is text, lines without any text are passed over. Fields are text,
/// whatever they begin with: a formula is never anything else. For one thread.
class CsvReader {
  public:
    CsvReader(std::unique_ptr<ByteSource> source, CsvForm form, CsvLimits limits = {});
    ~CsvReader();
    CsvReader(CsvReader&&) noexcept;

    /// False at the end. Errors: invalid (bytes that are not of the form's encoding, a NUL, a quote
    /// that is never closed; `where` is the line), and the source's. Afterwards it stays ended.
    Result<bool> next(CsvRow& row);

  private:
    class Decoder;
    Result<bool> fill();
    Result<bool> read_row(CsvRow& row);

    std::unique_ptr<Decoder> decoder_;
    CsvForm form_;
    CsvLimits limits_;
    std::string chunk_;  // UTF-8 that was not looked at yet, from at_ on
    std::size_t at_ = 0;
    std::int64_t line_ = 1;  // that at_ is in
    bool is_over_ = false;
    std::string text_;  // of the row's fields, one after the other
    std::vector<std::size_t> ends_;
};

/// A field of our own files: quoted where it must be, and with an apostrophe in front of what a
/// spreadsheet would run as a formula (=, @, a tab, a line end, and + or - unless a number or a
/// phone number follows; owasp.org/www-community/attacks/CSV_Injection, 2026-01).
std::string csv_field(std::string_view text);

}  // namespace regulars
