// Reads tokens and errors of Toast's API and of the CDN before it.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/answers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::int64_t longest_life_s = 365 * 86'400;
constexpr std::int64_t renewed_before_end_s = 30;  // within the last 60 s a login gives a new token
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
    auto document = JsonDocument::parse(response.body, {.max_bytes = 64u << 10, .max_depth = 16});
    if (!document) {
        said.message = trimmed(response.body).empty() ? "no explanation"
                       : is_web_page(response)        ? "a web page instead of data"
                                                      : "text instead of data";
        if (auto ray = net::header(response.headers, "CF-RAY")) said.request_id = plain(*ray);
        return said;
    }
    JsonNode root = document->root();
    auto take = [](std::string& into, JsonNode node) {
        if (auto text = node.string(); into.empty() && text) into = plain(*text);
    };
    take(said.message, root["message"]);
    root["errors"].each([&](JsonNode error) { take(said.message, error["message"]); });
    take(said.message, root["developerMessage"]);
    take(said.message, root["error_description"]);
    take(said.message, root["error"]);
    take(said.request_id, root["requestId"]);
    if (said.message.empty()) said.message = "no explanation";
    return said;
}

}  // namespace

net::HttpRequest token_request(const Settings& settings, const Credentials& credentials) {
    JsonWriter body;
    body.begin_object()
        .member("clientId", credentials.client_id)
        .member("clientSecret", credentials.client_secret);
    body.member("userAccessType", "TOAST_MACHINE_CLIENT").end_object();
    return {.method = "POST",
            .target = settings.api_url + "/authentication/v1/authentication/login",
            .headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}},
            .body = body.take()};
}

Result<Token> token_from(const net::HttpResponse& response, Instant now) {
    bool refused = response.status == 400 || response.status == 401 ||
                   (response.status == 403 && !is_web_page(response));
    if (refused)
        return fail(ErrorKind::unauthorized,
                    "Toast refused the client id or secret. " + explain(response));
    if (response.status != 200) return fail(ErrorKind::unavailable, explain(response));
    auto document = JsonDocument::parse(response.body, {.max_bytes = 64u << 10, .max_depth = 8});
    JsonNode token = document ? document->root()["token"] : JsonNode();
    auto value = token["accessToken"].string();
    // A token goes into a header: anything that could end one is no token.
    bool usable = value && !value->empty() &&
                  std::ranges::all_of(*value, [](char c) { return c > ' ' && c < 0x7F; });
    if (!usable) return fail(ErrorKind::unavailable, "Toast's answer holds no access token");
    std::int64_t life_s =
        std::clamp<std::int64_t>(token["expiresIn"].integer().value_or(3'600), 0, longest_life_s);
    std::int64_t use_s = life_s > 2 * renewed_before_end_s ? life_s - renewed_before_end_s : life_s;
    return Token{std::string(*value), now + std::chrono::seconds(use_s), {}};
}

std::optional<bool> has_scope(std::string_view token, std::string_view scope) {
    auto parts = split(token, '.');
    if (parts.size() != 3 || parts[1].size() > (64u << 10)) return std::nullopt;
    // Claims are base64url without padding (RFC 7515, section 2).
    std::string claims(parts[1]);
    std::ranges::replace(claims, '-', '+');
    std::ranges::replace(claims, '_', '/');
    while (claims.size() % 4 != 0) claims += '=';
    auto json = from_base64(claims);
    if (!json) return std::nullopt;
    auto document = JsonDocument::parse(*json, {.max_bytes = 64u << 10, .max_depth = 8});
    auto scopes = document ? document->root()["scope"].string() : std::nullopt;
    if (!scopes) return std::nullopt;
    auto all = split(*scopes, ' ');
    return std::ranges::find(all, scope) != all.end();
}

net::HttpRequest get(const Settings& settings, std::string_view restaurant,
                     std::string path_and_query) {
    return {.target = settings.api_url + path_and_query,
            .headers = {{"Accept", "application/json"},
                        {"Toast-Restaurant-External-ID", std::string(restaurant)}}};
}

std::string date_parameter(Instant at) {
    std::string text = format_iso_ms(at);
    text.pop_back();
    return percent_encoded(text + "+0000");
}

std::string explain(const net::HttpResponse& response) {
    Said said = said_by(response);
    std::string text = fmt::format("Toast answered {}: {}", response.status, said.message);
    if (!said.request_id.empty()) text += fmt::format(" (request {})", said.request_id);
    return text;
}

bool is_web_page(const net::HttpResponse& response) {
    return trimmed(std::string_view(response.body).substr(0, 100)).starts_with('<');
}

}  // namespace regulars::sources::toast
