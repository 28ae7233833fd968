// Who may ask for what, how often, and what goes wrong on the way.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/server.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/toast/guid.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr std::int64_t slow_grant_s = 900;

std::string_view bearer_of(const net::HttpRequest& request) {
    std::string_view text = trimmed(net::header(request.headers, "Authorization").value_or(""));
    constexpr std::string_view scheme = "Bearer ";
    if (text.size() <= scheme.size() ||
        !equals_ignoring_case(text.substr(0, scheme.size()), scheme))
        return {};
    return trimmed(text.substr(scheme.size()));
}

struct Api {
    std::string_view prefix, scope;
};
constexpr Api apis[] = {{"/orders/v2/", "orders:read"},
                        {"/restaurants/v1/", "restaurants:read"},
                        {"/config/v2/", "config:read"},
                        {"/menus/v2/", "menus:read"}};

}  // namespace

Server::Server(const Book& book, ServerOptions options)
    : book_(book),
      options_(std::move(options)),
      client_id_(fmt::format("sandbox-{:08x}", mix(book.world().options().seed, 0x746361) >> 32)),
      client_secret_(
          fmt::format("toast-secret-{:016x}", mix(book.world().options().seed, 0x746362))),
      webhook_secret_(fmt::format("{:016x}{:016x}", mix(book.world().options().seed, 0x746363),
                                  mix(book.world().options().seed, 0x746364))),
      faults_(mix(book.world().options().seed, 0x746f61737466)),
      limits_(options_.orders_per_second),
      granted_(book.world().restaurants().size(), true),
      granted_at_s_(granted_.size(), -1) {
    for (int location : options_.denied) granted_.at(std::size_t(location)) = false;
}

bool Server::serves(std::string_view path) {
    if (path.starts_with("/authentication/")) return true;
    return std::ranges::any_of(apis, [&](const Api& api) { return path.starts_with(api.prefix); });
}

bool Server::is_granted(std::size_t location) const {
    std::lock_guard lock(mutex_);
    return granted_.at(location);
}

void Server::grant(std::size_t location, bool granted) {
    std::lock_guard lock(mutex_);
    if (granted && !granted_.at(location)) granted_at_s_[location] = -2;
    granted_.at(location) = granted;
}

const Place* Server::place_of(std::string_view guid) const {
    auto found = std::ranges::find(book_.places(), guid, &Place::guid);
    return found == book_.places().end() ? nullptr : &*found;
}

bool Server::is_refused(const Place& place, const Exchange& x) {
    std::lock_guard lock(mutex_);
    if (!granted_[place.location]) return true;
    std::int64_t& since = granted_at_s_[place.location];
    if (since == -2) since = x.now.seconds();
    return x.level != Faults::none && since >= 0 && x.now.seconds() < since + slow_grant_s;
}

bool Server::may(std::string_view scope) const {
    return options_.scopes.empty() ||
           std::ranges::find(options_.scopes, scope) != options_.scopes.end();
}

Showing Server::showing(const Call& call, std::uint32_t row) const {
    return {.book = book_,
            .place = call.place,
            .faults = WireFaults::draw_row(call.x.level, call.x.chance, row),
            .shows_guests = may("guest.pi:read"),
            .shows_addresses = may("delivery_info.address:read")};
}

net::HttpResponse Server::handle(const net::HttpRequest& request, Instant now, Faults level) {
    Target target = Target::parse(request.target);
    Exchange x{now, level, faults_.begin_request()};
    WireFault fault = faults_.draw(level, x.chance, request.target);
    if (fault == WireFault::broken) {
        constexpr int statuses[] = {500, 502, 520, 524, 504};
        int status = statuses[x.chance % 5];
        if (status == 500 || status == 504)
            return error_answer(x, status,
                                status == 500 ? "Internal server error" : "Gateway timeout");
        return cdn_answer(x, status);
    }
    net::HttpResponse response = answer(request, target, x, fault);
    spoil(response, fault);
    return response;
}

net::HttpResponse Server::answer(const net::HttpRequest& request, const Target& target,
                                 const Exchange& x, WireFault fault) {
    if (target.path == "/authentication/v1/authentication/login") return login(request, x);
    auto api = std::ranges::find_if(
        apis, [&](const Api& one) { return target.path.starts_with(one.prefix); });
    if (api == std::end(apis)) return error_answer(x, 404, "Not Found");
    std::string_view bearer = bearer_of(request);
    if (fault == WireFault::token_revoked && x.chance % 2 == 0)
        revoke(bearer);  // else only this answer says so
    if (fault == WireFault::token_revoked || !is_token(bearer, x.now)) {
        return error_answer(
            x, 401, bearer.empty() ? "Missing authorization token" : "Invalid authorization token",
            10010);
    }
    auto restaurant = net::header(request.headers, "Toast-Restaurant-External-ID");
    std::string_view endpoint = target.path == "/orders/v2/ordersBulk" ? "ordersBulk"
                                : target.path == "/menus/v2/menus"     ? "menus"
                                                                       : "";
    Turn turn = limits_.take(restaurant.value_or(request.peer), endpoint, x.now);
    if (turn.allowed && fault == WireFault::too_many) {
        constexpr std::string_view limits[] = {"GLOBAL", "API", "ENDPOINT", "GLOBAL, ACCOUNT"};
        turn = {.allowed = false,
                .by = limits[x.chance % 4],
                .remaining = 0,
                .reset = x.now.seconds() + 1 + std::int64_t(x.chance % 5),
                .wait_s = 1 + std::int64_t(x.chance % 5)};
    }
    net::HttpResponse response;
    if (!turn.allowed) {
        turn.remaining = 0;
        response = error_answer(x, 429, "Too many requests", 10029);
        if (x.level == Faults::none || x.chance % 3 != 0)
            response.headers.emplace_back("Retry-After", std::to_string(turn.wait_s));
    } else if (request.method != "GET") {
        response = error_answer(x, 405, "Method not allowed");
    } else if (!may(api->scope)) {
        response =
            error_answer(x, 403, fmt::format("The client has no scope {}", api->scope), 10012);
    } else if (!restaurant) {
        response = error_answer(x, 400, "Toast-Restaurant-External-ID header is required", 10025);
    } else {
        const Place* place = place_of(*restaurant);
        if (place == nullptr || is_refused(*place, x) || fault == WireFault::forbidden) {
            response =
                error_answer(x, 403, "The client does not have access to this restaurant", 10011);
        } else {
            auto mark = request.target.find('?');
            std::string_view raw = mark == std::string::npos
                                       ? std::string_view()
                                       : std::string_view(request.target).substr(mark + 1);
            response = route({target, raw, *place, x, fault});
        }
    }
    Limits::add_headers(response, turn);
    return response;
}

net::HttpResponse Server::route(const Call& call) {
    std::string_view path = call.target.path;
    auto below = [&](std::string_view prefix) -> std::optional<std::string_view> {
        if (!path.starts_with(prefix) || path.size() == prefix.size()) return {};
        return path.substr(prefix.size());
    };
    if (path == "/orders/v2/ordersBulk") return orders_bulk(call);
    if (path == "/orders/v2/orders") return order_guids(call);
    if (path == "/orders/v2/payments") return payments(call);
    if (auto guid = below("/orders/v2/orders/")) return single_order(call, *guid);
    if (auto guid = below("/orders/v2/payments/")) return single_payment(call, *guid);
    if (auto guid = below("/restaurants/v1/restaurants/")) return restaurant(call, *guid);
    if (auto guid = below("/restaurants/v1/groups/"); guid && guid->ends_with("/restaurants")) {
        return restaurants_of_group(call, guid->substr(0, guid->find('/')));
    }
    if (auto what = below("/config/v2/")) return config(call, *what);
    if (path == "/menus/v2/menus") return menus(call);
    if (path == "/menus/v2/metadata") return menus_metadata(call);
    return error_answer(call.x, 404, "Not Found");
}

}  // namespace regulars::sandbox::toast
