// What the restaurants sell, and the words of their configuration.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sandbox/people.hpp"

namespace regulars::sandbox::toast {

enum class Behavior : std::uint8_t { dine_in, take_out, delivery };
std::string_view name_of(Behavior behavior);  // "TAKE_OUT"

enum class ItemKind : std::uint8_t { plain, by_weight, gift_card };

struct MenuItem {
    std::string_view name;  // as the menu has it; what a check shows may end in blanks
    std::int32_t price;     // minor units of the first restaurant
    std::uint8_t group;
    ItemKind kind = ItemKind::plain;
    bool has_options = false, has_deposit = false, has_image = true;
    std::string_view shown = {};  // the name on checks where it differs
};
std::span<const MenuItem> menu_items();
std::span<const std::string_view> menu_groups();

struct MenuOption {
    std::string_view name;
    std::int32_t price;
    std::uint8_t group;
};
std::span<const MenuOption> menu_options();
std::span<const std::string_view> option_groups();
/// The option at `depth` (0 … 2) that `chance` picks.
std::uint32_t option_at(int depth, std::uint32_t chance);

/// What an item or option costs in a restaurant.
std::int64_t price_in(std::size_t location, std::int32_t price);

struct DiningOption {
    std::string_view name;
    Behavior behavior;
    bool curbside = false;
    /// Old orders name it; the configuration no longer lists it.
    bool is_archived = false;
};
std::span<const DiningOption> dining_options();
std::span<const std::string_view> revenue_centers();
std::span<const std::string_view> restaurant_services();

/// Parts of a hundred thousand.
std::int64_t tax_rate(Country country);
bool includes_tax(Country country);

}  // namespace regulars::sandbox::toast
