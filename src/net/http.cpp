// Reading of headers and targets.
// SPDX-License-Identifier: Apache-2.0
#include "net/http.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace regulars::net {
namespace {

/// Path and query, also of an absolute URL, without the fragment.
std::string_view without_origin(std::string_view target) {
    target = target.substr(0, target.find('#'));
    if (target.starts_with('/')) return target;
    auto scheme = target.find("://");
    if (scheme == std::string_view::npos || scheme > target.find_first_of("/?")) return target;
    return target.substr(std::min(target.find_first_of("/?", scheme + 3), target.size()));
}

}  // namespace

std::optional<std::string_view> header(const Headers& headers, std::string_view name) {
    for (auto& [key, value] : headers)
        if (equals_ignoring_case(key, name)) return value;
    return std::nullopt;
}

std::string_view HttpRequest::path() const {
    std::string_view whole = without_origin(target);
    std::string_view path = whole.substr(0, whole.find('?'));
    return path.empty() ? std::string_view("/") : path;
}

std::string_view HttpRequest::query() const {
    std::string_view whole = without_origin(target);
    auto mark = whole.find('?');
    return mark == std::string_view::npos ? std::string_view() : whole.substr(mark + 1);
}

std::optional<std::string> HttpRequest::parameter(std::string_view name) const {
    std::string_view rest = query();
    while (!rest.empty()) {
        auto end = rest.find('&');
        std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        auto equals = pair.find('=');
        if (percent_decoded(pair.substr(0, equals)) != name) continue;
        return equals == std::string_view::npos ? std::string()
                                                : percent_decoded(pair.substr(equals + 1));
    }
    return std::nullopt;
}

}  // namespace regulars::net
