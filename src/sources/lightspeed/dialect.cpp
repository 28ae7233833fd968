// Forgiving readers of single values.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/dialect.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace regulars::sources::lightspeed {

std::string word_in(JsonNode node) {
    if (auto text = node.string()) return std::string(*text);
    if (node.boolean() || node.number()) return node.text();
    return {};
}

bool boolean_in(JsonNode node) {
    if (auto truth = node.boolean()) return *truth;
    std::string text = word_in(node);
    return text == "1" || equals_ignoring_case(text, "true");
}

std::optional<Decimal> decimal_in(JsonNode node) {
    if (node.boolean()) return std::nullopt;
    std::string text = word_in(node);
    return Decimal::parse(trimmed(text));
}

std::string id_in(JsonNode node) {
    std::string text = word_in(node);
    std::string_view digits = trimmed(text);
    while (digits.starts_with('0')) digits.remove_prefix(1);
    bool is_id = digits.size() <= 18 &&
                 std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return is_id ? std::string(digits) : std::string();
}

std::optional<Instant> instant_in(JsonNode node) {
    auto text = node.string();
    if (!text || trimmed(*text).empty()) return std::nullopt;
    auto at = parse_instant(trimmed(*text));
    return at ? std::optional(*at) : std::nullopt;
}

void each_in(JsonNode list, const std::function<void(JsonNode)>& visit) {
    if (list.is_object()) return visit(list);
    list.each([&](JsonNode element) {
        if (element.is_object()) visit(element);
    });
}

}  // namespace regulars::sources::lightspeed
