// Finding where JSON values end, without reading them: quotes, brackets, and what stands between.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstring>
#include <string_view>

namespace regulars {

/// Behind the text whose opening quote stands at `at`; null where it does not end before `end`.
inline const char* behind_json_text(const char* at, const char* end) {
    auto* begin = at + 1;
    for (auto* from = begin;;) {
        auto* quote = static_cast<const char*>(std::memchr(from, '"', std::size_t(end - from)));
        if (!quote) return nullptr;
        auto* escapes = quote;
        while (escapes > begin && escapes[-1] == '\\') --escapes;
        if ((quote - escapes) % 2 == 0) return quote + 1;
        from = quote + 1;
    }
}

/// Behind the value that begins at `at`; null where it does not end before `end`. Numbers and words
/// end where a comma, a closing bracket or a space follows. What stands between brackets is not
/// checked. Cost: one look at each byte, no memory.
inline const char* behind_json_value(const char* at, const char* end) {
    enum Mark : unsigned char { none, text, opens, closes, parts };
    static constexpr auto marks = [] {
        std::array<Mark, 256> table{};
        auto put = [&](std::string_view letters, Mark mark) {
            for (char c : letters) table[static_cast<unsigned char>(c)] = mark;
        };
        put("{[", opens);
        put("}]", closes);
        put(", \n\t\r", parts);
        put("\"", text);
        return table;
    }();
    std::size_t depth = 0;
    while (at < end) {
        Mark mark = marks[static_cast<unsigned char>(*at)];
        if (mark == none || (mark == parts && depth > 0)) {
            ++at;
        } else if (mark == text) {
            at = behind_json_text(at, end);
            if (!at || depth == 0) return at;
        } else if (mark == opens) {
            ++depth, ++at;
        } else {
            if (depth == 0) return at;
            ++at;
            if (--depth == 0) return at;
        }
    }
    return nullptr;
}

}  // namespace regulars
