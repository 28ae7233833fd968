// Reads a request's parts within limits.
// SPDX-License-Identifier: Apache-2.0
#include "api/call.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_query_bytes = 8'000, most_parameters = 30;

std::unexpected<Problem> wrong(std::string_view parameter, std::string detail) {
    return refuse(Problem(400, "invalid", std::move(detail)).in(std::string(parameter)));
}

std::string form_decoded(std::string_view text) {
    std::string spaced(text);
    for (char& c : spaced)
        if (c == '+') c = ' ';
    return percent_decoded(spaced);
}

}  // namespace

std::optional<std::string_view> Call::header(std::string_view name) const {
    for (auto& [known, value] : http.headers)
        if (equals_ignoring_case(known, name)) return value;
    return std::nullopt;
}

std::optional<std::string_view> Call::cookie(std::string_view name) const {
    auto cookies = header("Cookie");
    if (!cookies) return std::nullopt;
    for (auto pair : split(*cookies, ';')) {
        pair = trimmed(pair);
        auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name)
            return pair.substr(equals + 1);
    }
    return std::nullopt;
}

std::string Call::address() const {
    if (services.behind_proxy)
        // The last one is what the proxy itself saw; those before it anybody can write.
        if (auto chain = header("X-Forwarded-For"))
            return std::string(trimmed(split(*chain, ',').back()));
    // Without the port.
    auto colon = http.peer.rfind(':');
    bool has_port =
        colon != std::string::npos && (http.peer.find(':') == colon || http.peer[colon - 1] == ']');
    return has_port ? http.peer.substr(0, colon) : http.peer;
}

bool Call::is_https() const {
    if (!services.behind_proxy) return false;
    auto scheme = header("X-Forwarded-Proto");
    return scheme && equals_ignoring_case(trimmed(*scheme), "https");
}

Outcome<std::string> Call::optional(std::string_view name, std::size_t most_bytes) const {
    auto found = query.find(name);
    if (found == query.end()) return std::string();
    if (found->second.size() > most_bytes)
        return wrong(name, fmt::format("is longer than {} bytes", most_bytes));
    if (!is_utf8(found->second)) return wrong(name, "is not UTF-8");
    return found->second;
}

Outcome<std::string> Call::required(std::string_view name, std::size_t most_bytes) const {
    auto text = TRY(optional(name, most_bytes));
    if (text.empty()) return wrong(name, "is required");
    return text;
}

Outcome<int> Call::integer(std::string_view name, int least, int most, int otherwise) const {
    auto text = TRY(optional(name));
    if (text.empty()) return otherwise;
    int n = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size() || n < least || n > most)
        return wrong(name, fmt::format("is a whole number from {} to {}", least, most));
    return n;
}

Outcome<std::map<std::string, std::string, std::less<>>> query_from(std::string_view target) {
    std::map<std::string, std::string, std::less<>> query;
    auto mark = target.find('?');
    if (mark == std::string_view::npos) return query;
    auto text = target.substr(mark + 1, target.find('#', mark) - mark - 1);
    if (text.size() > most_query_bytes)
        return refuse(414, "invalid",
                      fmt::format("the query is longer than {} bytes", most_query_bytes));
    for (auto pair : split(text, '&')) {
        if (pair.empty()) continue;
        auto equals = pair.find('=');
        auto name = form_decoded(pair.substr(0, equals));
        auto value = equals == std::string_view::npos ? std::string()
                                                      : form_decoded(pair.substr(equals + 1));
        if (!is_utf8(name)) return refuse(400, "invalid", "a parameter's name is not UTF-8");
        if (!query.emplace(name, std::move(value)).second) return wrong(name, "stands there twice");
        if (query.size() > most_parameters)
            return refuse(400, "invalid",
                          fmt::format("there are more than {} parameters", most_parameters));
    }
    return query;
}

net::HttpResponse json_response(int status, std::string body) {
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}},
            .body = std::move(body)};
}

std::string revision_of(std::string_view content) { return sha256_hex(content).substr(0, 10); }

std::int64_t number_in(std::string_view id) {
    std::int64_t n = 0;
    auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), n);
    return error == std::errc() && end == id.data() + id.size() && n > 0 ? n : 0;
}

}  // namespace regulars::api
