// Reads pages of events, newest first, and what a person's events add up to.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "store/sqlite/event_row.hpp"
#include "store/sqlite/events.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

/// Before everything: where no place is given.
EventPlace newest_of(const std::optional<EventPlace>& place) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    return place.value_or(EventPlace{{most}, ProfileId{most}, EventId{most}});
}

}  // namespace

// Rows are inserted in the order of event_id, so rowid stands for it and the indexes are in order.
Result<std::vector<model::Event>> SqliteEvents::timeline(AccountId account, ProfileId profile,
                                                         std::optional<MetricId> metric,
                                                         const std::optional<EventPlace>& place,
                                                         int limit) {
    auto from = newest_of(place);
    Query query(db_,
                "SELECT " REGULARS_EVENT_COLUMNS
                " FROM events INDEXED BY events_of_profile WHERE account_id = ?1 AND profile_id = "
                "?2 AND time <= ?3 "
                "AND (time < ?3 OR event_id < ?4) AND (?5 IS NULL OR metric_id = ?5) ORDER BY time "
                "DESC, rowid DESC LIMIT ?6",
                account, profile, from.time, from.event, metric, limit);
    return every_row(query, read_event);
}

Result<std::vector<model::Event>> SqliteEvents::feed(AccountId account, MetricId metric,
                                                     const std::optional<EventPlace>& place,
                                                     int limit) {
    auto from = newest_of(place);
    Query query(db_,
                "SELECT " REGULARS_EVENT_COLUMNS
                " FROM events INDEXED BY events_by_metric WHERE account_id = ?1 AND metric_id = ?2 "
                "AND time <= ?3 "
                "AND (time < ?3 OR (profile_id, event_id) < (?4, ?5)) ORDER BY time DESC, "
                "profile_id DESC, rowid DESC LIMIT ?6",
                account, metric, from.time, from.profile, from.event, limit);
    return every_row(query, read_event);
}

Result<std::vector<ProfileSum>> SqliteEvents::sums(AccountId account, ProfileId profile) {
    std::vector<ProfileSum> sums;
    Query query(db_,
                "SELECT metric_id, time, value, currency FROM events INDEXED BY events_of_profile "
                "WHERE account_id = ? AND profile_id = ?",
                account, profile);
    while (TRY(query.next())) {
        MetricId metric;
        Instant time;
        query.into(metric, time);
        auto value = TRY(read_value(query, 2));
        auto currency = value ? std::optional(value->currency) : std::nullopt;
        auto sum = std::ranges::find_if(
            sums, [&](auto& s) { return s.metric == metric && s.currency == currency; });
        if (sum == sums.end())
            sum = sums.insert(
                sum, {.metric = metric, .currency = currency, .first = time, .last = time});
        ++sum->events;
        if (value) sum->minor += value->minor;
        sum->first = std::min(sum->first, time);
        sum->last = std::max(sum->last, time);
    }
    return sums;
}

}  // namespace regulars::store::sqlite
