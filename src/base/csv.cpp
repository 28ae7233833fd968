// Splits decoded text into rows.
// SPDX-License-Identifier: Apache-2.0
#include "base/csv.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/csv_decoder.hpp"

namespace regulars {

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, CsvForm form, CsvLimits limits)
    : decoder_(std::make_unique<Decoder>(std::move(source), form.encoding)),
      form_(form),
      limits_(limits) {}
CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;

Result<bool> CsvReader::fill() {
    if (at_ < chunk_.size()) return true;
    at_ = 0;
    chunk_.clear();
    auto decoded = decoder_->decode(chunk_);
    if (decoded) return !chunk_.empty();
    // What went wrong stands after the text that was decoded before it.
    auto line = line_ + std::ranges::count(chunk_, '\n');
    return fail(decoded.error().kind, decoded.error().message, fmt::format("line {}", line));
}

Result<bool> CsvReader::next(CsvRow& row) {
    if (is_over_) return false;
    auto found = read_row(row);
    if (!found || !*found) is_over_ = true;
    if (found && form_.names_separator) {
        form_.names_separator = false;
        return next(row);
    }
    return found;
}

Result<bool> CsvReader::read_row(CsvRow& row) {
    enum class In { start, plain, quoted, after_quote };
    while (true) {
        text_.clear();
        ends_.clear();
        row.line = line_;
        row.fault = CsvFault::none;
        In in = In::start;
        bool any = false, done = false;  // any byte of the row, and whether its line end was seen
        std::size_t begin = 0, dropped = 0;
        auto note = [&](CsvFault fault) {
            if (row.fault == CsvFault::none) row.fault = fault;
        };
        auto end_field = [&] {
            if (text_.size() - begin > limits_.field_bytes) note(CsvFault::field_too_long);
            if (ends_.size() >= limits_.columns) {
                note(CsvFault::too_many_columns);
                dropped += text_.size() - begin;
                text_.resize(begin);
            } else {
                ends_.push_back(text_.size());
                begin = text_.size();
            }
            in = In::start;
        };
        while (!done) {
            if (!TRY(fill())) break;
            any = true;
            // As much as needs no thought at once.
            if (in == In::plain || in == In::quoted) {
                std::size_t from = at_;
                char stop = in == In::quoted ? '"' : form_.separator;
                while (at_ < chunk_.size() && chunk_[at_] != stop && chunk_[at_] != '\n' &&
                       chunk_[at_] != '\r')
                    ++at_;
                text_.append(chunk_, from, at_ - from);
                if (text_.size() + dropped > limits_.row_bytes)
                    return fail(ErrorKind::invalid,
                                fmt::format("this row is larger than {} bytes: a quotation mark is "
                                            "missing where a field ends",
                                            limits_.row_bytes),
                                fmt::format("line {}", row.line));
                if (at_ == chunk_.size()) continue;
            }
            char c = chunk_[at_++];
            if (in == In::quoted) {
                if (c == '"') {
                    in = In::after_quote;
                    continue;
                }
                text_ += c == '\r' ? '\n' : c;
                if (c == '\n') ++line_;
                if (c == '\r') {
                    ++line_;
                    if (TRY(fill()) && chunk_[at_] == '\n') ++at_;
                }
                continue;
            }
            if (c == '\n' || c == '\r') {
                if (c == '\r' && TRY(fill()) && chunk_[at_] == '\n') ++at_;
                ++line_;
                done = true;
            } else if (c == form_.separator) {
                end_field();
            } else if (in == In::after_quote && c == '"') {
                text_ += '"';
                in = In::quoted;
            } else if (in == In::after_quote) {
                if (c != ' ') note(CsvFault::text_after_quote);
            } else if (in == In::start && c == '"') {
                in = In::quoted;
            } else {
                text_ += c;
                in = In::plain;
            }
        }
        if (!any) return false;
        if (in == In::quoted)
            return fail(ErrorKind::invalid,
                        "a quotation mark opens a field here that is never closed",
                        fmt::format("line {}", row.line));
        end_field();
        bool is_blank = text_.empty() && ends_.size() == 1 && row.fault == CsvFault::none;
        if (is_blank && done) continue;
        if (is_blank) return false;
        break;
    }
    row.fields.clear();
    std::size_t from = 0;
    for (auto end : ends_) {
        row.fields.push_back(std::string_view(text_).substr(from, end - from));
        from = end;
    }
    return true;
}

std::string csv_field(std::string_view text) {
    bool is_signed = !text.empty() && (text[0] == '+' || text[0] == '-');
    bool is_number = is_signed && text.size() > 1 &&
                     text.find_first_not_of("0123456789 .()-", 1) == std::string_view::npos &&
                     text[1] != '-';
    bool is_formula = !text.empty() &&
                      (std::string_view("=@\t\r\n").contains(text[0]) || (is_signed && !is_number));
    bool is_quoted = is_formula || text.find_first_of("\",;\t\r\n") != std::string_view::npos;
    std::string field = is_formula ? "'" : "";
    field += text;
    if (!is_quoted) return field;
    std::string quoted = "\"";
    for (char c : field) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace regulars
