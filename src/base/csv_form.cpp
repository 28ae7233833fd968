// Finds out how a CSV file is encoded and what separates its fields.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/csv_decoder.hpp"
#include "base/csv_encoding.hpp"
#include "base/text.hpp"

namespace regulars {
namespace {

constexpr std::array all_encodings = {CsvEncoding::utf8, CsvEncoding::utf16_le,
                                      CsvEncoding::utf16_be, CsvEncoding::windows_1252,
                                      CsvEncoding::cp949};
constexpr std::size_t piece_bytes = 256u << 10;
constexpr std::size_t sample_bytes = 64u << 10;  // from which the separator is told
// A file with this many UTF-8 characters for each byte that is none is a damaged UTF-8 file.
constexpr std::int64_t damaged_ratio = 10;
// In CP949 nearly all bytes beyond ASCII come in pairs, and most pairs are the syllables of
// KS X 1001; Western text has hardly two such bytes side by side.
constexpr std::int64_t paired_percent = 90, korean_percent = 75;
constexpr std::int64_t few_pairs = 10;  // may be "Noëé" in a file of ASCII

/// Counts bytes beyond ASCII that come in pairs, as East Asian encodings have them, over pieces.
class PairCensus {
  public:
    void look_at(std::string_view bytes) {
        for (char c : bytes) {
            auto byte = static_cast<unsigned char>(c);
            if (byte < 0x80) {
                lead_ = 0;
                continue;
            }
            ++high_;
            if (lead_ == 0) {
                lead_ = byte;
                continue;
            }
            ++pairs_;
            if (lead_ >= 0xB0 && lead_ <= 0xC8 && byte >= 0xA1 && byte != 0xFF) ++korean_;
            lead_ = 0;
        }
    }
    bool is_korean() const { return is_paired() && korean_ * 100 >= pairs_ * korean_percent; }
    /// What the encodings known here do not have.
    bool is_foreign() const { return pairs_ > few_pairs && is_paired() && !is_korean(); }

  private:
    bool is_paired() const { return pairs_ * 2 * 100 >= high_ * paired_percent; }

    unsigned char lead_ = 0;
    std::int64_t high_ = 0, pairs_ = 0, korean_ = 0;
};

/// Counts UTF-8 characters beyond ASCII and bytes that are none, over pieces.
class Census {
  public:
    void look_at(std::string_view bytes) {
        if (expected_ == 0 && is_ascii(bytes)) {
            lines_ += std::ranges::count(bytes, '\n');
            return;
        }
        for (char c : bytes) {
            auto byte = static_cast<unsigned char>(c);
            if (expected_ > 0) {
                bool first_fits = !is_first_ || (byte >= least_ && byte <= most_);
                is_first_ = false;
                if ((byte & 0xC0) == 0x80 && first_fits) {
                    if (--expected_ == 0) ++characters;
                    continue;
                }
                spoil();
                expected_ = 0;
            }
            if (byte < 0x80) {
                lines_ += c == '\n';
                has_zero |= byte == 0;
                continue;
            }
            begin(byte);
        }
    }
    void end() {
        if (expected_ > 0) spoil();
    }

    std::int64_t characters = 0, spoiled = 0, first_spoiled_line = 0, first_foreign_line = 0;
    bool has_zero = false;

  private:
    static bool is_ascii(std::string_view bytes) {
        unsigned char all = 0;
        bool zero = false;
        for (char c : bytes) all |= static_cast<unsigned char>(c), zero |= c == 0;
        return all < 0x80 && !zero;
    }
    void begin(unsigned char byte) {
        expected_ = byte >= 0xC2 && byte < 0xE0   ? 1
                    : byte >= 0xE0 && byte < 0xF0 ? 2
                    : byte >= 0xF0 && byte < 0xF5 ? 3
                                                  : 0;
        is_first_ = true;
        least_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
        most_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
        if (byte >= 0x80 && byte < 0xA0 && windows_1252_upper[byte - 0x80] == 0 &&
            first_foreign_line == 0)
            first_foreign_line = lines_ + 1;
        if (expected_ == 0) spoil();
    }
    void spoil() {
        ++spoiled;
        if (first_spoiled_line == 0) first_spoiled_line = lines_ + 1;
    }
    int expected_ = 0;  // bytes that the character still needs
    bool is_first_ = false;
    unsigned char least_ = 0x80, most_ = 0xBF;
    std::int64_t lines_ = 0;
};

std::optional<CsvEncoding> marked_encoding(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE")) return CsvEncoding::utf16_le;
    if (bytes.starts_with("\xFE\xFF")) return CsvEncoding::utf16_be;
    // Western text in UTF-16 has a zero in every other byte.
    std::array<std::size_t, 2> zeros{};
    auto sample = bytes.substr(0, 2'000);
    for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == 0;
    if (sample.size() < 4) return std::nullopt;
    if (zeros[1] > sample.size() / 5 && zeros[0] < sample.size() / 50 + 1)
        return CsvEncoding::utf16_le;
    if (zeros[0] > sample.size() / 5 && zeros[1] < sample.size() / 50 + 1)
        return CsvEncoding::utf16_be;
    return std::nullopt;
}

/// Sets the separator by the first line of the sample.
Result<void> find_separator(std::string_view sample, CsvForm& form) {
    // Only ASCII matters here; other UTF-16 characters become question marks.
    std::string text(sample);
    if (form.encoding == CsvEncoding::utf16_le || form.encoding == CsvEncoding::utf16_be) {
        text.clear();
        std::size_t low = form.encoding == CsvEncoding::utf16_le ? 0 : 1;
        for (std::size_t i = 0; i + 1 < sample.size(); i += 2)
            text += sample[i + 1 - low] == 0 ? sample[i + low] : '?';
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    while (!text.empty() && (text[0] == '\r' || text[0] == '\n' || text[0] == '?'))
        text.erase(0, 1);
    if (trimmed(text).empty()) return fail(ErrorKind::invalid, "the file is empty");
    auto line_end = text.find_first_of("\r\n");
    auto first = trimmed(std::string_view(text).substr(0, line_end));
    if (first.size() == 5 && lowered(first).starts_with("sep=") &&
        std::string_view(",;\t").contains(first[4])) {
        form.separator = first[4];
        form.names_separator = true;
        return {};
    }
    std::array<std::pair<char, int>, 3> counts{{{',', 0}, {';', 0}, {'\t', 0}}};
    bool is_quoted = false;
    for (char c : text) {
        if (c == '"') is_quoted = !is_quoted;
        if (is_quoted) continue;
        if (c == '\n' || c == '\r') break;
        for (auto& [separator, n] : counts) n += c == separator;
    }
    form.separator = std::ranges::max_element(counts, {}, &std::pair<char, int>::second)->first;
    return {};
}

}  // namespace

std::string_view name_of(CsvEncoding encoding) {
    switch (encoding) {
        case CsvEncoding::utf8:
            return "UTF-8";
        case CsvEncoding::utf16_le:
            return "UTF-16 LE";
        case CsvEncoding::utf16_be:
            return "UTF-16 BE";
        case CsvEncoding::windows_1252:
            return "Windows-1252";
        case CsvEncoding::cp949:
            return "CP949";
    }
    return {};
}

Result<CsvEncoding> csv_encoding_named(std::string_view name) {
    auto plain = [](std::string_view text) {
        std::string letters = lowered(text);
        std::erase_if(letters, [](char c) { return c == ' ' || c == '-' || c == '_'; });
        return letters;
    };
    std::string all;
    for (auto encoding : all_encodings) {
        if (plain(name_of(encoding)) == plain(name)) return encoding;
        all += (all.empty() ? "" : ", ") + std::string(name_of(encoding));
    }
    return fail(ErrorKind::invalid, "is one of these encodings: " + all);
}

Result<CsvForm> csv_form_in(ByteSource& source, CsvEncoding encoding) {
    std::string sample(sample_bytes, '\0');
    std::size_t size = 0;
    while (size < sample.size()) {
        std::size_t got = TRY(source.read(std::span(sample).subspan(size)));
        if (got == 0) break;
        size += got;
    }
    sample.resize(size);
    CsvForm form{.encoding = encoding};
    TRY(find_separator(sample, form));
    return form;
}

Result<CsvForm> csv_form_of(ByteSource& source) {
    std::string piece(piece_bytes, '\0'), sample;
    Census census;
    PairCensus pairs;
    while (true) {
        std::size_t got = TRY(source.read(piece));
        if (got == 0) break;
        std::string_view bytes = std::string_view(piece).substr(0, got);
        if (sample.size() < sample_bytes)
            sample.append(bytes.substr(0, sample_bytes - sample.size()));
        census.look_at(bytes);
        pairs.look_at(bytes);
    }
    census.end();
    CsvForm form;
    if (auto marked = marked_encoding(sample)) {
        form.encoding = *marked;
    } else if (census.spoiled > 0) {
        bool is_marked = sample.starts_with("\xEF\xBB\xBF");
        if (is_marked || census.characters > census.spoiled * damaged_ratio)
            return fail(ErrorKind::invalid,
                        "holds bytes that are not UTF-8, in a file that otherwise is: save it as "
                        "UTF-8 again",
                        fmt::format("line {}", census.first_spoiled_line));
        bool is_korean = pairs.is_korean();
        if (pairs.is_foreign())
            return fail(ErrorKind::invalid,
                        "is in an encoding that is not known here: save the file as UTF-8",
                        fmt::format("line {}", census.first_spoiled_line));
        if (census.first_foreign_line > 0 && !is_korean)
            return fail(
                ErrorKind::invalid,
                "holds bytes that are neither UTF-8 nor Windows-1252: save the file as UTF-8",
                fmt::format("line {}", census.first_foreign_line));
        form.encoding = is_korean ? CsvEncoding::cp949 : CsvEncoding::windows_1252;
    }
    TRY(find_separator(sample, form));
    return form;
}

}  // namespace regulars
