// Forgiving conversions of single JSON values.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/fields.hpp"

#include <charconv>

#include "base/text.hpp"

namespace regulars::sources::opentable {

std::optional<std::int64_t> integer_in(JsonNode node) {
    if (auto number = node.integer()) return number;
    auto text = node.string();
    if (!text) return std::nullopt;
    auto digits = trimmed(*text);
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty())
        return std::nullopt;
    return value;
}

std::optional<bool> boolean_in(JsonNode node) {
    if (auto flag = node.boolean()) return flag;
    if (auto text = node.string()) {
        if (equals_ignoring_case(*text, "true")) return true;
        if (equals_ignoring_case(*text, "false")) return false;
    }
    if (auto number = integer_in(node); number && (*number == 0 || *number == 1))
        return *number == 1;
    return std::nullopt;
}

std::string_view text_in(JsonNode node, std::deque<std::string>& texts) {
    if (auto text = node.string()) return *text;
    auto kind = node.kind();
    if (kind != JsonKind::integer && kind != JsonKind::number) return {};
    return texts.emplace_back(node.text());
}

std::optional<Instant> instant_in(JsonNode node) {
    auto text = node.string();
    if (!text || text->empty()) return std::nullopt;
    auto at = parse_instant(*text);
    return at ? std::optional(*at) : std::nullopt;
}

std::optional<Instant> local_instant_in(JsonNode node, const Zone& zone) {
    auto text = node.string();
    if (!text || text->empty()) return std::nullopt;
    if (auto local = parse_local_time(*text)) return zone.to_instant(*local);
    return instant_in(node);  // with an offset of its own
}

}  // namespace regulars::sources::opentable
