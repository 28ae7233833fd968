// Reads and writes profiles, and what forgetting remembers.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/profiles.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "store/sqlite/people_words.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_PROFILE_COLUMNS "profile_id, public_id, created_at, updated_at, fields"

Result<model::Profile> read_profile(Query& row) {
    model::Profile p;
    row.into(p.id, p.public_id, p.created_at, p.updated_at);
    p.fields = TRY(model::person_fields_from(row.text(4)));
    return p;
}

}  // namespace

Result<void> SqliteProfiles::insert(AccountId account, ProfileId id, const model::Profile& p) {
    TRY(run(db_,
            "INSERT INTO profiles (account_id, " REGULARS_PROFILE_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?)",
            account, id, p.public_id, p.created_at, p.updated_at, model::to_json(p.fields)));
    TRY(change_words(db_, account, id, {}, words_of(p.fields)));
    TRY(session_.advance(account, Counter::profiles_held));
    return {};
}

Result<void> SqliteProfiles::add(AccountId account, model::Profile& p) {
    ProfileId id{TRY(session_.advance(account, Counter::profile))};
    TRY(insert(account, id, p));
    p.id = id;
    return {};
}

Result<void> SqliteProfiles::restore(AccountId account, const model::Profile& p) {
    return insert(account, p.id, p);
}

Result<void> SqliteProfiles::update(AccountId account, const model::Profile& p) {
    if (auto before = TRY(find(account, p.id)))
        TRY(change_words(db_, account, p.id, words_of(before->fields), words_of(p.fields)));
    return expect_row(
        run(db_,
            "UPDATE profiles SET public_id = ?, created_at = ?, updated_at = ?, fields = ? "
            "WHERE account_id = ? AND profile_id = ?",
            p.public_id, p.created_at, p.updated_at, model::to_json(p.fields), account, p.id),
        "there is no such profile");
}

Result<void> SqliteProfiles::remove(AccountId account, ProfileId id) {
    if (auto before = TRY(find(account, id)))
        TRY(change_words(db_, account, id, words_of(before->fields), {}));
    // Identifiers, memberships and consent go with it; facets and events must be moved or removed
    // before, or the reference refuses.
    auto removed =
        TRY(run(db_, "DELETE FROM profiles WHERE account_id = ? AND profile_id = ?", account, id));
    if (removed > 0) TRY(session_.advance(account, Counter::profiles_held, -1));
    return {};
}

Maybe<model::Profile> SqliteProfiles::find(AccountId account, ProfileId id) {
    Query query(db_,
                "SELECT " REGULARS_PROFILE_COLUMNS
                " FROM profiles WHERE account_id = ? AND profile_id = ?",
                account, id);
    return first_row(query, read_profile);
}

Maybe<model::Profile> SqliteProfiles::find(AccountId account, std::string_view public_id) {
    Query query(db_,
                "SELECT " REGULARS_PROFILE_COLUMNS
                " FROM profiles WHERE account_id = ? AND public_id = ?",
                account, public_id);
    return first_row(query, read_profile);
}

Result<std::int64_t> SqliteProfiles::count(AccountId account) {
    return session_.counter(account, Counter::profiles_held);
}

Result<void> SqliteProfiles::each(AccountId account, ProfileId after,
                                  const Visit<model::Profile>& visit) {
    Query query(db_,
                "SELECT " REGULARS_PROFILE_COLUMNS
                " FROM profiles WHERE account_id = ? AND profile_id > ? ORDER BY profile_id",
                account, after);
    return walk_rows(query, read_profile, visit);
}

Result<void> SqliteProfiles::forget_key(AccountId account, std::string_view key, Instant at) {
    TRY(run(db_,
            "INSERT INTO forgotten_keys (account_id, sha256, at) VALUES (?, ?, ?) ON CONFLICT DO "
            "NOTHING",
            account, sha256_hex(key), at));
    return {};
}

Result<bool> SqliteProfiles::is_forgotten(AccountId account, std::string_view key) {
    Query query(db_, "SELECT 1 FROM forgotten_keys WHERE account_id = ? AND sha256 = ?", account,
                sha256_hex(key));
    return query.next();
}

}  // namespace regulars::store::sqlite
