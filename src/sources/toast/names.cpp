// Reads restaurants and configuration, and keeps them as a cursor's state.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::size_t most_entries = 1'000;
constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_guid = 64;
constexpr std::array<std::string_view, 4> behavior_names{"", "DINE_IN", "TAKE_OUT", "DELIVERY"};

std::string name_in(JsonNode node) {
    return std::string(clipped(trimmed(node.string().value_or("")), longest_name));
}

Behavior behavior_of(std::string_view word) {
    auto found = std::ranges::find(behavior_names, word);
    return found == behavior_names.end() ? Behavior::unknown
                                         : Behavior(found - behavior_names.begin());
}

template <class Map>
void put(Map& map, std::string guid, typename Map::mapped_type value) {
    if (guid.empty() || guid.size() > longest_guid) return;
    if (map.size() < most_entries || map.contains(guid))
        map.insert_or_assign(std::move(guid), std::move(value));
}

}  // namespace

std::string_view words_of(Behavior behavior) {
    constexpr std::array<std::string_view, 4> words{"", "Dine In", "Take Out", "Delivery"};
    return words[std::size_t(behavior)];
}

std::string_view path_of(NameList list) {
    constexpr std::array<std::string_view, 3> paths{
        "/config/v2/diningOptions", "/config/v2/revenueCenters", "/config/v2/restaurantServices"};
    return paths[std::size_t(list)];
}

Result<void> Names::take_restaurant(std::string_view body) {
    auto document = JsonDocument::parse(body, {.max_bytes = 4u << 20});
    if (!document)
        return fail(ErrorKind::unavailable, "Toast's answer " + document.error().message);
    JsonNode general = document->root()["general"];
    if (!general.is_object())
        return fail(ErrorKind::unavailable, "Toast's answer is no restaurant");
    std::string name = name_in(general["name"]), location = name_in(general["locationName"]);
    if (!location.empty() && location != name) name += name.empty() ? location : " - " + location;
    if (!name.empty()) restaurant_ = std::move(name);
    if (auto zone = Zone::find(general["timeZone"].string().value_or(""))) zone_ = *zone;
    if (auto hour = general["closeoutHour"].integer(); hour && *hour >= 0 && *hour <= 23)
        closeout_hour_ = int(*hour);
    if (auto currency = Currency::parse(general["currencyCode"].string().value_or("")))
        currency_ = *currency;
    auto country = document->root()["location"]["country"].string().value_or("");
    if (country.size() == 2 && country[0] >= 'A' && country[0] <= 'Z' && country[1] >= 'A' &&
        country[1] <= 'Z')
        country_ = country;
    return {};
}

void Names::keep(NameList list, JsonNode entry) {
    std::string guid(entry["guid"].string().value_or("")), name = name_in(entry["name"]);
    if (name.empty()) return;
    if (list == NameList::dining_options)
        put(dining_options_, std::move(guid),
            {std::move(name), behavior_of(entry["behavior"].string().value_or(""))});
    else
        put(names_in(list), std::move(guid), std::move(name));
}

Result<void> Names::take(NameList list, std::string_view body) {
    auto document = JsonDocument::parse(body, {.max_bytes = 8u << 20});
    if (!document)
        return fail(ErrorKind::unavailable, "Toast's answer " + document.error().message);
    JsonNode root = document->root();
    if (root.is_object())
        keep(list, root);
    else if (root.is_array())
        root.each([&](JsonNode entry) { keep(list, entry); });
    else
        return fail(ErrorKind::unavailable, "Toast's answer is no configuration");
    return {};
}

void Names::take_absence(NameList list, const std::string& guid) {
    if (knows(list, guid)) return;
    if (list == NameList::dining_options)
        put(dining_options_, guid, {});
    else
        put(names_in(list), guid, {});
}

bool Names::knows(NameList list, const std::string& guid) const {
    switch (list) {
        case NameList::dining_options:
            return dining_options_.contains(guid);
        case NameList::revenue_centers:
            return revenue_centers_.contains(guid);
        case NameList::services:
            return services_.contains(guid);
    }
    return false;
}

DiningOption Names::dining_option(const std::string& guid) const {
    auto found = dining_options_.find(guid);
    return found == dining_options_.end() ? DiningOption{} : found->second;
}

std::string Names::name(NameList list, const std::string& guid) const {
    auto& names = list == NameList::revenue_centers ? revenue_centers_ : services_;
    auto found = names.find(guid);
    return found == names.end() ? std::string() : found->second;
}

LocalDate Names::business_day(Instant now) const {
    LocalTime local = zone_.to_local(now.floor_seconds());
    return LocalTime{local.seconds - std::int64_t(closeout_hour_) * 3'600}.date();
}

std::string Names::state() const {
    JsonWriter out;
    out.begin_object()
        .member("restaurant", restaurant_)
        .member("time_zone", zone_.name())
        .member("closeout_hour", closeout_hour_);
    if (currency_) out.member("currency", currency_->code());
    if (!country_.empty()) out.member("country", country_);
    out.key("dining_options").begin_object();
    for (auto& [guid, option] : dining_options_)
        out.key(guid)
            .begin_array()
            .value(option.name)
            .value(behavior_names[std::size_t(option.behavior)])
            .end_array();
    out.end_object();
    auto names = [&](std::string_view key, const std::map<std::string, std::string>& map) {
        out.key(key).begin_object();
        for (auto& [guid, name] : map) out.member(guid, name);
        out.end_object();
    };
    names("revenue_centers", revenue_centers_);
    names("services", services_);
    out.end_object();
    return out.take();
}

Names Names::from(std::string_view state) {
    Names names;
    auto document = JsonDocument::parse(state, {.max_bytes = 4u << 20, .max_depth = 8});
    if (!document) return names;
    JsonNode root = document->root();
    names.restaurant_ = root["restaurant"].string().value_or("");
    if (auto zone = Zone::find(root["time_zone"].string().value_or(""))) names.zone_ = *zone;
    names.closeout_hour_ =
        int(std::clamp<std::int64_t>(root["closeout_hour"].integer().value_or(4), 0, 23));
    if (auto currency = Currency::parse(root["currency"].string().value_or("")))
        names.currency_ = *currency;
    names.country_ = root["country"].string().value_or("");
    root["dining_options"].each_member([&](std::string_view guid, JsonNode entry) {
        std::vector<std::string_view> words;
        entry.each([&](JsonNode word) { words.push_back(word.string().value_or("")); });
        if (words.size() == 2)
            put(names.dining_options_, std::string(guid),
                {std::string(words[0]), behavior_of(words[1])});
    });
    auto read = [&](std::string_view key, std::map<std::string, std::string>& into) {
        root[key].each_member([&](std::string_view guid, JsonNode name) {
            put(into, std::string(guid), std::string(name.string().value_or("")));
        });
    };
    read("revenue_centers", names.revenue_centers_);
    read("services", names.services_);
    return names;
}

}  // namespace regulars::sources::toast
