// The shops, what they sell, and how it is sorted; made whole from a seed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/lightspeed/records.hpp"
#include "sandbox/local_clock.hpp"

namespace regulars::sandbox::lightspeed {

struct Shop {
    std::string name, city, region, street, postal_code;
    std::string zone_alias;  // as the vendor names the zone: "US/Eastern"
    LocalClock clock;
    std::int32_t tax1 = 0, tax2 = 0;  // hundred-thousandths
    bool tax_inclusive = false;
};

struct Category {
    std::string name;
    Id parent = 0;
    Seconds created = 0;
    Seconds touched = 0;  // neighbours came and moved its nodes
    Seconds deleted = 0;

    bool is_visible(Seconds now) const { return created <= now && !has_come(deleted, now); }
    Seconds stamp(Seconds now) const { return latest_of({created, touched}, now); }
};

struct Item {
    std::string description;
    Id category = 0;                   // may be one that was deleted
    std::int32_t price = 0, cost = 0;  // minor units
    Seconds created = 0, touched = 0, archived = 0;
    int images = 0;

    bool is_visible(Seconds now) const { return created <= now; }
    bool is_archived(Seconds now) const { return has_come(archived, now); }
    Seconds stamp(Seconds now) const { return latest_of({created, touched, archived}, now); }
};

struct Discount {
    std::string_view name;
    int source = 2;  // 0 price rule, 1 loyalty, 2 discount rule
};

/// Immutable once made. What changes after `origin` never changes a name or an ancestor: only items
/// and categories come, items are archived, and nodes are numbered anew.
struct Catalogue {
    /// `first` is when the shops opened, `origin` when the world's history ends.
    Catalogue(std::uint64_t seed, int shop_count, Seconds first, Seconds origin);

    std::vector<Shop> shops;
    std::vector<Category> categories;
    std::vector<Item> items;

    /// Names from the root to the category; empty when it is gone or none.
    std::vector<std::string_view> path_of(Id category, Seconds now) const;
};

const std::vector<Discount>& discounts();       // by number - 1
std::string_view note_text(std::uint8_t note);  // empty for 0
constexpr std::uint8_t note_count = 7;
std::string image_base_url();
std::string image_public_id(Id item, int image);
std::string image_url(Id item, int image);

}  // namespace regulars::sandbox::lightspeed
