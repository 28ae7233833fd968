// Points identifiers at profiles; the primary key is the value's hash, then kind and value.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/profiles.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {

Result<std::optional<ProfileId>> SqliteProfiles::owner(AccountId account,
                                                       const model::Identifier& identifier) {
    Query query(db_,
                "SELECT profile_id FROM identifiers "
                "WHERE account_id = ? AND value_hash = ? AND kind = ? AND value = ?",
                account, session_.hash(identifier.value), identifier.kind, identifier.value);
    return first_row(query,
                     [](Query& row) -> Result<ProfileId> { return ProfileId{row.integer(0)}; });
}

Result<void> SqliteProfiles::assign(AccountId account, const model::Identifier& identifier,
                                    ProfileId profile) {
    TRY(run(db_,
            "INSERT INTO identifiers (account_id, value_hash, kind, value, profile_id) VALUES (?, "
            "?, ?, ?, ?) "
            "ON CONFLICT (account_id, value_hash, kind, value) DO UPDATE SET profile_id = "
            "excluded.profile_id",
            account, session_.hash(identifier.value), identifier.kind, identifier.value, profile));
    return {};
}

Result<void> SqliteProfiles::assign_free(AccountId account, const model::Identifier& identifier,
                                         ProfileId profile) {
    TRY(run(db_,
            "INSERT INTO identifiers (account_id, value_hash, kind, value, profile_id) VALUES (?, "
            "?, ?, ?, ?) "
            "ON CONFLICT (account_id, value_hash, kind, value) DO NOTHING",
            account, session_.hash(identifier.value), identifier.kind, identifier.value, profile));
    return {};
}

Result<void> SqliteProfiles::release(AccountId account, const model::Identifier& identifier) {
    TRY(run(db_,
            "DELETE FROM identifiers WHERE account_id = ? AND value_hash = ? AND kind = ? AND "
            "value = ?",
            account, session_.hash(identifier.value), identifier.kind, identifier.value));
    return {};
}

Result<std::vector<model::Identifier>> SqliteProfiles::identifiers(AccountId account,
                                                                   ProfileId id) {
    Query query(db_,
                "SELECT kind, value FROM identifiers WHERE account_id = ? AND profile_id = ? ORDER "
                "BY kind, value",
                account, id);
    return every_row(query, [](Query& row) -> Result<model::Identifier> {
        model::Identifier identifier;
        row.into(identifier.kind, identifier.value);
        return identifier;
    });
}

}  // namespace regulars::store::sqlite
