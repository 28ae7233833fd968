// Adds up and writes counts by day.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/day_counts.hpp"

#include <vector>

namespace regulars::store::sqlite {
namespace {

Result<Zone> zone_of(Connection& db, AccountId account) {
    Query query(db, "SELECT time_zone FROM accounts WHERE account_id = ?", account);
    if (!TRY(query.next())) return fail(ErrorKind::not_found, "there is no such account");
    return Zone::find(query.text(0));
}

}  // namespace

std::int64_t DayFinder::day_of(Instant t) {
    if (t < start_ || t >= end_) {
        day_ = day_number(zone_.to_local(t).date());
        // A day is what lies between two `start_of`, also where a zone's clocks repeat a midnight.
        if (t >= zone_.start_of(date_of_day(day_ + 1))) ++day_;
        if (t < zone_.start_of(date_of_day(day_))) --day_;
        start_ = zone_.start_of(date_of_day(day_));
        end_ = zone_.start_of(date_of_day(day_ + 1));
    }
    return day_;
}

Result<void> DayCounts::note(Connection& db, AccountId account, MetricId metric, Instant time,
                             const std::optional<Money>& value, int delta) {
    if (!finder_ || finder_of_ != account) {
        finder_.emplace(TRY(zone_of(db, account)));
        finder_of_ = account;
    }
    auto& day = days_[{account, metric, finder_->day_of(time),
                       value ? std::string(value->currency.code()) : std::string()}];
    day.events += delta;
    if (value) day.minor += delta * value->minor;
    return {};
}

Result<void> DayCounts::write(Connection& db, const Key& key, const Delta& delta,
                              std::int64_t stamp) {
    auto& [account, metric, day, currency] = key;
    TRY(run(db,
            "INSERT INTO metric_days (account_id, metric_id, day, currency, events, minor, stamp) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (account_id, metric_id, day, currency) DO UPDATE SET events = events + "
            "excluded.events, "
            "minor = minor + excluded.minor, stamp = excluded.stamp",
            account, metric, day, currency, delta.events, delta.minor, stamp));
    return {};
}

Result<void> recount_days(Connection& db, AccountId account, std::int64_t stamp) {
    TRY(run(db, "DELETE FROM metric_days WHERE account_id = ?", account));
    DayCounts counts;
    {
        Query query(db, "SELECT metric_id, time, value, currency FROM events WHERE account_id = ?",
                    account);
        while (TRY(query.next())) {
            MetricId metric;
            Instant time;
            query.into(metric, time);
            std::optional<Money> value;
            if (!query.is_null(2))
                value = Money{query.integer(2), TRY(Currency::parse(query.text(3)))};
            TRY(counts.note(db, account, metric, time, value, 1));
        }
    }
    return counts.flush(db, [&](AccountId) -> Result<std::int64_t> { return stamp; });
}

Result<void> recount_days(Connection& db) {
    std::vector<AccountId> accounts;
    {
        Query query(db, "SELECT account_id FROM accounts");
        while (TRY(query.next())) query.into(accounts.emplace_back());
    }
    for (AccountId account : accounts) TRY(recount_days(db, account, 0));
    return {};
}

}  // namespace regulars::store::sqlite
