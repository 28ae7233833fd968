// Walks everybody by name, by email, by age of the profile, or by when they were last seen.
// SPDX-License-Identifier: Apache-2.0
#include <deque>
#include <limits>
#include <queue>

#include "store/sqlite/directory.hpp"

namespace regulars::store::sqlite {
namespace {

constexpr ProfileId before_all{0};
constexpr ProfileId after_all{std::numeric_limits<std::int64_t>::max()};

#define WORDS "SELECT word, profile_id FROM people_words WHERE account_id = ?1 AND kind = ?2 "
#define SEEN                                                                                     \
    "SELECT time, profile_id FROM events INDEXED BY events_by_metric WHERE account_id = ?1 AND " \
    "metric_id = ?2 "
#define NEVER_SEEN                                                                                \
    "SELECT NULL, p.profile_id FROM profiles p WHERE p.account_id = ?1 AND NOT EXISTS (SELECT 1 " \
    "FROM events e "                                                                              \
    "WHERE e.account_id = p.account_id AND e.profile_id = p.profile_id) "

/// One metric's events in order; the next of all metrics is on top of a heap.
struct Strand {
    Query query;
    Instant time;
    ProfileId profile;

    Strand(Connection& db, Sql sql, AccountId account, MetricId metric, Instant from)
        : query(db, sql, account, metric, from) {}
    Result<bool> next() {
        if (!TRY(query.next())) return false;
        query.into(time, profile);
        return true;
    }
};

}  // namespace

Result<void> SqliteDirectory::walk_words(AccountId account, const ProfileQuery& query,
                                         WordKind kind, const Choose& choose, const Take& take) {
    bool ascending = query.direction == Direction::ascending;
    auto show = [&](Query& rows) -> Result<bool> {
        while (TRY(rows.next())) {
            Pick pick = TRY(choose(ProfileId{rows.integer(1)}));
            if (pick == Pick::stop) return false;
            if (pick == Pick::pass) continue;
            ProfilePlace place;
            rows.into(place.text, place.profile);
            if (!TRY(take(place))) return false;
        }
        return true;
    };
    bool among_last = query.after && query.after->text == last_of_all;
    if (!among_last) {
        Sql sql = !query.after
                      ? (ascending ? WORDS "AND word < ?3 ORDER BY word, profile_id"
                                   : WORDS "AND word < ?3 ORDER BY word DESC, profile_id DESC")
                  : ascending ? WORDS
                      "AND word < ?3 AND (word, profile_id) > (?4, ?5) ORDER BY word, profile_id"
                              : WORDS
                      "AND word < ?3 AND (word, profile_id) < (?4, ?5) ORDER BY word DESC, "
                      "profile_id DESC";
        auto place = query.after.value_or(ProfilePlace{});
        if (query.after) {
            Query rows(db_, sql, account, kind, last_of_all, place.text, place.profile);
            if (!TRY(show(rows))) return {};
        } else {
            Query rows(db_, sql, account, kind, last_of_all);
            if (!TRY(show(rows))) return {};
        }
    }
    ProfileId from = among_last ? query.after->profile : ascending ? before_all : after_all;
    Query rows(db_,
               ascending ? WORDS "AND word = ?3 AND profile_id > ?4 ORDER BY profile_id"
                         : WORDS "AND word = ?3 AND profile_id < ?4 ORDER BY profile_id DESC",
               account, kind, last_of_all, from);
    TRY(show(rows));
    return {};
}

Result<void> SqliteDirectory::walk_created(AccountId account, const ProfileQuery& query,
                                           const Choose& choose, const Take& take) {
    // Ids are given in the order in which profiles are made.
    bool ascending = query.direction == Direction::ascending;
    ProfileId from = query.after ? query.after->profile : ascending ? before_all : after_all;
    Query rows(db_,
               ascending ? "SELECT profile_id FROM profiles WHERE account_id = ? AND profile_id > "
                           "? ORDER BY profile_id"
                         : "SELECT profile_id FROM profiles WHERE account_id = ? AND profile_id < "
                           "? ORDER BY profile_id DESC",
               account, from);
    while (TRY(rows.next())) {
        ProfilePlace place;
        rows.into(place.profile);
        Pick pick = TRY(choose(place.profile));
        if (pick == Pick::stop) return {};
        if (pick == Pick::take && !TRY(take(place))) return {};
    }
    return {};
}

/// Follows all metrics' events at once in order of time; a profile stands where its newest event
/// does.
Result<void> SqliteDirectory::walk_seen(AccountId account, const ProfileQuery& query,
                                        const Choose& choose, const Take& take) {
    bool ascending = query.direction == Direction::ascending;
    bool among_unseen = query.after && !query.after->time;
    if (!among_unseen) {
        std::deque<Strand> strands;
        auto later = [&](const Strand* a, const Strand* b) {
            auto left = std::pair(a->time, a->profile), right = std::pair(b->time, b->profile);
            return ascending ? left > right : left < right;
        };
        std::priority_queue<Strand*, std::vector<Strand*>, decltype(later)> heap(later);
        Instant from = query.after ? *query.after->time
                                   : Instant{ascending ? std::numeric_limits<std::int64_t>::min()
                                                       : std::numeric_limits<std::int64_t>::max()};
        Query metrics(db_, "SELECT metric_id FROM metrics WHERE account_id = ?", account);
        while (TRY(metrics.next())) {
            auto& strand = strands.emplace_back(
                db_,
                ascending ? SEEN "AND time >= ?3 ORDER BY time, profile_id"
                          : SEEN "AND time <= ?3 ORDER BY time DESC, profile_id DESC",
                account, MetricId{metrics.integer(0)}, from);
            if (TRY(strand.next())) heap.push(&strand);
        }
        std::optional<std::pair<Instant, ProfileId>> previous;
        PeopleSet shown;
        bool is_from_newest = !ascending && !query.after;
        while (!heap.empty()) {
            Strand* strand = heap.top();
            heap.pop();
            std::pair here(strand->time, strand->profile);
            if (TRY(strand->next())) heap.push(strand);
            if (previous == here) continue;
            previous = here;
            if (query.after) {
                std::pair after(*query.after->time, query.after->profile);
                if (ascending ? here <= after : here >= after) continue;
            }
            if (shown.has(here.second)) continue;
            Pick pick = TRY(choose(here.second));
            if (pick == Pick::stop) return {};
            if (pick == Pick::pass) continue;
            // Newest first from the start: who is met for the first time is met where they stand.
            if (!is_from_newest && TRY(last_seen(account, here.second)) != here.first) continue;
            shown.insert(here.second);
            if (!TRY(take({.time = here.first, .profile = here.second}))) return {};
        }
    }
    ProfileId from = among_unseen ? query.after->profile : ascending ? before_all : after_all;
    Query rows(db_,
               ascending ? NEVER_SEEN "AND p.profile_id > ?2 ORDER BY p.profile_id"
                         : NEVER_SEEN "AND p.profile_id < ?2 ORDER BY p.profile_id DESC",
               account, from);
    while (TRY(rows.next())) {
        ProfilePlace place;
        rows.into(place.time, place.profile);
        Pick pick = TRY(choose(place.profile));
        if (pick == Pick::stop) return {};
        if (pick == Pick::take && !TRY(take(place))) return {};
    }
    return {};
}

}  // namespace regulars::store::sqlite
