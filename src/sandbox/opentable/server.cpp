// Who may ask, how often, and what goes wrong on the way.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/opentable/server.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace regulars::sandbox::opentable {
namespace {

constexpr std::size_t most_tokens = 1000;

std::string_view credential(const net::HttpRequest& request, std::string_view scheme) {
    auto value = net::header(request.headers, "Authorization");
    if (!value) return {};
    std::string_view text = trimmed(*value);
    if (text.size() <= scheme.size() || text[scheme.size()] != ' ') return {};
    if (!equals_ignoring_case(text.substr(0, scheme.size()), scheme)) return {};
    return trimmed(text.substr(scheme.size()));
}

net::HttpResponse oauth_error(const Exchange& x, int status, std::string_view error,
                              std::string_view message) {
    JsonWriter out;
    out.begin_object().member("error", error).member("message", message).end_object();
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}, {"OT-RequestId", x.request_id()}},
            .body = out.take()};
}

}  // namespace

Server::Server(const World& world, ServerOptions options)
    : world_(world),
      options_(std::move(options)),
      client_id_("sandbox-client"),
      client_secret_(
          fmt::format("sandbox-secret-{:016x}", mix(world.options().seed, 0x736563726574))),
      faults_(mix(world.options().seed, 0x6661756c7473)),
      granted_(world.restaurants().size(), true),
      allowance_(options_.burst) {
    if (options_.tiers.empty()) options_.tiers = {Tier::gold, Tier::platinum, Tier::gold};
    for (int location : options_.denied) granted_.at(std::size_t(location)) = false;
}

Tier Server::tier(std::size_t location) const {
    return options_.tiers[std::min(location, options_.tiers.size() - 1)];
}

bool Server::is_granted(std::size_t location) const {
    std::lock_guard lock(mutex_);
    return granted_.at(location);
}

void Server::grant(std::size_t location, bool granted) {
    std::lock_guard lock(mutex_);
    granted_.at(location) = granted;
}

std::optional<std::int64_t> Server::wait_for_turn_s(Instant now) {
    if (options_.requests_per_second <= 0) return {};
    std::lock_guard lock(mutex_);
    if (now > allowance_at_) {
        double seconds = double((now - allowance_at_).count()) / 1e6;
        allowance_ = std::min(options_.burst, allowance_ + seconds * options_.requests_per_second);
        allowance_at_ = now;
    }
    if (allowance_ >= 1) {
        allowance_ -= 1;
        return {};
    }
    return std::max<std::int64_t>(
        1, std::int64_t(std::ceil((1 - allowance_) / options_.requests_per_second)));
}

bool Server::is_token(std::string_view token, Instant now) {
    std::lock_guard lock(mutex_);
    auto found = tokens_.find(token);
    return found != tokens_.end() && now < found->second;
}

net::HttpResponse Server::handle(const net::HttpRequest& request, Instant now, Faults level) {
    Target target = Target::parse(request.target);
    Exchange x{now, level, faults_.begin_request(), target.path};
    WireFault fault = faults_.draw(level, x.chance, request.target);
    if (fault == WireFault::broken) {
        int status = x.chance % 3 == 0 ? 500 : x.chance % 3 == 1 ? 502 : 503;
        if (x.chance % 4 == 0)
            return {.status = status, .headers = {{"Content-Length", "0"}}, .body = ""};
        if (status == 500 && x.chance % 4 == 1) return sync_error(x, status);
        return html_error(x, status);
    }
    net::HttpResponse response = answer(request, target, x, fault);
    spoil(response, fault);
    return response;
}

net::HttpResponse Server::answer(const net::HttpRequest& request, const Target& target, Exchange& x,
                                 WireFault& fault) {
    if (target.path == "/api/v2/oauth/token") return token(request, target, x);
    bool is_sync = target.path.starts_with("/sync/v2/");
    bool is_directory = target.path == "/sync/directory",
         is_pos = target.path == "/pos/restaurants";
    if (!is_sync && !is_directory && !is_pos) return sync_error(x, 404, "No such resource");
    if (request.method != "GET") return sync_error(x, 405, "Only GET is supported");

    if (auto wait = wait_for_turn_s(x.now)) {
        auto response = sync_error(x, 429, "Rate limit exceeded");
        if (x.level == Faults::none || x.chance % 3 != 0)
            response.headers.emplace_back("Retry-After", std::to_string(*wait));
        return response;
    }
    if (fault == WireFault::too_many) {
        auto response = sync_error(x, 429);
        if (x.chance % 2 == 0)
            response.headers.emplace_back("Retry-After", std::to_string(1 + x.chance % 5));
        return response;
    }

    std::string_view bearer = credential(request, "Bearer");
    if (bearer.empty()) {
        if (is_directory) return gateway_error(x, 400, "missing_token");
        return oauth_error(x, 400, "invalid_request",
                           "oauth token is required to access this resource");
    }
    if (fault == WireFault::token_revoked) {
        // Half of the time only this answer says so and the token works again.
        std::lock_guard lock(mutex_);
        if (x.chance % 2 == 0) tokens_.erase(std::string(bearer));
    }
    if (fault == WireFault::token_revoked || !is_token(bearer, x.now)) {
        return is_directory ? gateway_error(x, 401, "invalid_token") : sync_error(x, 401);
    }
    if (is_directory) return directory(target, x);
    if (is_pos) return pos_restaurants(x);
    return sync(target, x, fault);
}

net::HttpResponse Server::token(const net::HttpRequest& request, const Target& target,
                                Exchange& x) {
    if (request.method != "GET" && request.method != "POST")
        return sync_error(x, 405, "Use GET or POST");
    Target form = Target::parse("?" + request.body);
    auto grant_type = target.parameter("grant_type");
    if (!grant_type) grant_type = form.parameter("grant_type");
    if (!grant_type) return oauth_error(x, 400, "invalid_request", "grant_type is required");
    if (*grant_type != "client_credentials") {
        return oauth_error(x, 400, "unsupported_grant_type",
                           "only client_credentials is supported");
    }
    std::string_view basic = credential(request, "Basic");
    if (basic.empty())
        return oauth_error(x, 401, "unauthorized", "client credentials are required");
    auto decoded = from_base64(basic);
    if (!decoded || *decoded != client_id_ + ":" + client_secret_) {
        return oauth_error(x, 401, "invalid_client", "unknown client or wrong secret");
    }
    std::uint64_t a = mix(x.chance, 1), b = mix(x.chance, 2);
    std::string token =
        fmt::format("v2-{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", a >> 32, a & 0xffff,
                    (a >> 16) & 0xfff, 0x8000 | ((b >> 48) & 0x3fff), b & 0xffffffffffff);
    // 23 days as documented; shorter where things are worse, as one public client saw.
    std::int64_t lifetime_s = x.level == Faults::none    ? 1'989'434
                              : x.level == Faults::light ? 3600 + std::int64_t(b % 80'000)
                                                         : 600 + std::int64_t(b % 6600);
    {
        std::lock_guard lock(mutex_);
        std::erase_if(tokens_, [&](auto& entry) { return entry.second <= x.now; });
        if (tokens_.size() >= most_tokens) tokens_.erase(tokens_.begin());
        tokens_[token] = x.now + std::chrono::seconds(lifetime_s);
    }
    JsonWriter out;
    out.begin_object()
        .member("access_token", token)
        .member("scope", "DEFAULT")
        .member("token_type", "Bearer");
    out.member("expires_in", lifetime_s).end_object();
    return json_answer(x, out.take());
}

}  // namespace regulars::sandbox::opentable
