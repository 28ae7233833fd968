// Reads one place of a definition, or says what was expected there.
// SPDX-License-Identifier: Apache-2.0
#include "audience/place.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json_pointer.hpp"
#include "base/text.hpp"

namespace regulars::audience {
namespace {

constexpr std::size_t most_shown_bytes = 60;

std::string shown(JsonNode node) {
    switch (node.kind()) {
        case JsonKind::missing:
            return "nothing";
        case JsonKind::array:
            return "an array";
        case JsonKind::object:
            return "an object";
        default:
            return std::string(clipped(node.text(), most_shown_bytes));
    }
}

}  // namespace

Place Place::operator[](std::string_view key) const {
    return {node[key], pointer_to(pointer, key)};
}

std::unexpected<Error> Place::expected(std::string_view what) const {
    return fail(ErrorKind::invalid, fmt::format("expected {}, not {}", what, shown(node)),
                pointer.empty() ? "/" : pointer);
}

Result<std::string> Place::text() const {
    if (auto text = node.string()) return std::string(*text);
    return expected("a text");
}

Result<std::optional<std::string>> Place::text_or_null() const {
    if (auto text = node.string()) return std::string(*text);
    if (node.kind() == JsonKind::null) return std::nullopt;
    return expected("a text or null");
}

Result<bool> Place::boolean() const {
    if (auto flag = node.boolean()) return *flag;
    return expected("true or false");
}

Result<double> Place::number() const {
    if (auto number = node.number()) return *number;
    return expected("a number");
}

Result<std::int64_t> Place::integer(std::int64_t least, std::int64_t most) const {
    auto whole = node.integer();
    if (whole && *whole >= least && *whole <= most) return *whole;
    return expected(fmt::format("a whole number from {} to {}", least, most));
}

Result<std::vector<std::string>> Place::texts(std::size_t most) const {
    std::vector<std::string> texts;
    TRY(each(0, most, "texts", [&](Place item) -> Result<void> {
        texts.push_back(TRY(item.text()));
        return {};
    }));
    return texts;
}

Result<void> Place::object(std::initializer_list<std::string_view> members) const {
    if (!node.is_object()) return expected("an object");
    std::optional<std::string> other;
    node.each_member([&](std::string_view key, JsonNode) {
        if (!other && std::ranges::find(members, key) == members.end()) other = key;
    });
    if (!other) return {};
    return fail(
        ErrorKind::invalid,
        fmt::format("nothing of this name belongs here, but only {}", fmt::join(members, ", ")),
        (*this)[*other].pointer);
}

Result<void> Place::each(std::size_t least, std::size_t most, std::string_view what,
                         const std::function<Result<void>(Place)>& visit) const {
    if (!node.is_array()) return expected(fmt::format("an array of {}", what));
    std::size_t size = node.size();
    if (size > most)
        return fail(ErrorKind::exhausted,
                    fmt::format("at most {} {} may stand here, not {}", most, what, size), pointer);
    if (size < least) return expected(fmt::format("at least {} of {}", least, what));
    std::size_t index = 0;
    Result<void> result;
    node.each([&](JsonNode item) {
        if (result) result = visit({item, fmt::format("{}/{}", pointer, index)});
        index++;
    });
    return result;
}

}  // namespace regulars::audience
