// One token, one guest, and what their answers say.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/check.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sources/opentable/answers.hpp"

namespace regulars::sources::opentable {
namespace {

Result<net::HttpResponse> send(net::HttpClient& client, net::HttpRequest request, std::stop_token stop) {
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

Result<ConnectionCheck> check_connection(std::string_view settings_json, std::string_view credentials_json, net::HttpClient& client,
                                         const Clock& clock, std::stop_token stop) {
    auto settings = TRY(settings_from(settings_json));
    auto credentials = TRY(credentials_from(credentials_json));
    auto token = TRY(token_from(TRY(send(client, token_request(settings, credentials), stop)), clock.now()));

    auto request = get(settings, fmt::format("/sync/v2/guests?rid={}&limit=1&offset=0", settings.rid));
    request.headers.emplace_back("Authorization", "Bearer " + token.value);
    auto response = TRY(send(client, std::move(request), stop));
    if (response.status == 403)
        return fail(ErrorKind::unauthorized,
                    fmt::format("The client id and secret are right, but they may not read restaurant {}: the restaurant must name you as a "
                                "recipient of its data at OpenTable. {}",
                                settings.rid, explain(response)),
                    "/rid");
    if (response.status == 401) return fail(ErrorKind::unauthorized, "OpenTable gave a token and then refused it. " + explain(response));
    if (response.status >= 500 || response.status == 429) return fail(ErrorKind::unavailable, explain(response));
    if (response.status != 200) return fail(ErrorKind::invalid, explain(response));
    auto guests = TRY(guests_from(response.body, settings.time_zone));
    switch (Tier tier = tier_of(guests.items); tier) {
        case Tier::copper:
            return ConnectionCheck{tier, "The connection works, but OpenTable shows no email at this tier (Copper): no profiles and no events "
                                         "will be made. Ask OpenTable for the Gold or Platinum tier."};
        case Tier::gold: return ConnectionCheck{tier, "The connection works. Guests come with names and email (Gold or Platinum tier)."};
        case Tier::unknown: return ConnectionCheck{tier, "The connection works. The restaurant shows no guest yet, so its tier is not known."};
    }
    return ConnectionCheck{};
}

}  // namespace regulars::sources::opentable
