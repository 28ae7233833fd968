// Finds the commas between an array's elements.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/elements.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

std::unexpected<Error> cut() { return fail(ErrorKind::unavailable, "Toast's list ends before its end"); }

/// Behind the string that begins at `at`, or npos.
std::size_t end_of_string(std::string_view json, std::size_t at) {
    for (++at; at < json.size(); ++at) {
        if (json[at] == '\\') ++at;
        else if (json[at] == '"') return at + 1;
    }
    return std::string_view::npos;
}

/// Where the element that begins at `at` is followed by a comma or the array's end, or npos.
std::size_t end_of_element(std::string_view json, std::size_t at) {
    std::size_t depth = 0;
    while (at < json.size()) {
        switch (json[at]) {
            case '"':
                at = end_of_string(json, at);
                if (at == std::string_view::npos) return at;
                continue;
            case '{':
            case '[': ++depth; break;
            case '}':
            case ']':
                if (depth == 0) return at;
                --depth;
                break;
            case ',':
                if (depth == 0) return at;
                break;
            default: break;
        }
        ++at;
    }
    return std::string_view::npos;
}

}  // namespace

Result<void> each_element(std::string_view json, std::size_t most, const std::function<Result<void>(std::string_view)>& visit) {
    json = trimmed(json);
    if (!json.starts_with('[')) return fail(ErrorKind::unavailable, "Toast's answer is no list");
    if (json.size() < 2 || !json.ends_with(']')) return cut();
    if (trimmed(json.substr(1, json.size() - 2)).empty()) return {};
    std::size_t count = 0;
    for (std::size_t at = 1;;) {
        std::size_t end = end_of_element(json, at);
        if (end == std::string_view::npos || json[end] == '}') return cut();
        if (++count > most) return fail(ErrorKind::exhausted, fmt::format("Toast's list holds more than {} entries", most));
        TRY(visit(trimmed(json.substr(at, end - at))));
        if (json[end] == ']') return end + 1 == json.size() ? Result<void>() : cut();
        at = end + 1;
    }
}

}  // namespace regulars::sources::toast
