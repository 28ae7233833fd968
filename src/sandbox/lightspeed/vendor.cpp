// Makes the shops when they are needed, lets them live, and routes requests.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/vendor.hpp"

#include <mutex>

#include "base/json.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

template <class Items>
net::HttpResponse items_between(const Items& items, std::size_t offset, std::size_t limit) {
    JsonWriter out;
    out.begin_object().member("total", std::int64_t(items.size())).key("items").begin_array();
    for (std::size_t i = offset; i < items.size() && i - offset < limit; ++i) write(out, items[i]);
    out.end_array().end_object();
    return json_answer(out.take());
}

}  // namespace

Vendor::Vendor(VendorOptions options, const World& world, double oddity)
    : options_(std::move(options)),
      shop_options_{.seed = mix(world.options().seed, 0x6c69676874),
                    .shops = options_.shops,
                    .days = options_.days,
                    .sales = world.options().guests * options_.sales_per_guest,
                    .origin = world.options().now,
                    .oddity = oddity},
      people_(world.people()),
      oauth_(shop_options_.seed, account_number(shop_options_.seed), options_.redirect_uri),
      token_faults_(mix(shop_options_.seed, 0x746f6b656e)) {}

std::uint64_t Vendor::account() const { return account_number(shop_options_.seed); }

template <class Look>
auto Vendor::at_present(Instant now, Look look) {
    {
        std::shared_lock lock(mutex_);
        if (world_ && world_->has_reached(now)) return look(*world_, Seconds(now.seconds()));
    }
    std::unique_lock lock(mutex_);
    if (!world_) {
        world_ = std::make_unique<ShopWorld>(shop_options_, std::move(people_));
        server_ = std::make_unique<Server>(
            *world_, oauth_,
            LimiterOptions{.is_on = options_.has_limits, .registers = options_.shops, .burst = 20});
    }
    world_->advance(now);
    return look(*world_, Seconds(now.seconds()));
}

const ShopWorld& Vendor::world(Instant now) {
    return *at_present(now, [](const ShopWorld& world, Seconds) { return &world; });
}

net::HttpResponse Vendor::handle(const net::HttpRequest& request, Instant now, Faults level) {
    if (!options_.is_on) return api_error(404, "No such resource.");
    Target target = Target::parse(request.target);
    constexpr std::string_view oauth_root = "/auth/oauth/";
    if (!target.path.starts_with(oauth_root)) {
        return at_present(
            now, [&](const ShopWorld&, Seconds) { return server_->handle(request, now, level); });
    }
    Exchange x{.now = now, .level = level, .chance = token_faults_.begin_request(), .host = {}};
    std::string_view path = std::string_view(target.path).substr(oauth_root.size());
    // Faults are for machines: who clicks on the consent page gets through.
    WireFault fault =
        path == "token" ? WireFaults::draw_for_token(level, x.chance) : WireFault::none;
    if (fault == WireFault::broken)
        return html_page(502, "Bad Gateway", "<h1>502 Bad Gateway</h1>");
    net::HttpResponse response = oauth_.handle(request, target, path, x);
    if (fault == WireFault::lost) response.delivery = net::Delivery::lost;
    return response;
}

void Vendor::write_credentials(JsonWriter& out, std::string_view origin, Instant now) {
    out.begin_object()
        .member("auth_url", origin)
        .member("api_url", origin)
        .member("account", std::to_string(account()));
    out.member("client_id", oauth_.client_id())
        .member("client_secret", oauth_.client_secret())
        .member("refresh_token", oauth_.grant(now));
    out.member("redirect_uri", oauth_.redirect_uri())
        .member("country", "US")
        .member("currency", "USD")
        .key("shops")
        .begin_array();
    at_present(now, [&](const ShopWorld& world, Seconds) {
        for (std::size_t i = 0; i < world.catalogue().shops.size(); ++i) {
            const Shop& shop = world.catalogue().shops[i];
            out.begin_object()
                .member("shop_id", std::int64_t(i + 1))
                .member("name", shop.name)
                .member("time_zone", shop.clock.zone().name())
                .end_object();
        }
    });
    out.end_array().end_object();
}

std::vector<TruthEvent> Vendor::truth_events(const TruthRules& rules, Instant now) {
    return at_present(now, [&](const ShopWorld& world, Seconds t) {
        return lightspeed::truth_events(world, rules, t);
    });
}
std::vector<TruthProfile> Vendor::truth_profiles(const TruthRules& rules, Instant now) {
    return at_present(now, [&](const ShopWorld& world, Seconds t) {
        return lightspeed::truth_profiles(world, rules, t);
    });
}
TruthCounts Vendor::truth_summary(const TruthRules& rules, Instant now) {
    return at_present(now, [&](const ShopWorld& world, Seconds t) {
        return lightspeed::truth_summary(world, rules, t);
    });
}
std::vector<TruthDay> Vendor::truth_days(const TruthRules& rules, Instant now) {
    return at_present(now, [&](const ShopWorld& world, Seconds t) {
        return lightspeed::truth_days(world, rules, t);
    });
}

net::HttpResponse Vendor::truth(std::string_view what, const TruthRules& rules, std::size_t offset,
                                std::size_t limit, Instant now) {
    if (what == "events") return items_between(truth_events(rules, now), offset, limit);
    if (what == "profiles") return items_between(truth_profiles(rules, now), offset, limit);
    // Nobody in a shop ever agrees to mail.
    if (what == "consents") return items_between(std::vector<TruthConsent>(), offset, limit);
    if (what == "summary")
        return items_between(std::vector<TruthCounts>{truth_summary(rules, now)}, offset, limit);
    if (what == "days") return items_between(truth_days(rules, now), offset, limit);
    return json_answer(
        R"({"error":"the truth has events, profiles, consents, a summary and days"})", 404);
}

}  // namespace regulars::sandbox::lightspeed
