// Reads and writes who is on a list, and who was.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/lists.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_MEMBERSHIP_COLUMNS \
    "list_id, profile_id, joined_at, source, joined_by, starts_flows"

Result<model::Membership> read_membership(Query& row) {
    model::Membership m;
    row.into(m.list, m.profile, m.joined_at, m.source, m.how, m.starts_flows);
    return m;
}

}  // namespace

Result<bool> SqliteLists::join(AccountId account, const model::Membership& m) {
    return TRY(run(db_,
                   "INSERT INTO memberships (account_id, " REGULARS_MEMBERSHIP_COLUMNS
                   ") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                   account, m.list, m.profile, m.joined_at, m.source, m.how, m.starts_flows)) > 0;
}

Result<bool> SqliteLists::leave(AccountId account, ListId list, ProfileId profile, Instant at) {
    // A clock that was set back must not make a stay that ends before it began.
    TRY(run(db_,
            "INSERT INTO departures (account_id, list_id, profile_id, joined_at, left_at) "
            "SELECT account_id, list_id, profile_id, joined_at, max(joined_at, ?) FROM memberships "
            "WHERE account_id = ? AND list_id = ? AND profile_id = ? ON CONFLICT DO NOTHING",
            at, account, list, profile));
    return take_back(account, list, profile);
}

Result<bool> SqliteLists::take_back(AccountId account, ListId list, ProfileId profile) {
    return TRY(run(
               db_,
               "DELETE FROM memberships WHERE account_id = ? AND list_id = ? AND profile_id = ?",
               account, list, profile)) > 0;
}

Result<std::vector<model::Membership>> SqliteLists::of_profile(AccountId account,
                                                               ProfileId profile) {
    Query query(db_,
                "SELECT " REGULARS_MEMBERSHIP_COLUMNS
                " FROM memberships INDEXED BY memberships_of_profile "
                "WHERE account_id = ? AND profile_id = ? ORDER BY list_id",
                account, profile);
    return every_row(query, read_membership);
}

Result<std::vector<model::Membership>> SqliteLists::between(AccountId account, ProfileId from,
                                                            ProfileId to) {
    Query query(db_,
                "SELECT " REGULARS_MEMBERSHIP_COLUMNS
                " FROM memberships INDEXED BY memberships_of_profile "
                "WHERE account_id = ? AND profile_id BETWEEN ? AND ? ORDER BY profile_id, list_id",
                account, from, to);
    return every_row(query, read_membership);
}

Maybe<model::Membership> SqliteLists::membership(AccountId account, ListId list,
                                                 ProfileId profile) {
    Query query(db_,
                "SELECT " REGULARS_MEMBERSHIP_COLUMNS
                " FROM memberships WHERE account_id = ? AND list_id = ? AND profile_id = ?",
                account, list, profile);
    return first_row(query, read_membership);
}

Result<std::vector<model::Membership>> SqliteLists::members(AccountId account, ListId list,
                                                            JoinOrder order,
                                                            const std::optional<MemberPlace>& place,
                                                            int limit) {
    bool newest_first = order == JoinOrder::newest_first;
    auto from = place.value_or(MemberPlace{Instant{newest_first ? INT64_MAX : INT64_MIN},
                                           ProfileId{newest_first ? INT64_MAX : INT64_MIN}});
    Query query(db_,
                newest_first
                    ? "SELECT " REGULARS_MEMBERSHIP_COLUMNS
                      " FROM memberships INDEXED BY memberships_by_time "
                      "WHERE account_id = ? AND list_id = ? AND (joined_at, profile_id) < (?, ?) "
                      "ORDER BY joined_at DESC, profile_id DESC LIMIT ?"
                    : "SELECT " REGULARS_MEMBERSHIP_COLUMNS
                      " FROM memberships INDEXED BY memberships_by_time "
                      "WHERE account_id = ? AND list_id = ? AND (joined_at, profile_id) > (?, ?) "
                      "ORDER BY joined_at, profile_id LIMIT ?",
                account, list, from.joined_at, from.profile, limit);
    return every_row(query, read_membership);
}

Result<std::int64_t> SqliteLists::size(AccountId account, ListId list) {
    Query query(db_, "SELECT count(*) FROM memberships WHERE account_id = ? AND list_id = ?",
                account, list);
    TRY(query.next());
    return query.integer(0);
}

Result<std::vector<ListMovement>> SqliteLists::movements(AccountId account, ListId list) {
    // Zones stand at whole quarters of an hour from UTC. Division towards zero would join the two
    // quarters around 1970.
    Query query(
        db_,
        "SELECT (t - ((t % 900000000) + 900000000) % 900000000) AS quarter, sum(joined), sum(gone) "
        "FROM ("
        "SELECT joined_at AS t, 1 AS joined, 0 AS gone FROM memberships WHERE account_id = ?1 AND "
        "list_id = ?2 UNION ALL "
        "SELECT joined_at, 1, 0 FROM departures WHERE account_id = ?1 AND list_id = ?2 UNION ALL "
        "SELECT left_at, 0, 1 FROM departures WHERE account_id = ?1 AND list_id = ?2) GROUP BY "
        "quarter ORDER BY quarter",
        account, list);
    return every_row(query, [](Query& row) -> Result<ListMovement> {
        ListMovement movement;
        row.into(movement.from, movement.joined, movement.left);
        return movement;
    });
}

Result<std::vector<Departure>> SqliteLists::departures(AccountId account, ListId list) {
    Query query(db_,
                "SELECT list_id, profile_id, joined_at, left_at FROM departures WHERE account_id = "
                "? AND list_id = ? "
                "ORDER BY profile_id, joined_at, left_at",
                account, list);
    return every_row(query, [](Query& row) -> Result<Departure> {
        Departure gone;
        row.into(gone.list, gone.profile, gone.joined_at, gone.left_at);
        return gone;
    });
}

Result<void> SqliteLists::move(AccountId account, ProfileId from, ProfileId to) {
    if (from == to) return {};
    // Where both are on a list, the one that stays keeps its own membership.
    TRY(run(
        db_,
        "UPDATE OR IGNORE memberships SET profile_id = ? WHERE account_id = ? AND profile_id = ?",
        to, account, from));
    TRY(run(db_, "DELETE FROM memberships WHERE account_id = ? AND profile_id = ?", account, from));
    TRY(run(
        db_,
        "UPDATE OR IGNORE departures SET profile_id = ? WHERE account_id = ? AND profile_id = ?",
        to, account, from));
    return {};
}

}  // namespace regulars::store::sqlite
