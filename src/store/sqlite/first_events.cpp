// Writes people's first events.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/first_events.hpp"

#include <algorithm>

namespace regulars::store::sqlite {
namespace {

Result<std::optional<Instant>> first_of(Connection& db, AccountId account, ProfileId profile) {
    Query query(db,
                "SELECT time FROM events INDEXED BY events_of_profile WHERE account_id = ? AND "
                "profile_id = ? ORDER BY time LIMIT 1",
                account, profile);
    if (!TRY(query.next())) return std::nullopt;
    return Instant{query.integer(0)};
}

}  // namespace

void FirstEvents::came(AccountId account, ProfileId profile, Instant time) {
    auto& person = people_[{account, profile}];
    person.earliest = person.earliest ? std::min(*person.earliest, time) : time;
}

Result<void> FirstEvents::flush(Connection& db) {
    for (auto& [whose, person] : people_) {
        auto [account, profile] = whose;
        auto first = person.is_unsure ? TRY(first_of(db, account, profile)) : person.earliest;
        if (!first) {
            TRY(run(db, "DELETE FROM first_events WHERE account_id = ? AND profile_id = ?", account,
                    profile));
            continue;
        }
        // A later event changes nothing, unless an earlier one went.
        TRY(run(db,
                "INSERT INTO first_events (account_id, profile_id, time) VALUES (?1, ?2, ?3) ON "
                "CONFLICT (account_id, profile_id) "
                "DO UPDATE SET time = excluded.time WHERE excluded.time < time OR (?4 AND "
                "excluded.time <> time)",
                account, profile, *first, std::int64_t(person.is_unsure)));
    }
    people_.clear();
    return {};
}

}  // namespace regulars::store::sqlite
