// Takes targets apart and puts them together again.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/target.hpp"

#include "base/text.hpp"

namespace regulars::sandbox {

Target Target::parse(std::string_view target) {
    if (auto scheme = target.find("://");
        scheme != std::string_view::npos && scheme < target.find('?')) {
        auto slash = target.find('/', scheme + 3);
        target = slash == std::string_view::npos ? "/" : target.substr(slash);
    }
    Target out;
    auto mark = target.find('?');
    out.path = target.substr(0, mark);
    if (mark == std::string_view::npos) return out;
    for (std::string_view part : split(target.substr(mark + 1), '&')) {
        if (part.empty()) continue;
        auto equals = part.find('=');
        out.query.emplace_back(
            percent_decoded(part.substr(0, equals)),
            equals == std::string_view::npos ? "" : percent_decoded(part.substr(equals + 1)));
    }
    return out;
}

std::optional<std::string_view> Target::parameter(std::string_view name) const {
    for (auto& [key, value] : query) {
        if (key == name) return value;
    }
    return {};
}

std::string Target::with(std::string_view name, std::string_view value) const {
    std::string out = path;
    char before = '?';
    auto add = [&](std::string_view key, std::string_view v) {
        out += before;
        out += percent_encoded(key);
        out += '=';
        out += percent_encoded(v);
        before = '&';
    };
    for (auto& [key, v] : query) {
        if (key != name) add(key, v);
    }
    add(name, value);
    return out;
}

}  // namespace regulars::sandbox
