// Compares paths with patterns, segment by segment.
// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace regulars::api {

std::optional<std::vector<std::string>> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    if (!path.starts_with('/') || path.size() > 2'000) return std::nullopt;
    for (auto part : split(path.substr(1), '/')) {
        auto& segment = segments.emplace_back(percent_decoded(part));
        bool is_plain = std::ranges::none_of(
            segment, [](unsigned char c) { return c < ' ' || c == 0x7F || c == '\\'; });
        if (!is_plain || segment == ".." || segment == "." || !is_utf8(segment))
            return std::nullopt;
    }
    return segments;
}

std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              std::span<const std::string> segments) {
    std::vector<std::string> found;
    auto parts = split(pattern.substr(1), '/');
    if (parts.size() != segments.size()) return std::nullopt;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].starts_with('{')) {
            if (segments[i].empty()) return std::nullopt;
            found.push_back(segments[i]);
        } else if (parts[i] != segments[i]) {
            return std::nullopt;
        }
    }
    return found;
}

}  // namespace regulars::api
