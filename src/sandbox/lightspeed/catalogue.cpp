// Wine, glasses, pantry goods and the names of things.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/catalogue.hpp"

#include <array>

#include <fmt/format.h>

#include "base/error.hpp"
#include "sandbox/dice.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

constexpr Seconds day_s = 86'400;

struct Place {
    const char *name, *city, *region, *street, *postal_code, *zone, *alias;
    std::int32_t tax1, tax2;
    bool tax_inclusive;
};
constexpr std::array<Place, 6> places{{
    {"Cellar Door", "New York", "NY", "18 Cornelia Street", "10014", "America/New_York",
     "US/Eastern", 5000, 9975, false},
    {"Lakeside Bottles", "Chicago", "IL", "900 North Halsted Street", "60642", "America/Chicago",
     "US/Central", 10250, 0, false},
    {"Harbor & Vine", "Los Angeles", "CA", "2100 Sunset Boulevard", "90026", "America/Los_Angeles",
     "US/Pacific", 9500, 0, true},
    {"Old Town Pantry", "Phoenix", "AZ", "7 East Roosevelt Street", "85004", "America/Phoenix",
     "US/Arizona", 8600, 0, false},
    {"Front Range Cellars", "Denver", "CO", "1600 Wazee Street", "80202", "America/Denver",
     "US/Mountain", 8810, 0, false},
    {"Beacon \"Hill\" Wine", "Boston", "MA", "12 Charles Street", "02114", "America/New_York",
     "US/Eastern", 6250, 0, false},
}};

struct Leaf {
    const char* name;
    int parent;  // index, or -1
};
constexpr std::array<Leaf, 22> leaves{{
    {"Wine", -1},         {"Red", 0},           {"White", 0},      {"Rosé / Orange", 0},
    {"Sparkling", 0},     {"Burgundy", 1},      {"Piedmont", 1},   {"Loire", 2},
    {"Champagne", 4},     {"Spirits", -1},      {"Whisky", 9},     {"Gin", 9},
    {"Pantry", -1},       {"Olive Oil", 12},    {"Sauces", 12},    {"Red", 14},
    {"Merchandise", -1},  {"Aprons", 16},       {"Glassware", 16}, {"Books", 16},
    {"Discontinued", -1}, {"Holiday 2019", 16},
}};

constexpr std::array<const char*, 12> makers{"Domaine Ladoix", "Cantina Rossi", "Château Beaumont",
                                             "Three Hills",    "Vieux Moulin",  "Casa Verde",
                                             "North Fork",     "Bodega Sur",    "Maison Clair",
                                             "Tenuta Alba",    "Old Press",     "Saint-Émile"};
constexpr std::array<const char*, 4> vintages{"2017", "2019", "2021", "NV"};

std::string described(std::string_view category, Dice& dice) {
    std::string_view maker = makers[dice.below(makers.size())];
    if (category == "Aprons")
        return fmt::format("Apron, {} \"House\"", dice.chance(0.5) ? "indigo" : "oatmeal");
    if (category == "Glassware")
        return fmt::format("Glass {} oz., set of {}", dice.between(8, 22),
                           dice.chance(0.5) ? 2 : 6);
    if (category == "Books") return fmt::format("{}: The Cookbook", maker);
    if (category == "Olive Oil")
        return fmt::format("{} Extra Virgin {} ml", maker, dice.chance(0.5) ? 250 : 500);
    if (category == "Sauces" || category == "Pantry")
        return fmt::format("{} Salsa № {}", maker, dice.between(1, 9));
    return fmt::format("{} {} {}", maker, category, vintages[dice.below(vintages.size())]);
}

}  // namespace

Catalogue::Catalogue(std::uint64_t seed, int shop_count, Seconds first, Seconds origin) {
    REGULARS_ASSERT(shop_count >= 1 && shop_count <= int(places.size()),
                    "between one and six shops");
    Dice dice(mix(seed, 0x636174616c6f67));
    for (int i = 0; i < shop_count; ++i) {
        const Place& p = places[std::size_t(i)];
        Instant from = Instant::from_seconds(std::int64_t(first) - 400 * std::int64_t(day_s));
        Instant to = Instant::from_seconds(std::int64_t(origin) + 3660 * std::int64_t(day_s));
        shops.push_back({.name = p.name,
                         .city = p.city,
                         .region = p.region,
                         .street = p.street,
                         .postal_code = p.postal_code,
                         .zone_alias = p.alias,
                         .clock = LocalClock(*Zone::find(p.zone), from, to),
                         .tax1 = p.tax1,
                         .tax2 = p.tax2,
                         .tax_inclusive = p.tax_inclusive});
    }
    Seconds opened = first - 30 * day_s;
    for (const Leaf& leaf : leaves) {
        categories.push_back({.name = leaf.name,
                              .parent = Id(leaf.parent + 1),
                              .created = opened + Seconds(dice.below(3600))});
    }
    // One category went before anybody looked, and left its items behind.
    categories[21].deleted = std::min(first + day_s, origin);
    for (int i = 0; i < 110; ++i) {
        Id category = 2 + dice.below(Id(leaves.size()) - 1);
        if (i % 16 == 15) category = 0;
        if (i % 37 == 36) category = 22;
        std::string_view name = category == 0 ? "Tasting" : leaves[category - 1].name;
        std::int32_t price = std::int32_t(dice.log_normal(2900, 0.7)) + 100;
        if (dice.chance(0.6)) price = price / 100 * 100 + 99;
        Item item{.description = described(name, dice),
                  .category = category,
                  .price = price,
                  .cost = price * 11 / 20,
                  .created = opened + 3600 + Seconds(dice.below(day_s)),
                  .images = dice.between(0, 2)};
        if (i % 9 == 8) item.touched = first + dice.below(std::max<Seconds>(origin - first, 1));
        items.push_back(std::move(item));
    }
    items[40].price = 0;  // a sample
    // After the world's history: something new each month and a half, now and then under a new
    // category.
    Seconds at = origin;
    for (int i = 0; i < 80; ++i) {
        at += day_s * Seconds(dice.between(20, 70)) / 2 + dice.below(day_s);
        Id category = 2 + dice.below(20);
        if (i % 3 == 0) {
            categories.push_back({.name = fmt::format("Arrivals {}", i / 3 + 1),
                                  .parent = i % 2 == 0 ? 1u : 13u,
                                  .created = at});
            category = Id(categories.size());
            // Its neighbours' nodes are numbered anew.
            for (Id other : {1u, 2u, 9u, 13u}) {
                if (categories[other - 1].touched == 0) categories[other - 1].touched = at;
            }
        }
        items.push_back(
            {.description = fmt::format("{} Release {}", makers[dice.below(makers.size())], i + 1),
             .category = category,
             .price = std::int32_t(dice.log_normal(3500, 0.5)),
             .cost = 1500,
             .created = at + 60,
             .images = i % 3});
        if (i % 4 == 0) items[dice.below(110)].archived = at;
    }
    for (int i = 0; i < 6; ++i)
        items[dice.below(110)].archived = first + dice.below(std::max<Seconds>(origin - first, 1));
}

std::vector<std::string_view> Catalogue::path_of(Id category, Seconds now) const {
    std::vector<std::string_view> path;
    while (category != 0) {
        const Category& c = categories[category - 1];
        if (!c.is_visible(now)) return {};
        path.insert(path.begin(), c.name);
        category = c.parent;
    }
    return path;
}

const std::vector<Discount>& discounts() {
    static const std::vector<Discount> all{
        {"Neighbors", 2},   {"Staff", 2},     {"Happy Hour", 0},   {"Loyalty Reward", 1},
        {"Case of Six", 2}, {"Neighbors", 1}, {"Opening Week", 2}, {"Spring/Summer \"25\"", 0}};
    return all;
}

std::string_view note_text(std::uint8_t note) {
    constexpr std::string_view notes[] = {"",
                                          "Gift wrap",
                                          "Corkage",
                                          "SKU-2",
                                          "Tasting for two",
                                          "Delivery\nto the door",
                                          "Repair: corkscrew",
                                          " "};
    return notes[note % std::size(notes)];
}

std::string image_base_url() {
    return "https://res.cloudinary.com/lightspeed-retail/image/upload/";
}
std::string image_public_id(Id item, int image) {
    return fmt::format("sandbox{:05}{:c}", item, char('a' + image));
}
std::string image_url(Id item, int image) {
    return image_base_url() + image_public_id(item, image) + ".jpg";
}

}  // namespace regulars::sandbox::lightspeed
