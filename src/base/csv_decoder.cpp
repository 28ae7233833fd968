// Decodes UTF-8, UTF-16, Windows-1252 and CP949, and refuses what is none of them.
// SPDX-License-Identifier: Apache-2.0
#include "base/csv_decoder.hpp"

#include <cerrno>

#include <iconv.h>

#include "base/text.hpp"

namespace regulars {
namespace {

constexpr std::size_t piece_bytes = 128u << 10;

unsigned char byte_of(char c) { return static_cast<unsigned char>(c); }

void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += char(c);
    } else if (c < 0x800) {
        out += char(0xC0 | (c >> 6));
        out += char(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += char(0xE0 | (c >> 12));
        out += char(0x80 | ((c >> 6) & 0x3F));
        out += char(0x80 | (c & 0x3F));
    } else {
        out += char(0xF0 | (c >> 18));
        out += char(0x80 | ((c >> 12) & 0x3F));
        out += char(0x80 | ((c >> 6) & 0x3F));
        out += char(0x80 | (c & 0x3F));
    }
}

/// Without a last character of which only the beginning is there.
std::size_t whole_characters(std::string_view bytes) {
    std::size_t back = 0;
    while (back < 4 && back < bytes.size()) {
        auto c = byte_of(bytes[bytes.size() - 1 - back]);
        ++back;
        if ((c & 0xC0) == 0x80) continue;
        std::size_t needed = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        return needed > back ? bytes.size() - back : bytes.size();
    }
    return bytes.size();
}

std::unexpected<Error> zero_byte() {
    return fail(ErrorKind::invalid, "holds a zero character: is this a CSV file?");
}

}  // namespace

Result<void> CsvReader::Decoder::decode(std::string& text) {
    while (text.empty() && !is_over_) {
        std::size_t kept = raw_.size();
        raw_.resize(kept + piece_bytes);
        std::size_t got = TRY(source_->read(std::span(raw_).subspan(kept)));
        raw_.resize(kept + got);
        is_over_ = got == 0;
        if (is_first_) {
            is_first_ = false;
            std::string_view mark = encoding_ == CsvEncoding::utf8       ? "\xEF\xBB\xBF"
                                    : encoding_ == CsvEncoding::utf16_le ? "\xFF\xFE"
                                    : encoding_ == CsvEncoding::utf16_be ? "\xFE\xFF"
                                                                         : "";
            if (raw_.starts_with(mark)) raw_.erase(0, mark.size());
        }
        switch (encoding_) {
            case CsvEncoding::utf8:
                TRY(decode_utf8(text));
                break;
            case CsvEncoding::utf16_le:
            case CsvEncoding::utf16_be:
                TRY(decode_utf16(text));
                break;
            case CsvEncoding::windows_1252:
                TRY(decode_1252(text));
                break;
            case CsvEncoding::cp949:
                TRY(decode_cp949(text));
                break;
        }
    }
    return {};
}

Result<void> CsvReader::Decoder::decode_utf8(std::string& text) {
    std::string_view bytes = raw_;
    bytes = bytes.substr(0, is_over_ ? bytes.size() : whole_characters(bytes));
    bool fine = is_utf8(bytes);
    if (!fine) {  // as many whole lines as are fine, so that the right line is told
        std::size_t end = 0;
        for (std::size_t next; (next = bytes.find('\n', end)) != std::string_view::npos &&
                               is_utf8(bytes.substr(end, next + 1 - end));
             end = next + 1) {
        }
        text.append(bytes.substr(0, end));
        return fail(
            ErrorKind::invalid,
            "holds bytes that are not UTF-8, in a file that otherwise is: save it as UTF-8 again");
    }
    if (auto zero = bytes.find('\0'); zero != std::string_view::npos) {
        text.append(bytes.substr(0, zero));
        return zero_byte();
    }
    text.append(bytes);
    raw_.erase(0, bytes.size());
    return {};
}

Result<void> CsvReader::Decoder::decode_utf16(std::string& text) {
    auto unit = [&](std::size_t i) {
        auto low = byte_of(raw_[encoding_ == CsvEncoding::utf16_le ? i : i + 1]),
             high = byte_of(raw_[encoding_ == CsvEncoding::utf16_le ? i + 1 : i]);
        return char32_t(high << 8 | low);
    };
    std::size_t i = 0;
    for (; i + 1 < raw_.size(); i += 2) {
        char32_t c = unit(i);
        if (c == 0) return zero_byte();
        if (c >= 0xD800 && c < 0xDC00) {
            if (i + 3 >= raw_.size()) break;
            char32_t low = unit(i + 2);
            if (low < 0xDC00 || low >= 0xE000)
                return fail(ErrorKind::invalid, "holds half of a UTF-16 character");
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (c >= 0xDC00 && c < 0xE000) {
            return fail(ErrorKind::invalid, "holds half of a UTF-16 character");
        }
        append_utf8(text, c);
    }
    raw_.erase(0, i);
    if (is_over_ && !raw_.empty())
        return fail(ErrorKind::invalid, "the file ends inside a UTF-16 character");
    return {};
}

struct CsvReader::Decoder::Conversion {
    iconv_t handle;
};

void CsvReader::Decoder::Closed::operator()(Conversion* conversion) const {
    ::iconv_close(conversion->handle);
    delete conversion;
}

Result<void> CsvReader::Decoder::decode_cp949(std::string& text) {
    if (!conversion_) {
        auto handle = ::iconv_open("UTF-8", "CP949");
        if (handle == iconv_t(-1))
            return fail(ErrorKind::invalid,
                        "is in CP949, which this system cannot read: save the file as UTF-8");
        conversion_.reset(new Conversion{handle});
    }
    char* from = raw_.data();
    std::size_t left = raw_.size();
    std::string decoded(raw_.size() * 2, '\0');  // two bytes become three
    char* into = decoded.data();
    std::size_t room = decoded.size();
    auto done = ::iconv(conversion_->handle, &from, &left, &into, &room);
    bool is_bad = done == std::size_t(-1) && (errno != EINVAL || is_over_);
    text.append(decoded, 0, decoded.size() - room);
    raw_.erase(0, raw_.size() - left);
    if (is_bad)
        return fail(ErrorKind::invalid,
                    "holds bytes that are not CP949, in a file that otherwise is: save it as "
                    "UTF-8");
    if (auto zero = text.find('\0'); zero != std::string::npos) {
        text.resize(zero);
        return zero_byte();
    }
    return {};
}

Result<void> CsvReader::Decoder::decode_1252(std::string& text) {
    for (char c : raw_) {
        auto byte = byte_of(c);
        char32_t letter = byte < 0x80 || byte >= 0xA0 ? byte : windows_1252_upper[byte - 0x80];
        if (byte == 0) return zero_byte();
        if (letter == 0)
            return fail(
                ErrorKind::invalid,
                "holds bytes that are neither UTF-8 nor Windows-1252: save the file as UTF-8");
        append_utf8(text, letter);
    }
    raw_.clear();
    return {};
}

}  // namespace regulars
