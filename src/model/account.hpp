// An account (a tenant), its users and its API keys.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::model {

/// In which zone the days of segments begin.
enum class SegmentDays { account, utc };
std::string_view name_of(SegmentDays days);  // "account", "utc"
Result<SegmentDays> segment_days_named(std::string_view name);

struct Account {
    AccountId id;
    std::string public_id;  // six characters
    std::string name;
    std::string time_zone = "UTC";  // IANA
    Currency currency;
    std::string locale = "en";   // en, es, fr, ko
    std::string country = "US";  // ISO 3166-1 alpha-2: how national phone numbers are read
    Instant created_at;
    SegmentDays segment_days = SegmentDays::account;
    /// IANA name of the zone in which the days of its segments begin.
    std::string_view segment_zone() const {
        return segment_days == SegmentDays::utc ? std::string_view("UTC")
                                                : std::string_view(time_zone);
    }
    bool operator==(const Account&) const = default;
};

enum class Role { owner, admin, analyst };
std::string_view name_of(Role role);
Result<Role> role_named(std::string_view name);

struct User {
    UserId id;
    std::string email;
    std::string name;
    Role role = Role::owner;
    std::string password_hash;
    Instant created_at;
    bool operator==(const User&) const = default;
};

/// A browser that is signed in.
struct Session {
    UserId user;
    std::string token_sha256;  // of the cookie's secret
    std::string csrf_token;
    Instant created_at, expires_at;
    bool operator==(const Session&) const = default;
};

/// A private key is pk_{account}_{secret}: the account it names is where its hash is looked up.
struct ApiKey {
    ApiKeyId id;
    std::string name;
    std::string sha256;  // of the whole key; the key itself is shown once and never kept
    std::string hint;    // its last four characters
    Instant created_at;
    std::optional<Instant> revoked_at;
    std::vector<std::string> scopes;  // "profiles:read" …; none: everything
    bool operator==(const ApiKey&) const = default;
};

}  // namespace regulars::model
