// Reads tokens and the two error shapes of OpenTable's gateways.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/answers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace regulars::sources::opentable {
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

struct Said {
    std::string message, request_id;
};

Said said_by(const net::HttpResponse& response) {
    Said said;
    if (auto id = net::header(response.headers, "OT-RequestId")) said.request_id = plain(*id);
    auto document = JsonDocument::parse(response.body, {.max_bytes = 64u << 10, .max_depth = 16});
    if (!document) {
        auto body = trimmed(response.body);
        said.message = body.empty()            ? "no explanation"
                       : body.starts_with('<') ? "a web page instead of data"
                                               : "text instead of data";
        return said;
    }
    JsonNode root = document->root();
    auto take = [](std::string& into, JsonNode node) {
        if (auto text = node.string(); into.empty() && text) into = plain(*text);
    };
    take(said.message, root["message"]);
    root["errors"].each([&](JsonNode error) { take(said.message, error["message"]); });
    take(said.message, root["error_description"]);
    take(said.message, root["error"]);
    take(said.request_id, root["requestId"]);
    take(said.request_id, root["requestid"]);
    if (said.message.empty()) said.message = "no explanation";
    return said;
}

}  // namespace

net::HttpRequest token_request(const Settings& settings, const Credentials& credentials) {
    return {.method = "POST",
            .target = settings.oauth_url + "/api/v2/oauth/token?grant_type=client_credentials",
            .headers = {{"Authorization", "Basic " + base64(credentials.client_id + ":" +
                                                            credentials.client_secret)},
                        {"Accept", "application/json"},
                        {"Content-Length", "0"}}};
}

Result<Token> token_from(const net::HttpResponse& response, Instant now) {
    if (response.status == 400 || response.status == 401 || response.status == 403)
        return fail(ErrorKind::unauthorized,
                    "OpenTable refused the client id or secret. " + explain(response));
    if (response.status != 200) return fail(ErrorKind::unavailable, explain(response));
    auto document = JsonDocument::parse(response.body, {.max_bytes = 64u << 10, .max_depth = 8});
    auto token = document ? document->root()["access_token"].string() : std::nullopt;
    // A token goes into a header: anything that could end one is no token.
    bool usable = token && !token->empty() &&
                  std::ranges::all_of(*token, [](char c) { return c > ' ' && c < 0x7F; });
    if (!usable) return fail(ErrorKind::unavailable, "OpenTable's answer holds no access token");
    JsonNode life = document->root()["expires_in"];
    std::int64_t life_s = 3'600;
    if (auto seconds = life.integer())
        life_s = *seconds;
    else if (auto number = life.number())
        life_s = std::int64_t(std::clamp(*number, 0.0, double(longest_life_s)));
    life_s = std::clamp<std::int64_t>(life_s, 0, longest_life_s);
    return Token{std::string(*token), now + std::chrono::seconds(life_s) * 9 / 10};
}

net::HttpRequest get(const Settings& settings, std::string path_and_query) {
    return {.target = settings.api_url + path_and_query,
            .headers = {{"Accept", "application/json"}}};
}

void authorize(net::HttpRequest& request, const Token& token) {
    request.headers.emplace_back("Authorization", "Bearer " + token.value);
}

Pace pace_of(const Settings& settings, const Credentials& credentials) {
    return {fmt::format("opentable {} {}", settings.api_url, credentials.client_id),
            settings.max_requests_per_second, 1};
}

std::string explain(const net::HttpResponse& response) {
    Said said = said_by(response);
    std::string text = fmt::format("OpenTable answered {}: {}", response.status, said.message);
    if (!said.request_id.empty()) text += fmt::format(" (OT-RequestId {})", said.request_id);
    return text;
}

}  // namespace regulars::sources::opentable
