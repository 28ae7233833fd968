// Reads and writes lists and who is on them.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/lists.hpp"

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_LIST_COLUMNS "list_id, public_id, name, opt_in, created_at"

Result<model::List> read_list(Query& row) {
    model::List list;
    row.into(list.id, list.public_id, list.name, list.opt_in, list.created_at);
    return list;
}

}  // namespace

Result<void> SqliteLists::add(AccountId account, model::List& list) {
    ListId id{TRY(session_.advance(account, Counter::list))};
    TRY(run(db_, "INSERT INTO lists (account_id, " REGULARS_LIST_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)", account, id,
            list.public_id, list.name, list.opt_in, list.created_at));
    list.id = id;
    return {};
}

Maybe<model::List> SqliteLists::find(AccountId account, std::string_view public_id) {
    Query query(db_, "SELECT " REGULARS_LIST_COLUMNS " FROM lists WHERE account_id = ? AND public_id = ?", account, public_id);
    return first_row(query, read_list);
}

Maybe<model::List> SqliteLists::find(AccountId account, ListId id) {
    Query query(db_, "SELECT " REGULARS_LIST_COLUMNS " FROM lists WHERE account_id = ? AND list_id = ?", account, id);
    return first_row(query, read_list);
}

Result<std::vector<model::List>> SqliteLists::all(AccountId account) {
    Query query(db_, "SELECT " REGULARS_LIST_COLUMNS " FROM lists WHERE account_id = ? ORDER BY list_id", account);
    return every_row(query, read_list);
}

Result<bool> SqliteLists::join(AccountId account, const model::Membership& m) {
    return TRY(run(db_,
                   "INSERT INTO memberships (account_id, list_id, profile_id, joined_at, source) "
                   "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                   account, m.list, m.profile, m.joined_at, m.source)) > 0;
}

Result<bool> SqliteLists::leave(AccountId account, ListId list, ProfileId profile) {
    return TRY(run(db_, "DELETE FROM memberships WHERE account_id = ? AND list_id = ? AND profile_id = ?", account,
                   list, profile)) > 0;
}

Result<std::vector<model::Membership>> SqliteLists::of_profile(AccountId account, ProfileId profile) {
    Query query(db_,
                "SELECT list_id, profile_id, joined_at, source FROM memberships INDEXED BY memberships_of_profile "
                "WHERE account_id = ? AND profile_id = ? ORDER BY list_id",
                account, profile);
    return every_row(query, [](Query& row) -> Result<model::Membership> {
        model::Membership m;
        row.into(m.list, m.profile, m.joined_at, m.source);
        return m;
    });
}

Result<std::int64_t> SqliteLists::size(AccountId account, ListId list) {
    Query query(db_, "SELECT count(*) FROM memberships WHERE account_id = ? AND list_id = ?", account, list);
    TRY(query.next());
    return query.integer(0);
}

Result<void> SqliteLists::move(AccountId account, ProfileId from, ProfileId to) {
    // Where both are on a list, the one that stays keeps its own membership.
    TRY(run(db_, "UPDATE OR IGNORE memberships SET profile_id = ? WHERE account_id = ? AND profile_id = ?", to,
            account, from));
    if (from != to)
        TRY(run(db_, "DELETE FROM memberships WHERE account_id = ? AND profile_id = ?", account, from));
    return {};
}

}  // namespace regulars::store::sqlite
