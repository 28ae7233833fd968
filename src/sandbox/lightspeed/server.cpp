// Who may ask, what it costs, what is answered, and what goes wrong on the way.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/server.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/response_head.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

std::string_view bearer_of(const net::HttpRequest& request) {
    auto value = net::header(request.headers, "Authorization");
    if (!value) return {};
    std::string_view text = trimmed(*value);
    if (text.size() < 8 || !equals_ignoring_case(text.substr(0, 7), "Bearer ")) return {};
    return trimmed(text.substr(7));
}

/// "https://host" as the request named it.
std::string origin_of(const net::HttpRequest& request) {
    if (auto scheme = request.target.find("://");
        scheme != std::string::npos && scheme < request.target.find('?')) {
        return request.target.substr(0, request.target.find_first_of("/?", scheme + 3));
    }
    return "http://" + std::string(net::header(request.headers, "Host").value_or("localhost"));
}

bool may_read(std::string_view scopes, Resource resource) {
    auto has = [&](std::string_view scope) {
        auto all = split(scopes, ' ');
        return std::ranges::find(all, scope) != all.end();
    };
    if (has("employee:all")) return true;
    switch (resource) {
        case Resource::sale:
        case Resource::sale_line:
            return has("employee:register") || has("employee:register_read");
        case Resource::customer:
        case Resource::ship_to:
            return has("employee:customers") || has("employee:customers_read");
        case Resource::item:
            return has("employee:inventory") || has("employee:inventory_read");
        case Resource::category:
            return has("employee:categories") || has("employee:inventory") ||
                   has("employee:inventory_read");
        case Resource::shop:
            break;
    }
    return true;
}

net::HttpResponse broken(const Exchange& x) {
    constexpr int statuses[] = {500, 502, 503};
    int status = statuses[x.chance % 3];
    switch (x.chance / 3 % 3) {
        case 0:
            return html_page(
                status, net::reason_of(status),
                fmt::format("<center><h1>{} {}</h1></center><hr>", status, net::reason_of(status)));
        case 1:
            return api_error(status, "An unexpected error occurred.");
        default:
            return {.status = status,
                    .headers = {{"Content-Type", "text/html; charset=UTF-8"}},
                    .body = {}};
    }
}

}  // namespace

Server::Server(const ShopWorld& world, OAuth& oauth, LimiterOptions limits)
    : world_(world),
      oauth_(oauth),
      limiter_(limits),
      faults_(mix(world.options().seed, 0x6c73666175)) {}

net::HttpResponse Server::handle(const net::HttpRequest& request, Instant now, Faults level) {
    Exchange x{
        .now = now, .level = level, .chance = faults_.begin_request(), .host = origin_of(request)};
    std::string path = Target::parse(request.target).path;
    WireFault fault = faults_.draw(level, x.chance, request.method + request.target);
    if (fault == WireFault::broken) return broken(x);
    net::HttpResponse response = answer(request, path, x, fault);
    spoil(response, fault);
    return response;
}

net::HttpResponse Server::answer(const net::HttpRequest& request, std::string_view path,
                                 Exchange& x, WireFault fault) {
    std::string_view bearer = bearer_of(request);
    if (bearer.empty())
        return x.chance % 2 == 0 ? unauthorized("Missing \"Authorization\" header")
                                 : unauthorized("Access token could not be verified");
    if (fault == WireFault::token_revoked) oauth_.revoke_access(bearer);
    if (fault == WireFault::token_doubted)
        return unauthorized("Access token could not be verified");
    if (fault == WireFault::old_unauthorized) return unauthorized_old();
    switch (oauth_.use(bearer, x.now)) {
        case OAuth::Standing::good:
            break;
        case OAuth::Standing::unknown:
            return unauthorized("Access token could not be verified");
        case OAuth::Standing::revoked:
            return unauthorized("Access token has been revoked");
    }
    if (fault == WireFault::try_later)
        return api_error(400, "Something went wrong. Please try again later.");
    return route(request, path, parameters_of_target(request.target), x, fault);
}

net::HttpResponse Server::route(const net::HttpRequest& request, std::string_view path,
                                const Parameters& parameters, Exchange& x, WireFault fault) {
    auto not_found = [&] { return api_error(404, fmt::format("Resource '{}' not found.", path)); };
    constexpr std::string_view root = "/API/V3/Account";
    if (!path.starts_with(root)) return not_found();
    if (!path.ends_with(".json"))
        return api_error(406, "This simulation speaks JSON only; end the path with .json.");
    if (request.method != "GET") return api_error(405, "This simulation is read only; use GET.");
    std::string_view inner = path.substr(root.size(), path.size() - root.size() - 5);
    bool is_account = inner.empty();
    std::optional<Resource> resource;
    std::string_view id;
    if (!is_account) {
        if (inner[0] != '/') return not_found();
        auto parts = split(inner.substr(1), '/');
        if (parts[0] != std::to_string(world_.account())) {
            return api_error(403, "You do not have access to this account.", "ForbiddenException");
        }
        is_account = parts.size() == 1;
        if (parts.size() > 3) return not_found();
        if (parts.size() >= 2) resource = resource_named(parts[1]);
        if (parts.size() == 3) id = parts[2];
        if (!is_account && !resource) return not_found();
    }

    // The cost is due even for what is refused.
    std::optional<Result<ListRequest>> wanted;
    double cost = 1;
    if (resource && id.empty()) {
        wanted = ListRequest::parse(world_, *resource, parameters);
        if (*wanted) cost = (**wanted).counts ? 10 : 1 + 0.2 * double((**wanted).relations.count());
    } else if (resource) {
        for (auto& [name, value] : parameters) {
            if (name != "load_relations") continue;
            if (auto relations = Relations::parse(*resource, value))
                cost += 0.1 * double(relations->count());
        }
    }
    auto ruling = limiter_.ask(x.now, cost, x.level, x.chance);
    if (fault == WireFault::too_many && ruling.allowed)
        ruling.allowed = false, ruling.retry_after_s = std::int64_t(1 + x.chance % 5);
    net::HttpResponse response;
    if (!ruling.allowed) {
        response = api_error(429, "Rate Limit Exceeded. Please decrease your request volume.",
                             "RateLimitException");
    } else if (is_account) {
        response = account(x);
    } else if (!may_read(oauth_.scopes_of(bearer_of(request)), *resource)) {
        response = api_error(
            403, fmt::format("You do not have permission to read {}.", name_of(*resource)),
            "ForbiddenException");
    } else if (!id.empty()) {
        response = single(*resource, id, parameters, x);
    } else if (!*wanted) {
        response = api_error(400, wanted->error().message);
    } else {
        response = list(request, **wanted, parameters, path, x, fault);
    }
    limiter_.describe(ruling, response.headers);
    response.headers.emplace_back("X-LS-Acct-Id", std::to_string(world_.account()));
    response.headers.emplace_back("X-LS-Oauth-Client-Id", oauth_.client_id());
    return response;
}

net::HttpResponse Server::account(const Exchange& x) const {
    std::string body;
    Dialect d(body, WireFaults::draw_row(x.level, x.chance, 0));
    d.begin()
        .begin("@attributes")
        .number("count", 1)
        .end()
        .begin("Account")
        .number("accountID", std::int64_t(world_.account()));
    d.text("name", "Regulars Restaurant Group").begin("link").begin("@attributes");
    d.text("href", fmt::format("/API/Account/{}", world_.account())).end().end().end().end();
    return json_answer(std::move(body));
}

net::HttpResponse Server::single(Resource resource, std::string_view text,
                                 const Parameters& parameters, const Exchange& x) const {
    Relations relations;
    for (auto& [name, value] : parameters) {
        if (name != "load_relations") continue;
        auto parsed = Relations::parse(resource, value);
        if (!parsed) return api_error(400, parsed.error().message);
        relations = std::move(*parsed);
    }
    Id id = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end != text.data() + text.size() ||
        !is_visible(world_, resource, id, x.seconds())) {
        return api_error(404, fmt::format("Object of type '{}' not found with primary ID '{}'.",
                                          name_of(resource), text));
    }
    std::string body = fmt::format(R"({{"@attributes":{{"count":"1"}},"{}":)", name_of(resource));
    append_row(body, world_, resource, id, x.seconds(), relations,
               WireFaults::draw_row(x.level, x.chance, id));
    body += '}';
    return json_answer(std::move(body));
}

net::HttpResponse Server::list(const net::HttpRequest& request, const ListRequest& wanted,
                               const Parameters& parameters, std::string_view path,
                               const Exchange& x, WireFault fault) const {
    std::string body;
    if (wanted.counts) {
        std::size_t n = count(world_, wanted, x.seconds());
        return json_answer(fmt::format(R"({{"@attributes":{{"count":"{}"}}}})", n));
    }
    Found found = find(world_, wanted, x.seconds());
    auto url = [&](std::string_view direction, const Cursor& cursor) {
        std::string out = x.host + std::string(path);
        char before = '?';
        for (auto& [name, value] : parameters) {
            if (name == "after" || name == "before") continue;
            out += before + percent_encoded(name) + "=" + percent_encoded(value);
            before = '&';
        }
        return out + before + std::string(direction) + "=" + percent_encoded(cursor.text());
    };
    std::string next = found.has_next ? url("after", found.last) : "",
                previous = found.has_previous ? url("before", found.first) : "";
    if (!next.empty() && fault == WireFault::looping_next) {
        next = request.target.starts_with("http") ? request.target : x.host + request.target;
    }
    if (!next.empty() && fault == WireFault::foreign_next)
        next = "https://cdn-cache.example.net" + next.substr(x.host.size());
    body.reserve(found.ids.size() * 3000 + 200);
    Dialect d(body, {.always_arrays = WireFaults::draw_row(x.level, x.chance, 0).always_arrays});
    d.begin().begin("@attributes").text("next", next).text("previous", previous);
    if (fault == WireFault::older_attributes) {
        d.number("count", std::int64_t(found.ids.size()))
            .number("offset", 0)
            .number("limit", std::int64_t(wanted.limit));
    }
    d.end();
    d.several(name_of(wanted.resource), found.ids.size(), [&](std::size_t i) {
        if (i != 0) body += ',';
        append_row(body, world_, wanted.resource, found.ids[i], x.seconds(), wanted.relations,
                   WireFaults::draw_row(x.level, x.chance, found.ids[i]));
    });
    d.end();
    return json_answer(std::move(body));
}

}  // namespace regulars::sandbox::lightspeed
