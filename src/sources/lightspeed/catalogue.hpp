// What sales only name by id: shops, categories and item images; of one run, and of bounded size.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "sources/lightspeed/records.hpp"

namespace regulars::sources::lightspeed {

/// Not thread-safe. Holds at most 2,000 shops, 50,000 categories and 20,000 images; past that shops
/// and categories are not taken up, and images are forgotten and asked for again.
class Catalogue {
  public:
    void add(const Shop& shop);
    void add(const Category& category);
    void add(const Item& item);
    /// The vendor knows no such category, or no such item: not asked again in this run.
    void add_absent_category(const std::string& id);
    void add_absent_item(const std::string& id);

    /// Empty when unknown.
    std::string_view shop_name(const std::string& id) const;
    /// Ids and names, the oldest shop first.
    std::vector<std::pair<std::string, std::string>> shops() const;
    /// UTC when unknown.
    Zone shop_zone(const std::string& id) const;
    /// The account's first shop's; UTC when there is none.
    Zone first_zone() const;

    bool has_category(const std::string& id) const { return categories_.contains(id); }
    /// Names from the root to the category itself; empty when unknown.
    std::vector<std::string_view> path_of(const std::string& category) const;
    /// The nearest ancestor (or the category itself) that was never asked for, or empty.
    std::string missing_category(const std::string& category) const;

    bool has_item(const std::string& id) const { return images_.contains(id); }
    std::string_view image_of(const std::string& item) const;

  private:
    struct KnownShop {
        std::string name;
        Zone zone;
    };
    struct KnownCategory {
        std::string name, parent;  // both empty: absent
    };
    std::map<std::int64_t, KnownShop> shops_;  // by number: the first is the oldest
    std::unordered_map<std::string, KnownCategory> categories_;
    std::unordered_map<std::string, std::string> images_;  // by item; empty for none
};

}  // namespace regulars::sources::lightspeed
