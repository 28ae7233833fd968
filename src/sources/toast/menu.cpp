// Walks the published menus.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/menu.hpp"

#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::size_t most_images = 4'000;
constexpr std::size_t most_groups = 2'000;
constexpr std::size_t longest_image = 400;  // of an address; longer ones are not kept
constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_guid = 64;
constexpr int deepest_group = 8;

void put(std::map<std::string, std::string>& map, std::size_t most, std::string_view guid,
         std::string_view text) {
    if (guid.empty() || guid.size() > longest_guid || text.empty()) return;
    if (map.size() < most || map.contains(std::string(guid)))
        map.insert_or_assign(std::string(guid), std::string(text));
}

std::string found_in(const std::map<std::string, std::string>& map, const std::string& key) {
    auto found = map.find(key);
    return found == map.end() ? std::string() : found->second;
}

}  // namespace

Result<std::string> Menu::updated_in(std::string_view metadata) {
    auto document = JsonDocument::parse(metadata, {.max_bytes = 1u << 20});
    auto updated = document ? document->root()["lastUpdated"].string() : std::nullopt;
    if (!updated)
        return fail(ErrorKind::unavailable, "Toast's answer does not say when the menus changed");
    return std::string(clipped(*updated, 100));
}

Result<void> Menu::take(std::string_view body) {
    auto document = JsonDocument::parse(body);
    if (!document)
        return fail(ErrorKind::unavailable, "Toast's answer " + document.error().message);
    JsonNode root = document->root();
    if (!root["menus"].is_array())
        return fail(ErrorKind::unavailable, "Toast's answer holds no menus");
    last_updated_ = clipped(root["lastUpdated"].string().value_or(""), 100);
    root["menus"].each([&](JsonNode menu) {
        menu["menuGroups"].each([&](JsonNode group) { take_group(group, 1); });
    });
    return {};
}

void Menu::take_group(JsonNode group, int depth) {
    if (depth > deepest_group) return;
    put(groups_, most_groups, group["guid"].string().value_or(""),
        clipped(trimmed(group["name"].string().value_or("")), longest_name));
    group["menuItems"].each([&](JsonNode item) {
        auto guid = item["guid"].string().value_or(""),
             image = trimmed(item["image"].string().value_or(""));
        if (image.empty())
            images_.erase(std::string(guid));  // the item stands on the menu without a picture
        else if (image.size() <= longest_image)
            put(images_, most_images, guid, image);
    });
    group["menuGroups"].each([&](JsonNode inner) { take_group(inner, depth + 1); });
}

std::string Menu::image(const std::string& item) const { return found_in(images_, item); }
std::string Menu::group(const std::string& guid) const { return found_in(groups_, guid); }

std::string Menu::state() const {
    JsonWriter out;
    out.begin_object().member("last_updated", last_updated_);
    auto write = [&](std::string_view key, const std::map<std::string, std::string>& map) {
        out.key(key).begin_object();
        for (auto& [guid, text] : map) out.member(guid, text);
        out.end_object();
    };
    write("images", images_);
    write("groups", groups_);
    out.end_object();
    return out.take();
}

Menu Menu::from(std::string_view state) {
    Menu menu;
    auto document = JsonDocument::parse(state, {.max_bytes = 16u << 20, .max_depth = 4});
    if (!document) return menu;
    JsonNode root = document->root();
    menu.last_updated_ = root["last_updated"].string().value_or("");
    root["images"].each_member([&](std::string_view guid, JsonNode image) {
        put(menu.images_, most_images, guid, image.string().value_or(""));
    });
    root["groups"].each_member([&](std::string_view guid, JsonNode name) {
        put(menu.groups_, most_groups, guid, name.string().value_or(""));
    });
    return menu;
}

}  // namespace regulars::sources::toast
