// The memo's JSON; times are microseconds, to stay short.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/memo.hpp"

#include "base/json.hpp"

namespace regulars::sources::opentable {

namespace {

constexpr std::string_view nothing = "{}";  // what is remembered of most: walk-ins

}  // namespace

std::string to_json(const Memo& memo) {
    if (memo == Memo{}) return std::string(nothing);
    JsonWriter out;
    out.begin_object();
    if (!memo.guest.empty()) out.member("guest", memo.guest);
    auto time = [&](std::string_view name, const std::optional<Instant>& at) {
        if (at) out.member(name, at->us);
    };
    time("created", memo.created);
    time("confirmed", memo.confirmed);
    time("completed", memo.completed);
    time("cancelled", memo.cancelled);
    time("no_show", memo.no_show);
    if (memo.value)
        out.member("value", memo.value->minor).member("currency", memo.value->currency.code());
    if (memo.value_given) out.member("value_given", true);
    if (!memo.excerpt.empty()) out.member("excerpt", memo.excerpt);
    out.end_object();
    return out.take();
}

Memo memo_from(std::string_view json) {
    Memo memo;
    if (json == nothing) return memo;
    auto document = JsonDocument::parse(json, {.max_bytes = 64u << 10, .max_depth = 4});
    if (!document) return memo;
    JsonNode root = document->root();
    auto time = [&](std::string_view name) -> std::optional<Instant> {
        auto us = root[name].integer();
        return us ? std::optional(Instant{*us}) : std::nullopt;
    };
    memo.guest = root["guest"].string().value_or("");
    memo.created = time("created");
    memo.confirmed = time("confirmed");
    memo.completed = time("completed");
    memo.cancelled = time("cancelled");
    memo.no_show = time("no_show");
    auto minor = root["value"].integer();
    auto currency = Currency::parse(root["currency"].string().value_or(""));
    if (minor && currency) memo.value = Money{*minor, *currency};
    memo.value_given = root["value_given"].boolean().value_or(false);
    memo.excerpt = root["excerpt"].string().value_or("");
    return memo;
}

}  // namespace regulars::sources::opentable
