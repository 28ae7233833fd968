// What the aggregates of one connection share: the connection, the accounts' counters, the hash.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/ids.hpp"
#include "store/open.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/day_counts.hpp"
#include "store/sqlite/first_events.hpp"

namespace regulars::store::sqlite {

/// An account's counters: the last number given of each kind, and how many rows there are where
/// counting would be slow. The numbers are stored: add at the end only.
enum class Counter {
    user,
    api_key,
    integration,
    run,
    profile,
    facet,
    metric,
    event,
    list,
    consent_entry,
    change,
    merge,
    profiles_held,
    events_held,
    day_stamp,
    source_record,
    unfolded,  // entries in the recent tables, see folding.hpp
    import,
    import_problem,
    segment,
    segment_move,
    outgoing
};

/// Counters are read once and written once in a transaction. For one thread.
class Session {
  public:
    Session(Connection& connection, const SqliteOptions& options)
        : db(connection), hash(options.hash), fold_after_(options.fold_after) {}
    Connection& db;
    Hash hash;
    FirstEvents first_events;

    /// Forgets counters and what was noted; call at the start of each Work.
    void reset() { counters_.clear(), days_.reset(), first_events.reset(); }
    /// Writes changed counters, counts by day and first events; call at the end of a Work that
    /// succeeded.
    Result<void> flush();
    Result<std::int64_t> counter(AccountId account, Counter which);
    /// Adds and returns the new value.
    Result<std::int64_t> advance(AccountId account, Counter which, std::int64_t delta = 1);

    /// Events of one kind came (delta 1), went (-1) or changed otherwise (0).
    Result<void> note_day(AccountId account, MetricId metric, Instant time,
                          const std::optional<Money>& value, int delta) {
        return days_.note(db, account, metric, time, value, delta);
    }

  private:
    struct Held {
        AccountId account;
        Counter which;
        std::int64_t n = 0;
        bool is_changed = false;
    };
    std::int64_t fold_after_;
    Result<Held*> held(AccountId account, Counter which);
    DayCounts days_;
    std::vector<Held> counters_;  // a handful: a Work touches one account
};

/// Refuses when an `update` found no row.
inline Result<void> expect_row(Result<std::int64_t> changed, const char* what) {
    if (TRY(changed) == 0) return fail(ErrorKind::not_found, what);
    return {};
}

}  // namespace regulars::store::sqlite
