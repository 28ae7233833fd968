// Routes requests to the vendors and to the sandbox's own endpoints, and lets time pass.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sandbox.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/opentable/webhooks.hpp"

namespace regulars::sandbox {
namespace {

constexpr double heavy_oddity = 5;
constexpr Duration longest_advance = days(3660);

constexpr std::string_view welcome =
    "A simulated group of restaurants and its shops: an OpenTable, a Toast and a Lightspeed Retail "
    "that show them.\n"
    "\n"
    "POST /api/v2/oauth/token?grant_type=client_credentials   a token, for HTTP Basic credentials\n"
    "GET  /sync/v2/reservations, /sync/v2/guests, /sync/v2/pos-data, and /{id} of the first two\n"
    "GET  /sync/directory, /pos/restaurants\n"
    "\n"
    "GET  /auth/oauth/authorize, POST /auth/oauth/token, /auth/oauth/revoke   Lightspeed's\n"
    "GET  /API/V3/Account.json, /API/V3/Account/{id}/Sale.json and Customer, ShipTo, Item, "
    "Category, Shop\n"
    "POST /authentication/v1/authentication/login   a token, for "
    "{\"clientId\",\"clientSecret\",\"userAccessType\"}\n"
    "GET  /orders/v2/ordersBulk, /orders/v2/orders/{guid}, /orders/v2/payments and /{guid}\n"
    "GET  /restaurants/v1/restaurants/{guid}, /config/v2/diningOptions, /revenueCenters, "
    "/restaurantServices\n"
    "GET  /menus/v2/metadata, /menus/v2/menus\n"
    "\n"
    "GET  /sandbox/credentials                      what to type into an integration\n"
    "POST /sandbox/advance?seconds=N | ?to=INSTANT  lets time pass; also {\"seconds\":N} or "
    "{\"to\":INSTANT}\n"
    "POST /sandbox/faults {\"level\":\"none|light|heavy\"}\n"
    "POST /sandbox/access {\"rid\":N,\"granted\":true|false}, or "
    "{\"vendor\":\"lightspeed\",\"granted\":true|false}\n"
    "GET  /sandbox/truth/events?since=INSTANT&rid=N&offset=N&limit=N\n"
    "GET  /sandbox/truth/profiles, /sandbox/truth/consents, /sandbox/truth/summary?since=INSTANT\n"
    "GET  the same with vendor=toast or vendor=lightspeed, and "
    "/sandbox/truth/days?vendor=toast&from=DATE&to=DATE\n"
    "GET  /sandbox/toast/webhooks?from=INSTANT&to=INSTANT   what Toast would have POSTed\n"
    "POST /sandbox/toast/webhooks {\"url\":\"http://…\"}   where Toast's webhooks are POSTed from "
    "now on\n"
    "POST /sandbox/opentable/webhooks {\"rid\":N,\"url\":\"http://…\",\"secret\":\"…\"}   the same "
    "of one restaurant's OpenTable\n"
    "POST /sandbox/access {\"toast\":\"GUID\",\"granted\":true|false}\n";

net::HttpResponse json(std::string body, int status = 200) {
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}},
            .body = std::move(body)};
}

net::HttpResponse refuse(int status, std::string_view message) {
    JsonWriter out;
    out.begin_object().member("error", message).end_object();
    return json(out.take(), status);
}

template <class Items>
net::HttpResponse items_between(const Items& items, std::size_t offset, std::size_t limit) {
    JsonWriter out;
    out.begin_object().member("total", std::int64_t(items.size())).key("items").begin_array();
    using sandbox::write;
    for (std::size_t i = offset; i < items.size() && i - offset < limit; ++i) write(out, items[i]);
    out.end_array().end_object();
    return json(out.take());
}

net::HttpResponse toast_access(toast::Toast& toast, std::string_view guid,
                               std::optional<bool> granted) {
    if (!granted) return refuse(400, "toast and granted are required");
    for (auto& place : toast.book().places()) {
        if (place.guid != guid) continue;
        toast.server().grant(place.location, *granted);
        return json(fmt::format(R"({{"toast":"{}","granted":{}}})", guid, *granted));
    }
    return refuse(404, "no such restaurant");
}

WorldOptions world_options(const SandboxOptions& options, Instant now) {
    return {.seed = options.seed,
            .guests = options.guests,
            .days = options.days,
            .now = options.origin.value_or(now),
            .locations = options.locations,
            .reservations_per_guest = options.reservations_per_guest,
            .oddity = options.faults == Faults::heavy ? heavy_oddity : 1};
}

std::unique_ptr<toast::Toast> make_toast(const SandboxOptions& options, const World& world) {
    if (!options.toast.enabled) return nullptr;
    toast::ToastOptions toast = options.toast;
    toast.orders.oddity *= world.options().oddity;
    if (options.requests_per_second <= 0) toast.server.orders_per_second = 0;
    return std::make_unique<toast::Toast>(world, toast);
}

}  // namespace

Sandbox::Sandbox(SandboxOptions options, Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      faults_(options_.faults),
      world_(world_options(options_, clock.now())),
      opentable_(world_, {.tiers = options_.tiers,
                          .requests_per_second = options_.requests_per_second,
                          .burst = options_.burst,
                          .denied = options_.denied}),
      toast_(make_toast(options_, world_)),
      lightspeed_(options_.lightspeed, world_, world_.options().oddity) {}

Instant Sandbox::now() const { return clock_.now() + Duration(added_us_.load()); }

void Sandbox::advance(Duration span) {
    if (span > Duration(0)) added_us_ += span.count();
}

Shown Sandbox::shown() const {
    return {.world = world_,
            .tier = [this](std::size_t location) { return opentable_.tier(location); },
            .is_strange =
                [level = faults_.load()](const Reservation& v) {
                    return opentable::is_passing(v.state) &&
                           opentable::WireFaults::is_strange(level, v.look, v.sequence);
                }};
}

std::vector<TruthEvent> Sandbox::truth_events(Instant since, std::uint32_t rid) {
    return at_present([&](Instant) { return sandbox::truth_events(shown(), since, rid); });
}
std::vector<TruthProfile> Sandbox::truth_profiles() {
    return at_present([&](Instant) { return sandbox::truth_profiles(shown()); });
}
std::vector<TruthConsent> Sandbox::truth_consents() {
    return at_present([&](Instant) { return sandbox::truth_consents(shown()); });
}
std::vector<TruthCounts> Sandbox::truth_summary(Instant since) {
    return at_present([&](Instant) { return sandbox::truth_summary(shown(), since); });
}

net::HttpResponse Sandbox::handle(const net::HttpRequest& request) {
    Target target = Target::parse(request.target);
    if (target.path == "/sandbox" || target.path.starts_with("/sandbox/"))
        return control(request, target);
    if (lightspeed::Vendor::owns(target.path)) return lightspeed_.handle(request, now(), faults_);
    if (toast_ && toast::Server::serves(target.path)) {
        return at_present(
            [&](Instant present) { return toast_->handle(request, present, faults_); });
    }
    return at_present(
        [&](Instant present) { return opentable_.handle(request, present, faults_); });
}

net::HttpResponse Sandbox::control(const net::HttpRequest& request, const Target& target) {
    std::string_view path = target.path;
    bool reads = request.method == "GET", changes = request.method == "POST";
    if (path == "/sandbox" || path == "/sandbox/") {
        return {.status = 200,
                .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
                .body = std::string(welcome)};
    }
    if (path == "/sandbox/credentials")
        return reads ? credentials(request) : refuse(405, "use GET");
    if (path == "/sandbox/toast/webhooks")
        return reads     ? toast_webhooks(target)
               : changes ? answer_subscriber(request, Notifier::toast)
                         : refuse(405, "use GET or POST");
    if (path == "/sandbox/opentable/webhooks")
        return changes ? answer_subscriber(request, Notifier::opentable) : refuse(405, "use POST");
    if (path.starts_with("/sandbox/truth/")) return reads ? truth(target) : refuse(405, "use GET");
    if (path != "/sandbox/advance" && path != "/sandbox/faults" && path != "/sandbox/access") {
        return refuse(404, "no such thing; GET /sandbox/ lists what is here");
    }
    if (!changes) return refuse(405, "use POST");
    if (path == "/sandbox/advance") return change_time(request, target);

    auto body = JsonDocument::parse(request.body, {.max_bytes = 4096, .max_depth = 4});
    if (!body) return refuse(400, body.error().text());
    if (path == "/sandbox/faults") {
        auto level = faults_named(body->root()["level"].string().value_or(""));
        if (!level) return refuse(400, level.error().text());
        set_faults(*level);
        return json(fmt::format(R"({{"level":"{}"}})", name_of(*level)));
    }
    if (auto guid = body->root()["toast"].string(); guid && toast_)
        return toast_access(*toast_, *guid, body->root()["granted"].boolean());
    auto rid = body->root()["rid"].integer();
    auto granted = body->root()["granted"].boolean();
    if (body->root()["vendor"].string() == "lightspeed" && granted) {
        lightspeed_.oauth().lock_employee(!*granted);
        return json(fmt::format(R"({{"vendor":"lightspeed","granted":{}}})", *granted));
    }
    if (!rid || !granted) return refuse(400, "rid and granted are required");
    for (std::size_t i = 0; i < world_.restaurants().size(); ++i) {
        if (world_.restaurants()[i].number != *rid) continue;
        grant(i, *granted);
        return json(fmt::format(R"({{"rid":{},"granted":{}}})", *rid, *granted));
    }
    return refuse(404, "no such restaurant");
}

net::HttpResponse Sandbox::change_time(const net::HttpRequest& request, const Target& target) {
    std::optional<std::int64_t> seconds;
    std::optional<std::string> to;
    if (auto text = target.parameter("seconds")) {
        auto number = JsonDocument::parse(*text);
        if (number) seconds = number->root().integer();
        if (!seconds) return refuse(400, "seconds must be a whole number");
    }
    if (auto text = target.parameter("to")) to = *text;
    if (!trimmed(request.body).empty()) {
        auto body = JsonDocument::parse(request.body, {.max_bytes = 4096, .max_depth = 4});
        if (!body) return refuse(400, body.error().text());
        if (auto n = body->root()["seconds"].integer()) seconds = n;
        if (auto text = body->root()["to"].string()) to = *text;
    }
    Duration span{};
    if (seconds) {
        if (*seconds < 0 || *seconds > longest_advance / 1s)
            return refuse(400, "seconds must lie between 0 and ten years");
        span = std::chrono::seconds(*seconds);
    } else if (to) {
        auto instant = parse_instant(*to);
        if (!instant) return refuse(400, instant.error().text());
        span = *instant - now();
        if (span < Duration(0) || span > longest_advance)
            return refuse(400, "to must lie within the next ten years");
    } else {
        return refuse(400, "seconds or to is required");
    }
    advance(span);
    std::string text = at_present([](Instant present) { return format_iso(present); });
    return json(fmt::format(R"({{"now":"{}"}})", text));
}

net::HttpResponse Sandbox::credentials(const net::HttpRequest& request) {
    std::string origin =
        "http://" + std::string(net::header(request.headers, "Host").value_or("localhost"));
    JsonWriter out;
    out.begin_object().member("now", format_iso(now())).member("faults", name_of(faults_.load()));
    out.key("opentable").begin_object().member("oauth_url", origin).member("api_url", origin);
    out.member("client_id", client_id())
        .member("client_secret", client_secret())
        .key("locations")
        .begin_array();
    for (std::size_t i = 0; i < world_.restaurants().size(); ++i) {
        const Restaurant& r = world_.restaurants()[i];
        out.begin_object().member("rid", std::int64_t(r.number)).member("name", r.name);
        out.member("time_zone", r.clock.zone().name()).member("country", code_of(r.country));
        out.member("currency", r.currency()).member("tier", opentable::name_of(tier(i)));
        out.member("granted", opentable_.is_granted(i)).end_object();
    }
    out.end_array().end_object();
    if (lightspeed_.is_on()) {
        out.key("lightspeed");
        lightspeed_.write_credentials(out, origin, now());
    }
    if (toast_) toast_->write_credentials(out.key("toast"), origin);
    out.end_object();
    return json(out.take());
}

net::HttpResponse Sandbox::truth(const Target& target) {
    auto number = [&](std::string_view name,
                      std::int64_t otherwise) -> std::optional<std::int64_t> {
        auto text = target.parameter(name);
        if (!text) return otherwise;
        auto parsed = JsonDocument::parse(*text);
        auto value = parsed ? parsed->root().integer() : std::nullopt;
        return value && *value >= 0 ? value : std::nullopt;
    };
    auto rid = number("rid", 0), offset = number("offset", 0), limit = number("limit", INT64_MAX);
    if (!rid || !offset || !limit) return refuse(400, "rid, offset and limit are whole numbers");
    Instant since;
    if (auto text = target.parameter("since")) {
        auto instant = parse_instant(*text);
        if (!instant) return refuse(400, instant.error().text());
        since = *instant;
    }
    std::size_t from = std::size_t(*offset), most = std::size_t(*limit);
    if (target.parameter("vendor") == "lightspeed") {
        constexpr std::size_t root = std::string_view("/sandbox/truth/").size();
        return lightspeed_.truth(std::string_view(target.path).substr(root), {.since = since}, from,
                                 most, now());
    }
    if (target.parameter("vendor") == "toast" && toast_)
        return toast_truth(target, since, std::uint32_t(*rid), from, most);
    if (target.path == "/sandbox/truth/events") {
        return items_between(truth_events(since, std::uint32_t(*rid)), from, most);
    }
    if (target.path == "/sandbox/truth/profiles")
        return items_between(truth_profiles(), from, most);
    if (target.path == "/sandbox/truth/consents")
        return items_between(truth_consents(), from, most);
    if (target.path == "/sandbox/truth/summary")
        return items_between(truth_summary(since), from, most);
    return refuse(404, "the truth has events, profiles, consents and a summary");
}

net::HttpResponse Sandbox::toast_truth(const Target& target, Instant since, std::uint32_t rid,
                                       std::size_t from, std::size_t most) {
    std::vector<std::uint32_t> rids;
    if (rid != 0) rids.push_back(rid);
    return with_toast_truth(
        {.since = since, .read_since = since, .rids = std::move(rids)},
        [&](const toast::Truth& truth) {
            if (target.path == "/sandbox/truth/events")
                return items_between(truth.events(), from, most);
            if (target.path == "/sandbox/truth/profiles")
                return items_between(truth.profiles(), from, most);
            if (target.path == "/sandbox/truth/consents")
                return items_between(std::vector<TruthConsent>(), from, most);
            if (target.path == "/sandbox/truth/summary")
                return items_between(truth.summary(), from, most);
            if (target.path != "/sandbox/truth/days")
                return refuse(404, "the truth has events, profiles, consents, a summary and days");
            auto first = parse_date(target.parameter("from").value_or("")),
                 last = parse_date(target.parameter("to").value_or(""));
            if (!first || !last || day_number(*last) - day_number(*first) > 3660)
                return refuse(400, "from and to are days, at most ten years apart");
            return items_between(truth.days(*first, *last), from, most);
        });
}

Result<std::vector<Delivery>> Sandbox::toast_deliveries(Instant from, Instant to) {
    return at_present(
        [&](Instant present) { return toast_->deliveries(from, std::min(to, present), faults_); });
}

std::vector<Delivery> Sandbox::deliveries(const Subscription& to, Instant from, Instant until) {
    from = std::max(from, until - days(1));
    if (to.vendor == Notifier::toast)
        return toast_deliveries(from, until).value_or(std::vector<Delivery>{});
    return at_present([&](Instant present) {
        return opentable::deliveries(world_, to.location, to.secret, from, std::min(until, present),
                                     faults_);
    });
}

std::vector<Subscription> Sandbox::subscriptions() const {
    std::lock_guard lock(webhook_mutex_);
    return subscriptions_;
}

void Sandbox::subscribe(Subscription to) {
    std::lock_guard lock(webhook_mutex_);
    std::erase_if(subscriptions_, [&](auto& old) {
        return old.vendor == to.vendor && old.location == to.location;
    });
    if (!to.url.empty()) subscriptions_.push_back(std::move(to));
}

net::HttpResponse Sandbox::answer_subscriber(const net::HttpRequest& request, Notifier vendor) {
    auto body = JsonDocument::parse(request.body, {.max_bytes = 4096, .max_depth = 4});
    if (!body) return refuse(400, body.error().text());
    auto url = body->root()["url"].string();
    if (!url || !(url->empty() || url->starts_with("http://") || url->starts_with("https://")))
        return refuse(400, "url is an http or https address, or empty");
    Subscription to{.vendor = vendor,
                    .url = std::string(*url),
                    .secret = std::string(body->root()["secret"].string().value_or(""))};
    if (vendor == Notifier::opentable) {
        auto found =
            std::ranges::find(world_.restaurants(), body->root()["rid"].integer().value_or(0),
                              [](const Restaurant& r) { return std::int64_t(r.number); });
        if (found == world_.restaurants().end()) return refuse(404, "no such restaurant");
        if (!to.url.empty() && to.secret.empty())
            return refuse(400, "OpenTable asks for a secret to send");
        to.location = std::size_t(found - world_.restaurants().begin());
    } else if (!toast_) {
        return refuse(404, "there is no Toast here");
    }
    subscribe(std::move(to));
    JsonWriter out;
    out.begin_object().member("url", *url).end_object();
    return json(out.take());
}

net::HttpResponse Sandbox::toast_webhooks(const Target& target) {
    auto from = parse_instant(target.parameter("from").value_or("")),
         to = parse_instant(target.parameter("to").value_or(""));
    if (!toast_ || !from || !to) return refuse(400, "from and to are required");
    auto due = toast_deliveries(*from, *to);
    if (!due) return refuse(400, due.error().text());
    return items_between(*due, 0, due->size());
}

}  // namespace regulars::sandbox
