// One token, one guest, and what their answers say.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/check.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sources/opentable/answers.hpp"

namespace regulars::sources::opentable {
namespace {

Result<net::HttpResponse> send(net::HttpClient& client, net::HttpRequest request,
                               std::stop_token stop) {
    return client.send(std::move(request), {.timeout = 20s}, std::move(stop));
}

Tier tier_of(const std::vector<Guest>& guests) {
    for (auto& guest : guests) {
        if (guest.forgotten || guest.archived || !guest.fault.empty()) continue;
        return guest.has_personal_keys ? Tier::gold : Tier::copper;
    }
    return Tier::unknown;
}

}  // namespace

Result<ConnectionCheck> check_connection(std::string_view settings_json,
                                         std::string_view credentials_json, net::HttpClient& client,
                                         const Clock& clock, std::stop_token stop) {
    auto settings = TRY(settings_from(settings_json));
    auto credentials = TRY(credentials_from(credentials_json));
    auto token =
        TRY(token_from(TRY(send(client, token_request(settings, credentials), stop)), clock.now()));

    auto request =
        get(settings, fmt::format("/sync/v2/guests?rid={}&limit=1&offset=0", settings.rid));
    request.headers.emplace_back("Authorization", "Bearer " + token.value);
    auto response = TRY(send(client, std::move(request), stop));
    if (response.status == 403)
        return fail(ErrorKind::unauthorized,
                    fmt::format("The client id and secret are right, but they may not read "
                                "restaurant {}: the restaurant must name you as a "
                                "recipient of its data at OpenTable. {}",
                                settings.rid, explain(response)),
                    "/rid");
    if (response.status == 401)
        return fail(ErrorKind::unauthorized,
                    "OpenTable gave a token and then refused it. " + explain(response));
    if (response.status >= 500 || response.status == 429)
        return fail(ErrorKind::unavailable, explain(response));
    if (response.status != 200) return fail(ErrorKind::invalid, explain(response));
    auto guests = TRY(guests_from(response.body, settings.time_zone));
    switch (Tier tier = tier_of(guests.items); tier) {
        case Tier::copper:
            return ConnectionCheck{tier,
                                   "The connection works, but OpenTable shows no email at this "
                                   "tier (Copper): no profiles and no events "
                                   "will be made. Ask OpenTable for the Gold or Platinum tier."};
        case Tier::gold:
            return ConnectionCheck{
                tier,
                "The connection works. Guests come with names and email (Gold or Platinum tier)."};
        case Tier::unknown:
            return ConnectionCheck{tier,
                                   "The connection works. The restaurant shows no guest yet, so "
                                   "its tier is not known."};
    }
    return ConnectionCheck{};
}

Result<Trial> trial_of(Result<ConnectionCheck> check) {
    using Outcome = Trial::Outcome;
    if (!check &&
        (check.error().kind == ErrorKind::invalid || check.error().kind == ErrorKind::cancelled) &&
        check.error().where != "/rid")
        return std::unexpected(check.error());
    constexpr const char* steps[] = {"reach", "sign_in", "restaurant", "guests"};
    constexpr const char* codes[] = {"unreachable", "credentials_wrong", "restaurant_not_granted",
                                     "no_email_at_tier"};
    // Which step stopped it: no answer, no token, no access to the restaurant, or guests without
    // email.
    std::size_t failed = 4;
    if (!check)
        failed = check.error().where == "/rid"                   ? 2
                 : check.error().kind == ErrorKind::unauthorized ? 1
                                                                 : 0;
    Trial trial;
    for (std::size_t i = 0; i < 4; ++i) {
        Trial::Step step{.step = steps[i],
                         .outcome = i < failed    ? Outcome::passed
                                    : i == failed ? Outcome::failed
                                                  : Outcome::skipped};
        if (i == failed) step.detail = check.error().message;
        if (i == 3 && check) {
            step.detail = check->message;
            if (check->tier == Tier::copper) step.outcome = Outcome::warning;
        }
        if (trial.code == "ok" &&
            (step.outcome == Outcome::failed || step.outcome == Outcome::warning))
            trial.code = codes[i];
        trial.steps.push_back(std::move(step));
    }
    return trial;
}

}  // namespace regulars::sources::opentable
