// Names for the small integers that join rows, and the ids that people and the API see.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

#include "base/env.hpp"

namespace regulars {

/// A row's integer, typed so that a profile and an event cannot be swapped. 0 means none.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

/// A 26-character ULID: 48 bits of `now` in milliseconds, 80 random bits; sorts by time.
std::string make_ulid(Instant now, Random& random);
/// Six characters of [A-Za-z0-9], as the field's list, metric and account ids are.
std::string make_short_id(Random& random);

}  // namespace regulars

template <class Tag>
struct std::hash<regulars::Id<Tag>> {
    std::size_t operator()(regulars::Id<Tag> id) const {
        return std::hash<std::int64_t>()(id.value);
    }
};
