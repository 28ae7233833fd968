// What changed, in the order of commits.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

enum class ChangeKind {
    profile,
    profile_removed,
    events,
    event_updated,
    event_removed,
    membership,
    consent,
    integration,
    merge,
    segment
};

/// One line of an account's change log. `span` consecutive subjects changed, from `subject` on.
struct Change {
    std::int64_t sequence = 0;
    ChangeKind kind = ChangeKind::profile;
    std::int64_t subject = 0;
    std::int64_t span = 1;
    Instant at;
    bool operator==(const Change&) const = default;
};

class ChangeLog {
  public:
    virtual ~ChangeLog() = default;
    /// Takes the account's next number; number order is commit order.
    virtual Result<void> append(AccountId account, ChangeKind kind, std::int64_t subject,
                                std::int64_t span, Instant at) = 0;
    virtual Result<std::vector<Change>> after(AccountId account, std::int64_t sequence,
                                              int limit) = 0;
    virtual Result<std::int64_t> last(AccountId account) = 0;
};

}  // namespace regulars::store
