// Finds the commas between an array's elements.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/elements.hpp"

#include <fmt/format.h>

#include "base/json_scan.hpp"
#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

std::unexpected<Error> cut() {
    return fail(ErrorKind::unavailable, "Toast's list ends before its end");
}

}  // namespace

Result<void> each_element(std::string_view json, std::size_t most,
                          const std::function<Result<void>(std::string_view)>& visit) {
    json = trimmed(json);
    if (!json.starts_with('[')) return fail(ErrorKind::unavailable, "Toast's answer is no list");
    if (json.size() < 2 || !json.ends_with(']')) return cut();
    if (trimmed(json.substr(1, json.size() - 2)).empty()) return {};
    std::size_t count = 0;
    auto* last = json.data() + json.size();
    auto behind_spaces = [&](const char* at) {
        while (at < last && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) ++at;
        return at;
    };
    for (auto* at = behind_spaces(json.data() + 1);; at = behind_spaces(at + 1)) {
        auto* end = behind_json_value(at, last);
        if (!end || end == at) return cut();
        if (++count > most)
            return fail(ErrorKind::exhausted,
                        fmt::format("Toast's list holds more than {} entries", most));
        TRY(visit({at, end}));
        at = behind_spaces(end);
        if (at < last && *at == ']') return at + 1 == last ? Result<void>() : cut();
        if (at >= last || *at != ',') return cut();
    }
}

}  // namespace regulars::sources::toast
