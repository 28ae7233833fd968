// The pictures of a restaurant's menu items and the names of their groups.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/json.hpp"

namespace regulars::sources::toast {

/// At most 4,000 pictures and 2,000 groups; those of items that left the menu stay while there is
/// room.
class Menu {
  public:
    /// Reads what state() wrote; what it cannot read is as if never known.
    static Menu from(std::string_view state);
    std::string state() const;

    /// The `lastUpdated` of GET /menus/v2/metadata. Errors: unavailable (says no such thing).
    static Result<std::string> updated_in(std::string_view metadata);
    /// Of GET /menus/v2/menus. Errors: unavailable (no menus).
    Result<void> take(std::string_view body);

    const std::string& last_updated() const { return last_updated_; }
    /// Empty when none is known.
    std::string image(const std::string& item) const;
    std::string group(const std::string& guid) const;

  private:
    void take_group(JsonNode group, int depth);
    std::string last_updated_;
    std::map<std::string, std::string> images_, groups_;
};

}  // namespace regulars::sources::toast
