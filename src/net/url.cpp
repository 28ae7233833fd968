// Splitting of http(s) URLs per RFC 3986, section 3.
// SPDX-License-Identifier: Apache-2.0
#include "net/url.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace regulars::net {
namespace {

bool is_forbidden(char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
}

}  // namespace

bool Url::is_loopback() const {
    std::string_view name = host;
    if (name.starts_with("[::1]")) return true;
    name = name.substr(0, name.find(':'));
    return name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.");
}

Result<Url> parse_url(std::string_view text) {
    if (std::ranges::any_of(text, is_forbidden))
        return fail(ErrorKind::invalid, "the URL holds a space or a control character");
    auto colon = text.find("://");
    Url url;
    if (colon != std::string_view::npos) url.scheme = lowered(text.substr(0, colon));
    if (url.scheme != "http" && url.scheme != "https")
        return fail(ErrorKind::invalid, "the URL must begin with http:// or https://");
    text.remove_prefix(colon + 3);
    text = text.substr(0, text.find('#'));

    auto end = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, end);
    url.target = text.substr(end);
    if (!url.target.starts_with('/')) url.target.insert(url.target.begin(), '/');

    if (auto at = authority.rfind('@'); at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    auto after_host = authority.starts_with('[') ? authority.find(']') : 0;
    if (after_host == std::string_view::npos)
        return fail(ErrorKind::invalid, "the URL's IPv6 address has no closing bracket");
    auto port_at = authority.find(':', after_host);
    std::string_view name = authority.substr(0, port_at);
    if (name.empty() || name == "[]") return fail(ErrorKind::invalid, "the URL names no host");
    if (after_host != 0 && name.size() != after_host + 1)
        return fail(ErrorKind::invalid, "the URL has text between its IPv6 address and its port");
    url.host = lowered(name);

    if (port_at == std::string_view::npos || port_at + 1 == authority.size()) return url;
    std::string_view digits = authority.substr(port_at + 1);
    unsigned port = 0;
    auto [stopped, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || stopped != digits.data() + digits.size() || port == 0 ||
        port > 65535)
        return fail(ErrorKind::invalid, "the URL's port is not a number from 1 to 65535");
    if (port != (url.scheme == "http" ? 80u : 443u)) url.host += ':' + std::to_string(port);
    return url;
}

}  // namespace regulars::net
