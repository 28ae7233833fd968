// Confirmations that are asked for, and mail of the product that waits to be sent.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/outgoing.hpp"

namespace regulars::store {

/// Errors and thread-safety as all of store.hpp.
class Confirmations {
  public:
    virtual ~Confirmations() = default;
    virtual Result<void> add(AccountId account, const model::Confirmation& confirmation) = 0;
    virtual Result<std::optional<model::Confirmation>> find(AccountId account,
                                                            std::string_view public_id) = 0;
    /// Of an address in matching form, newest first; confirmed and expired ones included.
    virtual Result<std::vector<model::Confirmation>> of_email(AccountId account,
                                                              std::string_view email) = 0;
    virtual Result<void> note_confirmed(AccountId account, std::string_view public_id,
                                        Instant at) = 0;
    /// Those of an address in matching form.
    virtual Result<void> remove_of(AccountId account, std::string_view email) = 0;
    virtual Result<void> remove_expired(AccountId account, Instant before) = 0;
};

class Outgoing {
  public:
    virtual ~Outgoing() = default;
    virtual Result<void> add(AccountId account, model::OutgoingMail& mail) = 0;
    /// In the order added, after `after`, at most `limit`.
    virtual Result<std::vector<model::OutgoingMail>> after(AccountId account, std::int64_t after,
                                                           int limit) = 0;
    virtual Result<std::int64_t> count(AccountId account) = 0;
    virtual Result<void> remove(AccountId account, std::int64_t id) = 0;
    virtual Result<void> remove_to(AccountId account, std::string_view recipient) = 0;
    virtual Result<void> remove_expired(AccountId account, Instant now) = 0;
};

}  // namespace regulars::store
