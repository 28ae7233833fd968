// Counters of the accounts that a Work touches.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/session.hpp"

#include "store/sqlite/folding.hpp"

namespace regulars::store::sqlite {

Result<Session::Held*> Session::held(AccountId account, Counter which) {
    for (auto& held : counters_)
        if (held.account == account && held.which == which) return &held;
    Held held{account, which};
    Query query(db, "SELECT n FROM counters WHERE account_id = ? AND counter = ?", account, which);
    if (TRY(query.next())) query.into(held.n);
    return &counters_.emplace_back(held);
}

Result<std::int64_t> Session::counter(AccountId account, Counter which) {
    return TRY(held(account, which))->n;
}

Result<std::int64_t> Session::advance(AccountId account, Counter which, std::int64_t delta) {
    Held* held = TRY(this->held(account, which));
    held->is_changed = true;
    return held->n += delta;
}

Result<void> Session::flush() {
    TRY(first_events.flush(db));
    TRY(days_.flush(db,
                    [this](AccountId account) { return advance(account, Counter::day_stamp); }));
    for (auto& held : counters_) {
        if (!held.is_changed) continue;
        if (held.which == Counter::unfolded && held.n >= fold_after_) {
            TRY(fold_recent(db, held.account));
            held.n = 0;
        }
        TRY(run(db,
                "INSERT INTO counters (account_id, counter, n) VALUES (?, ?, ?) "
                "ON CONFLICT (account_id, counter) DO UPDATE SET n = excluded.n",
                held.account, held.which, held.n));
        held.is_changed = false;
    }
    return {};
}

}  // namespace regulars::store::sqlite
