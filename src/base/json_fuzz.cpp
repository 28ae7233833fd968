// Fuzzes the JSON reader: whatever it accepts, walking it ends, and its text reads back the same.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/json.hpp"

namespace {

std::size_t walk(regulars::JsonNode node) {
    std::size_t seen = 1;
    (void)node.boolean(), (void)node.integer(), (void)node.number(), (void)node.string();
    node.each([&](regulars::JsonNode child) { seen += walk(child); });
    node.each_member([&](std::string_view key, regulars::JsonNode child) {
        REGULARS_ASSERT(!node[key].is_missing(), "a member is found by its key");
        seen += walk(child);
    });
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    auto document = regulars::JsonDocument::parse(text, {.max_bytes = 1u << 16, .max_depth = 32});
    if (!document) return 0;
    std::size_t nodes = walk(document->root());
    auto once = document->root().text();
    auto again = regulars::JsonDocument::parse(once, {.max_bytes = 1u << 20, .max_depth = 32});
    REGULARS_ASSERT(again.has_value(), "what text() writes is JSON");
    REGULARS_ASSERT(walk(again->root()) == nodes, "text() loses nothing");
    REGULARS_ASSERT(again->root().text() == once, "text() is stable");
    return 0;
}
