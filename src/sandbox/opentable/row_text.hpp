// Appends pieces of JSON rows without any intermediate value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/local_clock.hpp"

namespace regulars::sandbox::opentable {

/// One row under way. Keys come as literals with their comma: `,"state":`.
class RowText {
  public:
    RowText(std::string& out, const LocalClock& clock, bool without_z)
        : out_(out), clock_(clock), without_z_(without_z) {}

    RowText& raw(std::string_view text) {
        out_.append(text);
        return *this;
    }
    RowText& number(std::int64_t n) {
        char digits[24];
        auto [end, error] = std::to_chars(digits, digits + sizeof digits, n);
        out_.append(digits, std::size_t(end - digits));
        return *this;
    }
    RowText& number_or_text(std::int64_t n, bool as_text) {
        if (as_text) out_ += '"';
        number(n);
        if (as_text) out_ += '"';
        return *this;
    }
    RowText& flag(bool value) { return raw(value ? "true" : "false"); }
    /// A JSON string, escaped.
    RowText& text(std::string_view value) {
        out_ += '"';
        std::size_t plain = 0;
        for (std::size_t i = 0; i < value.size(); ++i) {
            char c = value[i];
            if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) continue;
            out_.append(value, plain, i - plain);
            plain = i + 1;
            if (c == '\n') {
                out_ += "\\n";
            } else {
                out_ += '\\';
                out_ += c;
            }
        }
        out_.append(value, plain);
        out_ += '"';
        return *this;
    }
    RowText& text_or_null(std::string_view value) {
        return value.empty() ? raw("null") : text(value);
    }
    /// The wall clock's reading, without zone; null for 0.
    RowText& local(std::int64_t utc) {
        if (utc == 0) return raw("null");
        out_ += '"';
        time(clock_.to_local(utc));
        out_ += '"';
        return *this;
    }
    RowText& utc(std::int64_t at) {
        if (at == 0) return raw("null");
        out_ += '"';
        time(at);
        if (!without_z_) out_ += 'Z';
        out_ += '"';
        return *this;
    }

  private:
    void time(std::int64_t seconds) {
        // Days to civil: Howard Hinnant, "chrono-compatible low-level date algorithms"; years
        // 1970-2106.
        std::uint32_t s = std::uint32_t(seconds);
        std::uint32_t day = s / 86'400, rest = s % 86'400;
        std::uint32_t z = day + 719'468, era = z / 146'097, doe = z % 146'097;
        std::uint32_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
        std::uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
        std::uint32_t d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
        std::uint32_t y = yoe + era * 400 + (m <= 2);
        char b[19] = {0, 0, 0, 0, '-', 0, 0, '-', 0, 0, 'T', 0, 0, ':', 0, 0, ':', 0, 0};
        two(b, y / 100), two(b + 2, y % 100), two(b + 5, m), two(b + 8, d);
        two(b + 11, rest / 3600), two(b + 14, rest / 60 % 60), two(b + 17, rest % 60);
        out_.append(b, sizeof b);
    }
    static void two(char* at, std::uint32_t n) {
        at[0] = char('0' + n / 10);
        at[1] = char('0' + n % 10);
    }

    std::string& out_;
    const LocalClock& clock_;
    bool without_z_;
};

}  // namespace regulars::sandbox::opentable
