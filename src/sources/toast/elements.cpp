// Finds the commas between an array's elements.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/elements.hpp"

#include <array>

#include <fmt/format.h>

#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

std::unexpected<Error> cut() {
    return fail(ErrorKind::unavailable, "Toast's list ends before its end");
}

/// Behind the string that begins at `at`, or npos.
std::size_t end_of_string(std::string_view json, std::size_t at) {
    for (std::size_t quote = at;;) {
        quote = json.find('"', quote + 1);
        if (quote == std::string_view::npos) return quote;
        std::size_t escapes = 0;
        while (json[quote - 1 - escapes] == '\\') ++escapes;
        if (escapes % 2 == 0) return quote + 1;
    }
}

/// Bytes that say something of where an element ends.
constexpr auto marks = [] {
    std::array<bool, 256> table{};
    for (unsigned char c : {'"', '{', '[', '}', ']', ','}) table[c] = true;
    return table;
}();

/// Where the element that begins at `at` is followed by a comma or the array's end, or npos.
std::size_t end_of_element(std::string_view json, std::size_t at) {
    std::size_t depth = 0;
    while (at < json.size()) {
        auto c = static_cast<unsigned char>(json[at]);
        if (!marks[c]) {
            ++at;
        } else if (c == '"') {
            at = end_of_string(json, at);
            if (at == std::string_view::npos) return at;
        } else if (depth == 0 && c != '{' && c != '[') {
            return at;
        } else {
            if (c == '{' || c == '[')
                ++depth;
            else if (c != ',')
                --depth;
            ++at;
        }
    }
    return std::string_view::npos;
}

}  // namespace

Result<void> each_element(std::string_view json, std::size_t most,
                          const std::function<Result<void>(std::string_view)>& visit) {
    json = trimmed(json);
    if (!json.starts_with('[')) return fail(ErrorKind::unavailable, "Toast's answer is no list");
    if (json.size() < 2 || !json.ends_with(']')) return cut();
    if (trimmed(json.substr(1, json.size() - 2)).empty()) return {};
    std::size_t count = 0;
    for (std::size_t at = 1;;) {
        std::size_t end = end_of_element(json, at);
        if (end == std::string_view::npos || json[end] == '}') return cut();
        if (++count > most)
            return fail(ErrorKind::exhausted,
                        fmt::format("Toast's list holds more than {} entries", most));
        TRY(visit(trimmed(json.substr(at, end - at))));
        if (json[end] == ']') return end + 1 == json.size() ? Result<void>() : cut();
        at = end + 1;
    }
}

}  // namespace regulars::sources::toast
