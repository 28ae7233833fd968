// Finds people by what is typed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

enum class ProfileOrder { name, email, created, last_seen };
enum class Direction { ascending, descending };

/// Where a page of profiles ended: its last profile and what it was sorted by.
struct ProfilePlace {
    std::string text;             // name and email: the folded text; empty otherwise
    std::optional<Instant> time;  // last_seen; none: never seen
    ProfileId profile;
    bool operator==(const ProfilePlace&) const = default;
};

struct ProfileQuery {
    std::string text;  // what people type; empty: everybody
    ProfileOrder order = ProfileOrder::last_seen;
    Direction direction = Direction::descending;
    std::optional<ProfilePlace> after;
    int limit = 50;
};

struct ProfileHits {
    std::vector<ProfileId> profiles;
    std::int64_t total = 0;  // how many match
    bool total_is_exact = true;
    std::optional<ProfilePlace> next;
};

/// Finds people by what is typed: the beginnings of a name's words (accents and case aside), of an
/// email, the first or last digits of a phone. Those without name, email or event come last in
/// either direction. Thread-safety and errors as all.
class Directory {
  public:
    virtual ~Directory() = default;
    virtual Result<ProfileHits> find(AccountId account, const ProfileQuery& query) = 0;
};

}  // namespace regulars::store
