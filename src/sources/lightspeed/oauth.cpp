// Builds and reads the messages of the authorization code grant.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/oauth.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "sources/lightspeed/dialect.hpp"

namespace regulars::sources::lightspeed {
namespace {

/// RFC 4648 §5, without padding.
std::string base64url(std::string_view bytes) {
    std::string text = base64(bytes);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    while (text.ends_with('=')) text.pop_back();
    return text;
}

}  // namespace

Pkce pkce(Random& random) {
    std::string bytes;
    for (int word = 0; word < 4; ++word)
        for (std::uint64_t bits = random.next(), i = 0; i < 8; ++i, bits >>= 8)
            bytes += char(bits & 0xFF);
    std::string verifier = base64url(bytes);
    return {verifier, base64url(sha256(verifier))};
}

std::string authorize_url(const Addresses& addresses, std::string_view client_id,
                          std::string_view redirect_uri, std::string_view state,
                          std::string_view code_challenge) {
    std::string scope;
    for (auto word : split(scopes, ' '))
        scope += (scope.empty() ? "" : "+") + percent_encoded(word);
    return fmt::format(
        "{}/auth/oauth/"
        "authorize?response_type=code&client_id={}&redirect_uri={}&scope={}&state={}&code_"
        "challenge={}&code_challenge_method=S256",
        addresses.auth_url, percent_encoded(client_id), percent_encoded(redirect_uri), scope,
        percent_encoded(state), percent_encoded(code_challenge));
}

net::HttpRequest code_request(const Addresses& addresses, std::string_view client_id,
                              std::string_view client_secret, std::string_view redirect_uri,
                              std::string_view code, std::string_view code_verifier) {
    return {.method = "POST",
            .target = addresses.auth_url + "/auth/oauth/token",
            .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                        {"Accept", "application/json"}},
            .body = fmt::format("grant_type=authorization_code&client_id={}&client_secret={}&"
                                "redirect_uri={}&code={}&code_verifier={}",
                                percent_encoded(client_id), percent_encoded(client_secret),
                                percent_encoded(redirect_uri), percent_encoded(code),
                                percent_encoded(code_verifier))};
}

net::HttpRequest account_request(const Addresses& addresses, std::string_view access_token) {
    auto request = get(addresses, "/API/V3/Account.json");
    request.headers.emplace_back("Authorization", fmt::format("Bearer {}", access_token));
    return request;
}

Result<AccountSeen> account_from(const net::HttpResponse& response) {
    if (response.status == 401 || response.status == 403)
        return fail(ErrorKind::unauthorized, explain(response));
    if (response.status != 200)
        return fail(
            judge(response) == Verdict::ask_again ? ErrorKind::unavailable : ErrorKind::invalid,
            explain(response));
    auto document = JsonDocument::parse(response.body, {.max_bytes = 64u << 10, .max_depth = 16});
    if (!document) return fail(ErrorKind::unavailable, "Lightspeed's answer is no JSON");
    AccountSeen account;
    each_in(document->root()["Account"], [&](JsonNode node) {
        if (account.id.empty())
            account = {id_in(node["accountID"]),
                       std::string(clipped(trimmed(word_in(node["name"])), 200))};
    });
    if (account.id.empty())
        return fail(ErrorKind::invalid, "Lightspeed shows no account for this sign-in");
    return account;
}

}  // namespace regulars::sources::lightspeed
