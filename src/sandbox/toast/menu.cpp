// The menu and the configuration, as tables.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/menu.hpp"

#include <array>

namespace regulars::sandbox::toast {
namespace {

constexpr std::array<std::string_view, 7> groups{"Antipasti", "Pasta",  "Pizza", "Secondi",
                                                 "Dolci",     "Drinks", "Pantry"};

constexpr std::array<MenuItem, 26> items{{
    {"Bruschetta", 950, 0},
    {"Burrata & Peaches", 1650, 0},
    {"Arancini", 1199, 0, ItemKind::plain, false, false, true, "Arancini "},
    {"Marinated Olives", 699, 0, ItemKind::by_weight},
    {"Prosciutto di Parma", 3900, 0, ItemKind::by_weight},
    {"Tagliatelle al Ragù", 2150, 1, ItemKind::plain, true},
    {"Cacio e Pepe", 1900, 1, ItemKind::plain, true},
    {"Spaghetti alle Vongole", 2475, 1, ItemKind::plain, true},
    {"Gnocchi \"della Nonna\"", 2099, 1, ItemKind::plain, true},
    {"Margherita", 1700, 2, ItemKind::plain, true},
    {"Diavola", 1950, 2, ItemKind::plain, true, false, true, " Diavola"},
    {"Quattro Formaggi", 2025, 2, ItemKind::plain, true},
    {"Pizza Bianca", 1825, 2, ItemKind::plain, true, false, false},
    {"Chicken Milanese", 2695, 3, ItemKind::plain, true},
    {"Branzino", 3450, 3},
    {"Eggplant Parmigiana", 2299, 3, ItemKind::plain, false, false, false},
    {"Tiramisù", 1050, 4},
    {"Cannoli (2)", 899, 4, ItemKind::plain, false, false, true, "Cannoli (2)  "},
    {"Gelato", 750, 4, ItemKind::plain, false, false, false},
    {"Espresso", 375, 5, ItemKind::plain, false, false, false},
    {"Sparkling Water", 450, 5, ItemKind::plain, false, true},
    {"Chinotto", 525, 5, ItemKind::plain, false, true, false},
    {"Lemonade", 500, 5, ItemKind::plain, false, true},
    {"Pantry Box", 6200, 6},
    {"Olive Oil, 500 ml", 2400, 6, ItemKind::plain, false, true},
    {"Gift Card", 5000, 6, ItemKind::gift_card, false, false, false},
}};

constexpr std::array<std::string_view, 3> option_group_names{"Choose Your Protein", "Preparation",
                                                             "Extras"};

constexpr std::array<MenuOption, 10> options{{{"Chicken", 350, 0},
                                              {"Shrimp ", 525, 0},
                                              {"No Protein", 0, 0},
                                              {"Gluten-Free", 200, 0},
                                              {"Spicy", 0, 1},
                                              {"Garlic Butter", 75, 1},
                                              {"Well Done", 0, 1},
                                              {"On the Side", 0, 2},
                                              {"Extra Parmesan", 150, 2},
                                              {"No Basil", 0, 2}}};

constexpr std::array<DiningOption, 6> dining{{{"Dine In", Behavior::dine_in},
                                              {"Takeout", Behavior::take_out},
                                              {"Online Ordering - Takeout", Behavior::take_out},
                                              {"Delivery", Behavior::delivery},
                                              {"Curbside Pickup", Behavior::take_out, true},
                                              {"House Couriers", Behavior::delivery, false, true}}};

constexpr std::array<std::string_view, 5> centers{"Dining Room", "Bar", "Online", "Catering",
                                                  "Terrace"};
constexpr std::array<std::string_view, 3> services{"Lunch", "Dinner", "Late Night"};

}  // namespace

std::string_view name_of(Behavior behavior) {
    constexpr std::string_view names[] = {"DINE_IN", "TAKE_OUT", "DELIVERY"};
    return names[std::size_t(behavior)];
}

std::span<const MenuItem> menu_items() { return items; }
std::span<const std::string_view> menu_groups() { return groups; }
std::span<const MenuOption> menu_options() { return options; }
std::span<const std::string_view> option_groups() { return option_group_names; }

std::uint32_t option_at(int depth, std::uint32_t chance) {
    constexpr std::uint32_t first[] = {0, 4, 7}, count[] = {4, 3, 3};
    return first[depth] + chance % count[depth];
}

std::int64_t price_in(std::size_t location, std::int32_t price) {
    constexpr std::int64_t percent[] = {100, 94, 88, 107, 96, 91};
    return std::int64_t(price) * percent[location % std::size(percent)] / 100;
}

std::span<const DiningOption> dining_options() { return dining; }
std::span<const std::string_view> revenue_centers() { return centers; }
std::span<const std::string_view> restaurant_services() { return services; }

std::int64_t tax_rate(Country country) {
    constexpr std::int64_t rates[] = {8'875, 20'000, 13'000};
    return rates[std::size_t(country)];
}

bool includes_tax(Country country) { return country == Country::gb; }

}  // namespace regulars::sandbox::toast
