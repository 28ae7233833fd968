// Addresses that get no marketing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/suppression.hpp"

namespace regulars::store {

/// A suppression of an address that a profile is found by, and what may outweigh it.
struct SuppressedProfile {
    ProfileId profile;
    model::Suppression suppression;
    std::optional<Instant> agreed_at;  // see model::agreed_at
    bool operator==(const SuppressedProfile&) const = default;
};

/// By address, not by profile: an address may be suppressed before anybody is known to have it, and
/// goes on being so whoever does. Errors and thread-safety as all of store.hpp.
class Suppressions {
  public:
    virtual ~Suppressions() = default;
    /// Joins what is known of the same address and reason: of each time the later one stays. False
    /// when nothing changed by it.
    virtual Result<bool> put(AccountId account, const model::Suppression& suppression) = 0;
    /// Every line of an address, lifted ones included, by reason.
    virtual Result<std::vector<model::Suppression>> of_address(AccountId account,
                                                               model::Channel channel,
                                                               std::string_view address) = 0;
    /// Lines not lifted, by address and reason, after a line; at most `limit`.
    virtual Result<std::vector<model::Suppression>> page(
        AccountId account, model::Channel channel, std::string_view after_address,
        std::optional<model::SuppressionReason> after_reason, int limit) = 0;
    /// Forgets everything of an address.
    virtual Result<void> remove(AccountId account, model::Channel channel,
                                std::string_view address) = 0;
    /// Lines not lifted whose address a profile is found by, by profile.
    virtual Result<void> each_profile(
        AccountId account, const std::function<Result<void>(const SuppressedProfile&)>& visit) = 0;
};

}  // namespace regulars::store
