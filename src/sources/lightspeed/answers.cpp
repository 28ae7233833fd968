// Reads tokens and the error shapes of Lightspeed's old and new servers.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/answers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "sources/lightspeed/dialect.hpp"

namespace regulars::sources::lightspeed {
namespace {

constexpr std::int64_t longest_life_s = 365 * 86'400;
constexpr std::size_t longest_message = 200;

/// Printable, short, one line: it goes to logs and pages.
std::string plain(std::string_view text) {
    std::string result(clipped(trimmed(text), longest_message));
    std::ranges::replace_if(
        result, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return result;
}

std::string said_by(const net::HttpResponse& response) {
    auto document = JsonDocument::parse(response.body, {.max_bytes = 64u << 10, .max_depth = 16});
    if (!document) {
        auto body = trimmed(response.body);
        return body.empty()            ? "no explanation"
               : body.starts_with('<') ? "a web page instead of data"
                                       : "text instead of data";
    }
    JsonNode root = document->root();
    // The new server's hint says more than its description.
    for (auto key : {"message", "hint", "error_description", "error", "httpMessage"})
        if (auto text = root[key].string(); text && !trimmed(*text).empty()) return plain(*text);
    return "no explanation";
}

/// A token goes into a header: anything that could end one is no token.
std::string token_in(JsonNode node) {
    auto text = node.string();
    bool usable = text && std::ranges::all_of(*text, [](char c) { return c > ' ' && c < 0x7F; });
    return usable ? std::string(*text) : std::string();
}

/// What stands before the vendor speaks so: the vendor's own answers are JSON, whatever their type
/// says.
bool is_web_page(const net::HttpResponse& response) {
    return trimmed(response.body).starts_with('<');
}

bool says(const net::HttpResponse& response, std::string_view words) {
    return lowered(std::string_view(response.body).substr(0, 4'096)).find(words) !=
           std::string::npos;
}

}  // namespace

net::HttpRequest refresh_request(const Addresses& addresses, const Credentials& credentials) {
    return {.method = "POST",
            .target = addresses.auth_url + "/auth/oauth/token",
            .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                        {"Accept", "application/json"}},
            .body = fmt::format(
                "grant_type=refresh_token&client_id={}&client_secret={}&refresh_token={}",
                percent_encoded(credentials.client_id), percent_encoded(credentials.client_secret),
                percent_encoded(credentials.refresh_token))};
}

Result<Tokens> tokens_from(const net::HttpResponse& response, Instant now) {
    if (says(response, "try again later") || is_web_page(response))
        return fail(ErrorKind::unavailable, explain(response));
    if (response.status == 400 || response.status == 401 || response.status == 403)
        return fail(ErrorKind::unauthorized,
                    fmt::format("Lightspeed no longer accepts this connection (unused for 30 days, "
                                "revoked, or the employee who made it is locked): "
                                "connect Lightspeed again. {}",
                                explain(response)));
    if (response.status != 200) return fail(ErrorKind::unavailable, explain(response));
    auto document = JsonDocument::parse(response.body, {.max_bytes = 64u << 10, .max_depth = 8});
    if (!document) return fail(ErrorKind::unavailable, "Lightspeed's answer holds no access token");
    JsonNode root = document->root();
    Tokens tokens{token_in(root["access_token"]), token_in(root["refresh_token"]), now};
    if (tokens.access.empty())
        return fail(ErrorKind::unavailable, "Lightspeed's answer holds no access token");
    std::int64_t life_s = 1'800;
    if (auto said = decimal_in(root["expires_in"]))
        life_s = said->abs().money(*Currency::parse("JPY")).minor;  // whole seconds
    life_s = std::clamp<std::int64_t>(life_s, 0, longest_life_s);
    tokens.renew_at = now + std::chrono::seconds(life_s) * 9 / 10;
    return tokens;
}

net::HttpRequest get(const Addresses& addresses, std::string path_and_query) {
    return {.target = addresses.api_url + path_and_query,
            .headers = {{"Accept", "application/json"}}};
}

Verdict judge(const net::HttpResponse& response) {
    if (response.status == 400 && says(response, "try again later")) return Verdict::ask_again;
    if (response.status == 409) return Verdict::ask_again;  // somebody writes what is read
    bool is_refusal = response.status == 403 || response.status == 404;
    if (is_refusal && is_web_page(response)) return Verdict::ask_again;
    return verdict_by(response.status);
}

std::string explain(const net::HttpResponse& response) {
    return fmt::format("Lightspeed answered {}: {}", response.status, said_by(response));
}

}  // namespace regulars::sources::lightspeed
