// Reads and writes lists.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/lists.hpp"

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_LIST_COLUMNS "list_id, public_id, name, opt_in, created_at, has_page"

Result<model::List> read_list(Query& row) {
    model::List list;
    row.into(list.id, list.public_id, list.name, list.opt_in, list.created_at, list.has_page);
    return list;
}

}  // namespace

Result<void> SqliteLists::add(AccountId account, model::List& list) {
    ListId id{TRY(session_.advance(account, Counter::list))};
    TRY(run(db_,
            "INSERT INTO lists (account_id, " REGULARS_LIST_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?)",
            account, id, list.public_id, list.name, list.opt_in, list.created_at, list.has_page));
    list.id = id;
    return {};
}

Result<void> SqliteLists::update(AccountId account, const model::List& list) {
    return expect_row(run(db_,
                          "UPDATE lists SET name = ?, opt_in = ?, has_page = ? WHERE account_id = "
                          "? AND list_id = ?",
                          list.name, list.opt_in, list.has_page, account, list.id),
                      "there is no such list");
}

Result<void> SqliteLists::remove(AccountId account, ListId id) {
    return expect_row(
        run(db_, "DELETE FROM lists WHERE account_id = ? AND list_id = ?", account, id),
        "there is no such list");
}

Maybe<model::List> SqliteLists::find(AccountId account, std::string_view public_id) {
    Query query(
        db_, "SELECT " REGULARS_LIST_COLUMNS " FROM lists WHERE account_id = ? AND public_id = ?",
        account, public_id);
    return first_row(query, read_list);
}

Maybe<model::List> SqliteLists::find(AccountId account, ListId id) {
    Query query(db_,
                "SELECT " REGULARS_LIST_COLUMNS " FROM lists WHERE account_id = ? AND list_id = ?",
                account, id);
    return first_row(query, read_list);
}

Result<std::vector<model::List>> SqliteLists::all(AccountId account) {
    Query query(db_,
                "SELECT " REGULARS_LIST_COLUMNS " FROM lists WHERE account_id = ? ORDER BY list_id",
                account);
    return every_row(query, read_list);
}

}  // namespace regulars::store::sqlite
