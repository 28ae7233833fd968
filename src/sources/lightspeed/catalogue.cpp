// Keeps shops, categories and images by id.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/catalogue.hpp"

#include <algorithm>
#include <charconv>

namespace regulars::sources::lightspeed {
namespace {

constexpr std::size_t most_shops = 2'000, most_categories = 50'000, most_images = 20'000;
constexpr int deepest = 50;  // categories above each other; a circle ends here too

std::int64_t number_of(std::string_view id) {
    std::int64_t number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    return number;
}

}  // namespace

void Catalogue::add(const Shop& shop) {
    if (!shop.fault.empty() || shops_.size() >= most_shops) return;
    auto zone = Zone::find(shop.zone);
    shops_.insert_or_assign(number_of(shop.id), KnownShop{shop.name, zone ? *zone : Zone::utc()});
}

void Catalogue::add(const Category& category) {
    if (category.fault.empty() && categories_.size() < most_categories)
        categories_.insert_or_assign(category.id, KnownCategory{category.name, category.parent});
}

void Catalogue::add(const Item& item) {
    if (!item.fault.empty()) return;
    if (images_.size() >= most_images) images_.clear();
    images_.insert_or_assign(item.id, item.image);
}

void Catalogue::add_absent_category(const std::string& id) {
    if (categories_.size() < most_categories) categories_.try_emplace(id);
}

void Catalogue::add_absent_item(const std::string& id) {
    if (images_.size() >= most_images) images_.clear();
    images_.try_emplace(id);
}

std::string_view Catalogue::shop_name(const std::string& id) const {
    auto found = shops_.find(number_of(id));
    return found == shops_.end() ? std::string_view() : std::string_view(found->second.name);
}

std::vector<std::pair<std::string, std::string>> Catalogue::shops() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (auto& [id, shop] : shops_) all.emplace_back(std::to_string(id), shop.name);
    return all;
}

Zone Catalogue::shop_zone(const std::string& id) const {
    auto found = shops_.find(number_of(id));
    return found == shops_.end() ? Zone::utc() : found->second.zone;
}

Zone Catalogue::first_zone() const {
    return shops_.empty() ? Zone::utc() : shops_.begin()->second.zone;
}

std::vector<std::string_view> Catalogue::path_of(const std::string& category) const {
    std::vector<std::string_view> names;
    const std::string* id = &category;
    for (int i = 0; i < deepest && !id->empty(); ++i) {
        auto found = categories_.find(*id);
        if (found == categories_.end()) break;
        if (!found->second.name.empty()) names.push_back(found->second.name);
        id = &found->second.parent;
    }
    std::ranges::reverse(names);
    return names;
}

std::string Catalogue::missing_category(const std::string& category) const {
    const std::string* id = &category;
    for (int i = 0; i < deepest && !id->empty(); ++i) {
        auto found = categories_.find(*id);
        if (found == categories_.end())
            return categories_.size() < most_categories ? *id : std::string();
        id = &found->second.parent;
    }
    return {};
}

std::string_view Catalogue::image_of(const std::string& item) const {
    auto found = images_.find(item);
    return found == images_.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace regulars::sources::lightspeed
