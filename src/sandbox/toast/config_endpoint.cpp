// Restaurants and their configuration: ways to dine, revenue centers, services.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sandbox/toast/guid.hpp"
#include "sandbox/toast/server.hpp"
#include "sandbox/toast/truth.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr std::size_t page_size = 4;
constexpr std::string_view token_prefix = "cfg-";
}  // namespace

net::HttpResponse Server::restaurant(const Call& call, std::string_view guid) const {
    if (guid != call.place.guid) return error_answer(call.x, 404, "Restaurant not found", 10040);
    const Restaurant& r = book_.restaurant(call.place);
    JsonWriter out;
    out.begin_object()
        .member("guid", call.place.guid)
        .key("general")
        .begin_object()
        .member("name", r.name)
        .key("locationName");
    auto own = location_name(book_, call.place);
    if (own.empty() && call.place.location % 2 == 1)
        out.value(nullptr);
    else
        out.value(own);
    out.member("locationCode", std::to_string(r.number))
        .member("description", "")
        .member("timeZone", r.clock.zone().name());
    out.member("closeoutHour", closeout_hour)
        .member("managementGroupGuid", book_.group_guid())
        .member("currencyCode", r.currency());
    LocalDate first = date_of_day(book_.begins().seconds() / 86'400);
    out.member("firstBusinessDate", first.year * 10'000 + first.month * 100 + first.day)
        .member("archived", false)
        .end_object();
    out.key("location")
        .begin_object()
        .member("address1", r.street)
        .member("address2", nullptr)
        .member("city", r.city);
    out.member("stateCode", r.region)
        .member("zipCode", r.postal_code)
        .member("country", code_of(r.country))
        .member("phone", r.phone);
    out.key("latitude")
        .value(r.latitude)
        .key("longitude")
        .value(r.longitude)
        .end_object()
        .end_object();
    return json_answer(call.x, out.take());
}

net::HttpResponse Server::restaurants_of_group(const Call& call, std::string_view guid) const {
    if (guid != book_.group_guid())
        return error_answer(call.x, 404, "Restaurant group not found", 10040);
    JsonWriter out;
    out.begin_array();
    for (auto& place : book_.places()) out.begin_object().member("guid", place.guid).end_object();
    out.end_array();
    return json_answer(call.x, out.take());
}

net::HttpResponse Server::config(const Call& call, std::string_view what) const {
    struct Entity {
        std::uint32_t number;
        std::string_view name;
    };
    std::vector<Entity> all;
    Named named = Named::dining_option;
    std::string_view list = what.substr(0, what.find('/')), type = "DiningOption";
    if (list == "diningOptions") {
        for (std::uint32_t i = 0; i < dining_options().size(); ++i) {
            if (!dining_options()[i].is_archived) all.push_back({i, dining_options()[i].name});
        }
    } else if (list == "revenueCenters") {
        named = Named::revenue_center, type = "RevenueCenter";
        for (std::uint32_t i = 0; i < revenue_centers().size(); ++i)
            all.push_back({i, revenue_centers()[i]});
    } else if (list == "restaurantServices") {
        named = Named::service, type = "RestaurantService";
        for (std::uint32_t i = 0; i < restaurant_services().size(); ++i)
            all.push_back({i, restaurant_services()[i]});
    } else {
        return error_answer(call.x, 404, "Not Found");
    }
    auto write = [&](JsonWriter& out, const Entity& e) {
        out.begin_object().member(
            "guid", guid_of(book_.world().options().seed, named, call.place.location, e.number));
        out.member("entityType", type).member("externalId", nullptr).member("name", e.name);
        if (named == Named::dining_option) {
            out.member("behavior", toast::name_of(dining_options()[e.number].behavior))
                .member("curbside", dining_options()[e.number].curbside);
        }
        out.end_object();
    };
    JsonWriter out;
    if (list.size() < what.size()) {
        std::string_view guid = what.substr(list.size() + 1);
        for (auto& e : all) {
            if (guid_of(book_.world().options().seed, named, call.place.location, e.number) != guid)
                continue;
            write(out, e);
            return json_answer(call.x, out.take());
        }
        return error_answer(call.x, 404, fmt::format("{} not found", type), 10040);
    }
    std::size_t from = 0;
    if (auto token = call.target.parameter("pageToken")) {
        bool is_ours = token->starts_with(token_prefix) &&
                       token->size() == token_prefix.size() + 1 && token->back() >= '1' &&
                       token->back() <= '9';
        if (!is_ours) return error_answer(call.x, 400, "Invalid pageToken", 10025);
        if (call.fault == WireFault::changed_config) {
            return error_answer(
                call.x, 409,
                "The configuration was published meanwhile; begin again without pageToken", 10049);
        }
        from = std::size_t(token->back() - '0') * page_size;
    }
    out.begin_array();
    for (std::size_t i = from; i < all.size() && i < from + page_size; ++i) write(out, all[i]);
    out.end_array();
    auto response = json_answer(call.x, out.take());
    if (from + page_size < all.size())
        response.headers.emplace_back("Toast-Next-Page-Token",
                                      fmt::format("{}{}", token_prefix, from / page_size + 1));
    return response;
}

}  // namespace regulars::sandbox::toast
