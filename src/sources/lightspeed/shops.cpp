// Writes and reads the cursor of shops.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/shops.hpp"

#include "base/json.hpp"
#include "base/json_text.hpp"
#include "base/text.hpp"

namespace regulars::sources::lightspeed {
namespace {

constexpr std::size_t most_shops = 500, longest_name = 200;

}  // namespace

std::string shops_state(const Catalogue& catalogue) {
    JsonWriter out;
    out.begin_array();
    std::size_t n = 0;
    for (auto& [id, name] : catalogue.shops()) {
        if (++n > most_shops) break;
        out.begin_object()
            .member("id", id)
            .member("name", name.empty() ? id : std::string(clipped(name, longest_name)))
            .end_object();
    }
    return out.end_array().take();
}

std::vector<ShopSeen> shops_seen(std::string_view state) {
    std::vector<ShopSeen> shops;
    if (auto document = JsonDocument::parse(state, {.max_bytes = 1u << 20, .max_depth = 3}))
        document->root().each([&](JsonNode shop) {
            shops.push_back({text_in(shop["id"]), text_in(shop["name"])});
        });
    return shops;
}

}  // namespace regulars::sources::lightspeed
