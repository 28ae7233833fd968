// Reach, sign in, restaurant, guests: in this order, until one fails.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/trial.hpp"

#include <fmt/format.h>

#include "sources/toast/answers.hpp"
#include "sources/toast/elements.hpp"
#include "sources/toast/names.hpp"
#include "sources/toast/order.hpp"

namespace regulars::sources::toast {
namespace {

using Outcome = Trial::Outcome;
constexpr std::size_t most_tried = 10;  // restaurants
constexpr Duration patience = 20s;

/// Walks through the steps; after one that failed the others are skipped.
class Steps {
  public:
    void pass(const char* step, std::string detail = {}) {
        add(step, Outcome::passed, std::move(detail));
    }
    void warn(const char* step, const char* code, std::string detail) {
        add(step, Outcome::warning, std::move(detail));
        if (trial_.code == "ok") trial_.code = code;
    }
    Trial fail(const char* step, const char* code, std::string detail) {
        add(step, Outcome::failed, std::move(detail));
        trial_.code = code;
        return finish();
    }
    Trial leave(const char* step, const char* code, std::string detail) {
        add(step, Outcome::skipped, std::move(detail));
        trial_.code = code;
        return finish();
    }
    Trial finish() {
        constexpr const char* all[] = {"reach", "sign_in", "restaurant", "guests"};
        for (std::size_t i = trial_.steps.size(); i < std::size(all); ++i)
            add(all[i], Outcome::skipped, {});
        return std::move(trial_);
    }

  private:
    void add(const char* step, Outcome outcome, std::string detail) {
        trial_.steps.push_back({step, outcome, std::move(detail)});
    }
    Trial trial_;
};

/// Whether recent orders show any guest's email or phone; nothing where none shows a guest at all.
std::optional<bool> shows_contact(std::string_view orders) {
    bool any_guest = false, any_contact = false;
    auto read = each_element(orders, 1'000, [&](std::string_view text) -> Result<void> {
        Order order = order_from(text, 2);
        for (auto& check : order.checks) {
            any_guest = any_guest || check.customer;
            any_contact = any_contact || (check.customer && check.customer->has_contact());
        }
        return {};
    });
    return read && any_guest ? std::optional(any_contact) : std::nullopt;
}

}  // namespace

Result<Trial> try_toast(const Settings& settings, const Credentials& credentials,
                        net::HttpClient& client, const Clock& clock, std::stop_token stop) {
    Steps steps;
    auto send = [&](net::HttpRequest request) {
        return client.send(std::move(request), {.timeout = patience}, stop);
    };
    auto answer = send(token_request(settings, credentials));
    if (stop.stop_requested()) return fail(ErrorKind::cancelled, "asked to stop");
    if (!answer) return steps.fail("reach", "unreachable", answer.error().message);
    if (answer->status == 429) {
        steps.pass("reach");
        return steps.leave("sign_in", "rate_limited",
                           "Not tried: Toast allows a client two sign-ins an hour, and these are "
                           "used up. The first sync signs in, or uses the sign-in of another "
                           "integration of this client.");
    }
    auto token = token_from(*answer, clock.now());
    if (!token && token.error().kind != ErrorKind::unauthorized)
        return steps.fail("reach", "unreachable", token.error().message);
    steps.pass("reach");
    if (!token) return steps.fail("sign_in", "credentials_wrong", token.error().message);
    steps.pass("sign_in");

    std::string named;
    std::optional<bool> seen;
    for (std::size_t i = 0; i < settings.restaurants.size() && i < most_tried; ++i) {
        const std::string& restaurant = settings.restaurants[i];
        auto ask = [&](std::string path) {
            auto request = get(settings, restaurant, std::move(path));
            request.headers.emplace_back("Authorization", "Bearer " + token->value);
            return send(std::move(request));
        };
        Names names;
        auto general = ask("/restaurants/v1/restaurants/" + restaurant);
        bool is_named = general && general->status == 200 && names.take_restaurant(general->body) &&
                        names.is_known();
        std::string name = is_named ? names.restaurant() : restaurant;
        auto orders =
            ask(fmt::format("/orders/v2/ordersBulk?startDate={}&endDate={}&pageSize=5&page=1",
                            date_parameter(clock.now() - 1h), date_parameter(clock.now())));
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "asked to stop");
        if (!orders) return steps.fail("restaurant", "unreachable", orders.error().message);
        if (orders->status == 403 || orders->status == 404 || orders->status == 401)
            return steps.fail(
                "restaurant", "restaurant_not_granted",
                fmt::format("The client id and secret are right, but they may not read the orders "
                            "of {}: check the GUID, and that the credentials have access "
                            "to it. A restaurant connected just now may take 15 minutes. {}",
                            name, explain(*orders)));
        if (orders->status != 200) return steps.fail("restaurant", "unreachable", explain(*orders));
        if (auto shows = shows_contact(orders->body); shows && seen != true) seen = shows;
        named += (named.empty() ? "" : ", ") + name;
    }
    if (settings.restaurants.size() > most_tried)
        named += fmt::format(" and {} more, not tried", settings.restaurants.size() - most_tried);
    steps.pass("restaurant", named);

    auto granted = has_scope(token->value, "guest.pi:read");
    if (granted == false || (!granted && seen == false))
        steps.warn("guests", "no_email_at_tier",
                   "The connection works, but Toast shows no guests' names, emails and phones to "
                   "these credentials: they lack the scope guest.pi:read. "
                   "No profiles and no events will be made until Toast grants it.");
    else if (granted == true || seen == true)
        steps.pass("guests",
                   "The connection works. Guests come with names, emails and phones where they "
                   "left them.");
    else
        steps.pass("guests",
                   "The connection works. No order of the last hour shows a guest, so it is not "
                   "known whether emails come with them.");
    return steps.finish();
}

}  // namespace regulars::sources::toast
