// From a name to its value, and over it.
// SPDX-License-Identifier: Apache-2.0
#include "base/json_members.hpp"

#include <cstring>

#include "base/json_scan.hpp"

namespace regulars {

/// The next character that is no space; '\0' at the end.
char JsonMembers::peek() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
    return at_ < end_ ? *at_ : '\0';
}

/// From its opening quote to behind the closing one; nothing where an escape stands in it.
std::optional<std::string_view> JsonMembers::plain_text() {
    auto* begin = at_ + 1;
    auto* close = static_cast<const char*>(std::memchr(begin, '"', std::size_t(end_ - begin)));
    if (!close || std::memchr(begin, '\\', std::size_t(close - begin))) return std::nullopt;
    at_ = close + 1;
    return std::string_view(begin, close);
}

bool JsonMembers::skip_value() {
    auto* behind = behind_json_value(at_, end_);
    if (behind) at_ = behind;
    return behind != nullptr;
}

std::optional<JsonMembers::Member> JsonMembers::next() {
    auto before = peek();
    if (has_begun_ && before == '}') {
        ++at_;
        is_done_ = peek() == '\0' && at_ == end_;
        return std::nullopt;
    }
    if (before != (has_begun_ ? ',' : '{')) return std::nullopt;
    ++at_;
    if (peek() == '}' && !has_begun_) {
        has_begun_ = true;
        return next();
    }
    has_begun_ = true;
    if (peek() != '"') return std::nullopt;
    auto name = plain_text();
    if (!name || peek() != ':') return std::nullopt;
    ++at_;
    Member member{.name = *name, .value = {}};
    auto first = peek();
    auto* begin = at_;
    member.is_plain_text = first == '"' && plain_text().has_value();
    if (!member.is_plain_text && !skip_value()) return std::nullopt;
    member.value = {begin, at_};
    return member.value.empty() ? std::nullopt : std::optional(member);
}

}  // namespace regulars
