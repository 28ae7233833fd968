// Keeps when each person's first event was, in the transaction that changes the events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {

/// Adds up what one Work does to people's events, so that a batch of thousands writes a row a
/// person.
class FirstEvents {
  public:
    void came(AccountId account, ProfileId profile, Instant time);
    /// An event went, or its time or person is another: the person's events are asked again.
    void changed(AccountId account, ProfileId profile) {
        people_[{account, profile}].is_unsure = true;
    }
    void reset() { people_.clear(); }
    /// Cost: an index descent a person.
    Result<void> flush(Connection& db);

  private:
    struct Person {
        std::optional<Instant> earliest;  // of the events that came
        bool is_unsure = false;
    };
    std::map<std::pair<AccountId, ProfileId>, Person> people_;
};

}  // namespace regulars::store::sqlite
