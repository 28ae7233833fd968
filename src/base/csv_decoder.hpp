// The inside of CsvReader that turns a file's bytes into UTF-8.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>

#include "base/csv.hpp"

namespace regulars {

/// What Windows-1252 has from 0x80 to 0x9F; 0 where it has nothing
/// (unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT, 1998).
inline constexpr std::array<char16_t, 32> windows_1252_upper = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

class CsvReader::Decoder {
  public:
    Decoder(std::unique_ptr<ByteSource> source, CsvEncoding encoding)
        : source_(std::move(source)), encoding_(encoding) {}
    /// Appends the next piece of text; nothing at the end. Errors: invalid; what could be decoded
    /// before the fault is in `text`.
    Result<void> decode(std::string& text);

  private:
    Result<void> decode_utf8(std::string& text);
    Result<void> decode_utf16(std::string& text);
    Result<void> decode_1252(std::string& text);
    Result<void> decode_cp949(std::string& text);

    struct Conversion;  // the C library's, from CP949
    struct Closed {
        void operator()(Conversion* conversion) const;
    };

    std::unique_ptr<ByteSource> source_;
    CsvEncoding encoding_;
    std::unique_ptr<Conversion, Closed> conversion_;
    std::string raw_;  // bytes read and not decoded: the beginning of a character
    bool is_first_ = true, is_over_ = false;
};

}  // namespace regulars
