// What the aggregates of one connection share: the connection, the accounts' counters, the hash.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/ids.hpp"
#include "store/open.hpp"
#include "store/sqlite/connection.hpp"

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
    events_held
};

/// Counters are read once and written once in a transaction. For one thread.
class Session {
  public:
    Session(Connection& connection, Hash hash_of) : db(connection), hash(hash_of) {}
    Connection& db;
    Hash hash;

    /// Forgets counters; call at the start of each Work.
    void reset() { counters_.clear(); }
    /// Writes changed counters; call at the end of a Work that succeeded.
    Result<void> flush();
    Result<std::int64_t> counter(AccountId account, Counter which);
    /// Adds and returns the new value.
    Result<std::int64_t> advance(AccountId account, Counter which, std::int64_t delta = 1);

  private:
    struct Held {
        AccountId account;
        Counter which;
        std::int64_t n = 0;
        bool is_changed = false;
    };
    Result<Held*> held(AccountId account, Counter which);
    std::vector<Held> counters_;  // a handful: a Work touches one account
};

/// Refuses when an `update` found no row.
inline Result<void> expect_row(Result<std::int64_t> changed, const char* what) {
    if (TRY(changed) == 0) return fail(ErrorKind::not_found, what);
    return {};
}

}  // namespace regulars::store::sqlite
