// Reads relations, minding the commas and semicolons inside addresses.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/links.hpp"

#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

/// Whether the parameters of one link (`; rel="next"; title="…"`) name the relation.
bool names_next(std::string_view parameters) {
    for (auto parameter : split(parameters, ';')) {
        auto equals = parameter.find('=');
        if (equals == std::string_view::npos ||
            !equals_ignoring_case(trimmed(parameter.substr(0, equals)), "rel"))
            continue;
        auto value = trimmed(parameter.substr(equals + 1));
        if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
            value = value.substr(1, value.size() - 2);
        for (auto word : split(value, ' '))
            if (equals_ignoring_case(word, "next")) return true;
    }
    return false;
}

bool holds_next(std::string_view header) {
    while (true) {
        auto open = header.find('<');
        if (open == std::string_view::npos) return false;
        auto close = header.find('>', open);
        if (close == std::string_view::npos) return false;
        auto rest = header.substr(close + 1);
        // The next link begins behind a comma that stands in no quotes.
        std::size_t end = 0;
        for (bool quoted = false; end < rest.size() && (quoted || rest[end] != ','); ++end)
            if (rest[end] == '"') quoted = !quoted;
        if (names_next(rest.substr(0, end))) return true;
        if (end >= rest.size()) return false;
        header = rest.substr(end + 1);
    }
}

}  // namespace

bool has_next_link(const net::Headers& headers) {
    for (auto& [name, value] : headers)
        if (equals_ignoring_case(name, "link") && holds_next(value)) return true;
    return false;
}

}  // namespace regulars::sources::toast
