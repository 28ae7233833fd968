// Keeps counts of events by metric and day of the account's zone, in the transaction that changes
// them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "base/money.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"
#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {

/// Finds the day of an instant; instants of the same day as the one before cost two comparisons.
class DayFinder {
  public:
    explicit DayFinder(Zone zone) : zone_(std::move(zone)) {}
    std::int64_t day_of(Instant t);
    const Zone& zone() const { return zone_; }

  private:
    Zone zone_;
    std::int64_t day_ = 0;
    Instant start_{1}, end_{0};  // of day_; empty at first
};

/// Adds up what one Work does to days, so that a batch of thousands of events writes a row a day.
class DayCounts {
  public:
    /// Events of one kind came (delta 1), went (-1), or changed otherwise (0).
    Result<void> note(Connection& db, AccountId account, MetricId metric, Instant time,
                      const std::optional<Money>& value, int delta);
    void reset() { days_.clear(), finder_.reset(); }
    /// `stamp` gives the account's next stamp.
    template <class Stamp>
    Result<void> flush(Connection& db, Stamp stamp);

  private:
    using Key = std::tuple<AccountId, MetricId, std::int64_t, std::string>;
    struct Delta {
        std::int64_t events = 0, minor = 0;
    };
    static Result<void> write(Connection& db, const Key& key, const Delta& delta,
                              std::int64_t stamp);

    std::map<Key, Delta> days_;
    AccountId finder_of_;
    std::optional<DayFinder> finder_;
};

template <class Stamp>
Result<void> DayCounts::flush(Connection& db, Stamp stamp) {
    AccountId of;
    std::int64_t now = 0;
    for (auto& [key, delta] : days_) {
        if (std::get<AccountId>(key) != of) {
            of = std::get<AccountId>(key);
            now = TRY(stamp(of));
        }
        TRY(write(db, key, delta, now));
    }
    days_.clear();
    return {};
}

/// Counts an account's days anew, as after a change of its zone. Cost: walks its events.
Result<void> recount_days(Connection& db, AccountId account, std::int64_t stamp);
/// Counts all accounts' days for the first time.
Result<void> recount_days(Connection& db);

}  // namespace regulars::store::sqlite
