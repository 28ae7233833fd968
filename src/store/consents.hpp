// The ledger of consent, the states derived from it, and an account's rules.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "model/consent.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

class Consents {
  public:
    virtual ~Consents() = default;
    virtual Result<void> add(AccountId account, model::ConsentEntry& entry) = 0;
    /// In the order recorded.
    virtual Result<std::vector<model::ConsentEntry>> ledger(AccountId account,
                                                            ProfileId profile) = 0;
    /// The derived state, kept beside the ledger for reading.
    virtual Result<void> set(AccountId account, ProfileId profile, model::Channel channel,
                             const model::Consent& consent) = 0;
    virtual Result<model::Consent> of(AccountId account, ProfileId profile,
                                      model::Channel channel) = 0;
    /// The states of profiles from … to, both included, by profile, then channel.
    virtual Result<void> between(
        AccountId account, ProfileId from, ProfileId to,
        const std::function<Result<void>(ProfileId, model::Channel, const model::Consent&)>&
            visit) = 0;
    virtual Result<void> move(AccountId account, ProfileId from, ProfileId to) = 0;
    /// Moves one line of the ledger; the derived states stay as they are.
    virtual Result<void> move_entry(AccountId account, ProfileId from, std::int64_t entry,
                                    ProfileId to) = 0;
    virtual Result<void> remove(AccountId account, ProfileId profile) = 0;
    /// Removes a profile's entries from this source, as undoing an import does; how many.
    virtual Result<std::int64_t> remove_of(AccountId account, ProfileId profile,
                                           std::string_view source) = 0;
    /// The account's choices; the usual ones where it never chose.
    virtual Result<model::ConsentRules> rules(AccountId account) = 0;
    virtual Result<void> set_rules(AccountId account, const model::ConsentRules& rules) = 0;
};

}  // namespace regulars::store
