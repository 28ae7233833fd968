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

Result<void> SqliteProfiles::identifiers_between(
    AccountId account, model::IdentifierKind kind, ProfileId from, ProfileId to,
    const std::function<Result<void>(ProfileId, std::string_view)>& visit) {
    Query query(db_,
                "SELECT profile_id, value FROM identifiers INDEXED BY identifiers_of_profile WHERE "
                "account_id = ? AND profile_id BETWEEN ? AND ? AND kind = ? ORDER BY profile_id, "
                "value",
                account, from, to, kind);
    while (TRY(query.next())) {
        ProfileId profile;
        std::string value;
        query.into(profile, value);
        TRY(visit(profile, value));
    }
    return {};
}

}  // namespace regulars::store::sqlite
