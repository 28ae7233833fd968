// The shops of an account as the last run read them, for people to choose among.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sources/lightspeed/catalogue.hpp"

namespace regulars::sources::lightspeed {

/// The cursor that keeps them.
inline constexpr std::string_view shops_stream = "shops";

struct ShopSeen {
    std::string id;    // digits: an order's ShopID
    std::string name;  // its id where the vendor gives it none
    bool operator==(const ShopSeen&) const = default;
};

/// At most 500, the oldest first.
std::string shops_state(const Catalogue& catalogue);
/// What shops_state wrote; nothing of anything else.
std::vector<ShopSeen> shops_seen(std::string_view state);

}  // namespace regulars::sources::lightspeed
