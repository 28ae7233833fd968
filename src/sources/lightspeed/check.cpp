// One request, and what its answer says.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/check.hpp"

#include "sources/lightspeed/answers.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::sources::lightspeed {

Result<Trial> try_to_reach(std::string_view settings_json, std::string_view credentials_json,
                           net::HttpClient& client, std::stop_token stop) {
    auto settings = TRY(settings_from(settings_json));
    TRY(credentials_from(credentials_json));
    using Outcome = Trial::Outcome;
    constexpr const char* untried =
        "Not tried: signing in replaces the connection's key, so the first sync does it.";
    auto response =
        client.send(get(settings, "/API/V3/Account.json"), {.timeout = 20s}, std::move(stop));
    if (!response && response.error().kind == ErrorKind::cancelled)
        return std::unexpected(response.error());
    Trial trial;
    bool is_sick = response && (response->status >= 500 || response->status == 404);
    bool is_reached = response && !is_sick;
    trial.steps.push_back({.step = "reach",
                           .outcome = is_reached ? Outcome::passed : Outcome::failed,
                           .detail = is_reached ? ""
                                     : response ? explain(*response)
                                                : response.error().message});
    if (!is_reached) trial.code = "unreachable";
    for (auto step : {"sign_in", "restaurant", "guests"})
        trial.steps.push_back({.step = step,
                               .outcome = Outcome::skipped,
                               .detail = is_reached && trial.steps.size() == 1 ? untried : ""});
    return trial;
}

}  // namespace regulars::sources::lightspeed
