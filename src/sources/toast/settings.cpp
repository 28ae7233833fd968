// Validates settings and credentials field by field.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/settings.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "sources/setting_fields.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::size_t most_restaurants = 200;
constexpr std::size_t most_sources = 100;

/// The online ones, as Klaviyo's integration reads them.
const std::vector<std::string>& online_sources() {
    static const std::vector<std::string> sources = {"Online",
                                                     "Toast Pickup App",
                                                     "Toast Local",
                                                     "Branded Online Ordering",
                                                     "Branded Mobile App",
                                                     "Catering Online Ordering",
                                                     "eCommerce Online ordering",
                                                     "Google"};
    return sources;
}

/// A list, or one text as people paste it: GUIDs with commas between them.
Result<std::vector<std::string>> restaurants_of(const SettingFields& fields) {
    std::vector<std::string> given;
    if (auto pasted = fields["restaurants"].string()) {
        for (auto part : split(*pasted, ','))
            if (!trimmed(part).empty()) given.emplace_back(trimmed(part));
    } else {
        given = TRY(fields.texts("restaurants", {}, most_restaurants));
    }
    std::vector<std::string> restaurants;
    for (auto& text : given) {
        std::string guid = lowered(text);
        if (!is_guid(guid))
            return wrong_setting(
                "restaurants",
                "holds Toast restaurant GUIDs, such as 1ca55347-2a8a-404c-9d69-215242e958ec");
        if (std::ranges::find(restaurants, guid) == restaurants.end())
            restaurants.push_back(std::move(guid));
    }
    if (restaurants.empty()) return wrong_setting("restaurants", "names at least one restaurant");
    if (restaurants.size() > most_restaurants)
        return wrong_setting("restaurants", "holds at most 200");
    return restaurants;
}

constexpr SettingName names[] = {
    {"restaurants", "[\"GUID\", …]"},
    {"sources", "[\"Online\", …] as Toast words them, \"*\" for all; the online ones"},
    {"history_years", "1 to 10; 3"},
    {"product_per", "an Ordered Product for each line or unit; line"},
    {"product_value", "its worth: line or order; line"},
    {"fulfilled_when", "auto, closed, ready or delivered; auto"},
    {"country", "ISO 3166 alpha-2, for phone numbers"},
    {"currency", "ISO 4217, of restaurants that name none"},
    {"time_zone", "by which business days are shown"},
    {"interval_minutes", "between syncs; 30"},
    {"max_requests_per_second", "0 for no limit of ours; 5"},
    {"history_gap_seconds", "between pages of history; 5"},
    {"page_size", "1 to 100; 100"},
    {"api_url", "where data is read"},
};

}  // namespace

std::span<const SettingName> setting_names() { return names; }

bool mean_the_same(const Settings& before, const Settings& after) {
    auto meaning = [](const Settings& s) {
        return std::tuple(s.sources, s.history_years, s.product_per, s.product_value,
                          s.fulfilled_when, s.country, s.currency);
    };
    return meaning(before) == meaning(after);
}

std::string_view name_of(FulfilledWhen when) {
    constexpr std::string_view words[] = {"auto", "closed", "ready", "delivered"};
    return words[std::size_t(when)];
}

bool is_guid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = text[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex) return false;
    }
    return true;
}

Instant history_before(Instant now, int years) {
    LocalDate today = Zone::utc().to_local(now).date();
    return now - days(day_number(today) - day_number(plus_months(today, -12 * years)));
}

Result<Settings> settings_from(std::string_view json) {
    auto fields = TRY(SettingFields::parse(json));
    Settings settings;
    settings.api_url = TRY(fields.url("api_url", settings.api_url));
    settings.restaurants = TRY(restaurants_of(fields));
    settings.sources = TRY(fields.texts("sources", online_sources(), most_sources));
    if (settings.sources.empty())
        return wrong_setting("sources", "names at least one source of orders");
    settings.history_years = TRY(fields.integer("history_years", settings.history_years, 1, 10));
    if (TRY(fields.word("product_per", "line", {"line", "unit"})) == "unit")
        settings.product_per = ProductPer::unit;
    if (TRY(fields.word("product_value", "line", {"line", "order"})) == "order")
        settings.product_value = ProductValue::order;
    auto when =
        TRY(fields.word("fulfilled_when", "auto", {"auto", "closed", "ready", "delivered"}));
    for (auto rule : {FulfilledWhen::closed, FulfilledWhen::ready, FulfilledWhen::delivered})
        if (when == name_of(rule)) settings.fulfilled_when = rule;
    settings.country = TRY(fields.country("country"));
    settings.currency = TRY(fields.currency("currency"));
    if (!fields["time_zone"].is_nothing()) TRY(fields.zone("time_zone"));
    settings.interval_minutes =
        TRY(fields.integer("interval_minutes", settings.interval_minutes, 1, 24 * 60));
    settings.page_size = TRY(fields.integer("page_size", settings.page_size, 1, 100));
    settings.max_requests_per_second =
        TRY(fields.rate("max_requests_per_second", settings.max_requests_per_second));
    settings.history_gap_seconds =
        TRY(fields.integer("history_gap_seconds", settings.history_gap_seconds, 0, 60));
    return settings;
}

Result<Credentials> credentials_from(std::string_view json) {
    auto fields = TRY(SettingFields::parse(json));
    return Credentials{TRY(fields.required("client_id")), TRY(fields.required("client_secret"))};
}

}  // namespace regulars::sources::toast
