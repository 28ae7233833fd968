// The public listing and the POS partners' listing of restaurants.
// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include <fmt/format.h>

#include "base/json.hpp"
#include "sandbox/opentable/server.hpp"

namespace regulars::sandbox::opentable {

net::HttpResponse Server::directory(const Target& target, Exchange& x) const {
    std::int64_t limit = 1000, offset = 0;
    for (auto& [name, value] : target.query) {
        if (name != "limit" && name != "offset") continue;
        std::int64_t n = -1;
        auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
        if (error != std::errc() || end != value.data() + value.size() || n < 0) {
            return gateway_error(x, 400, fmt::format("invalid_{}", name));
        }
        (name == "limit" ? limit : offset) = n;
    }
    auto& restaurants = world_.restaurants();
    JsonWriter out;
    out.begin_object().member("total_items", std::to_string(restaurants.size()));
    out.member("offset", std::to_string(offset))
        .member("limit", std::to_string(limit))
        .key("items")
        .begin_array();
    for (std::int64_t i = offset; i < std::int64_t(restaurants.size()) && i - offset < limit; ++i) {
        const Restaurant& r = restaurants[std::size_t(i)];
        out.begin_object()
            .member("rid", std::to_string(r.number))
            .member("name", r.name)
            .member("address", r.street);
        out.member("city", r.city).member("state", r.region).member("country", code_of(r.country));
        out.member("latitude", fmt::format("{:.4f}", r.latitude))
            .member("longitude", fmt::format("{:.4f}", r.longitude));
        out.member("postal_code", r.postal_code).member("phone_number", r.phone);
        out.member("metro_name", r.city).member("in_group", "true").end_object();
    }
    out.end_array().end_object();
    return json_answer(x, out.take());
}

net::HttpResponse Server::pos_restaurants(Exchange& x) const {
    JsonWriter out;
    std::int64_t total = 0;
    out.begin_object().key("pos_restaurants").begin_array();
    for (std::size_t i = 0; i < world_.restaurants().size(); ++i) {
        if (!is_granted(i)) continue;
        const Restaurant& r = world_.restaurants()[i];
        ++total;
        out.begin_object().member("rid", std::int64_t(r.number)).member("restaurant_name", r.name);
        out.member("source_location_id", std::to_string(r.number)).member("pos_type", "tillbrand");
        out.member("status", "enabled").member("source_location_status", "online");
        out.member("datetime_of_first_check", format_iso(world_.begins()));
        out.member("datetime_of_last_check", format_iso(x.now.floor_seconds())).end_object();
    }
    out.end_array().member("total", total).end_object();
    return json_answer(x, out.take());
}

}  // namespace regulars::sandbox::opentable
